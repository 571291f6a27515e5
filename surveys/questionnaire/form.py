"""A questionnaire (问卷, 测评表): sections of questions, frozen and fingerprinted."""

from collections.abc import Iterator

import msgspec

from surveys import canonical
from surveys.keys import WHOLE, AppraiseeKey, Key, Label, UnitKey
from surveys.questionnaire.answer import Answers
from surveys.questionnaire.conditions import holds
from surveys.questionnaire.questions import GradeMatrix, LongText, Question, ShortText, Subject
from surveys.refusals import Refusal
from surveys.values import Value


class Section(Value, frozen=True):
    """Questions under one heading."""

    key: Key
    title: str
    questions: tuple[Question, ...]
    lead: str = ""


class Questionnaire(Value, frozen=True):
    """What is asked. Once a survey has opened it never changes; an edit is the next version."""

    title: Label
    sections: tuple[Section, ...]
    version: int = 1

    def questions(self) -> Iterator[Question]:
        """Every question in the order asked."""
        for section in self.sections:
            yield from section.questions

    def matrices(self) -> Iterator[GradeMatrix]:
        """The grade matrices among them."""
        return (question for question in self.questions() if isinstance(question, GradeMatrix))


def fingerprint(form: Questionnaire) -> str:
    """SHA-256 of the canonical bytes."""
    return canonical.fingerprint(canonical.encode(form))


def restrict(form: Questionnaire, unit: UnitKey) -> Questionnaire:
    """The part of a form that one unit's ballot covers; `WHOLE` covers everything.

    One appraisee's ballot holds its rows and the texts about it. General questions belong to a
    whole ballot only: they would be asked once for each department otherwise.
    """
    if unit == WHOLE:
        return form
    if unit not in subjects(form):
        raise Refusal("form.unknown_unit", unit=unit)
    sections = (_narrow(section, unit) for section in form.sections)
    return msgspec.structs.replace(
        form, sections=tuple(section for section in sections if section.questions)
    )


def _narrow(section: Section, unit: AppraiseeKey) -> Section:
    questions = (_about(question, unit) for question in section.questions)
    return msgspec.structs.replace(
        section, questions=tuple(question for question in questions if question)
    )


def _about(question: Question, unit: AppraiseeKey) -> Question | None:
    match question:
        case GradeMatrix(subjects=rows):
            kept = tuple(subject for subject in rows if subject.key == unit)
            return msgspec.structs.replace(question, subjects=kept) if kept else None
        case ShortText(about=about) | LongText(about=about):
            return question if about == unit else None
        case _:
            return None


def subjects(form: Questionnaire) -> dict[AppraiseeKey, Subject]:
    """Every subject of any matrix, in the order first met."""
    found: dict[AppraiseeKey, Subject] = {}
    for matrix in form.matrices():
        for subject in matrix.subjects:
            found.setdefault(subject.key, subject)
    return found


def shows(question: Question, told: Answers) -> bool:
    """Whether a question is asked after these answers to earlier ones."""
    return question.show_if is None or holds(question.show_if, told)


def visible(form: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions accepted answers lead to; an answer to a hidden question leads nowhere."""
    shown: list[Question] = []
    told: Answers = {}
    for question in form.questions():
        if shows(question, told):
            shown.append(question)
            if question.key in answers:
                told[question.key] = answers[question.key]
    return tuple(shown)


def without_texts(form: Questionnaire) -> Questionnaire:
    """The form as an opened ballot answers it: its texts lie apart."""
    sections = (
        msgspec.structs.replace(
            section,
            questions=tuple(
                q for q in section.questions if not isinstance(q, ShortText | LongText)
            ),
        )
        for section in form.sections
    )
    return msgspec.structs.replace(form, sections=tuple(sections))
