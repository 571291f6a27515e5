"""Cells that must not be known -> the cheapest set of further cells to withhold with them.

Withholding a small cell alone is no use: the totals give it back. A pattern protects when each
cell that must not be known could, by all that is shown, be any of `width` + 1 numbers.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from surveys.statistics.feasibility import Grid, Place, Range, reach

_SMALL: Final = 6
"""Rows and columns up to which every pattern is weighed."""
_PATTERNS: Final = 10_000
"""How many are looked at before the best found so far is taken; it protects all the same."""

Pattern = frozenset[Place]


class Task(NamedTuple):
    """What must not be known of a table, and how much must stay open of it."""

    grid: Grid
    primary: Pattern
    width: int

    def gaps(self, pattern: Pattern) -> Iterator[Range]:
        """The cells that this pattern leaves too narrow."""
        for cell in sorted(self.primary):
            found = reach(self.grid, pattern, cell, enough=self.width)
            if found.width < self.width:
                yield found

    def protects(self, pattern: Pattern) -> bool:
        """Whether nothing is too narrow."""
        return next(self.gaps(pattern), None) is None

    def cost(self, pattern: Pattern) -> tuple[int, int, list[Place]]:
        """People whose answers are withheld, then cells, then their order: no two patterns tie."""
        return self.people(pattern), len(pattern), sorted(pattern)

    def people(self, cells: Iterable[Place]) -> int:
        """How many people these cells count."""
        return sum(self.grid[row][column] for row, column in cells)


def suppress(grid: Grid, primary: Pattern, *, width: int) -> Pattern | None:
    """The cells to withhold, `primary` among them; None where not even all of them protect."""
    task = Task(grid, primary, width)
    everything = frozenset((r, c) for r, counts in enumerate(grid) for c in range(len(counts)))
    if not task.protects(everything):
        return None
    found = _prune(task, _grow(task))
    small = len(grid) <= _SMALL and len(grid[0]) <= _SMALL
    return _prune(task, _Search(task, found).run()) if small and found != primary else found


def _grow(task: Task) -> Pattern:
    """Withhold the cheapest cell that may widen the worst one, until all are wide enough."""
    pattern = task.primary
    while (gap := next(task.gaps(pattern), None)) is not None:
        pattern |= {min(gap.barriers, key=lambda cell: (task.people([cell]), cell))}
    return pattern


def _prune(task: Task, pattern: Pattern) -> Pattern:
    """Show again, the dearest first, what need not be withheld."""
    for cell in sorted(pattern - task.primary, key=lambda cell: (-task.people([cell]), cell)):
        if task.protects(pattern - {cell}):
            pattern -= {cell}
    return pattern


class _Search:
    """Branch and bound: what leaves a cell too narrow names the cells of which one must follow."""

    def __init__(self, task: Task, best: Pattern) -> None:
        self.task, self.best, self.looked = task, best, 0

    def run(self) -> Pattern:
        """The cheapest pattern there is, or the cheapest met within the bound on patterns."""
        self._branch(self.task.primary, frozenset())
        return self.best

    def _branch(self, pattern: Pattern, shown: Pattern) -> None:
        self.looked += 1
        if self.looked > _PATTERNS or self.task.cost(pattern) >= self.task.cost(self.best):
            return
        ways = [gap.barriers - shown for gap in self.task.gaps(pattern)]
        if not ways:
            self.best = pattern
            return
        fewest = min(ways, key=len)
        if not fewest or self._too_dear(pattern, ways):
            return
        for cell in sorted(fewest, key=lambda each: (self.task.people([each]), each)):
            self._branch(pattern | {cell}, shown)
            shown |= {cell}

    def _too_dear(self, pattern: Pattern, ways: list[Pattern]) -> bool:
        """One cell of each way must follow, so at least the dearest of their cheapest."""
        more = max(min(self.task.people([cell]) for cell in way) for way in ways)
        return self.task.people(pattern) + more > self.task.people(self.best)
