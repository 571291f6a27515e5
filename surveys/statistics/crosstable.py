"""Counts by group and answer -> a table with its totals, small lines merged where asked."""

from collections.abc import Mapping
from itertools import chain

from surveys.keys import Key
from surveys.values import Value


class Line(Value, frozen=True):
    """A row or a column with its total; one that stands for several names them in `of`."""

    key: str
    label: str
    total: int
    of: tuple["Line", ...] = ()

    def whole(self) -> tuple["Line", ...]:
        """The lines as they were before merging."""
        return self.of or (self,)


class Table(Value, frozen=True):
    """Groups of people (rows) by what they answered (columns): 交叉表.

    Everybody of a row stands in exactly one column. An answer that may be given several times is a
    table of its own for each option: chosen, not chosen.
    """

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    counts: tuple[tuple[int, ...], ...]
    rest: tuple[int, ...] = ()
    """Those of no row, by column: whoever knows the official totals works them out."""
    named: bool = True
    """Whether it is known who belongs to a row, so that a unanimous row tells of each member."""

    @property
    def total(self) -> int:
        """Everybody, those of no row included."""
        return sum(column.total for column in self.columns)

    @property
    def grid(self) -> tuple[tuple[int, ...], ...]:
        """All that add up to the official totals; the rest, where there is one, comes last."""
        return (*self.counts, self.rest) if any(self.rest) else self.counts


def lay_out(
    rows: Mapping[Key, str],
    columns: Mapping[Key, str],
    *,
    counts: Mapping[Key, Mapping[Key, int]],
    official: Mapping[Key, int] | None = None,
) -> Table:
    """Labels by key and counts by row and column; `official` where the rows are not everybody.

    >>> t = lay_out({"g1": "一组"}, {"y": "是", "n": "否"}, counts={"g1": {"y": 7}})
    >>> t.counts, t.columns[0].total, t.total
    (((7, 0),), 7, 7)
    """
    grid = tuple(tuple(counts.get(row, {}).get(column, 0) for column in columns) for row in rows)
    sums = [sum(row[at] for row in grid) for at in range(len(columns))]
    totals = sums if official is None else [official.get(column, 0) for column in columns]
    rest = tuple(total - known for total, known in zip(totals, sums, strict=True))
    if min((*rest, *chain.from_iterable(grid)), default=0) < 0:
        raise ValueError(rest)
    return Table(
        rows=_lines(rows, [sum(row) for row in grid]),
        columns=_lines(columns, totals),
        counts=grid,
        rest=rest,
    )


def _lines(labels: Mapping[Key, str], totals: list[int]) -> tuple[Line, ...]:
    pairs = zip(labels.items(), totals, strict=True)
    return tuple(Line(key, label, total) for (key, label), total in pairs)


def fold(table: Table, *, minimum: int) -> Table:
    """Merge rows, and columns, of fewer than `minimum` people; their totals stay known.

    A group of two, or an answer given three times, would leave nothing of the table to show.
    """
    across, down = _parts(table.rows, minimum), _parts(table.columns, minimum)
    return Table(
        rows=tuple(_merge(table.rows, part) for part in across),
        columns=tuple(_merge(table.columns, part) for part in down),
        counts=tuple(_sums([table.counts[at] for at in part], down) for part in across),
        rest=_sums([table.rest], down) if table.rest else (),
        named=table.named,
    )


def _sums(rows: list[tuple[int, ...]], down: list[list[int]]) -> tuple[int, ...]:
    return tuple(sum(row[at] for row in rows for at in part) for part in down)


def _merge(lines: tuple[Line, ...], part: list[int]) -> Line:
    if len(part) == 1:
        return lines[part[0]]
    of = tuple(chain.from_iterable(lines[at].whole() for at in part))
    key, label = "+".join(line.key for line in of), "、".join(line.label for line in of)
    return Line(key, label, sum(line.total for line in of), of)


def _parts(lines: tuple[Line, ...], minimum: int) -> list[list[int]]:
    """The lines that stay alone, in order, and last those that become one."""
    merged = _small(lines, minimum)
    if len(merged) < 2:
        return [[at] for at in range(len(lines))]
    return [*([at] for at in range(len(lines)) if at not in merged), merged]


def _small(lines: tuple[Line, ...], minimum: int) -> list[int]:
    """All lines that are small, and the next smallest until together they are not; none if none."""
    chosen: list[int] = []
    for at in sorted(range(len(lines)), key=lambda at: (lines[at].total, at)):
        together = sum(lines[each].total for each in chosen)
        if lines[at].total >= minimum and (not together or together >= minimum):
            break
        if lines[at].total:
            chosen.append(at)
    return sorted(chosen)
