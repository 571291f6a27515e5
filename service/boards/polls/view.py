"""Rows of a poll become what the workbench shows of it."""

from collections.abc import Iterable, Mapping, Sequence

from reports.wording.numbers import in_fours
from reports.wording.polls import ENTRIES, HOLDERS, KINDS, PARTICIPANTS_ONLY, say_poll_stage
from service.boards.polls.course import COURSE, next_of, work_of
from service.boards.polls.store import PollRow
from service.box.gate import Turnout
from service.clock import for_field, in_words
from service.dossier.course import Mark, ProgressRow, Work, line_of
from service.dossier.history import DeedRow, Done, tell
from service.dossier.small_groups import FEWEST, tellable
from surveys.poll import Entry, PollPlan
from surveys.questionnaire.questions import Question
from surveys.stages import Stage
from surveys.values import Value


class Asked(Value, frozen=True):
    """One question of the form."""

    title: str
    kind: str
    required: bool
    conditional: bool


class Group(Value, frozen=True):
    """The cards of one village group."""

    label: str
    issued: int
    spent: int | None = None
    """None where it may not be told."""


class TurnoutView(Value, frozen=True, kw_only=True):
    """`console/poll_turnout.html`: numbers, and nothing but numbers."""

    survey: str
    stage: str
    cast: int
    issued: int
    open_to_all: bool
    groups: tuple[Group, ...]
    closes_at: str
    fewest: int = FEWEST


class PollView(Value, frozen=True, kw_only=True):
    """`console/poll.html`."""

    survey: str
    title: str
    stage: str
    stage_words: str
    line: tuple[Mark, ...]
    next: str
    work: Work
    entry: str
    holder: str
    open_to_all: bool
    caveat: str
    groups: tuple[tuple[str, int], ...]
    seed: str
    questions: tuple[Asked, ...]
    fingerprint: tuple[str, ...]
    result: tuple[str, ...]
    opens_at: str
    closes_at: str
    closes_field: str
    chronicle: tuple[Done, ...]
    void_reason: str
    may_void: bool
    may_print: bool
    drew: bool

    @classmethod
    def of(
        cls, row: PollRow, *, jobs: Sequence[ProgressRow], deeds: Iterable[DeedRow]
    ) -> "PollView":
        """Everything known of a poll but its answers."""
        plan, work, stage = row.plan.read(), work_of(row, jobs), row.stage
        open_to_all = plan.entry is Entry.OPEN_LINK
        return cls(
            survey=row.survey_id,
            title=row.title,
            stage=stage,
            stage_words=say_poll_stage(stage),
            line=line_of(COURSE, stage),
            next=next_of(row, work).value,
            work=work,
            entry=ENTRIES[plan.entry.value],
            holder="" if open_to_all else HOLDERS[plan.holder.value],
            open_to_all=open_to_all,
            caveat=PARTICIPANTS_ONLY if open_to_all else "",
            groups=tuple((share.label, share.number) for share in plan.shares),
            seed=plan.seed,
            questions=questions_of(plan),
            fingerprint=in_fours(row.manifest_digest or ""),
            result=in_fours(row.result_digest or ""),
            opens_at=in_words(row.opens_at),
            closes_at=in_words(row.closes_at),
            closes_field=for_field(row.closes_at),
            chronicle=tuple(tell(deed) for deed in deeds),
            void_reason=row.void_reason or "",
            may_void=stage not in {Stage.PUBLISHED.value, Stage.VOID.value} and not work.running,
            may_print=stage == Stage.PREPARED.value and row.box_key is not None and not open_to_all,
            drew=bool(row.roll),
        )


def questions_of(plan: PollPlan) -> tuple[Asked, ...]:
    """The form as a list."""
    return tuple(_asked(question) for question in plan.form.questions())


def _asked(question: Question) -> Asked:
    return Asked(
        title=question.title,
        kind=KINDS[type(question).__name__],
        required=question.required,
        conditional=question.show_if is not None,
    )


def turnout_view(row: PollRow, turnout: Sequence[Turnout]) -> TurnoutView:
    """What came in so far, in numbers."""
    plan = row.plan.read()
    open_to_all = plan.entry is Entry.OPEN_LINK
    return TurnoutView(
        survey=row.survey_id,
        stage=row.stage,
        cast=sum(pile.spent for pile in turnout),
        issued=sum(pile.issued for pile in turnout),
        open_to_all=open_to_all,
        groups=() if open_to_all else _groups(turnout, {s.group: s.label for s in plan.shares}),
        closes_at=in_words(row.closes_at),
    )


def _groups(turnout: Sequence[Turnout], labels: Mapping[str, str]) -> tuple[Group, ...]:
    """Of a few cards, and of a few answers, nothing is told."""
    told = tellable({p.weighting_group: min(p.issued, p.spent or p.issued) for p in turnout})
    return tuple(
        Group(
            label=labels.get(pile.weighting_group, pile.weighting_group),
            issued=pile.issued,
            spent=pile.spent if pile.weighting_group in told else None,
        )
        for pile in sorted(turnout, key=lambda pile: [*labels].index(pile.weighting_group))
    )
