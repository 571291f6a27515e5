"""How many of those entitled took part (参评情况图)."""

from fractions import Fraction

from reports.charts.svg import NARROW, Part, box, head, outline, percent, pile
from surveys.values import Value

_HEIGHT = 22


class TurnoutRow(Value, frozen=True):
    """A group: so many of so many, and the rate as it is written."""

    label: str
    part: int
    whole: int
    rate: str = ""


class Turnout(Value, frozen=True, tag="turnout"):
    """A bar a row, full as far as people came."""

    rows: tuple[TurnoutRow, ...]
    unit: str = "人"


def draw_turnout(chart: Turnout, line: int = NARROW) -> Part:
    """Every row under its name."""
    return pile(tuple(_row(row, chart.unit, line) for row in chart.rows), gap=10)


def say_turnout(row: TurnoutRow, unit: str) -> str:
    """So many of so many.

    >>> say_turnout(TurnoutRow("第一小组", 8, 9, "88.9%"), "人")
    '8／9人（88.9%）'
    """
    return f"{row.part}／{row.whole}{unit}" + (f"（{row.rate}）" if row.rate else "")


def _row(row: TurnoutRow, unit: str, line: int) -> Part:
    share = min(Fraction(1), Fraction(row.part, max(1, row.whole)))
    bar = outline(width="100%", y=1, height=_HEIGHT - 2)
    full = box(width=percent(share), y=0, height=_HEIGHT, tone="good") if share else ""
    return pile((head(row.label, say_turnout(row, unit), line), Part(bar + full, _HEIGHT)))
