"""The statistical reading becomes annexes of the notice: what may be said, and how it was found.

The official block stands before it and is untouched by any of it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Final, TypeVar

from msgspec.structs import replace

from reports.charts import Heat, RankRow, Ranks, ScoreRow, Scores
from reports.document import (
    Align,
    Annex,
    Block,
    Clause,
    Codes,
    Column,
    Document,
    Fact,
    Figure,
    Heading,
    Paragraph,
    Table,
    figure_of,
)
from reports.wording import findings as said
from reports.wording.methods import METHODS, SEED, say_numbers, say_software
from reports.wording.numbers import NOTHING
from reports.writing.marks import Appraised, labels, unit_of
from surveys.rules.rounding import show, show_share
from surveys.rules.ruleset import Display, Metric, Share
from surveys.statistics.reading import (
    Breakdown,
    Comparison,
    DepartmentReading,
    Importance,
    ItemHeat,
    Places,
    Reading,
)
from surveys.statistics.verdicts import NotComputable, Quadrant
from surveys.tally.results import AppraiseeResult, Count

R = TypeVar("R")
_TALL: Final = 8
"""Departments under each other in one picture."""
_UPRIGHT: Final = 8
"""Columns that an upright page holds."""
_ABREAST: Final = 5
"""Departments side by side in one heat map."""
_WHOLE: Final = Display(digits=0)
_STEPS: Final = 10
"""Parts of the scale at which an axis may end."""


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
    return (*annexes, Annex("统计方法说明", tuple(_methods(appraised, reading))))


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


def compared(reading: Reading) -> bool:
    """Whether any department is set beside the others; if none is, that is said once for all."""
    return any(isinstance(each.comparison, Comparison) for each in reading.departments)


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


def score_chart(reading: Reading, names: Mapping[str, str]) -> Scores | None:
    """Dots with limits against the average; a dot without limits would be a league table."""
    rows = tuple(_score_rows(reading, names))
    if not rows or not compared(reading):
        return None
    return Scores(
        rows=rows,
        scale=_axis(reading, rows),
        average=said.shown_average(reading),
        unit=said.unit(reading.scale),
    )


def _score_rows(reading: Reading, names: Mapping[str, str]) -> Iterator[ScoreRow]:
    for found in reading.departments:
        shown = said.shown_mean(reading, found)
        if shown is not None:
            label, note = names[found.appraisee], said.side_of(found.comparison)
            yield ScoreRow(label, shown[0], shown[1], note)


def _axis(reading: Reading, rows: tuple[ScoreRow, ...]) -> tuple[Decimal, Decimal]:
    """From a tenth of the scale to another, around everything shown."""
    scale = reading.scale
    start, end = Decimal(str(scale.low)), Decimal(str(scale.high))
    step = (end - start) / _STEPS or Decimal(1)
    shown = [each for row in rows for each in (row.value, *(row.interval or ()))]
    low = start + step * ((min(shown) - start) // step)
    high = end - step * ((end - max(shown)) // step)
    return (_plain(max(start, low)), _plain(min(end, max(high, low + step))))


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def rank_chart(reading: Reading, names: Mapping[str, str]) -> Ranks | None:
    """Ranges of places; none where there are none."""
    rows = tuple(
        RankRow(names[found.appraisee], found.places.low, found.places.high)
        for found in reading.departments
        if isinstance(found.places, Places)
    )
    return Ranks(rows, len(rows)) if rows else None


def _items(appraised: Appraised, reading: Reading) -> Iterator[Block]:
    if reading.heat is None or not any(any(row) for row in _known(reading.heat)):
        return
    yield Heading(1, "各项指标")
    yield Paragraph(said.SAME_MARKS + (said.NOT_SHOWN if reading.heat.withheld else ""))
    yield from heat_figures(appraised, reading.heat)
    if words := said.say_consistency(reading.consistency):
        yield Paragraph(words)
    if isinstance(reading.importance, Importance):
        yield from _quadrants(appraised, reading.importance)


def _known(heat: ItemHeat) -> Iterator[tuple[bool, ...]]:
    return (tuple(cell is not None for cell in row) for row in heat.cells)


def heat_figures(appraised: Appraised, heat: ItemHeat) -> Iterator[Figure]:
    """The official figure of every item, a few departments at a time."""
    metric = next(each for each in appraised.rules.metrics if each.key == heat.metric)
    items = {item.key: item.label for item in appraised.rules.items}
    names = labels(appraised)
    for first in range(0, len(heat.departments), _ABREAST):
        beside = slice(first, first + _ABREAST)
        chart = Heat(
            rows=tuple(items[key] for key in heat.items),
            columns=tuple(names[key] for key in heat.departments[beside]),
            cells=tuple(tuple(_digits(metric, cell) for cell in row[beside]) for row in heat.cells),
            unit=unit_of(metric),
        )
        yield figure_of(chart, f"各项指标{metric.label}")


def _digits(metric: Metric, value: Fraction | None) -> Decimal | None:
    """Whole percent and whole points: so few ballots carry no more."""
    if value is None:
        return None
    return Decimal(show_share(value, _WHOLE) if isinstance(metric, Share) else show(value, _WHOLE))


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


def _methods(appraised: Appraised, reading: Reading) -> Iterator[Block]:
    yield Paragraph(SEED)
    yield _estimates(appraised, reading)
    yield Table(
        caption="其他数值和软件",
        columns=(
            Column("项目", align=Align.LEFT, width=38),
            Column("数值", align=Align.LEFT, width=62),
        ),
        rows=(*say_numbers(reading), *say_software(reading)),
    )
    yield Table(
        caption="",
        columns=(
            Column("内容", align=Align.LEFT, width=18),
            Column("怎么算的", align=Align.LEFT, width=56),
            Column("不能说什么", align=Align.LEFT, width=26),
        ),
        rows=tuple(METHODS[topic] for topic in METHODS if topic in topics(reading)),
    )
    yield Codes((Fact("测评方案", reading.manifest), Fact("开箱选票", reading.box)))


def _estimates(appraised: Appraised, reading: Reading) -> Table:
    """Every estimate of a department, beside what it stands on."""
    names = labels(appraised)
    return Table(
        caption="各部门的估计",
        unit=said.unit(reading.scale),
        columns=(
            Column("部门", align=Align.LEFT, width=26),
            Column("作出评价", width=11),
            Column("平均", width=8),
            Column("校正后", width=9),
            Column("与平均相差"),
            Column("全体中满意的"),
        ),
        rows=tuple(_estimate(found, names, reading) for found in reading.departments),
        notes=(said.ON_ROLL_MEANT,),
    )


def _estimate(
    found: DepartmentReading, names: Mapping[str, str], reading: Reading
) -> tuple[str, ...]:
    digits, means = reading.scale.digits, found.means
    values = (
        (NOTHING, NOTHING)
        if isinstance(means, NotComputable)
        else (f"{said.written(means.simple, digits)}", f"{said.written(means.adjusted, digits)}")
    )
    return (
        names[found.appraisee],
        f"{found.raters}人",
        *values,
        said.say_difference(found.comparison, digits),
        said.say_on_roll(found.on_roll),
    )


def topics(reading: Reading) -> frozenset[str]:
    """What this reading speaks of, as the methods page names it."""
    unspoken = {
        "heat": reading.heat is None,
        "consistency": isinstance(reading.consistency, NotComputable),
        "importance": isinstance(reading.importance, NotComputable),
        "breakdowns": not reading.breakdowns,
        "on_roll": all(isinstance(d.on_roll, NotComputable) for d in reading.departments),
    }
    return frozenset(topic for topic in METHODS if not unspoken.get(topic))
