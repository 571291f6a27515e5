"""Does an opened ballot belong to the form: only questions and options that were asked.

Whether a question was shown at all may hang on a text, and texts lie apart: that is not checked.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from surveys.ballots.ballot import Ballot
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
    Option,
    Question,
    Ranking,
    Scale,
    SingleChoice,
)

_DECIMAL: Final = re.compile(r"-?\d{1,15}(?:\.(\d{1,6}))?", re.ASCII)


def strangers(ballot: Ballot, form: Questionnaire) -> Iterator[str]:
    """Question keys of answers that this form could not have received on this unit's ballot."""
    asked = {question.key: question for question in form.questions()}
    for key, answer in ballot.answers.items():
        question = asked.get(key)
        if question is None or not _fits(question, answer, ballot.unit):
            yield key


def _fits(question: Question, answer: Answer, unit: str) -> bool:
    match question, answer:
        case GradeMatrix(), Marks():
            return _marks_fit(question, answer, unit)
        case _ if unit != WHOLE:
            return False
        case SingleChoice(), Choice(option):
            return _chosen((option,), question.options, 1, 1)
        case MultipleChoice(), Choices(options):
            most = question.most or len(question.options)
            return _chosen(options, question.options, max(question.least, 1), most)
        case Ranking(), Order(options):
            places = question.places or len(question.options)
            return _chosen(options, question.options, places, places)
        case Scale(), Points(points):
            return question.low <= points <= question.high
        case Number(), Quantity(number):
            return _number_fits(number, question)
        case _:
            return False


def _marks_fit(matrix: GradeMatrix, answer: Marks, unit: str) -> bool:
    subjects = {subject.key for subject in matrix.subjects if unit in (WHOLE, subject.key)}
    indicators = {indicator.key for indicator in matrix.indicators}
    scale = matrix.points
    scores = range(scale.low, scale.high + 1, scale.step) if scale else ()
    grades = {option.key for option in matrix.grades} | {str(score) for score in scores}
    return (
        bool(subjects)
        and answer.marks.keys() <= subjects
        and all(
            cells.keys() <= indicators and all(_mark_fits(mark, grades) for mark in cells.values())
            for cells in answer.marks.values()
        )
    )


def _mark_fits(mark: Mark, grades: set[str]) -> bool:
    if isinstance(mark, tuple):
        return len(mark) > 1 and len(set(mark)) == len(mark) and grades.issuperset(mark)
    return mark is None or mark in grades


def _chosen(options: Sequence[str], offered: Sequence[Option], least: int, most: int) -> bool:
    known = {option.key for option in offered}
    distinct = set(options)
    return len(distinct) == len(options) and distinct <= known and least <= len(options) <= most


def _number_fits(written: str, question: Number) -> bool:
    shape = _DECIMAL.fullmatch(written)
    if shape is None or len(shape[1] or "") > question.digits:
        return False
    value = Fraction(written)
    above = question.low is None or value >= question.low
    return above and (question.high is None or value <= question.high)
