"""A questionnaire becomes SurveyJS JSON that its Creator opens, and that comes back equal.

What SurveyJS has no place for stands under `minping`, which it passes over.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from reports.wording.interchange import FORMATS, OUT, UNIT
from service.interchange.plain import joined
from service.interchange.saying import SURVEYJS, Unsayable, decimal, say
from service.interchange.telling import (
    own_subject,
    refuse_unfit,
    refuse_unproofed,
    unfit_matrices,
    unfit_texts,
)
from surveys.questionnaire.form import Questionnaire, Section
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
)

_Members = dict[str, Any]


def write_surveyjs(form: Questionnaire) -> bytes:
    """The file, or a refusal that names what SurveyJS cannot hold."""
    refuse_unproofed(form)
    writer = _Writer(form)
    unfit = (*unfit_matrices(form), *_crowded(form), *unfit_texts(form), *writer.unfit())
    refuse_unfit(FORMATS["surveyjs"][0], unfit)
    survey: _Members = {
        "title": form.title,
        "locale": "zh-cn",
        "pages": [writer.page(section) for section in form.sections],
        "minping": {"version": form.version},
    }
    return (json.dumps(survey, ensure_ascii=False, indent=2) + "\n").encode()


def _crowded(form: Questionnaire) -> Iterator[str]:
    """More than one indicator marked as overall has no place."""
    for matrix in form.matrices():
        if sum(indicator.overall for indicator in matrix.indicators) > 1:
            yield OUT["one_option"].format(title=matrix.title)


class _Writer:
    """The pages of one form."""

    def __init__(self, form: Questionnaire) -> None:
        self.form = form
        self.asked = {question.key: question for question in form.questions()}

    def unfit(self) -> Iterator[str]:
        """Conditions SurveyJS cannot say as we mean them."""
        for question in self.form.questions():
            try:
                self.element(question)
            except Unsayable:
                yield OUT["condition"].format(title=question.title)

    def page(self, section: Section) -> _Members:
        elements = [self.element(question) for question in section.questions]
        page: _Members = {"name": section.key, "title": section.title, "description": section.lead}
        return _told(page) | {"elements": elements}

    def element(self, question: Question) -> _Members:
        condition = question.show_if
        common: _Members = {
            "name": question.key,
            "title": question.title,
            "description": question.help,
            "isRequired": question.required,
            "visibleIf": say(condition, SURVEYJS, self.asked) if condition else "",
        }
        return _told(common | _own(question))


def _told(members: _Members) -> _Members:
    """Without what says nothing."""
    return {
        name: value
        for name, value in members.items()
        if value is not None and value is not False and value != ""
    }


def _own(question: Question) -> _Members:
    match question:
        case SingleChoice(options=options):
            return {"type": "radiogroup", "choices": _items(options)}
        case MultipleChoice(options=options, least=least, most=most):
            return {
                "type": "checkbox",
                "choices": _items(options),
                "minSelectedChoices": None if least == 1 else least,
                "maxSelectedChoices": most,
            }
        case Ranking(options=options, places=places):
            some: _Members = {"type": "ranking", "choices": _items(options)}
            if places is None:
                return some
            return some | {
                "selectToRankEnabled": True,
                "minSelectedChoices": places,
                "maxSelectedChoices": places,
            }
        case Scale(low=low, high=high, low_label=low_label, high_label=high_label):
            return {
                "type": "rating",
                "rateMin": low,
                "rateMax": high,
                "minRateDescription": low_label,
                "maxRateDescription": high_label,
            }
        case Number():
            return _number(question)
        case ShortText(longest=longest, about=about):
            ours = {"about": about} if about else None
            return {"type": "text", "maxLength": longest, "minping": ours}
        case LongText(longest=longest, about=about):
            ours = {"about": about} if about else None
            return {"type": "comment", "maxLength": longest, "minping": ours}
        case GradeMatrix():
            return _matrix(question)


def _items(options: tuple[Option, ...] | tuple[Indicator, ...]) -> list[_Members]:
    return [{"value": option.key, "text": option.label} for option in options]


def _number(number: Number) -> _Members:
    steps: Final = {0: 1, 6: None}
    unit = f"{UNIT}{number.unit}" if number.unit else ""
    return {
        "type": "text",
        "inputType": "number",
        "min": None if number.low is None else decimal(number.low),
        "max": None if number.high is None else decimal(number.high),
        "step": steps.get(number.digits, f"0.{'0' * (number.digits - 1)}1"),
        "description": joined(number.help, unit),
        "minping": {"unit": number.unit} if number.unit else None,
    }


def _matrix(matrix: GradeMatrix) -> _Members:
    """One matrix, or a panel with one for each appraisee."""
    overall = next((each.key for each in matrix.indicators if each.overall), None)
    grid: _Members = {
        "type": "matrix",
        "columns": _items(matrix.grades),
        "rows": _items(matrix.indicators),
        "eachRowRequired": matrix.required,
        "minping": {"overall": overall} if overall else None,
    }
    if own_subject(matrix):
        return grid
    return {
        "type": "panel",
        "isRequired": None,
        "minping": {"matrix": True},
        "elements": [
            _told(
                {
                    "name": f"{matrix.key}/{subject.key}",
                    "title": subject.label,
                    "description": subject.note,
                    "isRequired": matrix.required,
                }
                | grid
            )
            for subject in matrix.subjects
        ],
    }
