"""Counts become a bar that adds up to a hundred, drawn as SVG because the page allows no style."""

from collections.abc import Sequence

from surveys.values import Value

_TENTHS = 1000
_ROOM_FOR_WORDS = 85
"""Tenths of a percent below which a segment bears no number."""

Mark = tuple[str, str, int]
"""Label, tone, number."""


class Segment(Value, frozen=True):
    """One part of the bar as SVG lengths; its number stands at `middle`."""

    tone: str
    start: str
    width: str
    middle: str
    shown: str


class Bar(Value, frozen=True):
    """A stacked bar and the sentence that says the same."""

    label: str
    segments: tuple[Segment, ...]


def bar(name: str, marks: Sequence[Mark]) -> Bar:
    """Draw marks; those that nobody made leave no trace in the bar, only in its sentence."""
    tenths = shares([number for _, _, number in marks])
    told = "，".join(
        f"{label} {number} 票（{percent(share)}）"
        for (label, _, number), share in zip(marks, tenths, strict=True)
    )
    segments: list[Segment] = []
    start = 0
    for (_, tone, _), share in zip(marks, tenths, strict=True):
        if share:
            segments.append(_segment(tone, start, share))
        start += share
    return Bar(label=f"{name}：{told}" if start else f"{name}：没有票", segments=tuple(segments))


def shares(numbers: Sequence[int]) -> tuple[int, ...]:
    """Tenths of a percent by largest remainder: they add up to exactly 1000.

    >>> shares([1, 1, 1]), shares([0, 0])
    ((334, 333, 333), (0, 0))
    """
    total = sum(numbers)
    if not total:
        return tuple(0 for _ in numbers)
    whole = [number * _TENTHS // total for number in numbers]
    order = sorted(
        range(len(numbers)), key=lambda at: (-(numbers[at] * _TENTHS % total), -numbers[at], at)
    )
    for at in order[: _TENTHS - sum(whole)]:
        whole[at] += 1
    return tuple(whole)


def percent(tenths: int) -> str:
    """Tenths of a percent as text.

    >>> percent(881)
    '88.1%'
    """
    return f"{tenths // 10}.{tenths % 10}%"


def _segment(tone: str, start: int, share: int) -> Segment:
    return Segment(
        tone=tone,
        start=percent(start),
        width=percent(share),
        middle=percent(start + share // 2),
        shown=f"{(share + 5) // 10}%" if share >= _ROOM_FOR_WORDS else "",
    )
