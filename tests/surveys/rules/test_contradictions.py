"""Every way a rule set can contradict itself, beyond its ladder and its weights."""

from fractions import Fraction
from typing import Any

import msgspec
import pytest

from surveys.questionnaire.questions import PointScale
from surveys.rules.aftermath import Consequence, Outcome, Rounds, Term
from surveys.rules.complaints import Complaint, Fault
from surveys.rules.presets import preset
from surveys.rules.proofread import agrees, proofread
from surveys.rules.ruleset import (
    AggregationOrder,
    BallotHandling,
    Column,
    Electorate,
    GradeOption,
    Group,
    Item,
    JointBody,
    PointSpan,
    Publication,
    Quota,
    Ranking,
    Role,
    RuleSet,
    Tiebreak,
    Veto,
)
from tests.builders import a_form, a_rule_set
from tests.tallies import at_least, changed, over, rung

TOWN = preset("township-three-grade")
POINTS = preset("points-by-item")
WEIGHTED = preset("weighted-groups")


def _span(label: str, low: int, high: int, **changes: Any) -> GradeOption:
    option = GradeOption(key=f"s{low}", label=label, role=Role.MIDDLE, points=PointSpan(low, high))
    return msgspec.structs.replace(option, **changes)


def _points(*spans: GradeOption, **changes: Any) -> RuleSet:
    return changed(POINTS, options=spans, **changes)


def _electorate(**changes: Any) -> Electorate:
    return msgspec.structs.replace(TOWN.electorate, **changes)


def _group(**changes: Any) -> Electorate:
    return _electorate(groups=(Group(key="deputies", label="代表", **changes),))


def _graded(*when: Any, wording: str) -> RuleSet:
    first = msgspec.structs.replace(rung("甲", *when), wording=wording)
    return changed(TOWN, rungs=(first, rung("乙")))


HALF = at_least("satisfaction", "1/2")
OVER_HALF = over("satisfaction", "1/2")
BOTTOM = Consequence(action="约谈", outcome=Outcome.BOTTOM)
BROKEN: list[tuple[Fault, str, RuleSet]] = [
    (Fault.POINTS, "60–60", _points(points=PointScale(60, 60))),
    (Fault.POINTS, "0–100", _points(points=PointScale(0, 100, 30))),
    (Fault.SPAN_IDLE, "好", changed(TOWN, options=(*TOWN.options, _span("好", 1, 2)))),
    (Fault.SPAN_OUTSIDE, "好", _points(_span("好", 0, 120))),
    (Fault.SPAN_OVERLAP, "差", _points(_span("差", 0, 60), _span("好", 60, 100))),
    (Fault.SPAN_GAP, POINTS.title, _points(_span("差", 0, 59), _span("好", 61, 100))),
    (Fault.SPAN_ROLE, "好", _points(_span("好", 0, 100, role=Role.UNKNOWN))),
    (Fault.SPAN_ROLE, "好", _points(_span("好", 0, 100, value=Fraction(3)))),
    (
        Fault.UNKNOWN_ITEM_OPTION,
        "总体",
        changed(TOWN, items=(Item("overall", "总体", drives_grade=True, options=("great",)),)),
    ),
    (
        Fault.UNKNOWN_ITEM,
        "law",
        changed(TOWN, vetoes=(Veto(msgspec.structs.replace(HALF, item="law")),)),
    ),
    (Fault.QUOTA_OPTION, "great", changed(TOWN, handling=BallotHandling(quota=Quota("great", 3)))),
    (Fault.UNKNOWN_BODY, "代表", changed(TOWN, electorate=_group(body="beijie"))),
    (
        Fault.BODY_IDLE,
        "北界镇",
        changed(TOWN, electorate=_electorate(bodies=(JointBody("beijie", "北界镇"),))),
    ),
    (Fault.SAMPLING, "代表", changed(TOWN, electorate=_group(sampling=Fraction(3, 2)))),
    (Fault.LEAST_IDLE, "代表", changed(TOWN, electorate=_group(min_returned=5))),
    (
        Fault.ORDER_IDLE,
        TOWN.title,
        changed(TOWN, aggregation_order=AggregationOrder.ITEM_THEN_GROUP),
    ),
    (
        Fault.ORDER_IDLE,
        WEIGHTED.title,
        changed(WEIGHTED, aggregation_order=AggregationOrder.ITEM_THEN_GROUP),
    ),
    (
        Fault.TIEBREAK_IDLE,
        "satisfaction",
        changed(TOWN, ranking=Ranking(by="satisfaction", then=(Tiebreak("satisfaction"),))),
    ),
    (
        Fault.UNKNOWN_METRIC,
        "glory",
        changed(TOWN, ranking=Ranking(by="satisfaction", then=(Tiebreak("glory"),))),
    ),
    (
        Fault.GATE_IDLE,
        TOWN.title,
        changed(TOWN, ranking=Ranking(by="satisfaction", bottom_only_if=HALF)),
    ),
    (Fault.CONSEQUENCE_OF, "整改", changed(TOWN, consequences=(Consequence("整改"),))),
    (
        Fault.CONSEQUENCE_GRADE,
        "整改",
        changed(TOWN, consequences=(Consequence("整改", grade="很差"),)),
    ),
    (Fault.CONSEQUENCE_IDLE, "约谈", changed(TOWN, consequences=(BOTTOM,))),
    (
        Fault.NO_TERM,
        "整改",
        changed(TOWN, consequences=(Consequence("整改", grade="不满意", due=Term()),)),
    ),
    (Fault.ROUND_GRADE, "很差", changed(TOWN, rounds=Rounds(3, ("很差",)))),
    (Fault.ROUND_GRADE, TOWN.title, changed(TOWN, rounds=Rounds(3, ()))),
    (
        Fault.ROUND_MISSING,
        "整改",
        changed(
            TOWN,
            rounds=Rounds(3, ("不满意",)),
            consequences=(Consequence("整改", grade="基本满意", retest=True),),
        ),
    ),
    (
        Fault.COLUMN_IDLE,
        "名次",
        changed(TOWN, publication=Publication(columns=(Column.STANDING,))),
    ),
    (
        Fault.COLUMN_IDLE,
        "等次",
        changed(WEIGHTED, publication=Publication(columns=(Column.GRADE,))),
    ),
    (Fault.AMBIGUOUS, "甲", _graded(HALF, wording="满意票达到全体组成人员半数以上")),
    (Fault.OTHER_EDGE, "甲", _graded(OVER_HALF, wording="满意票在半数以上（含半数）")),
    (Fault.OTHER_EDGE, "甲", _graded(HALF, wording="满意票超过半数")),
    (
        Fault.AMBIGUOUS,
        "半数以上满意",
        changed(TOWN, rungs=(rung("半数以上满意", HALF), rung("其他"))),
    ),
    (
        Fault.AMBIGUOUS,
        "半数以上不满意的，限期整改",
        changed(TOWN, consequences=(Consequence("半数以上不满意的，限期整改", grade="不满意"),)),
    ),
]


