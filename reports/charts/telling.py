"""Any chart becomes words, and a table of its data, for where no picture can be seen."""

from collections.abc import Iterator
from decimal import Decimal

from reports.charts.answers import AnswerRow, Answers, say_answer, say_interval
from reports.charts.bars import GradeBars, GradeRow, shares
from reports.charts.heat import Heat, lowest
from reports.charts.ranks import Ranks, say_range
from reports.charts.scales import written
from reports.charts.scores import ScoreRow, Scores, say_score
from reports.charts.trend import Trend
from reports.charts.turnout import Turnout, say_turnout
from reports.wording.charts import (
    AVERAGE,
    COLUMNS,
    HEAT,
    LOWEST,
    NO_VOTES,
    NOT_ASKED,
    SHARE,
    SUMMARY,
)
from reports.wording.numbers import NOTHING
from surveys.values import Value


class Grid(Value, frozen=True):
    """The data of a chart as a table: heads, then rows; the first cell names a row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unit: str = ""


def describe(chart: Answers | GradeBars | Scores | Ranks | Heat | Trend | Turnout) -> str:
    """Everything the picture shows, as sentences."""
    kind = str(chart.__struct_config__.tag)
    return f"{SUMMARY[kind]}{'；'.join(_told(chart))}。"


def say_marks(row: GradeRow, unit: str) -> str:
    """Every option with its number and share, also those that nobody marked."""
    numbers = [mark.number for mark in row.marks]
    if not sum(numbers):
        return NO_VOTES
    tenths = shares(numbers)
    return "，".join(
        SHARE.format(label=mark.label, number=mark.number, unit=unit, percent=_percent(share))
        for mark, share in zip(row.marks, tenths, strict=True)
    )


def tabulate(chart: Answers | GradeBars | Scores | Ranks | Heat | Trend | Turnout) -> Grid:
    """The data in rows and columns."""
    heads = COLUMNS[str(chart.__struct_config__.tag)]
    match chart:
        case Answers(rows, unit):
            return Grid(heads, tuple(_answer_cells(row) for row in rows), unit)
        case GradeBars(rows, unit):
            options = tuple(mark.label for mark in rows[0].marks) if rows else ()
            numbers = (tuple(str(mark.number) for mark in row.marks) for row in rows)
            names = ((row.label, *cells) for row, cells in zip(rows, numbers, strict=True))
            return Grid((*heads, *options), tuple(names), unit)
        case Scores(rows, _, _, _, unit):
            return Grid(heads, tuple(_score_cells(row) for row in rows), unit)
        case Ranks(rows):
            return Grid(
                heads, tuple((row.label, str(row.first), str(row.last)) for row in rows), "名"
            )
        case Heat(rows, columns, cells, unit):
            lines = ((name, *map(_cell, row)) for name, row in zip(rows, cells, strict=True))
            return Grid((*heads, *columns), tuple(lines), unit)
        case Trend(periods, series, _, unit):
            lines = ((line.label, *map(_cell, line.values)) for line in series)
            return Grid((*heads, *periods), tuple(lines), unit)
        case Turnout(rows, unit):
            cells = ((r.label, str(r.part), str(r.whole), r.rate or NOTHING) for r in rows)
            return Grid(heads, tuple(cells), unit)


def _told(chart: Answers | GradeBars | Scores | Ranks | Heat | Trend | Turnout) -> Iterator[str]:
    match chart:
        case Answers(rows, unit):
            yield from (f"{row.label}{say_answer(row, unit)}{_between(row)}" for row in rows)
        case GradeBars(rows, unit):
            yield from (f"{row.label}：{say_marks(row, unit)}" for row in rows)
        case Scores(rows, _, average, _, unit):
            yield from (f"{row.label}{say_score(row, unit)}{_said(row)}" for row in rows)
            if average is not None:
                yield AVERAGE.format(value=written(average), unit=unit)
        case Ranks(rows):
            yield from (f"{row.label}{say_range(row)}" for row in rows)
        case Heat():
            yield from _told_heat(chart)
        case Trend(periods, series, _, unit):
            for line in series:
                pairs = zip(periods, line.values, strict=True)
                yield f"{line.label}：" + "，".join(
                    f"{period}{NOT_ASKED if value is None else written(value) + unit}"
                    for period, value in pairs
                )
        case Turnout(rows, unit):
            yield from (f"{row.label}{say_turnout(row, unit)}" for row in rows)


def _told_heat(chart: Heat) -> Iterator[str]:
    """Only the extent and the lowest: a hundred cells read aloud help nobody."""
    known = [cell for row in chart.cells for cell in row if cell is not None]
    if known:
        low, high = written(min(known)), written(max(known))
        yield HEAT.format(
            rows=len(chart.rows), columns=len(chart.columns), low=low, high=high, unit=chart.unit
        )
    worst = lowest(chart)
    for name, row in zip(chart.rows, chart.cells, strict=True):
        for column, cell in zip(chart.columns, row, strict=True):
            if cell is not None and cell == worst:
                yield LOWEST.format(column=column, row=name, value=written(cell), unit=chart.unit)


def _said(row: ScoreRow) -> str:
    return f"，{row.note}" if row.note else ""


def _between(row: AnswerRow) -> str:
    return f"，{say_interval(row)}" if row.interval else ""


def _answer_cells(row: AnswerRow) -> tuple[str, ...]:
    low, high = map(str, row.interval) if row.interval else (NOTHING, NOTHING)
    return (row.label, str(row.number), row.share or NOTHING, low, high)


def _score_cells(row: ScoreRow) -> tuple[str, ...]:
    low, high = map(written, row.interval) if row.interval else (NOTHING, NOTHING)
    return (row.label, written(row.value), low, high)


def _cell(value: Decimal | None) -> str:
    return NOTHING if value is None else written(value)


def _percent(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}%"
