"""How many gave each answer, a bar each, with what is uncertain about its share (回答构成图)."""

from decimal import Decimal
from fractions import Fraction

from reports.charts.svg import NARROW, Part, box, head, percent, pile, rule
from surveys.values import Value

_HEIGHT = 20


class AnswerRow(Value, frozen=True):
    """One answer: how many gave it, of how many, the share as it is written, its interval."""

    label: str
    number: int
    whole: int
    share: str = ""
    interval: tuple[Decimal, Decimal] | None = None
    """Both ends in percent."""


class Answers(Value, frozen=True, tag="answers"):
    """A bar a row, all from the left; shares need not add up to a hundred."""

    rows: tuple[AnswerRow, ...]
    unit: str = "人"


def draw_answers(chart: Answers, line: int = NARROW) -> Part:
    """Every row under its name."""
    return pile(tuple(_row(row, chart.unit, line) for row in chart.rows), gap=8)


def say_answer(row: AnswerRow, unit: str) -> str:
    """The number and its share.

    >>> say_answer(AnswerRow("修路", 120, 240, "50.0%"), "人")
    '120人（50.0%）'
    """
    return f"{row.number}{unit}" + (f"（{row.share}）" if row.share else "")


def say_interval(row: AnswerRow) -> str:
    """Its interval, or nothing.

    >>> say_interval(AnswerRow("修路", 3, 4, "75%", (Decimal(71), Decimal(81))))
    '71至81%'
    """
    return f"{row.interval[0]}至{row.interval[1]}%" if row.interval else ""


def _row(row: AnswerRow, unit: str, line: int) -> Part:
    share = min(Fraction(1), Fraction(row.number, max(1, row.whole)))
    track = box(width="100%", y=0, height=_HEIGHT, tone="track")
    full = box(width=percent(share), y=0, height=_HEIGHT, tone="fair") if share else ""
    bar = Part(track + full + _whisker(row), _HEIGHT)
    return pile((head(row.label, say_answer(row, unit), line), bar))


def _whisker(row: AnswerRow) -> str:
    if row.interval is None:
        return ""
    low, high = (percent(Fraction(end) / 100) for end in row.interval)
    middle = _HEIGHT // 2
    return (
        rule(x=(low, high), y=(middle, middle), width=2)
        + rule(x=(low, low), y=(middle - 5, middle + 5), width=2)
        + rule(x=(high, high), y=(middle - 5, middle + 5), width=2)
    )
