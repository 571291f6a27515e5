"""The review desk (意见处理): one opinion at a time, what it says and what may be done with it."""

from collections.abc import Sequence
from typing import Final

from reports.wording.consultations import AT_LARGE, EVERY, STATES, say_details, say_state
from service.boards.consultations.store import ConsultationRow, ReviewRow, SenderRow
from service.clock import to_the_minute
from surveys.canonical import decode
from surveys.consultation.consultation import Department, Section, labels
from surveys.consultation.course import REPLYING, REVIEWING
from surveys.consultation.digest import count_states
from surveys.consultation.review import (
    STANDING,
    STEPS,
    Replied,
    Reviewed,
    State,
    Taken,
    name_of,
    words_of,
)
from surveys.values import Value

_EXCERPT: Final = 24
_NEAR: Final = 20
"""Opinions listed on either side of the one on the desk."""


class Asked(Value, frozen=True):
    """Which opinion the page was asked for: one by its number, or the next after one."""

    state: str = ""
    at: int = 0
    after: int = 0


class Filter(Value, frozen=True):
    """A heap of opinions and its size."""

    state: str
    label: str
    number: int


class Line(Value, frozen=True):
    """An opinion in the list beside the desk."""

    number: int
    about: str
    words: str
    state_words: str


class Shown(Value, frozen=True, kw_only=True):
    """The opinion on the desk."""

    number: int
    about: str
    text: str
    """The section it is about."""
    original: str
    words: str
    """What the digest would print, where that is not the original."""
    state: str
    state_words: str
    detail: tuple[tuple[str, str], ...]
    log: tuple[tuple[str, str, str], ...]
    sender: SenderRow | None
    steps: tuple[str, ...]
    mergeable: tuple[tuple[int, str], ...]


class DeskView(Value, frozen=True, kw_only=True):
    """`console/consultation_desk.html`."""

    survey: str
    title: str
    filters: tuple[Filter, ...]
    asked: Asked
    total: int
    handled: int
    place: int
    """Which of the heap it is, from 1."""
    many: int
    before: int
    """Number of the one before it in the heap; 0 for none."""
    after: int
    near: tuple[Line, ...]
    shown: Shown | None
    departments: tuple[str, ...]
    over: bool
    """The digest is printed: only replies come."""


def lay_out(
    row: ConsultationRow,
    reviewed: Sequence[Reviewed],
    log: Sequence[ReviewRow],
    *,
    senders: Sequence[SenderRow],
    asked: Asked,
) -> DeskView:
    """Put the asked opinion on the desk. `senders` is empty for whoever may not see them."""
    heap = [each for each in reviewed if asked.state in {"", name_of(each.state)}]
    chosen = _choose(reviewed, heap, asked)
    numbers = [each.opinion.number for each in heap]
    at = chosen.opinion.number if chosen else 0
    counts = count_states(each.state for each in reviewed)
    return DeskView(
        survey=row.survey_id,
        title=row.title,
        filters=_filters(counts, len(reviewed)),
        asked=asked,
        total=len(reviewed),
        handled=len(reviewed) - counts.get("received", 0),
        place=numbers.index(at) + 1 if at in numbers else 0,
        many=len(numbers),
        before=max((number for number in numbers if number < at), default=0),
        after=min((number for number in numbers if number > at), default=0),
        near=_list(row, heap, numbers.index(at) if at in numbers else 0),
        shown=_show(row, reviewed, log, senders=senders, chosen=chosen) if chosen else None,
        departments=_departments(row),
        over=row.stage in REPLYING,
    )


def _choose(
    reviewed: Sequence[Reviewed], heap: Sequence[Reviewed], asked: Asked
) -> Reviewed | None:
    if asked.at:
        return next((each for each in reviewed if each.opinion.number == asked.at), None)
    later = [each for each in heap if each.opinion.number > asked.after]
    return next(iter(later or heap), None)


def _list(row: ConsultationRow, heap: Sequence[Reviewed], place: int) -> tuple[Line, ...]:
    """The heap around a place in it; thousands would make every page slow."""
    about = labels(row.plan.read())
    return tuple(
        Line(
            each.opinion.number,
            about.get(each.opinion.about, AT_LARGE),
            excerpt(words_of(each)),
            say_state(name_of(each.state)),
        )
        for each in heap[max(0, place - _NEAR) : place + _NEAR + 1]
    )


def _filters(counts: dict[str, int], total: int) -> tuple[Filter, ...]:
    heaps = (Filter(state, say_state(state), counts[state]) for state in STATES if state in counts)
    return (Filter("", EVERY, total), *heaps)


def _departments(row: ConsultationRow) -> tuple[str, ...]:
    subjects = row.plan.read().subjects
    return tuple(each.label for each in subjects if isinstance(each, Department))


def _show(
    row: ConsultationRow,
    reviewed: Sequence[Reviewed],
    log: Sequence[ReviewRow],
    *,
    senders: Sequence[SenderRow],
    chosen: Reviewed,
) -> Shown:
    plan, opinion, state = row.plan.read(), chosen.opinion, chosen.state
    texts = {each.key: each.text for each in plan.subjects if isinstance(each, Section)}
    own = [each for each in log if each.number == opinion.number]
    words = words_of(chosen)
    return Shown(
        number=opinion.number,
        about=labels(plan).get(opinion.about, AT_LARGE),
        text=texts.get(opinion.about, ""),
        original=opinion.words,
        words="" if words == opinion.words else words,
        state=name_of(state),
        state_words=say_state(name_of(state)),
        detail=tuple(say_details(state)),
        log=tuple((to_the_minute(each.at), each.actor, _what(each)) for each in own),
        sender=next((each for each in senders if each.number == opinion.number), None),
        steps=_steps(row, state, stepped=bool(own)),
        mergeable=_mergeable(reviewed, chosen),
    )


def _what(row: ReviewRow) -> str:
    return say_state(name_of(decode(row.entry, Taken).entry))


def _steps(row: ConsultationRow, state: State, *, stepped: bool) -> tuple[str, ...]:
    """What may be pressed here, and now."""
    stage = row.stage
    steps = tuple(str(step.__struct_config__.tag) for step in STEPS[type(state)])
    if stage in REVIEWING:
        undone = ("undone",) if stepped and name_of(state) != "received" else ()
        return (*steps, *undone)
    if stage in REPLYING:
        undone = ("undone",) if isinstance(state, Replied) else ()
        return (*(step for step in steps if step == "replied" and name_of(state) != "received"),
                *undone)  # fmt: skip
    return ()


def _mergeable(reviewed: Sequence[Reviewed], chosen: Reviewed) -> tuple[tuple[int, str], ...]:
    """Opinions it may be merged into, those about the same subject first."""
    standing = [each for each in reviewed if isinstance(each.state, STANDING)]
    standing.sort(key=lambda each: each.opinion.about != chosen.opinion.about)
    return tuple((each.opinion.number, excerpt(words_of(each))) for each in standing)


def excerpt(words: str) -> str:
    """The beginning of an opinion, on one line.

    >>> excerpt("路灯坏了")
    '路灯坏了'
    """
    line = " ".join(words.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}……"
