"""Does an opened ballot belong to the form: only questions and options that were asked.

The form is laid out once; ballots are looked up in it.
Whether a question was shown at all may hang on a text, and texts lie apart: that is not checked.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from surveys.keys import WHOLE
from surveys.questionnaire.answers import (
    Answer,
    Choice,
    Choices,
    Mark,
    Marks,
    Order,
    Points,
    Quantity,
)
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import (
    GradeMatrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Scale,
    SingleChoice,
)
from surveys.verification.published import Opened

_DECIMAL: Final = re.compile(r"(?!-0(?:\.0+)?\Z)-?(?:0|[1-9]\d{0,11})(?:\.(\d{1,6}))?", re.ASCII)
"""No leading zero, and no minus before what is nothing: a number is written in one way."""
_WIDEST: Final = 999_999_999_999


class _Matrix(NamedTuple):
    """What a matrix has, and what a cell may hold that was not marked twice."""

    subjects: frozenset[str]
    indicators: frozenset[str]
    marks: frozenset[str | None]


class Asked:
    """A form as ballots are held against it."""

    def __init__(self, form: Questionnaire) -> None:
        """Lay it out."""
        self._asked = {question.key: _laid_out(question) for question in form.questions()}

    def strangers(self, ballot: Opened) -> Iterator[str]:
        """Keys of answers that this form could not have received on this unit's ballot."""
        for key, answer in ballot.answers.items():
            question = self._asked.get(key)
            if question is None or not _fits(question, answer, ballot.unit):
                yield key


def _laid_out(question: Question) -> Question | _Matrix:
    if not isinstance(question, GradeMatrix):
        return question
    scale = question.points
    scores = range(scale.low, scale.high + 1, scale.step) if scale else ()
    return _Matrix(
        frozenset(subject.key for subject in question.subjects),
        frozenset(indicator.key for indicator in question.indicators),
        frozenset((None, *(option.key for option in question.grades), *map(str, scores))),
    )


def _fits(question: Question | _Matrix, answer: Answer, unit: str) -> bool:
    match question, answer:
        case _Matrix(), Marks():
            return _marks_fit(question, answer, unit)
        case _ if unit != WHOLE:
            return False
        case SingleChoice(), Choice(option):
            return option in {each.key for each in question.options}
        case MultipleChoice(), Choices(options):
            most = question.most or len(question.options)
            in_order = [each.key for each in question.options if each.key in options]
            few = max(question.least, 1)
            return [*options] == in_order and few <= len(options) <= most
        case Ranking(), Order(options):
            known, places = {each.key for each in question.options}, question.places
            return len(known.intersection(options)) == len(options) == (places or len(known))
        case Scale(), Points(points):
            return question.low <= points <= question.high
        case Number(), Quantity(number):
            return _number_fits(number, question)
        case _:
            return False


def _marks_fit(matrix: _Matrix, answer: Marks, unit: str) -> bool:
    subjects = matrix.subjects if unit == WHOLE else matrix.subjects & {unit}
    if not subjects or not answer.marks.keys() <= subjects:
        return False
    for row in answer.marks.values():
        if not matrix.indicators.issuperset(row):
            return False
        if not matrix.marks.issuperset(row.values()) and not _each_fits(row.values(), matrix.marks):
            return False
    return True


def _each_fits(marks: Iterable[Mark], known: frozenset[str | None]) -> bool:
    """Cell by cell: one that is marked more than once is so with different marks."""
    return all(
        1 < len(mark) == len(set(mark)) and known.issuperset(mark)
        if isinstance(mark, tuple)
        else mark in known
        for mark in marks
    )


def _number_fits(written: str, question: Number) -> bool:
    shape = _DECIMAL.fullmatch(written)
    if shape is None or len(shape[1] or "") > question.digits:
        return False
    value = Fraction(written)
    if abs(value) > _WIDEST:
        return False
    above = question.low is None or value >= question.low
    return above and (question.high is None or value <= question.high)