@pytest.mark.parametrize(
    ("fault", "where", "rules"),
    BROKEN,
    ids=lambda part: part.value if isinstance(part, Fault) else "",
)
def test_a_contradiction_is_named_with_its_place(fault: Fault, where: str, rules: RuleSet) -> None:
    assert (fault, where) in {(each.fault, each.where) for each in proofread(rules)}


@pytest.mark.parametrize(
    ("when", "wording"),
    [
        (HALF, "达到半数以上（含半数）"),
        (HALF, "达到半数"),
        (HALF, "不低于半数"),
        (OVER_HALF, "超过半数"),
        (OVER_HALF, "半数以上（不含半数）"),
        (OVER_HALF, ""),
    ],
)
def test_words_that_say_what_their_operator_does_pass(when: Any, wording: str) -> None:
    assert proofread(_graded(when, wording=wording)) == ()


def test_spans_that_cover_the_scale_once_pass() -> None:
    rules = _points(_span("差", 0, 59), _span("好", 60, 100))
    assert proofread(rules) == ()


def test_one_appraisee_in_two_matrices_of_a_form_is_refused() -> None:
    form = a_form()
    (matrix, *_) = form.matrices()
    twin = msgspec.structs.replace(matrix, key="again", subjects=matrix.subjects[:1])
    section = msgspec.structs.replace(form.sections[0], key="again", questions=(twin,))
    double = msgspec.structs.replace(form, sections=(*form.sections, section))
    assert agrees(a_rule_set(), double) == (Complaint(Fault.TWO_MATRICES, "镇财政所"),)


def test_a_form_that_takes_other_points_than_the_rules_is_refused() -> None:
    form = a_form(grades=(), points=PointScale(0, 10))
    rules = a_rule_set(options=(), points=PointScale(0, 100))
    assert {complaint.fault for complaint in agrees(rules, form)} == {Fault.POINTS_DIFFER}
    same = a_form(grades=(), points=PointScale(0, 100))
    assert agrees(rules, same) == ()


def test_a_form_that_does_not_hold_voters_to_the_quota_is_refused() -> None:
    quota = Quota("satisfied", 2)
    rules = a_rule_set(handling=BallotHandling(quota=quota))
    assert {each.fault for each in agrees(rules, a_form())} == {Fault.QUOTA_DIFFERS}
    assert agrees(rules, a_form(quota=quota)) == ()


def test_items_with_scales_of_their_own_cannot_be_asked_on_one_form() -> None:
    rules = a_rule_set()
    first = msgspec.structs.replace(rules.items[0], options=("satisfied",))
    narrow = changed(rules, items=(first, *rules.items[1:]))
    assert agrees(narrow, a_form()) == (Complaint(Fault.ITEM_SCALE, first.label),)
