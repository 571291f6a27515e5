"""The same figure year after year (历年变化图): a strip a series, all on one scale."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reports.charts.scales import place, written
from reports.charts.svg import Part, dot, percent, pile, rule, write
from surveys.values import Value

_TALL = 78
_TOP, _BOTTOM = 28, 70


class Series(Value, frozen=True):
    """One appraisee's figure for each period; none where it was not appraised."""

    label: str
    values: tuple[Decimal | None, ...]


class Trend(Value, frozen=True, tag="trend"):
    """Points joined where their periods follow each other; a gap stays a gap."""

    periods: tuple[str, ...]
    series: tuple[Series, ...]
    scale: tuple[Decimal, Decimal]
    unit: str = "分"


def draw_trend(chart: Trend) -> Part:
    """Every series under its name, the periods below all."""
    return pile((*(_strip(series, chart) for series in chart.series), _periods(chart)), gap=6)


def _strip(series: Series, chart: Trend) -> Part:
    points = [
        None if value is None else (_across(chart, at), _down(value, chart), value)
        for at, value in enumerate(series.values)
    ]
    marks = "".join(
        dot(x=x, y=y, radius=5) + write(written(value), x=x, y=y - 10, anchor="middle")
        for x, y, value in filter(None, points)
    )
    floor = rule(x=("0", "100%"), y=(_BOTTOM + 6, _BOTTOM + 6))
    joined = "".join(_joined(series, chart))
    return pile((Part(write(series.label, y=18), 22), Part(floor + joined + marks, _TALL)))


def _joined(series: Series, chart: Trend) -> Iterator[str]:
    for at, (before, after) in enumerate(zip(series.values, series.values[1:], strict=False)):
        if before is not None and after is not None:
            yield rule(
                x=(_across(chart, at), _across(chart, at + 1)),
                y=(_down(before, chart), _down(after, chart)),
                width=2,
            )


def _across(chart: Trend, at: int) -> str:
    return percent(Fraction(2 * at + 1, 2 * max(1, len(chart.periods))))


def _down(value: Decimal, chart: Trend) -> int:
    return round(_BOTTOM - place(value, chart.scale) * (_BOTTOM - _TOP))


def _periods(chart: Trend) -> Part:
    words = (
        write(period, x=_across(chart, at), y=16, anchor="middle")
        for at, period in enumerate(chart.periods)
    )
    return Part("".join(words), 22)
