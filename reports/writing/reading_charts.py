"""The reading as charts: dots with limits, ranges of ranks, the heat of the indicators."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from reports.charts import Heat, RankRow, Ranks, ScoreRow, Scores
from reports.document import Figure, figure_of
from reports.wording import findings as said
from reports.wording.estimates import shown_average, shown_mean, unit
from reports.writing.marks import Appraised, labels, unit_of
from surveys.rules.rounding import show, show_share
from surveys.rules.ruleset import Display, Metric, Share
from surveys.statistics.reading import Comparison, ItemHeat, Places, Reading

_ABREAST: Final = 5
"""Departments side by side in one heat map."""
_WHOLE: Final = Display(digits=0)
_STEPS: Final = 10
"""Parts of the scale at which an axis may end."""


def compared(reading: Reading) -> bool:
    """Whether any department is set beside the others; if none is, that is said once for all."""
    return any(isinstance(each.comparison, Comparison) for each in reading.departments)


def score_chart(reading: Reading, names: Mapping[str, str]) -> Scores | None:
    """Dots with limits against the average; a dot without limits would be a league table."""
    rows = tuple(_score_rows(reading, names))
    if not rows or not compared(reading):
        return None
    return Scores(
        rows=rows,
        scale=_axis(reading, rows),
        average=shown_average(reading),
        unit=unit(reading.scale),
    )


def _score_rows(reading: Reading, names: Mapping[str, str]) -> Iterator[ScoreRow]:
    for found in reading.departments:
        shown = shown_mean(reading, found)
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


def is_known(heat: ItemHeat) -> bool:
    """Whether any cell may be shown."""
    return any(cell is not None for row in heat.cells for cell in row)
