"""A form becomes the steps its page shows: one appraisee at a time, then the other sections."""

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
    rated = tuple(_subject_step(form, subject) for subject in subjects(form).values())
    others = (_section_step(form, section) for section in form.sections)
    return rated + tuple(step for step in others if step.questions)


def _subject_step(form: Questionnaire, subject: Subject) -> Step:
    return Step(
        key=subject.key,
        title=subject.label,
        note=subject.note,
        subject=subject.key,
        grids=tuple(
            _grid(matrix, subject.key) for matrix in form.matrices() if _has(matrix, subject)
        ),
        questions=tuple(q for q in form.questions() if about(q) == subject.key),
    )


def _has(matrix: GradeMatrix, subject: Subject) -> bool:
    return any(row.key == subject.key for row in matrix.subjects)


def _grid(matrix: GradeMatrix, subject: AppraiseeKey) -> Grid:
    return Grid(
        question=matrix.key,
        subject=subject,
        indicators=matrix.indicators,
        grades=matrix.grades,
        required=matrix.required,
        points=matrix.points,
    )


def _section_step(form: Questionnaire, section: Section) -> Step:
    known = subjects(form)
    questions = tuple(
        question
        for question in section.questions
        if not isinstance(question, GradeMatrix) and about(question) not in known
    )
    return Step(key=f"_{section.key}", title=section.title, lead=section.lead, questions=questions)


def about(question: Question) -> AppraiseeKey | None:
    """The appraisee a text is about, if any."""
    return question.about if isinstance(question, ShortText | LongText) else None
