"""Rows of an evaluation become what the workbench shows of it."""

from collections.abc import Iterable, Sequence

from reports.wording.numbers import in_fours
from reports.wording.rule_aftermath import CLASSES
from reports.wording.rules import say_rules
from reports.wording.stages import STAGES
from service.boards.appraisals.count_view import CountView, count_view
from service.boards.appraisals.course import ATTENDANCE_OPEN, COURSE, Next, next_of, work_of
from service.boards.appraisals.planning import mistakes_of
from service.boards.appraisals.store import EvaluationRow
from service.boards.appraisals.turnout_view import labels_of
from service.dossier.course import Mark, ProgressRow, Work, line_of
from service.dossier.files import ListedFileRow
from service.dossier.history import DeedRow, Done, tell
from surveys.appraisal.plan import Plan
from surveys.manifest import SlipCount
from surveys.rules.quorum import least
from surveys.stages import TRANSITIONS, Stage
from surveys.values import Value


class PileDue(Value, frozen=True):
    """Cards to be printed for one weighting group and unit."""

    name: str
    label: str
    entitled: int


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
        plan, rules, work, stage = row.plan.read(), row.rules.read(), work_of(row, jobs), row.stage
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
            count=count_view(plan, rules, row.count.read()) if row.count else None,
            documents=tuple(documents),
            chronicle=tuple(tell(deed) for deed in deeds),
            void_reason=row.void_reason or "",
            redo_of=row.redo_of or "",
            may_void=Stage.VOID in TRANSITIONS[row.stage] and standing is not Next.WORK,
            may_attend=row.stage in ATTENDANCE_OPEN and standing is not Next.WORK,
            may_print=stage == Stage.PREPARED.value and row.box_key is not None,
        )


def piles_due(row: EvaluationRow, due: Iterable[SlipCount]) -> tuple[PileDue, ...]:
    """The cards that are due, before any is printed."""
    say = labels_of(row)
    return tuple(
        PileDue(pile_name(each.group, each.unit), say(each.group, each.unit), each.printed)
        for each in due
    )


def pile_name(group: str, unit: str) -> str:
    """The field in which the number of a pile is typed."""
    return f"n:{group}:{unit}"


def departments(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """Name, class, person in charge."""
    return tuple((each.label, CLASSES[each.kind.value], each.head) for each in plan.appraisees)
