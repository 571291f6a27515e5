"""A form becomes the steps its page shows, in the order asked: one appraisee or section at a time.

A long section is shown in several steps, so that a phone never scrolls through twenty questions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from surveys.keys import AppraiseeKey, QuestionKey
from surveys.questionnaire.form import Questionnaire, Section, subjects
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    Option,
    PointScale,
    Question,
    ShortText,
    Subject,
)
from surveys.values import Value

LONG: Final = 8
"""Questions that still stand on one screen; a longer section is dealt out."""
A_SCREEN: Final = 5


class Grid(Value, frozen=True):
    """The rows of one matrix for one subject."""

    question: QuestionKey
    subject: AppraiseeKey
    indicators: tuple[Indicator, ...]
    grades: tuple[Option, ...]
    required: bool
    points: PointScale | None = None


class Step(Value, frozen=True):
    """What stands on the screen at once."""

    key: str
    """The subject's key, or `_` and the section's key: an `id` for the page, never two alike."""
    title: str
    note: str = ""
    lead: str = ""
    subject: AppraiseeKey | None = None
    grids: tuple[Grid, ...] = ()
    questions: tuple[Question, ...] = ()
    """Questions beside the grids; on a subject's step, the remarks about it."""


def steps(form: Questionnaire) -> tuple[Step, ...]:
    """Every question of the form in exactly one step, rows of a matrix by their subject."""
    return tuple(_steps(form))


def _steps(form: Questionnaire) -> Iterator[Step]:
    """In the order asked, since a condition looks at what stands before it."""
    known = _Known(form)
    for section in form.sections:
        dealt = 0
        for rated, run in groupby(section.questions, lambda one: isinstance(one, GradeMatrix)):
            questions = tuple(run)
            if rated:
                yield from _subject_steps(questions, known)
            else:
                beside = tuple(
                    question for question in questions if about(question) not in known.subjects
                )
                for step in _section_steps(section, beside, dealt):
                    dealt += 1
                    yield step


class _Known:
    """What belongs to each subject of a form, in one pass over it."""

    def __init__(self, form: Questionnaire) -> None:
        self.subjects = subjects(form)
        self.waiting = dict(self.subjects)
        self.grids = defaultdict[AppraiseeKey, list[Grid]](list)
        self.remarks = defaultdict[AppraiseeKey | None, list[Question]](list)
        for matrix in form.matrices():
            for key in dict.fromkeys(subject.key for subject in matrix.subjects):
                self.grids[key].append(_grid(matrix, key))
        for question in form.questions():
            self.remarks[about(question)].append(question)


def _subject_steps(matrices: Iterable[Question], known: _Known) -> Iterator[Step]:
    """The subjects of these matrices that stood on no step yet, each with all its rows."""
    for matrix in matrices:
        assert isinstance(matrix, GradeMatrix)
        for subject in matrix.subjects:
            if known.waiting.pop(subject.key, None):
                yield _subject_step(subject, known)


def _subject_step(subject: Subject, known: _Known) -> Step:
    return Step(
        key=subject.key,
        title=subject.label,
        note=subject.note,
        subject=subject.key,
        grids=tuple(known.grids[subject.key]),
        questions=tuple(known.remarks[subject.key]),
    )


def _grid(matrix: GradeMatrix, subject: AppraiseeKey) -> Grid:
    return Grid(
        question=matrix.key,
        subject=subject,
        indicators=matrix.indicators,
        grades=matrix.grades,
        required=matrix.required,
        points=matrix.points,
    )


def _section_steps(section: Section, questions: tuple[Question, ...], dealt: int) -> Iterator[Step]:
    """As few steps as hold them, filled as evenly as they can be; `dealt` went before."""
    screens = -(-len(questions) // A_SCREEN) if len(questions) > LONG else min(len(questions), 1)
    for at in range(screens):
        place = dealt + at
        yield Step(
            key=f"_{section.key}:{place + 1}" if place else f"_{section.key}",
            title=section.title,
            lead="" if place else section.lead,
            questions=questions[
                len(questions) * at // screens : len(questions) * (at + 1) // screens
            ],
        )


def about(question: Question) -> AppraiseeKey | None:
    """The appraisee a text is about, if any."""
    return question.about if isinstance(question, ShortText | LongText) else None
