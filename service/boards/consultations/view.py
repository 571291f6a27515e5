"""Rows of a consultation become what the workbench shows of it."""

from collections.abc import Iterable, Sequence

from reports.wording.consultations import (
    NAMINGS,
    say_coming_in,
    say_naming,
    say_received,
    say_stage,
    say_taking_out,
)
from service.boards.consultations.course import COURSE, next_of, work_of
from service.boards.consultations.store import ConsultationRow, ListedRow
from service.clock import for_field, in_words
from service.dossier.course import Mark, ProgressRow, Work, line_of
from service.dossier.history import DeedRow, Done, tell
from surveys.consultation.consultation import label_of
from surveys.consultation.course import Stage
from surveys.consultation.review import Received, Reviewed
from surveys.values import Value


class Listed(Value, frozen=True):
    """One consultation in the list."""

    survey: str
    title: str
    stage: str
    words: str
    note: str


class ConsultationView(Value, frozen=True, kw_only=True):
    """`console/consultation.html`."""

    survey: str
    title: str
    lead: str
    stage: str
    stage_words: str
    line: tuple[Mark, ...]
    next: str
    work: Work
    subjects: tuple[str, ...]
    naming: str
    sentence: str
    evaluation: str
    closes_at: str
    closes_field: str
    received: int
    handled: int
    chronicle: tuple[Done, ...]
    void_reason: str
    may_void: bool
    taking_out: str

    @classmethod
    def of(
        cls,
        row: ConsultationRow,
        *,
        reviewed: Sequence[Reviewed],
        jobs: Sequence[ProgressRow],
        deeds: Iterable[DeedRow],
    ) -> "ConsultationView":
        """Everything known of a consultation but its opinions."""
        plan, work = row.plan.read(), work_of(row, jobs)
        waiting = sum(isinstance(each.state, Received) for each in reviewed)
        return cls(
            survey=row.survey_id,
            title=row.title,
            lead=plan.lead,
            stage=row.stage,
            stage_words=say_stage(row.stage),
            line=line_of(COURSE, row.stage),
            next=next_of(row, work, waiting=waiting).value,
            work=work,
            subjects=tuple(label_of(each) for each in plan.subjects),
            naming=NAMINGS[plan.naming.value],
            sentence=say_naming(plan),
            evaluation=row.evaluation_id or "",
            closes_at=in_words(row.closes_at),
            closes_field=for_field(row.closes_at),
            received=len(reviewed),
            handled=len(reviewed) - waiting,
            chronicle=tuple(tell(deed) for deed in deeds),
            void_reason=row.void_reason or "",
            taking_out=say_taking_out(plan) if row.stage is not Stage.DRAFTED else "",
            may_void=row.stage not in {Stage.PUBLISHED, Stage.VOID} and not work.running,
        )


def listed(rows: Iterable[ListedRow]) -> tuple[Listed, ...]:
    """The list, in the order it came."""
    return tuple(
        Listed(row.survey_id, row.title, row.stage, say_stage(row.stage), _note(row))
        for row in rows
    )


def _note(row: ListedRow) -> str:
    match row.stage:
        case Stage.DRAFTED | Stage.VOID:
            return ""
        case Stage.OPEN:
            return say_coming_in(row.received, in_words(row.closes_at))
        case _:
            return say_received(row.received)
