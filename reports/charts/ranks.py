"""Standings as the ranges they cannot be told apart in (名次范围图)."""

from fractions import Fraction

from reports.charts.svg import NARROW, Part, box, head, outline, percent, pile, write
from surveys.values import Value

_NUMBERED = 16
"""Places beyond which a cell has no room for its number."""
_HEIGHT = 28


class RankRow(Value, frozen=True):
    """One appraisee stands somewhere from `first` to `last`, 1 being the best."""

    label: str
    first: int
    last: int


class Ranks(Value, frozen=True, tag="ranks"):
    """A strip of places a row; the possible ones are full."""

    rows: tuple[RankRow, ...]
    places: int


def draw_ranks(chart: Ranks, line: int = NARROW) -> Part:
    """Every row under its name."""
    return pile(tuple(_row(row, chart.places, line) for row in chart.rows), gap=10)


def say_range(row: RankRow) -> str:
    """A range, or the one place.

    >>> say_range(RankRow("甲", 2, 4)), say_range(RankRow("乙", 1, 1))
    ('第2至4名', '第1名')
    """
    return f"第{row.first}名" if row.first == row.last else f"第{row.first}至{row.last}名"


def _row(row: RankRow, places: int, line: int) -> Part:
    cells = "".join(_cell(row, at, places) for at in range(1, places + 1))
    return pile((head(row.label, say_range(row), line), Part(cells, _HEIGHT)))


def _cell(row: RankRow, at: int, places: int) -> str:
    x, wide = percent(Fraction(at - 1, places)), percent(Fraction(1, places))
    middle = percent(Fraction(2 * at - 1, 2 * places))
    inside = row.first <= at <= row.last
    cell = (
        box(x=x, width=wide, y=0, height=_HEIGHT, tone="good")
        if inside
        else outline(x=x, width=wide, y=1, height=_HEIGHT - 2)
    )
    if places > _NUMBERED:
        return cell
    return cell + write(str(at), x=middle, y=20, anchor="middle", ink="good" if inside else "")
