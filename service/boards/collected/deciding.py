"""Two entries of one sheet become what a third decides (裁定): what differs, what is settled."""

from collections.abc import Mapping
from typing import TypeAlias

from reports.wording.collected import (
    INVALID,
    NOTHING,
    OTHERS,
    SEE_PAPER,
    VALID,
    WHOLE_SHEET,
)
from service.boards.collected.actions import Bench, Known, read_entry
from service.boards.collected.sheets import Sheet, write_choices, write_texts
from service.settings import Settings
from surveys.questionnaire.answer import Answer, Mark, Marks
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import GradeMatrix, Indicator, Subject
from surveys.values import Value

Differences: TypeAlias = tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
"""By department: the field, and what each of two read in it."""


class Both(Value, frozen=True):
    """Two entries beside each other; `alike` are the fields both filled in with the same."""

    differences: Differences
    alike: dict[str, list[str]]


def look_at_both(settings: Settings, bench: Bench, known: Known, form: Questionnaire) -> Both:
    """What two tellers read on this sheet."""
    sheet = next(sheet for sheet in bench.entered if sheet.known.mark == known.mark)
    first, second = (
        read_entry(settings, bench.row.survey_id, entry) for entry in sheet.entries[:2]
    )
    if first.valid != second.valid:
        one, two = (VALID if read.valid else INVALID for read in (first, second))
        return Both(((WHOLE_SHEET, (("", one, two),)),), {})
    differing = tuple((label, lines) for label, lines in _compare(form, first, second) if lines)
    return Both(differing, _alike(form, first, second))


def _alike(form: Questionnaire, first: Sheet, second: Sheet) -> dict[str, list[str]]:
    """Texts are nobody's to type alike: the first teller's stand, to be held against the paper."""
    one, two = write_choices(form, first), write_choices(form, second)
    settled = {name: given for name, given in one.items() if two.get(name) == given}
    return write_texts(second) | write_texts(first) | settled


def _compare(
    form: Questionnaire, first: Sheet, second: Sheet
) -> list[tuple[str, tuple[tuple[str, str, str], ...]]]:
    """Department by department, the cells that were read differently."""
    found: list[tuple[str, tuple[tuple[str, str, str], ...]]] = []
    for matrix in form.matrices():
        answers = first.answers.get(matrix.key), second.answers.get(matrix.key)
        found += [(subject.label, _cells(matrix, subject, *answers)) for subject in matrix.subjects]
    in_a_matrix = {matrix.key for matrix in form.matrices()}
    others = [
        (question.title, SEE_PAPER, SEE_PAPER)
        for question in form.questions()
        if question.key not in in_a_matrix
        and first.answers.get(question.key) != second.answers.get(question.key)
    ]
    return [*found, (OTHERS, tuple(others))]


def _cells(
    matrix: GradeMatrix, subject: Subject, first: Answer | None, second: Answer | None
) -> tuple[tuple[str, str, str], ...]:
    labels = {grade.key: grade.label for grade in matrix.grades}
    read = [
        (
            indicator.label,
            *(_say(_mark(each, subject, indicator), labels) for each in (first, second)),
        )
        for indicator in matrix.indicators
    ]
    return tuple((label, one, two) for label, one, two in read if one != two)


def _mark(answer: Answer | None, subject: Subject, indicator: Indicator) -> Mark:
    if not isinstance(answer, Marks):
        return None
    return answer.marks.get(subject.key, {}).get(indicator.key)


def _say(mark: Mark, labels: Mapping[str, str]) -> str:
    match mark:
        case None:
            return NOTHING
        case str():
            return labels.get(mark, mark)
        case several:
            return "、".join(labels.get(each, each) for each in several)
