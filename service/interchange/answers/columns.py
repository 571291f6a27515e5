"""A form becomes the columns of a data file: one thing a column, in the order asked.

A question skipped or not shown is an empty cell; 0 of a multiple choice was left unticked.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

from reports.wording.interchange import CHOSEN
from surveys.questionnaire.answer import (
    Answers,
    Choice,
    Choices,
    Mark,
    Marks,
    Order,
    Points,
    Quantity,
    Words,
)
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Subject,
)
from surveys.values import Value

Told: TypeAlias = str | int | None
_TICKED: Final = (("0", CHOSEN[0]), ("1", CHOSEN[1]))


class Column(Value, frozen=True, kw_only=True):
    """One column. `kind` is one of `reports.wording.interchange.KINDS`."""

    name: str
    title: str
    kind: str
    question: str
    part: str = ""
    """The option, or `appraisee/indicator`."""

    codes: tuple[tuple[str, str], ...] = ()
    """Codes and what they mean."""

    digits: int = 0


def columns(form: Questionnaire) -> tuple[Column, ...]:
    """Every column of a form."""
    return tuple(column for question in form.questions() for column in _columns(question))


def _columns(question: Question) -> Iterator[Column]:
    match question:
        case SingleChoice(options=options):
            yield _whole(question, "choice", _codes(options))
        case MultipleChoice(options=options):
            yield from (_part(question, option, "flag", _TICKED) for option in options)
        case Ranking(options=options):
            yield from (_part(question, option, "place", ()) for option in options)
        case Scale():
            yield _whole(question, "number")
        case Number(digits=digits):
            yield _whole(question, "number", digits=digits)
        case ShortText() | LongText():
            yield _whole(question, "text")
        case GradeMatrix(subjects=subjects, indicators=indicators):
            for subject in subjects:
                for indicator in indicators:
                    yield _cell(question, subject, indicator)


def _codes(options: tuple[Option, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((option.key, option.label) for option in options)


def _whole(
    question: Question, kind: str, codes: tuple[tuple[str, str], ...] = (), *, digits: int = 0
) -> Column:
    return Column(
        name=question.key,
        title=question.title,
        kind=kind,
        question=question.key,
        codes=codes,
        digits=digits,
    )


def _part(
    question: Question, option: Option, kind: str, codes: tuple[tuple[str, str], ...]
) -> Column:
    return Column(
        name=f"{question.key}/{option.key}",
        title=f"{question.title}：{option.label}",
        kind=kind,
        question=question.key,
        part=option.key,
        codes=codes,
    )


def _cell(matrix: GradeMatrix, subject: Subject, indicator: Indicator) -> Column:
    heads = (matrix.title, subject.label, indicator.label)
    return Column(
        name=f"{matrix.key}/{subject.key}/{indicator.key}",
        title="：".join(dict.fromkeys(heads)),
        kind="number" if matrix.points else "choice",
        question=matrix.key,
        part=f"{subject.key}/{indicator.key}",
        codes=_codes(matrix.grades),
    )


def tell(column: Column, answers: Answers) -> Told:
    """What one row has in a column, as a code or a number."""
    match answers.get(column.question):
        case Choice(option=option):
            return option
        case Choices(options=options):
            return int(column.part in options)
        case Order(options=options):
            return options.index(column.part) + 1 if column.part in options else None
        case Points(points=points):
            return points
        case Quantity(number=number):
            return number
        case Words(words=words):
            return words
        case Marks(marks=marks):
            subject, _, indicator = column.part.partition("/")
            return _mark(marks.get(subject, {}).get(indicator))
        case None:
            return None


def _mark(mark: Mark) -> Told:
    """Several marks in one cell of a paper ballot stand together, behind each other."""
    return "+".join(mark) if isinstance(mark, tuple) else mark


def say(column: Column, told: Told) -> Told:
    """The same in words."""
    if told is None or not column.codes:
        return told
    known = dict(column.codes)
    return "+".join(known.get(code, code) for code in str(told).split("+"))
