"""One question of a poll becomes its part of the report, by its kind."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from reports.document import Align, Block, Clause, Column, Paragraph, Table
from reports.wording.numbers import NOTHING, points
from reports.wording.poll_report import (
    ANSWER,
    ASKED,
    BLANK,
    FIRST,
    GAVE,
    INDICATOR,
    MEAN_RANK,
    MEASURES,
    NOT_QUOTED,
    NUMBER,
    PEOPLE,
    PEOPLE_AND_SHARE,
    POINTS,
    QUOTED,
    RANKED,
    SEVERAL,
    SHARE,
    SUBJECT,
    TOO_FEW,
    WROTE,
)
from reports.writing.poll_sureness import NOT_SURE, Sureness
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.rules.rounding import show_share
from surveys.rules.ruleset import Display
from surveys.tally.poll_results import Measures, PublishedTable, QuestionResult
from surveys.values import Value

ONE_DIGIT: Final = Display(digits=1)
"""A poll of some hundred people carries no second decimal."""
SCORES: Final = Display(digits=2, strip_zeros=True)
PLACES: Final = Display(digits=2)
"""Under each other in a column: the same number of decimals."""
FEW: Final = 3
"""Answers that are told in a sentence."""


class Told(Value, frozen=True):
    """What may be said of one question: its result, the least number told, reviewed comments."""

    result: QuestionResult
    minimum: int
    comments: tuple[str, ...] = ()
    sure: Sureness = NOT_SURE


class Row(Value, frozen=True):
    """One answer, how many gave it, and the interval of its share."""

    label: str
    number: int
    span: str = ""


def write_question(question: Question, told: Told) -> Iterator[Block]:
    """How many were asked, then the table or the texts of its kind."""
    words = WROTE if isinstance(question, ShortText | LongText) else ASKED
    yield Paragraph(words.format(asked=told.result.asked, answered=told.result.answered))
    yield from _kind(question, told)


def _kind(question: Question, told: Told) -> Iterator[Block]:
    match question:
        case SingleChoice(options=options):
            yield from _single(options, told)
        case MultipleChoice(options=options):
            yield from _several(options, told)
        case Scale() | Number():
            yield from _measured(question, told)
        case Ranking(options=options):
            yield from _ranked(options, told)
        case GradeMatrix():
            yield from _matrix(question, told)
        case ShortText() | LongText():
            yield from _texts(told)


def _too_few(told: Told) -> Paragraph:
    return Paragraph(TOO_FEW.format(minimum=told.minimum))


def totals(table: PublishedTable) -> dict[str, int]:
    """The official number of each answer."""
    return {column.key: column.total for column in table.columns}


def _shares(label: str, rows: Sequence[Row], told: Told, note: str = "") -> Table:
    answered, spans = told.result.answered, any(row.span for row in rows)
    return Table(
        caption="",
        unit=PEOPLE_AND_SHARE,
        columns=(
            Column(label, align=Align.LEFT, width=46 if spans else 60),
            Column(NUMBER, width=16 if spans else 20),
            Column(SHARE, width=16 if spans else 20),
            *([Column(told.sure.name, width=22)] if spans else []),
        ),
        rows=tuple(
            (
                row.label,
                str(row.number),
                share(row.number, answered),
                *([row.span or NOTHING] if spans else []),
            )
            for row in rows
        ),
        notes=(note,) if note else (),
    )


def share(number: int, of: int) -> str:
    """In percent, without the sign.

    >>> share(1, 3), share(0, 0)
    ('33.3', '—')
    """
    return show_share(Fraction(number, of), ONE_DIGIT) if of else NOTHING


def _single(options: tuple[Option, ...], told: Told) -> Iterator[Block]:
    found = totals(told.result.tables[0]) if told.result.tables else {}
    if not found:
        yield _too_few(told)
        return
    table = told.result.tables[0]
    rows = [Row(o.label, found[o.key], told.sure.say(table, o.key)) for o in options]
    if len(rows) <= FEW:
        yield Paragraph(_in_a_sentence(rows, told))
        return
    yield _shares(ANSWER, rows, told)


def _in_a_sentence(rows: Sequence[Row], told: Told) -> str:
    """Two or three answers need no table."""
    said = (
        GAVE.format(
            answer=row.label,
            number=row.number,
            share=share(row.number, told.result.answered),
            span=f"，{told.sure.name}{row.span}%" if row.span else "",
        )
        for row in rows
    )
    return f"{'，'.join(said)}。"


def _several(options: tuple[Option, ...], told: Told) -> Iterator[Block]:
    """The most often chosen first."""
    by_option = {table.part[0]: table for table in told.result.tables}
    if not any(table.columns for table in by_option.values()):
        yield _too_few(told)
        return
    rows = [
        Row(o.label, totals(table).get("chosen", 0), told.sure.say(table, "chosen"))
        for o in options
        for table in (by_option[o.key],)
    ]
    rows.sort(key=lambda row: -row.number)
    yield _shares(ANSWER, rows, told, SEVERAL)


def _measured(question: Scale | Number, told: Told) -> Iterator[Block]:
    if told.result.measures is None:
        yield _too_few(told)
        return
    unit = "分" if isinstance(question, Scale) else question.unit
    span = told.sure.say_average(question.key, unit)
    yield Paragraph(say_measures(told.result.measures, unit, span))
    for table in told.result.tables:
        rows = [
            Row(f"{column.key}分", column.total, told.sure.say(table, column.key))
            for column in table.columns
        ]
        if rows:
            yield _shares(POINTS, rows, told)


def say_measures(measures: Measures, unit: str, span: str = "") -> str:
    """Mean, with its interval where there is one, median and the middle half."""
    written = {
        name: points(getattr(measures, name), SCORES)
        for name in ("mean", "median", "lower", "upper")
    }
    return MEASURES.format(unit=unit, span=span, **written)


def _ranked(options: tuple[Option, ...], told: Told) -> Iterator[Block]:
    """By mean place; how often first, and the mean of those who placed it."""
    result = told.result
    if not result.mean_ranks:
        yield _too_few(told)
        return
    firsts = {key: n for t in result.tables if not t.part for key, n in totals(t).items()}
    ordered = sorted(options, key=lambda option: result.mean_ranks.get(option.key) or Fraction(999))
    yield Table(
        caption="",
        unit=PEOPLE_AND_SHARE,
        columns=(
            Column(ANSWER, align=Align.LEFT, width=40),
            Column(NUMBER, FIRST, width=20),
            Column(SHARE, FIRST, width=20),
            Column(MEAN_RANK, width=20),
        ),
        rows=tuple(
            (
                option.label,
                *_first(firsts.get(option.key), result.answered),
                points(result.mean_ranks.get(option.key), PLACES),
            )
            for option in ordered
        ),
        notes=(RANKED,),
    )


def _first(number: int | None, answered: int) -> tuple[str, str]:
    return (NOTHING, NOTHING) if number is None else (str(number), share(number, answered))


def _matrix(matrix: GradeMatrix, told: Told) -> Iterator[Block]:
    """A row for each subject and indicator, in counts."""
    by_cell = {table.part: totals(table) for table in told.result.tables}
    if not any(by_cell.values()):
        yield _too_few(told)
        return
    several = len(matrix.indicators) > 1
    labels = {grade.key: grade.label for grade in matrix.grades}
    marks = [*matrix.marks(), "blank"]
    yield Table(
        caption="",
        unit=PEOPLE,
        columns=(
            Column(SUBJECT, align=Align.LEFT),
            *([Column(INDICATOR, align=Align.LEFT)] if several else []),
            *(Column(BLANK if mark == "blank" else labels.get(mark, mark)) for mark in marks),
        ),
        rows=tuple(
            (
                subject.label,
                *([indicator.label] if several else []),
                *_cells(by_cell.get((subject.key, indicator.key), {}), marks),
            )
            for subject in matrix.subjects
            for indicator in matrix.indicators
        ),
        heads=2 if several else 1,
    )


def _cells(found: dict[str, int], marks: Sequence[str]) -> Iterator[str]:
    return (str(found[mark]) if mark in found else NOTHING for mark in marks)


def _texts(told: Told) -> Iterator[Block]:
    if not told.comments:
        if told.result.answered:
            yield Paragraph(NOT_QUOTED)
        return
    yield Paragraph(QUOTED)
    for comment in told.comments:
        yield Clause(3, "", comment.replace("\n", "　"))
