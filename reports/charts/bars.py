"""Counts become bars that add up to a hundred (等次构成图)."""

import enum
from collections.abc import Iterator, Sequence
from fractions import Fraction

from reports.charts.svg import NARROW, Part, box, comb, head, percent, pile, write
from reports.escaping import say
from surveys.values import Value

_TENTHS = 1000
_ROOM_FOR_WORDS = 85
"""Tenths of a percent below which a segment bears no number on the narrowest phone."""
_HEIGHT = 36
_ABREAST = 3
"""Keys side by side on a phone."""


class Tone(enum.Enum):
    """What a mark says of whom it is about; a colour and a texture of its own."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    NONE = "none"


class Mark(Value, frozen=True):
    """How many marked one option."""

    label: str
    tone: Tone
    number: int


class GradeRow(Value, frozen=True):
    """One appraisee; `note` stands to the right of its name (等次、得分)."""

    label: str
    marks: tuple[Mark, ...]
    note: str = ""


class GradeBars(Value, frozen=True, tag="grade-bars"):
    """One stacked bar a row; every row names the same options in the same order."""

    rows: tuple[GradeRow, ...]
    unit: str = "票"


class Segment(Value, frozen=True):
    """One part of a bar as SVG lengths; its number stands at `middle`."""

    tone: str
    start: str
    width: str
    middle: str
    shown: str
    end: str = "100%"
    again: int = 0
    """How many options before it in the bar have its colour too."""


def draw_bars(chart: GradeBars, line: int = NARROW) -> Part:
    """The key, then every row under its name."""
    key = _key(chart.rows[0].marks) if chart.rows else Part("", 0)
    return pile((key, *(_row(row, line) for row in chart.rows)), gap=12)


def draw_bar(marks: Sequence[Mark], label: str) -> str:
    """A bar alone, for a page that writes name and number itself."""
    return (
        f'<svg class="stack" role="img" aria-label="{say(label)}" width="100%" height="{_HEIGHT}">'
        f"{''.join(map(_segment, segments(marks)))}</svg>"
    )


def draw_key(marks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
    """Each option with its colour and texture as a small picture, for a key a page lays out."""
    return tuple((mark.label, _sample(mark, _again(marks, at))) for at, mark in enumerate(marks))


def segments(marks: Sequence[Mark], line: int = NARROW) -> tuple[Segment, ...]:
    """Cut the bar; an option nobody marked leaves no trace in it."""
    tenths = shares([mark.number for mark in marks])
    return tuple(_cut(marks, tenths, _ROOM_FOR_WORDS * NARROW // line))


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


def _cut(marks: Sequence[Mark], tenths: Sequence[int], room: int) -> Iterator[Segment]:
    start = 0
    for at, (mark, share) in enumerate(zip(marks, tenths, strict=True)):
        if share:
            yield Segment(
                tone=mark.tone.value,
                start=_length(start),
                width=_length(share),
                middle=_length(start + share // 2),
                shown=f"{(share + 5) // 10}%" if share >= room else "",
                end=_length(start + share),
                again=_again(marks, at),
            )
        start += share


def _again(marks: Sequence[Mark], at: int) -> int:
    """How many options before this one have its colour."""
    return sum(1 for other in marks[:at] if other.tone is marks[at].tone)


def _sample(mark: Mark, again: int) -> str:
    tone = mark.tone.value
    full = box(width="100%", y=0, height=16, tone=tone)
    return (
        '<svg class="sample" width="24" height="16" aria-hidden="true">'
        f"{full}{texture(tone, again, x=('0', '100%'), bottom=16)}</svg>"
    )


def _length(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}%"


def _row(row: GradeRow, line: int) -> Part:
    bar = Part("".join(map(_segment, segments(row.marks, line))), _HEIGHT)
    return pile((head(row.label, row.note, line), bar))


def _segment(part: Segment) -> str:
    words = write(part.shown, x=part.middle, y=22, anchor="middle", ink=part.tone)
    return (
        box(x=part.start, width=part.width, y=0, height=_HEIGHT, tone=part.tone)
        + texture(part.tone, part.again, x=(part.start, part.end), bottom=_HEIGHT)
        + (words if part.shown else "")
    )


def texture(tone: str, again: int, *, x: tuple[str, str], bottom: int) -> str:
    """Teeth at the foot of what is bad, dots of what says nothing; a line for a second shade.

    A second option of the same kind has its teeth and dots further apart.
    """
    match tone:
        case "poor":
            return comb(x=x, y=bottom - 5, height=6, dashes=f"2 {4 + 4 * again}")
        case "none":
            return comb(x=x, y=bottom - 5, height=2, dashes=f"2 {6 + 6 * again}")
        case _:
            lines = (bottom - 4 - 4 * line for line in range(again))
            return "".join(comb(x=x, y=y, height=1, dashes="0") for y in lines)


def _key(marks: Sequence[Mark]) -> Part:
    across = min(_ABREAST, len(marks)) if len(marks) != _ABREAST + 1 else 2
    parts = [_swatch(mark, at, across, again=_again(marks, at)) for at, mark in enumerate(marks)]
    return Part("".join(parts), 26 * -(-len(marks) // max(1, across)))


def _swatch(mark: Mark, at: int, across: int, *, again: int) -> str:
    row, column = divmod(at, across)
    left, top, tone = Fraction(column, across), 26 * row, mark.tone.value
    x, end = percent(left), percent(left + Fraction(7, 100))
    return (
        box(x=x, width="7%", y=top + 2, height=18, tone=tone)
        + texture(tone, again, x=(x, end), bottom=top + 20)
        + write(mark.label, x=percent(left + Fraction(85, 1000)), y=top + 17)
    )
