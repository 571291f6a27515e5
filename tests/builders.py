"""Plain builders: each returns one whole, ordinary value; a test changes what it is about."""

from fractions import Fraction
from typing import Any

import msgspec

from surveys.appraisal.form import ballot_form
from surveys.appraisal.plan import Appraisee, AppraiseeClass, Plan
from surveys.appraisal.presets import PRESETS, draft
from surveys.ballots.ballot import Ballot
from surveys.ballots.enclose import longest_enclosure
from surveys.electorate.roll import Body, DeputyGroup, Person, Roll, WeightingGroup
from surveys.keys import WHOLE, AppraiseeKey, GroupKey, IndicatorKey, UnitKey
from surveys.manifest import PROTOCOL, Custody, Manifest, Secrecy, SlipCount
from surveys.questionnaire.answer import Answers, Mark, Marks
from surveys.questionnaire.form import Questionnaire, restrict
from surveys.rules.ruleset import (
    Base,
    Comparison,
    Electorate,
    GradeOption,
    Group,
    Item,
    Mean,
    Role,
    RuleSet,
    Rung,
    Share,
    Threshold,
)

SURVEY = "laochang-2026"

FOUR_DEPARTMENTS = (
    Appraisee(key="finance", label="镇财政所", head="王某某"),
    Appraisee(key="agriculture", label="镇农业农村服务中心", head="李某某"),
    Appraisee(key="society", label="镇社会事务办公室", head="张某某"),
    Appraisee(key="land", label="镇自然资源所", kind=AppraiseeClass.STATIONED, head="陈某某"),
)


def a_plan(**changes: Any) -> Plan:
    """老厂镇: four departments, eight indicators, an overall grade, four grades."""
    plan = draft(
        PRESETS["laochang"],
        title="老厂镇2026年度部门工作民主测评",
        appraisees=FOUR_DEPARTMENTS,
    )
    return msgspec.structs.replace(plan, **changes)


def a_form(**changes: Any) -> Questionnaire:
    """The ballot form of `a_plan(**changes)`."""
    return ballot_form(a_plan(**changes))


def a_rule_set(plan: Plan | None = None, **changes: Any) -> RuleSet:
    """Shares of the returned ballots, a ladder on the overall grade, one pooled group."""
    plan = plan or a_plan()
    rules = RuleSet(
        key="three-grades",
        title="三档测评",
        options=tuple(_graded(option.key, option.label) for option in plan.grades),
        items=tuple(
            Item(key=indicator.key, label=indicator.label, drives_grade=indicator.overall)
            for indicator in plan.indicators
        ),
        base=Base.RETURNED,
        metrics=(
            Share(key="satisfied_rate", label="满意率", options=("satisfied",)),
            Share(
                key="approval_rate",
                label="总体满意率",
                options=("satisfied", "fairly_satisfied"),
            ),
            Mean(key="score", label="得分"),
        ),
        rungs=(
            Rung(label="满意", when=(_half("satisfied_rate"),)),
            Rung(label="基本满意", when=(_half("approval_rate"),)),
            Rung(label="不满意"),
        ),
        electorate=Electorate(groups=(Group(key="deputies", label="代表"),)),
    )
    return msgspec.structs.replace(rules, **changes)


def _half(metric: str) -> Threshold:
    return Threshold(metric=metric, op=Comparison.AT_LEAST, value=Fraction(1, 2))


def _graded(key: str, label: str) -> GradeOption:
    role, points = {
        "satisfied": (Role.POSITIVE, Fraction(100)),
        "fairly_satisfied": (Role.MIDDLE, Fraction(70)),
        "dissatisfied": (Role.NEGATIVE, Fraction(30)),
        "unfamiliar": (Role.UNKNOWN, None),
        "abstain": (Role.ABSTAIN, None),
    }[key]
    return GradeOption(key=key, label=label, role=role, value=points)


def a_roll(size: int = 46) -> Roll:
    """`size` deputies dealt to five groups in turn, one pooled weighting group."""
    groups = tuple(DeputyGroup(key=f"g{n}", label=f"第{n}代表小组") for n in range(1, 6))
    people = tuple(
        Person(
            key=f"p{n}",
            name=f"代表{n:02}",
            bodies=frozenset({Body.DEPUTY}),
            group=f"g{n % 5 + 1}",
            weighting="deputies",
            phone=f"139{n:08}",
        )
        for n in range(size)
    )
    weightings = (WeightingGroup(key="deputies", label="代表"),)
    return Roll(groups=groups, weightings=weightings, people=people)


def a_manifest(**changes: Any) -> Manifest:
    """46 deputies, 50 printed slips for the whole form, sealed on arrival."""
    form: Questionnaire = changes.get("form") or a_form()
    manifest = Manifest(
        protocol=PROTOCOL,
        town="laochang",
        congress="老厂镇人民代表大会主席团",
        survey=SURVEY,
        title=form.title,
        secrecy=Secrecy.SERVER_SEALED,
        custody=Custody.SYSTEM,
        form=form,
        appraisees=FOUR_DEPARTMENTS,
        rules=a_rule_set(),
        slips=(SlipCount(group="deputies", unit=WHOLE, printed=50),),
        entitled=46,
        roll_fingerprint="a" * 64,
        box_key="04" + "b" * 128,
        receipt_key="c" * 64,
        padded=longest_enclosure(form),
        frozen_at="2026-11-20T09:30:00+08:00",
    )
    return msgspec.structs.replace(manifest, **changes)


def some_marks(
    form: Questionnaire,
    grade: Mark = "satisfied",
    *,
    but: dict[tuple[AppraiseeKey, IndicatorKey], Mark] | None = None,
) -> Answers:
    """Every cell of every matrix marked alike, except the cells named in `but`."""
    other = but or {}
    return {
        matrix.key: Marks(
            marks={
                subject.key: {
                    indicator.key: other.get((subject.key, indicator.key), grade)
                    for indicator in matrix.indicators
                }
                for subject in matrix.subjects
            }
        )
        for matrix in form.matrices()
    }


def a_ballot(
    grade: Mark = "satisfied",
    *,
    number: int = 1,
    group: GroupKey = "deputies",
    unit: UnitKey = WHOLE,
    form: Questionnaire | None = None,
    but: dict[tuple[AppraiseeKey, IndicatorKey], Mark] | None = None,
    survey: str = SURVEY,
) -> Ballot:
    """A ballot that marks `grade` everywhere except in `but`; `number` makes its nonce."""
    asked = restrict(form or a_form(), unit)
    return Ballot(
        survey=survey,
        group=group,
        unit=unit,
        answers=some_marks(asked, grade, but=but),
        nonce=f"{number:032x}",
    )
