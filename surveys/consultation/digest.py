"""Reviewed opinions become what the digest (征求意见汇总) says of them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from surveys.consultation.consultation import AT_LARGE, Consultation, labels
from surveys.consultation.review import (
    STANDING,
    Forwarded,
    Merged,
    Redacted,
    Replied,
    Reviewed,
    SetAside,
    State,
    name_of,
    words_of,
)
from surveys.keys import UnitKey
from surveys.values import Value


class Point(Value, frozen=True):
    """An opinion as the digest prints it."""

    number: int
    words: str
    times: int = 1
    """How many opinions said so: this one and those merged into it."""
    name: str = ""
    """Who wrote these very words and agreed to be named; never beside redacted words."""
    redacted: bool = False
    to: str = ""
    on: str = ""
    reply: str = ""


class Chapter(Value, frozen=True):
    """One subject: the points made of it, what was said oftenest first."""

    about: UnitKey
    label: str
    received: int
    points: tuple[Point, ...]


class Digest(Value, frozen=True):
    """What a meeting is told of a consultation."""

    title: str
    received: int
    states: dict[str, int]
    """How many opinions stand where, by the tag of the state."""
    chapters: tuple[Chapter, ...]
    set_aside: tuple[tuple[str, int], ...] = ()
    """Why opinions were not adopted, and how many for each reason."""


def count_states(states: Iterable[State]) -> dict[str, int]:
    """How many opinions stand where."""
    return dict(sorted(Counter(name_of(state) for state in states).items()))


def digest_of(consultation: Consultation, reviewed: Sequence[Reviewed]) -> Digest:
    """Chapters in the order of the page; a subject nobody wrote of stays, with no point."""
    return Digest(
        title=consultation.title,
        received=len(reviewed),
        states=count_states(each.state for each in reviewed),
        chapters=tuple(_chapters(consultation, reviewed)),
        set_aside=_reasons(reviewed),
    )


def _chapters(consultation: Consultation, reviewed: Sequence[Reviewed]) -> Iterable[Chapter]:
    merged = Counter(each.state.into for each in reviewed if isinstance(each.state, Merged))
    for about, label in {**labels(consultation), AT_LARGE: ""}.items():
        here = [each for each in reviewed if each.opinion.about == about]
        points = [
            _point(each, times=1 + merged[each.opinion.number])
            for each in here
            if isinstance(each.state, STANDING)
        ]
        if about or here:
            points.sort(key=lambda point: (-point.times, point.number))
            yield Chapter(about, label, len(here), tuple(points))


def _point(each: Reviewed, *, times: int) -> Point:
    state = each.state
    words = words_of(each)
    redacted = isinstance(state, Redacted) or words != each.opinion.words
    return Point(
        number=each.opinion.number,
        words=words,
        times=times,
        name="" if redacted else each.opinion.name,
        redacted=redacted,
        to=state.to if isinstance(state, Forwarded | Replied) else "",
        on=state.on if isinstance(state, Forwarded | Replied) else "",
        reply=state.reply if isinstance(state, Replied) else "",
    )


def _reasons(reviewed: Sequence[Reviewed]) -> tuple[tuple[str, int], ...]:
    found = Counter(each.state.reason for each in reviewed if isinstance(each.state, SetAside))
    return tuple(found.most_common())
