"""A table and the cells withheld -> what anybody can work out of each from the totals.

The withheld cells of a row add up to what its total leaves, those of a column likewise. How far one
of them may move then is a flow between rows and columns: the linear program of this audit has a
network's shape, so whole numbers solve it exactly and no solver is needed.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

Grid: TypeAlias = tuple[tuple[int, ...], ...]
Place: TypeAlias = tuple[int, int]
"""Row and column of a cell."""
Node: TypeAlias = tuple[bool, int]
"""A row (True) or a column (False) of the table."""


class Range(NamedTuple):
    """The least and the most that a withheld cell can be, and what would widen it."""

    low: int
    high: int
    barriers: frozenset[Place]
    """Cells shown that hold it: it stays as narrow unless one of these is withheld too."""

    @property
    def width(self) -> int:
        """How much is left open."""
        return self.high - self.low


def reach(
    grid: Grid, withheld: frozenset[Place], cell: Place, *, enough: int | None = None
) -> Range:
    """What can be worked out of one withheld cell; `enough` is a width at which to stop looking.

    >>> reach(((12, 3), (15, 20)), frozenset({(0, 1)}), (0, 1)).width
    0
    """
    value = grid[cell[0]][cell[1]]
    row, column = (True, cell[0]), (False, cell[1])
    most = sum(map(sum, grid)) if enough is None else enough
    up, above = _Network(grid, withheld - {cell}).push(column, row, most=most)
    down, below = _Network(grid, withheld - {cell}).push(row, column, most=min(most - up, value))
    barriers = _across(grid, above) | _across(grid, below) if down < value else _across(grid, above)
    return Range(value - down, value + up, barriers - withheld)


class _Network:
    """What each withheld cell may still give away along its row or its column."""

    def __init__(self, grid: Grid, withheld: frozenset[Place]) -> None:
        self.left = {place: grid[place[0]][place[1]] for place in withheld}
        self.beside: dict[Node, list[Node]] = {}
        for row, column in sorted(withheld):
            self.beside.setdefault((True, row), []).append((False, column))
            self.beside.setdefault((False, column), []).append((True, row))

    def push(self, source: Node, sink: Node, *, most: int) -> tuple[int, set[Node]]:
        """The greatest flow up to `most`, and the source's side where nothing more gets through."""
        pushed = 0
        came = self._search(source)
        while sink in came and pushed < most:
            path = list(_trail(came, sink))
            amount = min(most - pushed, *(self._room(*step) for step in path if not step[0][0]))
            for step in path:
                self._move(*step, amount)
            pushed += amount
            came = self._search(source)
        return pushed, set(came)

    def _search(self, source: Node) -> dict[Node, Node]:
        """Whom each node was reached from, nearest first."""
        came, queue = {source: source}, [source]
        for node in queue:
            for step in self.beside.get(node, ()):
                if step not in came and (node[0] or self._room(node, step)):
                    came[step] = node
                    queue.append(step)
        return came

    def _room(self, column: Node, row: Node) -> int:
        """From column to row a cell shrinks, to zero; the other way it grows without bound."""
        return self.left[row[1], column[1]]

    def _move(self, origin: Node, end: Node, amount: int) -> None:
        if origin[0]:
            self.left[origin[1], end[1]] += amount
        else:
            self.left[end[1], origin[1]] -= amount


def _trail(came: dict[Node, Node], sink: Node) -> Iterator[tuple[Node, Node]]:
    node = sink
    while came[node] != node:
        yield came[node], node
        node = came[node]


def _across(grid: Grid, side: set[Node]) -> frozenset[Place]:
    """Cells that, withheld, would let more through from this side."""
    return frozenset(
        (row, column)
        for row, counts in enumerate(grid)
        for column, count in enumerate(counts)
        if ((True, row) in side) != ((False, column) in side) and (count or (True, row) in side)
    )
