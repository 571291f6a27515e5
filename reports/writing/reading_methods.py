"""The methods annex of a reading: every estimate, how it was computed, with which software."""

from collections.abc import Iterator, Mapping

from reports.document import Align, Block, Codes, Column, Fact, Paragraph, Table
from reports.wording import findings as said
from reports.wording.estimates import shown_mean, unit, written
from reports.wording.methods import METHODS, METHODS_TABLE, SEED, say_numbers, say_software
from reports.wording.numbers import NOTHING
from reports.writing.marks import Appraised, labels
from surveys.statistics.reading import DepartmentReading, Reading
from surveys.statistics.verdicts import NotComputable


def write_methods(appraised: Appraised, reading: Reading) -> Iterator[Block]:
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
        caption=METHODS_TABLE,
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
        unit=unit(reading.scale),
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
        else (f"{written(means.simple, digits)}", _shown(reading, found))
    )
    return (
        names[found.appraisee],
        f"{found.raters}人",
        *values,
        said.say_difference(found.comparison, digits),
        said.say_on_roll(found.on_roll),
    )


def _shown(reading: Reading, found: DepartmentReading) -> str:
    """As in the chart: the average and the difference beside it add up to it."""
    shown = shown_mean(reading, found)
    return NOTHING if shown is None else f"{shown[0]}"


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
