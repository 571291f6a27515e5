"""The gate of disclosure: a table of a poll becomes what may leave the building.

Worker only, since it knows statistics. Small groups are merged and rare answers too, small cells
withheld and others with them; totals stand. Of a table that fewer people than `minimum` fill
nothing is told, and of one that would only repeat its totals no rows.
"""

from surveys.statistics.crosstable import Line, Table, fold, lay_out
from surveys.statistics.disclosure import WIDTH
from surveys.statistics.disclosure import protect as withhold
from surveys.statistics.feasibility import Place, reach
from surveys.statistics.protected import Protected, Withheld, printed
from surveys.tally.poll_results import Column, PublishedTable, Row
from surveys.tally.poll_tables import PollTable


def protect(table: PollTable, *, minimum: int) -> PublishedTable:
    """The table as it may be published."""
    whole = _lay_out(table)
    if whole.total < minimum:
        return PublishedTable(table.question, table.part, columns=(), rows=())
    folded = fold(whole, minimum=minimum)
    columns = tuple(Column(line.key, line.total) for line in whole.columns)
    if min(len(folded.rows), len(folded.columns)) > 1:
        protected = withhold(folded, minimum=minimum)
        if not protected.margins_only and not _locates(whole, protected, minimum):
            return _published(table, columns, protected)
    return PublishedTable(table.question, table.part, columns=columns, rows=())


def _lay_out(table: PollTable) -> Table:
    """Groups by answers."""
    return lay_out(
        {group: group for group in table.counts},
        {column: column for column in table.columns},
        counts=table.counts,
    )


def _published(
    table: PollTable, columns: tuple[Column, ...], protected: Protected
) -> PublishedTable:
    cells = printed(protected)
    return PublishedTable(
        question=table.question,
        part=table.part,
        columns=columns,
        rows=tuple(
            Row(groups=_keys(line), total=line.total, counts=counts)
            for line, counts in zip(protected.rows, cells, strict=True)
        ),
        answers=tuple(_keys(line) for line in protected.columns),
    )


def _keys(line: Line) -> tuple[str, ...]:
    return tuple(each.key for each in line.whole())


def _locates(whole: Table, protected: Protected, minimum: int) -> bool:
    """Whether totals of merged answers, which are official, tell who of which group gave them."""
    merged = next((at for at, line in enumerate(protected.columns) if line.of), None)
    if merged is None:
        return False
    unfolded = _Unfolded(whole, protected, merged)
    return any(
        reach(unfolded.grid, unfolded.unknown, cell, enough=WIDTH).width < min(WIDTH, total)
        for cell, total in unfolded.rare(minimum)
    )


class _Unfolded:
    """The table with its merged answers apart again, as whoever reads it has to take it.

    A row whose merged answers are shown together falls into two: what they add up to is known of
    each part. All cells of merged answers are unknown, and those withheld.
    """

    def __init__(self, whole: Table, protected: Protected, merged: int) -> None:
        self.totals = [line.total for line in protected.columns[merged].of]
        self.first = len(protected.columns) - 1
        grid: list[tuple[int, ...]] = []
        unknown: set[Place] = set()
        self.places: list[Place] = []
        for line, cells in zip(protected.rows, protected.cells, strict=True):
            plain = [at for at in range(len(cells)) if at != merged]
            alone = tuple(_count(whole, line, protected.columns[at]) for at in plain)
            rare = tuple(_count(whole, line, answer) for answer in protected.columns[merged].of)
            unknown |= {
                (len(grid), at)
                for at, place in enumerate(plain)
                if isinstance(cells[place], Withheld)
            }
            if isinstance(cells[merged], Withheld):
                grid.append(alone + rare)
            else:
                grid += [alone + (0,) * len(rare), (0,) * len(alone) + rare]
            self.places += [(len(grid) - 1, self.first + at) for at in range(len(rare))]
        self.grid = tuple(grid)
        self.unknown = frozenset(unknown.union(self.places))

    def rare(self, minimum: int) -> list[tuple[Place, int]]:
        """Cells of merged answers that few gave, each with the total of its answer."""
        return [
            (place, self.totals[place[1] - self.first])
            for place in self.places
            if 0 < self.grid[place[0]][place[1]] < minimum
        ]


def _count(whole: Table, row: Line, column: Line) -> int:
    rows, columns = _keys(row), _keys(column)
    return sum(
        whole.counts[r][c]
        for r, line in enumerate(whole.rows)
        if line.key in rows
        for c, answer in enumerate(whole.columns)
        if answer.key in columns
    )
