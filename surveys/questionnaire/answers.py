"""Reading answers: the only way in. What passes here is what a ballot may hold.

`read` takes an HTML form's fields, `check` takes answers already typed (from JSON); both give
the same accepted answers. `fits` judges an opened ballot, which may come from paper.
"""

import contextlib
from collections.abc import Callable

from surveys.questionnaire import fields
from surveys.questionnaire.accept import accept
from surveys.questionnaire.answer import (
    Answer,
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
from surveys.questionnaire.form import Questionnaire, shows, visible
from surveys.questionnaire.questions import GradeMatrix, Question
from surveys.refusals import Refusal
from surveys.values import Value

__all__ = [
    "Answer",
    "Answers",
    "Choice",
    "Choices",
    "Gap",
    "Mark",
    "Marks",
    "Order",
    "Points",
    "Quantity",
    "Words",
    "check",
    "filled",
    "fits",
    "missing",
    "read",
    "told",
]


class Gap(Value, frozen=True):
    """Something still open: a question, or one cell of a matrix. Labels are for the page."""

    question: str
    title: str
    subject: str = ""
    subject_label: str = ""
    indicator: str = ""
    indicator_label: str = ""


def read(form: Questionnaire, raw: fields.Raw) -> Answers:
    """Accepted answers from an HTML form's fields (their names: `surveys.questionnaire.fields`)."""
    return _complete(form, filled(form, raw))


def filled(form: Questionnaire, raw: fields.Raw) -> Answers:
    """What is filled in so far, gaps allowed; only what is wrong is refused."""
    fields.refuse_strangers(form, raw)
    return _accept(form, lambda question: fields.parse(question, raw))


def told(form: Questionnaire, raw: fields.Raw) -> Answers:
    """What is filled in well so far, for a page shown again; whatever is wrong counts as open."""
    known: Answers = {}
    for question in form.questions():
        if shows(question, known):
            with contextlib.suppress(Refusal):
                given = fields.parse(question, raw) or _unmarked(question)
                if given is not None:
                    known[question.key] = accept(question, given)
    return known


def check(form: Questionnaire, answers: Answers) -> Answers:
    """Typed answers as accepted, in the form's order; those to hidden questions are dropped."""
    _refuse_strangers(form, answers)
    return _complete(form, _accept(form, lambda question: answers.get(question.key)))


def _complete(form: Questionnaire, accepted: Answers) -> Answers:
    _refuse_overmarks(form, accepted)
    _refuse_over_quota(form, accepted)
    gaps = missing(form, accepted)
    if gaps:
        raise Refusal("form.missing", questions=tuple(_name(gap) for gap in gaps))
    return accepted


def _accept(form: Questionnaire, given: Callable[[Question], Answer | None]) -> Answers:
    """Question by question, since what is asked depends on what was accepted before.

    A blank text is no answer; a matrix that is asked is always answered, if only by blanks.
    """
    accepted: Answers = {}
    for question in form.questions():
        if shows(question, accepted):
            answer = given(question) or _unmarked(question)
            kept = None if answer is None else accept(question, answer)
            if kept is not None and kept != Words(words=""):
                accepted[question.key] = kept
    return accepted


def _unmarked(question: Question) -> Answer | None:
    # `isinstance` would say no in half a microsecond: the type of a Struct is an abstract one.
    return Marks(marks={}) if type(question) is GradeMatrix else None


def _refuse_strangers(form: Questionnaire, answers: Answers) -> None:
    known = {question.key for question in form.questions()}
    for key in answers:
        if key not in known:
            raise Refusal("form.unknown_question", question=key[:80])


def _refuse_overmarks(form: Questionnaire, accepted: Answers) -> None:
    """Over-marking happens on paper; at the door it is refused."""
    for question in form.questions():
        answer = accepted.get(question.key)
        for mark in _cells(answer):
            if isinstance(mark, tuple):
                raise Refusal("form.too_many", question=question.title, most=1, chosen=len(mark))


def _refuse_over_quota(form: Questionnaire, accepted: Answers) -> None:
    """One ballot that marks too many appraisees alike would be spoiled as a whole."""
    for matrix in form.matrices():
        answer, quota = accepted.get(matrix.key), matrix.quota
        if quota is not None and isinstance(answer, Marks):
            for indicator in matrix.indicators:
                given = [row.get(indicator.key) for row in answer.marks.values()]
                if given.count(quota.option) > quota.most:
                    label = next(g.label for g in matrix.grades if g.key == quota.option)
                    raise Refusal(
                        "form.over_quota",
                        indicator=indicator.label,
                        grade=label,
                        most=quota.most,
                        chosen=given.count(quota.option),
                    )


def _cells(answer: Answer | None) -> tuple[Mark, ...]:
    if not isinstance(answer, Marks):
        return ()
    return tuple(mark for row in answer.marks.values() for mark in row.values())


def missing(form: Questionnaire, accepted: Answers) -> tuple[Gap, ...]:
    """What is required, asked and still open, in the form's order, for the review page."""
    required = (question for question in visible(form, accepted) if question.required)
    return tuple(gap for question in required for gap in _open(question, accepted))


def _open(question: Question, accepted: Answers) -> tuple[Gap, ...]:
    if isinstance(question, GradeMatrix):
        return _open_cells(question, accepted.get(question.key))
    if question.key in accepted:
        return ()
    return (Gap(question=question.key, title=question.title),)


def _open_cells(question: GradeMatrix, answer: Answer | None) -> tuple[Gap, ...]:
    marks = answer.marks if isinstance(answer, Marks) else {}
    return tuple(
        Gap(
            question=question.key,
            title=question.title,
            subject=subject.key,
            subject_label=subject.label,
            indicator=indicator.key,
            indicator_label=indicator.label,
        )
        for subject in question.subjects
        for indicator in question.indicators
        if marks.get(subject.key, {}).get(indicator.key) is None
    )


def _name(gap: Gap) -> str:
    if gap.subject:
        return f"{gap.subject_label}“{gap.indicator_label}”"
    return gap.title


def fits(form: Questionnaire, answers: Answers) -> bool:
    """Whether answers belong to this form at all; blanks and over-marks are the rule set's matter.

    They must be written as they are kept: a changed device can seal what no door would let pass,
    such as a number no verifier reads or a text no database keeps. For an opened ballot take
    `form.without_texts`: its remarks lie apart.
    """
    try:
        accepted = _accept(form, lambda question: answers.get(question.key))
    except Refusal:
        return False
    return all(_as_kept(answer, accepted.get(key)) for key, answer in answers.items())


def _as_kept(answer: Answer, kept: Answer | None) -> bool:
    """A matrix is kept with every cell, also those not named; what was not asked is not kept."""
    return kept is not None if isinstance(answer, Marks) else answer == kept
