"""Grades become the filled form a phone sends."""

from collections.abc import Mapping, Sequence

from surveys.keys import AppraiseeKey, OptionKey, UnitKey
from surveys.manifest import Manifest
from surveys.questionnaire import fields
from surveys.questionnaire.form import restrict
from surveys.questionnaire.questions import LongText


def fill(
    manifest: Manifest,
    unit: UnitKey,
    *,
    grades: Mapping[AppraiseeKey, Sequence[OptionKey]],
    remarks: Mapping[AppraiseeKey, str],
) -> dict[str, str]:
    """The fields of one unit's ballot: every cell a grade, remarks where there is one."""
    form = restrict(manifest.form, unit)
    cells = {
        fields.cell(matrix.key, subject.key, indicator.key): grade
        for matrix in form.matrices()
        for subject in matrix.subjects
        for indicator, grade in zip(matrix.indicators, grades[subject.key], strict=True)
    }
    said = {
        fields.plain(question.key): remarks[question.about]
        for question in form.questions()
        if isinstance(question, LongText) and question.about and remarks.get(question.about)
    }
    return cells | said
