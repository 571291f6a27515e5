"""Scores with what is uncertain about them, against the band of the average (得分区间图)."""

from decimal import Decimal
from fractions import Fraction

from reports.charts.scales import place, written
from reports.charts.svg import NARROW, SIZE, Part, box, dot, head, percent, pile, rule, write
from surveys.values import Value

_BAND = 26
"""Pixels of the strip in which a dot stands."""


class ScoreRow(Value, frozen=True):
    """One appraisee; without an interval everybody voted and nothing is uncertain."""

    label: str
    value: Decimal
    interval: tuple[Decimal, Decimal] | None = None
    note: str = ""
    """What may be said of it (与平均相当), from the statistics."""


class Scores(Value, frozen=True, tag="scores"):
    """Dots with whiskers. `scale` names the ends of the axis, `band` what counts as average."""

    rows: tuple[ScoreRow, ...]
    scale: tuple[Decimal, Decimal]
    average: Decimal | None = None
    band: tuple[Decimal, Decimal] | None = None
    unit: str = "分"


def draw_scores(chart: Scores, line: int = NARROW) -> Part:
    """The average above, each row on the same axis, the ends of the axis below."""
    rows = tuple(_row(row, chart, line) for row in chart.rows)
    return pile((_average(chart), *rows, _axis(chart)), gap=6)


def say_score(row: ScoreRow, unit: str = "") -> str:
    """The number and its interval.

    >>> say_score(ScoreRow("甲", Decimal("98.5"), (Decimal("97.1"), Decimal("99.2"))), "分")
    '98.5分（97.1至99.2）'
    """
    if row.interval is None:
        return f"{written(row.value)}{unit}"
    return f"{written(row.value)}{unit}（{written(row.interval[0])}至{written(row.interval[1])}）"


def _row(row: ScoreRow, chart: Scores, line: int) -> Part:
    label = f"{row.label}　{row.note}" if row.note else row.label
    strip = _band(chart) + rule(x=("0", "100%"), y=(13, 13)) + _whisker(row, chart)
    at = percent(place(row.value, chart.scale))
    return pile((head(label, say_score(row), line), Part(strip + dot(x=at, y=13), _BAND)))


def _whisker(row: ScoreRow, chart: Scores) -> str:
    if row.interval is None:
        return ""
    low, high = (percent(place(end, chart.scale)) for end in row.interval)
    return (
        rule(x=(low, high), y=(13, 13), width=3)
        + rule(x=(low, low), y=(6, 20), width=2)
        + rule(x=(high, high), y=(6, 20), width=2)
    )


def _band(chart: Scores) -> str:
    if chart.average is None:
        return ""
    ends = chart.band or (chart.average, chart.average)
    low, high = (place(end, chart.scale) for end in ends)
    at = percent(place(chart.average, chart.scale))
    shade = box(x=percent(low), width=percent(high - low), y=0, height=_BAND, tone="track")
    return (shade if high > low else "") + rule(x=(at, at), y=(0, _BAND), dashes="3 3")


def _average(chart: Scores) -> Part:
    if chart.average is None:
        return Part("", 0)
    at = place(chart.average, chart.scale)
    words = f"平均 {written(chart.average)}{chart.unit}"
    return Part(write(words, x=percent(at), y=17, anchor=_anchor(at)), 20)


def _anchor(at: Fraction) -> str:
    """Words near an end of the picture lean inwards."""
    return "start" if at < Fraction(1, 4) else "end" if at > Fraction(3, 4) else "middle"


def _axis(chart: Scores) -> Part:
    low, high = (written(end) for end in chart.scale)
    return Part(
        write(low, y=SIZE) + write(f"{high}{chart.unit}", x="100%", y=SIZE, anchor="end"), 22
    )
