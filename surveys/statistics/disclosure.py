"""A table of groups and answers -> what may leave the building. Every publication passes here.

Withheld are small cells, and the answer of a group that was all of one mind; further cells with
them, so that totals do not give them back; and the whole breakdown where even that does not help.
Totals are official and always stand.
"""

from typing import Final

from surveys.statistics.crosstable import Line, Table, fold, lay_out
from surveys.statistics.differencing import differs_safely
from surveys.statistics.feasibility import Grid, Place
from surveys.statistics.protected import Cell, Protected, Shown, Why, Withheld, printed
from surveys.statistics.suppression import suppress

__all__ = [
    "DEPUTIES",
    "VOTERS",
    "WIDTH",
    "Cell",
    "Line",
    "Protected",
    "Shown",
    "Table",
    "Why",
    "Withheld",
    "differs_safely",
    "fold",
    "lay_out",
    "printed",
    "protect",
]

DEPUTIES: Final = 5
"""Smallest cell of a table of deputies' groups."""
VOTERS: Final = 10
"""Smallest cell of a table of voters; the ONS 10-5 rule suppresses counts below 10."""
WIDTH: Final = 3
"""How many further numbers a cell that must not be known could be."""


def protect(table: Table, *, minimum: int, width: int = WIDTH) -> Protected:
    """The table with everything withheld that could tell how few people answered.

    `fold` it first where groups are small, or little is left to show.
    """
    hidden = _hidden(table, minimum, width)
    return Protected(
        rows=table.rows,
        columns=table.columns,
        cells=tuple(
            tuple(_cell(count, hidden.get((row, column))) for column, count in enumerate(counts))
            for row, counts in enumerate(table.counts)
        ),
        minimum=minimum,
    )


def _cell(count: int, why: Why | None) -> Cell:
    return Shown(count) if why is None else Withheld(why)


def _hidden(table: Table, minimum: int, width: int) -> dict[Place, Why]:
    told = _small(table, minimum) | _unanimous(table)
    if not told:
        return {}
    pattern = suppress(table.grid, frozenset(told), width=width)
    if pattern is None:
        return dict.fromkeys(_places(table.grid), Why.NO_PATTERN)
    return {place: told.get(place, Why.COMPLEMENTARY) for place in pattern}


def _places(grid: Grid) -> list[Place]:
    return [(row, column) for row, counts in enumerate(grid) for column in range(len(counts))]


def _small(table: Table, minimum: int) -> dict[Place, Why]:
    """A nought tells of nobody and may stand."""
    grid = table.grid
    return {(r, c): Why.SMALL for r, c in _places(grid) if 0 < grid[r][c] < minimum}


def _unanimous(table: Table) -> dict[Place, Why]:
    """All of a known group gave one answer: the number tells what each of them answered."""
    if not table.named:
        return {}
    return {
        (row, column): Why.UNANIMOUS
        for row, counts in enumerate(table.grid)
        for column, count in enumerate(counts)
        if 0 < count == sum(counts)
    }
