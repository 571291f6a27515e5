"""A table whose cells darken with their number (指标热力表)."""

from decimal import Decimal
from fractions import Fraction

from reports.charts.bars import texture
from reports.charts.scales import written
from reports.charts.svg import Part, box, outline, percent, pile, width, write
from reports.wording.numbers import NOTHING
from surveys.values import Value

_PAPER = 590
"""Pixels of the type area of 156 mm, which the words are broken for."""
_FIRST = Fraction(30, 100)
_LINE = 20
STEPS = (Decimal(60), Decimal(70), Decimal(80), Decimal(90))
"""Where the next shade begins, in percent or points of a hundred."""


class Heat(Value, frozen=True, tag="heat"):
    """Rows are items, columns appraisees; a cell without a number was not asked."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Decimal | None, ...], ...]
    unit: str = "%"
    steps: tuple[Decimal, ...] = STEPS


def draw_heat(chart: Heat) -> Part:
    """Names above and to the left, the lowest number of all in orange and with teeth."""
    low = lowest(chart)
    rows = (
        _row(name, cells, low, chart) for name, cells in zip(chart.rows, chart.cells, strict=True)
    )
    return pile((_names(chart), *rows), gap=2)


def lowest(chart: Heat) -> Decimal | None:
    """The lowest number of all; none where all are equal.

    >>> lowest(Heat(("甲",), ("一", "二"), ((Decimal(60), Decimal(90)),)))
    Decimal('60')
    """
    known = [cell for row in chart.cells for cell in row if cell is not None]
    return min(known) if known and min(known) < max(known) else None


def _wide(chart: Heat) -> Fraction:
    return (1 - _FIRST) / max(1, len(chart.columns))


def _names(chart: Heat) -> Part:
    wide = _wide(chart)
    names = [_lines(name, wide) for name in chart.columns]
    most = max((len(lines) for lines in names), default=1)
    written_down = (
        write(
            line,
            x=percent(_FIRST + at * wide + wide / 2),
            y=18 + _LINE * (most - len(lines) + row),
            anchor="middle",
        )
        for at, lines in enumerate(names)
        for row, line in enumerate(lines)
    )
    return Part("".join(written_down), 8 + _LINE * most)


def _row(name: str, cells: tuple[Decimal | None, ...], low: Decimal | None, chart: Heat) -> Part:
    lines = _lines(name, _FIRST)
    height = 12 + _LINE * len(lines)
    words = "".join(write(line, y=22 + _LINE * at) for at, line in enumerate(lines))
    drawn = (_cell(cell, at, (low, height), chart) for at, cell in enumerate(cells))
    return Part(words + "".join(drawn), height)


def _cell(value: Decimal | None, at: int, look: tuple[Decimal | None, int], chart: Heat) -> str:
    wide, (low, height) = _wide(chart), look
    left = _FIRST + at * wide
    x, end, middle = percent(left), percent(left + wide), percent(left + wide / 2)
    if value is None:
        nothing = write(NOTHING, x=middle, y=height // 2 + 5, anchor="middle")
        return outline(x=x, width=percent(wide), y=1, height=height - 2) + nothing
    bad = value == low
    tone = "poor" if bad else f"h{sum(1 for step in chart.steps if value >= step)}"
    return (
        box(x=x, width=percent(wide), y=0, height=height, tone=tone)
        + (texture("poor", 0, x=(x, end), bottom=height) if bad else "")
        + write(written(value), x=middle, y=height // 2 + 5, anchor="middle", ink=tone, bold=bad)
    )


def _lines(name: str, share: Fraction) -> tuple[str, ...]:
    """Break a name into lines of nearly equal length."""
    room = max(2, int(share * _PAPER / 8) - 1)
    count = max(1, -(-width(name) // room))
    each = -(-len(name) // count)
    return tuple(name[at : at + each] for at in range(0, len(name), each))
