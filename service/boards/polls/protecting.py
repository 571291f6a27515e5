"""The gate of disclosure: a table of a poll becomes what may leave the building.

Worker only, since it knows statistics. Small groups are merged, small cells withheld and others
with them; totals stand. Of a table that fewer people than `minimum` fill nothing is told, and of
one that would only repeat its totals no rows.
"""

from collections.abc import Iterable

from surveys.keys import Key
from surveys.statistics.crosstable import Line, Table, fold, lay_out
from surveys.statistics.disclosure import protect as withhold
from surveys.statistics.protected import Protected, printed
from surveys.tally.poll_results import Column, PublishedTable, Row
from surveys.tally.poll_tables import PollTable


def protect(table: PollTable, *, minimum: int) -> PublishedTable:
    """The table as it may be published."""
    whole = _lay_out(table, ((group,) for group in table.counts))
    if whole.total < minimum:
        return _published(table, columns=(), rows=())
    rows = _merged(whole, minimum)
    protected = withhold(_lay_out(table, rows), minimum=minimum) if len(rows) > 1 else None
    return _published(
        table,
        columns=tuple(Column(line.key, line.total) for line in whole.columns),
        rows=_rows(protected, rows) if protected and not protected.margins_only else (),
    )


def _lay_out(table: PollTable, rows: Iterable[tuple[Key, ...]]) -> Table:
    """Groups of groups by answers."""
    counts = {
        "+".join(groups): {
            column: sum(table.counts[group][column] for group in groups) for column in table.columns
        }
        for groups in rows
    }
    return lay_out({key: key for key in counts}, {key: key for key in table.columns}, counts=counts)


def _merged(table: Table, minimum: int) -> tuple[tuple[Key, ...], ...]:
    """The groups that stay alone, and those too small to; answers are never merged."""
    everybody = Line("everybody", "", table.total)
    answered = Table(
        rows=table.rows,
        columns=(everybody,),
        counts=tuple((line.total,) for line in table.rows),
    )
    folded = fold(answered, minimum=minimum)
    return tuple(tuple(each.key for each in line.whole()) for line in folded.rows)


def _rows(protected: Protected, groups: tuple[tuple[Key, ...], ...]) -> tuple[Row, ...]:
    return tuple(
        Row(groups=of, total=line.total, counts=counts)
        for of, line, counts in zip(groups, protected.rows, printed(protected), strict=True)
    )


def _published(
    table: PollTable, *, columns: tuple[Column, ...], rows: tuple[Row, ...]
) -> PublishedTable:
    return PublishedTable(question=table.question, part=table.part, columns=columns, rows=rows)
