"""Rows of an evaluation become what the workbench shows of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from reports.wording.numbers import in_fours
from reports.wording.rules import CLASSES, say_rules
from reports.wording.stages import STAGES
from service.boards.appraisals.count_view import CountView, count_view
from service.boards.appraisals.course import COURSE, Next, next_of, work_of
from service.boards.appraisals.door_view import DoorLines
from service.boards.appraisals.planning import mistakes_of
from service.boards.appraisals.store import EvaluationRow
from service.box.gate import Turnout
from service.clock import CHINA
from service.dossier.course import Mark, ProgressRow, Work, line_of
from service.dossier.files import ListedFileRow
from service.dossier.history import DeedRow, Done, tell
from surveys.appraisal.plan import Plan
from surveys.manifest import SlipCount
from surveys.rules.quorum import least
from surveys.stages import Stage
from surveys.values import Value

FEWEST: Final = 5
"""Turnout of fewer issued cards is not shown: it would say of each whether they voted."""

_PAST_VOIDING: Final = frozenset({Stage.PUBLISHED.value, Stage.VOID.value})
_ATTENDED: Final = frozenset({"prepared", "open", "paused", "closed"})
"""While who came may still be put right."""


class Pile(Value, frozen=True):
    """The cards of one weighting group and unit."""

    name: str
    label: str
    entitled: int
    printed: int = 0
    voided: int = 0
    issued: int = 0
    spent: int | None = None
    """None where too few cards are out to say."""


class TurnoutView(Value, frozen=True, kw_only=True):
    """`console/turnout.html`: numbers, and nothing but numbers."""

    survey: str
    stage: str
    cast: int
    issued: int
    printed: int
    voided: int
    piles: tuple[Pile, ...]
    closes_at: str
    over: bool
    """The announced time has passed; a person closes."""
    doors: DoorLines
    fewest: int = FEWEST
    cosigning: str = ""
    """`up` or `down`: the scrutineers' machine, where there is one."""


class EvaluationView(Value, frozen=True, kw_only=True):
    """`console/evaluation.html`."""

    survey: str
    title: str
    stage: str
    stage_words: str
    line: tuple[Mark, ...]
    next: str
    work: Work
    mistakes: tuple[str, ...]
    people: int
    entitled: int
    present: int | None
    quorum: int | None
    departments: tuple[tuple[str, str, str], ...]
    indicators: tuple[str, ...]
    grades: tuple[str, ...]
    rule_words: tuple[str, ...]
    tellers: int
    fingerprint: tuple[str, ...]
    result: tuple[str, ...]
    count: CountView | None
    documents: tuple[ListedFileRow, ...]
    chronicle: tuple[Done, ...]
    void_reason: str
    redo_of: str
    may_void: bool
    may_attend: bool
    may_print: bool

    @classmethod
    def of(
        cls,
        row: EvaluationRow,
        *,
        people: int,
        jobs: Sequence[ProgressRow],
        documents: Iterable[ListedFileRow],
        deeds: Iterable[DeedRow],
    ) -> "EvaluationView":
        """`people` may vote on the roll of today; frozen numbers win over it."""
        plan, rules, work, stage = row.read_plan(), row.read_rules(), work_of(row, jobs), row.stage
        mistakes = tuple(mistakes_of(plan, rules)) if stage == Stage.DRAFTED.value else ()
        quorum = rules.session.quorum
        entitled = row.entitled if row.entitled is not None else people
        standing = next_of(row, work, mistakes=bool(mistakes), people=people)
        return cls(
            survey=row.survey_id,
            title=row.title,
            stage=stage,
            stage_words=STAGES[stage],
            line=line_of(COURSE, stage),
            next=standing.value,
            work=work,
            mistakes=mistakes,
            people=people,
            entitled=entitled,
            present=row.present,
            quorum=least(quorum, entitled) if quorum else None,
            departments=departments(plan),
            indicators=tuple(indicator.label for indicator in plan.indicators),
            grades=tuple(grade.label for grade in plan.grades),
            rule_words=say_rules(rules),
            tellers=rules.session.tellers,
            fingerprint=in_fours(row.manifest_digest or ""),
            result=in_fours(row.result_digest or ""),
            count=count_view(plan, rules, row.read_count()) if row.count else None,
            documents=tuple(documents),
            chronicle=tuple(tell(deed) for deed in deeds),
            void_reason=row.void_reason or "",
            redo_of=row.redo_of or "",
            may_void=stage not in _PAST_VOIDING and standing is not Next.WORK,
            may_attend=stage in _ATTENDED and standing is not Next.WORK,
            may_print=stage == Stage.PREPARED.value and row.box_key is not None,
        )


def turnout_view(
    row: EvaluationRow, turnout: Sequence[Turnout], *, doors: DoorLines, now: datetime
) -> TurnoutView:
    """What came in so far, in numbers."""
    plan, rules = row.read_plan(), row.read_rules()
    groups = {group.key: group.label for group in rules.electorate.groups}
    return TurnoutView(
        survey=row.survey_id,
        stage=row.stage,
        cast=sum(pile.spent for pile in turnout),
        issued=sum(pile.issued for pile in turnout),
        printed=sum(pile.printed for pile in turnout),
        voided=sum(pile.voided for pile in turnout),
        piles=tuple(_pile(pile, groups, _units(plan)) for pile in turnout),
        closes_at=_clock(row.closes_at),
        over=row.closes_at is not None and row.closes_at <= now,
        doors=doors,
    )


def piles_due(row: EvaluationRow, due: Iterable[SlipCount]) -> tuple[Pile, ...]:
    """The cards that are due, before any is printed."""
    groups = {group.key: group.label for group in row.read_rules().electorate.groups}
    units = _units(row.read_plan())
    return tuple(
        Pile(pile_name(each.group, each.unit), _label(each, groups, units), each.printed)
        for each in due
    )


def pile_name(group: str, unit: str) -> str:
    """The field in which the number of a pile is typed."""
    return f"n:{group}:{unit}"


def departments(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """Name, class, person in charge."""
    return tuple((each.label, CLASSES[each.kind.value], each.head) for each in plan.appraisees)


def _units(plan: Plan) -> dict[str, str]:
    return {appraisee.key: appraisee.label for appraisee in plan.appraisees}


def _pile(pile: Turnout, groups: Mapping[str, str], units: Mapping[str, str]) -> Pile:
    count = SlipCount(pile.weighting_group, pile.unit, pile.printed)
    return Pile(
        name=pile_name(pile.weighting_group, pile.unit),
        label=_label(count, groups, units),
        entitled=pile.issued,
        printed=pile.printed,
        voided=pile.voided,
        issued=pile.issued,
        spent=pile.spent if pile.issued >= FEWEST else None,
    )


def _label(count: SlipCount, groups: Mapping[str, str], units: Mapping[str, str]) -> str:
    named = (groups.get(count.group, count.group), units.get(count.unit, ""))
    return " · ".join(part for part in named if part)


def _clock(at: datetime | None) -> str:
    return at.astimezone(CHINA).strftime("%H:%M") if at else ""
