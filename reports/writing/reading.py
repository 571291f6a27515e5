"""The statistical reading becomes annexes of the notice: what may be said, and how it was found.

The official block stands before it and is untouched by any of it.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final, TypeVar

from msgspec.structs import replace

from reports.charts import Ranks
from reports.document import (
    Align,
    Annex,
    Block,
    Clause,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    figure_of,
)
from reports.wording import findings as said
from reports.wording.numbers import NOTHING
from reports.writing.marks import Appraised, labels
from reports.writing.reading_charts import (
    compared,
    heat_figures,
    is_known,
    rank_chart,
    score_chart,
)
from reports.writing.reading_methods import write_methods
from surveys.statistics.reading import (
    Breakdown,
    DepartmentReading,
    Importance,
    Reading,
)
from surveys.statistics.verdicts import NotComputable, Quadrant
from surveys.tally.results import AppraiseeResult, Count

R = TypeVar("R")
_TALL: Final = 8
"""Departments under each other in one picture."""
_UPRIGHT: Final = 8
"""Columns that an upright page holds."""


def attach_reading(
    notice: Document, appraised: Appraised, *, count: Count, reading: Reading
) -> Document:
    """The notice with the reading behind it, and nothing else changed."""
    annexes = reading_annexes(appraised, count, reading)
    return replace(notice, annexes=(*notice.annexes, *annexes))


def reading_annexes(appraised: Appraised, count: Count, reading: Reading) -> tuple[Annex, ...]:
    """The reading and its methods; breakdowns, where there are any, across the sheet."""
    blocks = (
        *_departments(appraised, count, reading),
        *_comparisons(appraised, reading),
        *_items(appraised, reading),
    )
    annexes = [Annex("测评结果解读", blocks)]
    if reading.breakdowns:
        tables = tuple(_breakdowns(appraised, reading))
        wide = any(isinstance(each, Table) and len(each.columns) > _UPRIGHT for each in tables)
        annexes.append(Annex("各组意见分布", tables, landscape=wide))
    return (*annexes, Annex("统计方法说明", tuple(write_methods(appraised, reading))))


def say_turnout(count: Count, reading: Reading) -> str:
    """Who voted, once for all departments; nothing where that differs between them."""
    told = {
        said.say_turnout(found.absence, result.returned)
        for found, result in zip(reading.departments, count.appraisees, strict=True)
    }
    return told.pop() if len(told) == 1 else ""


def say_department(
    found: DepartmentReading, result: AppraiseeResult, *, reading: Reading, alone: bool = True
) -> str:
    """One department: the exact side first, the estimates after it.

    `alone`: its turnout is not told elsewhere.
    """
    words = "".join(
        (
            said.say_turnout(found.absence, result.returned) if alone else "",
            said.say_absence(found.absence, result.grade),
            said.say_flip(found.flip),
            *(_estimated(found, reading) if compared(reading) else ()),
        )
    )
    return words or said.NOTHING_MORE


def _estimated(found: DepartmentReading, reading: Reading) -> tuple[str, ...]:
    return (
        said.say_side(found.comparison),
        said.say_places(found.places, len(reading.departments)),
        said.say_flagged(found.means, found.skipped),
    )


def say_comparisons(reading: Reading, names: Mapping[str, str]) -> tuple[str, ...]:
    """What the comparisons come to, or why there are none."""
    if compared(reading):
        return (*said.say_pairs(reading, names), said.say_agreement(reading.agreement))
    why = (d.comparison for d in reading.departments if isinstance(d.comparison, NotComputable))
    return tuple(said.say_uncompared(each) for each in islice(why, 1))


def _departments(appraised: Appraised, count: Count, reading: Reading) -> Iterator[Block]:
    names, everybody = labels(appraised), say_turnout(count, reading)
    yield Paragraph(said.CAVEAT + everybody)
    yield Heading(1, "各部门的结果有多稳")
    for found, result in zip(reading.departments, count.appraisees, strict=True):
        words = say_department(found, result, reading=reading, alone=not everybody)
        yield Clause(2, f"{names[found.appraisee]}：", words)


def _comparisons(appraised: Appraised, reading: Reading) -> Iterator[Block]:
    names = labels(appraised)
    scores, ranks = score_chart(reading, names), rank_chart(reading, names)
    yield Heading(1, "与平均水平相比")
    yield Paragraph("".join(say_comparisons(reading, names)))
    if scores is not None:
        yield Paragraph(said.COMPARED + said.say_scale(reading.scale))
        for part in _parts(scores.rows):
            yield figure_of(replace(scores, rows=part), "各部门的平均与总平均")
    if ranks is not None:
        yield Heading(1, "名次的范围")
        yield from _ranges(ranks)


def _ranges(ranks: Ranks) -> Iterator[Block]:
    """A picture only where it tells any two apart."""
    if all((row.first, row.last) == (1, ranks.places) for row in ranks.rows):
        yield Paragraph(said.NO_RANGES)
        return
    yield Paragraph(said.RANGES)
    for part in _parts(ranks.rows):
        yield figure_of(replace(ranks, rows=part), "各部门可能的名次")


def _parts(rows: tuple[R, ...]) -> Iterator[tuple[R, ...]]:
    """As many rows as a page holds under a caption, evenly."""
    count = -(-len(rows) // _TALL)
    each = -(-len(rows) // count)
    return (rows[at : at + each] for at in range(0, len(rows), each))


def _items(appraised: Appraised, reading: Reading) -> Iterator[Block]:
    if reading.heat is None or not is_known(reading.heat):
        return
    yield Heading(1, "各项指标")
    yield Paragraph(said.SAME_MARKS + (said.NOT_SHOWN if reading.heat.withheld else ""))
    yield from heat_figures(appraised, reading.heat)
    if words := said.say_consistency(reading.consistency):
        yield Paragraph(words)
    if isinstance(reading.importance, Importance):
        yield from _quadrants(appraised, reading.importance)


def _quadrants(appraised: Appraised, found: Importance) -> Iterator[Block]:
    items = {item.key: item.label for item in appraised.rules.items}
    gathered: dict[Quadrant, list[str]] = {}
    for each in found.items:
        gathered.setdefault(each.quadrant, []).append(items[each.item])
    if gathered.keys() <= {Quadrant.UNPLACED}:
        yield Paragraph(said.NO_QUADRANT)
        return
    told = "；".join(
        f"{'、'.join(gathered[quadrant])}——{words}"
        for quadrant, words in said.QUADRANTS.items()
        if quadrant in gathered
    )
    yield Paragraph(f"各项指标与总体评价对照：{told}。{said.NO_CAUSE}")


def _breakdowns(appraised: Appraised, reading: Reading) -> Iterator[Block]:
    names = labels(appraised)
    yield Paragraph(said.GROUPS_SHOWN)
    for each in reading.breakdowns:
        yield _breakdown(each, names[each.appraisee])


def _breakdown(found: Breakdown, name: str) -> Table:
    cells = (tuple(NOTHING if n is None else str(n) for n in row) for row in found.cells)
    rows = zip(found.groups, cells, found.group_totals, strict=True)
    return Table(
        caption=name,
        unit="票",
        columns=(
            Column("组", align=Align.LEFT),
            *(Column(option) for option in found.options),
            Column("合计"),
        ),
        rows=(
            *((group, *row, str(total)) for group, row, total in rows),
            ("合计", *map(str, found.option_totals), str(sum(found.option_totals))),
        ),
        notes=(said.TOTALS_ONLY,) if found.margins_only else (),
    )
