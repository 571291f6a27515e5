"""A table as it may be published: totals, and each cell shown or withheld for a reason."""

from enum import StrEnum
from typing import TypeAlias

from surveys.statistics.crosstable import Line
from surveys.values import Value


class Why(StrEnum):
    """Why a cell is not shown. For those who check; a page prints all of them alike."""

    SMALL = "small"
    UNANIMOUS = "unanimous"
    COMPLEMENTARY = "complementary"
    NO_PATTERN = "no_pattern"


class Shown(Value, frozen=True, tag="shown"):
    """A number that may be published."""

    count: int


class Withheld(Value, frozen=True, tag="withheld"):
    """A number that may not: 不予公布."""

    why: Why


Cell: TypeAlias = Shown | Withheld


class Protected(Value, frozen=True):
    """A table as it may be published (保护后的表). Lines merged before name theirs in `of`."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: tuple[tuple[Cell, ...], ...]
    minimum: int

    @property
    def total(self) -> int:
        """Everybody."""
        return sum(column.total for column in self.columns)

    @property
    def reasons(self) -> tuple[Why, ...]:
        """Why anything is withheld, for the note under the table."""
        met = {cell.why for row in self.cells for cell in row if isinstance(cell, Withheld)}
        return tuple(why for why in Why if why in met)

    @property
    def margins_only(self) -> bool:
        """Nothing but totals is published: 仅公布合计."""
        return Why.NO_PATTERN in self.reasons


def printed(protected: Protected) -> tuple[tuple[int | None, ...], ...]:
    """The cells as readers get them; why one is withheld (None) is not for them to know."""
    return tuple(
        tuple(cell.count if isinstance(cell, Shown) else None for cell in row)
        for row in protected.cells
    )
