"""Before a questionnaire is written in a foreign format: what that format cannot hold, by name."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from reports.wording.interchange import OUT
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.proofread import proofread
from surveys.questionnaire.questions import GradeMatrix, Number, Question, Ranking, Scale
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal

_CELL: Final = 30_000
"""Characters of a cell of Excel, with room to spare."""
_PIPED: Final = re.compile(r"\$?\{[^{}]*\}")


def refuse_unproofed(form: Questionnaire) -> None:
    """A form with something to mend is not handed on to others."""
    complaints = proofread(form)
    if complaints:
        raise Refusal("form.unproofed", number=len(complaints), complaints=complaints)


def refuse_unfit(name: str, reasons: Iterable[str]) -> None:
    """Say everything a format cannot hold at once."""
    found = tuple(dict.fromkeys(reasons))
    if found:
        raise Refusal("interchange.unfit", format=name, reasons=found)


def unfit_matrices(form: Questionnaire) -> Iterator[str]:
    """Matrices no other system has."""
    for matrix in form.matrices():
        if matrix.quota is not None:
            yield OUT["quota"].format(title=matrix.title)
        if matrix.points is not None:
            yield OUT["points"].format(title=matrix.title)


def unfit_rankings(form: Questionnaire) -> Iterator[str]:
    """Rankings of the first few."""
    for question in form.questions():
        if isinstance(question, Ranking) and question.places is not None:
            yield OUT["places"].format(title=question.title, places=question.places)


def unfit_texts(form: Questionnaire) -> Iterator[str]:
    """Texts that would come out otherwise: formulas to others, or letters no cell keeps."""
    for text in texts(form):
        if found := _PIPED.search(text):
            yield OUT["words"].format(title=text[:20], word=found[0])
        if clean(text, lines=True) != text:
            yield OUT["letters"].format(title=clean(text, lines=False)[:20])
        if len(text) > _CELL:
            yield OUT["long"].format(title=text[:20])


def texts(form: Questionnaire) -> Iterator[str]:
    """Every text of a form."""
    yield form.title
    for section in form.sections:
        yield from (section.title, section.lead)
    for question in form.questions():
        yield from (question.title, question.help)
        yield from _parts(question)


def _parts(question: Question) -> Iterator[str]:
    match question:
        case GradeMatrix(subjects=subjects, indicators=indicators, grades=grades):
            for subject in subjects:
                yield from (subject.label, subject.note)
            yield from (part.label for part in (*indicators, *grades))
        case Scale(low_label=low, high_label=high):
            yield from (low, high)
        case Number(unit=unit):
            yield unit
        case _:
            yield from (option.label for option in getattr(question, "options", ()))


def own_subject(matrix: GradeMatrix) -> bool:
    """Whether a matrix is about nobody but itself."""
    subject = matrix.subjects[0]
    alone = len(matrix.subjects) == 1 and subject.key == matrix.key
    return alone and subject.label == matrix.title and not subject.note
