"""Small changes to a form, one at a time: move, rename, add, remove. Places count from nought."""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from surveys.questionnaire.conditions import Chosen, leaves
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.paste.keeping import renamed
from surveys.questionnaire.paste.labels import KNOWN
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
    Subject,
)
from surveys.refusals import Refusal
from surveys.values import Value


class Blanks(Value, frozen=True):
    """The words new parts bear until their author writes better ones."""

    question: str
    option: str
    row: str
    subject: str


PARTS: Final = {"option": "options", "grade": "grades", "row": "indicators", "subject": "subjects"}
"""What a question may have several of, and the field that holds them."""


def move(form: Questionnaire, place: int, *, by: int) -> Questionnaire:
    """Move a question up or down; over the edge of its section it goes into the next."""
    sections = [list(section.questions) for section in form.sections]
    at, within = _find(form, place)
    question = sections[at].pop(within)
    if 0 <= within + by <= len(sections[at]):
        sections[at].insert(within + by, question)
    elif 0 <= at + by < len(sections):
        beside = sections[at + by]
        beside.insert(0 if by > 0 else len(beside), question)
    else:
        sections[at].insert(within, question)
    return _with_questions(form, sections)


def remove(form: Questionnaire, place: int) -> Questionnaire:
    """Remove a question that no condition looks at; an empty section goes with it."""
    questions = list(form.questions())
    gone = questions[place]
    _refuse_needed(form, gone, None)
    sections = [[q for q in section.questions if q is not gone] for section in form.sections]
    smaller = _with_questions(form, sections)
    kept = tuple(section for section in smaller.sections if section.questions)
    return msgspec.structs.replace(smaller, sections=kept)


def change(form: Questionnaire, place: int, **changes: object) -> Questionnaire:
    """One question with other fields."""
    return _map(form, place, lambda question: msgspec.structs.replace(question, **changes))


def add(form: Questionnaire, question: Question) -> Questionnaire:
    """A question at the end."""
    sections = form.sections or (Section(key="s1", title="", questions=()),)
    last = msgspec.structs.replace(sections[-1], questions=(*sections[-1].questions, question))
    return msgspec.structs.replace(form, sections=(*sections[:-1], last))


def rename_part(
    form: Questionnaire, place: int, *, kind: str, at: int, label: str
) -> Questionnaire:
    """Another label for an option, a grade, a row or a department.

    满意 is known by its key wherever votes are counted; an option renamed from it must lose it.
    """
    question = list(form.questions())[place]
    parts = list(parts_of(question, kind))
    old = parts[at]
    known = isinstance(old, Option) and KNOWN.get(old.label) == old.key
    key = _fresh({part.key for part in parts}) if known and label != old.label else old.key
    parts[at] = msgspec.structs.replace(old, key=key, label=label)
    changed = change(form, place, **{PARTS[kind]: tuple(parts)})
    return _retold(changed, question.key, {old.key: key}) if key != old.key else changed


def _retold(form: Questionnaire, asked: str, moved: dict[str, str]) -> Questionnaire:
    """Conditions that wait for an option of this question, by its new key."""
    sections = [
        [
            msgspec.structs.replace(each, show_if=renamed(each.show_if, {}, {asked: moved}))
            if each.show_if
            else each
            for each in section.questions
        ]
        for section in form.sections
    ]
    return _with_questions(form, sections)


def remove_part(form: Questionnaire, place: int, *, kind: str, at: int) -> Questionnaire:
    """Remove an option, a grade, a row or a department; not an option a condition waits for."""
    question = list(form.questions())[place]
    gone = parts_of(question, kind)[at]
    if isinstance(gone, Option):
        _refuse_needed(form, question, gone)
    kept = tuple(part for part in parts_of(question, kind) if part is not gone)
    return change(form, place, **{PARTS[kind]: kept})


def add_part(form: Questionnaire, place: int, *, kind: str, label: str) -> Questionnaire:
    """One more option, grade, row or department; its label is made unlike the others."""
    parts = parts_of(list(form.questions())[place], kind)
    labels = {part.label for part in parts}
    number = len(parts) + 1
    while f"{label}{number}" in labels:
        number += 1
    make = {"row": Indicator, "subject": Subject}.get(kind, Option)
    new = make(key=_fresh({part.key for part in parts}), label=f"{label}{number}")
    return change(form, place, **{PARTS[kind]: (*parts, new)})


def parts_of(question: Question, kind: str) -> tuple[Option | Indicator | Subject, ...]:
    """Everything of one sort a question has."""
    return getattr(question, PARTS[kind], ())


def begin(form: Questionnaire, kind: str, blanks: Blanks) -> Question:
    """A question of a kind with nothing in it that would have to be mended at once."""
    number = sum(1 for _ in form.questions()) + 1
    key, title = (
        _fresh({question.key for question in form.questions()}),
        f"{blanks.question}{number}",
    )
    options = tuple(Option(key=f"o{at}", label=f"{blanks.option}{at}") for at in (1, 2))
    match kind:
        case "multiple":
            return MultipleChoice(key=key, title=title, options=options)
        case "ranking":
            return Ranking(key=key, title=title, options=options)
        case "matrix":
            row = Indicator(key="i1", label=f"{blanks.row}1")
            subject = Subject(key="d1", label=f"{blanks.subject}1")
            return GradeMatrix(
                key=key, title=title, subjects=(subject,), indicators=(row,), grades=options
            )
        case "scale":
            return Scale(key=key, title=title, low=1, high=5)
        case "number":
            return Number(key=key, title=title)
        case "line":
            return ShortText(key=key, title=title, required=False)
        case "text":
            return LongText(key=key, title=title, required=False)
        case _:
            return SingleChoice(key=key, title=title, options=options)


def _fresh(keys: set[str]) -> str:
    """A key that says nothing; `settle` gives it its place."""
    return next(key for key in (f"x{n}" for n in range(1, len(keys) + 2)) if key not in keys)


def _find(form: Questionnaire, place: int) -> tuple[int, int]:
    for at, section in enumerate(form.sections):
        if place < len(section.questions):
            return at, place
        place -= len(section.questions)
    raise IndexError(place)


def _map(form: Questionnaire, place: int, changed: Callable[[Question], Question]) -> Questionnaire:
    at, within = _find(form, place)
    sections = [list(section.questions) for section in form.sections]
    sections[at][within] = changed(sections[at][within])
    return _with_questions(form, sections)


def _with_questions(form: Questionnaire, sections: list[list[Question]]) -> Questionnaire:
    pairs = zip(form.sections, sections, strict=True)
    changed = (msgspec.structs.replace(old, questions=tuple(new)) for old, new in pairs)
    return msgspec.structs.replace(form, sections=tuple(changed))


def _refuse_needed(form: Questionnaire, asked: Question, option: Option | None) -> None:
    for question in form.questions():
        if any(_needs(leaf_of, option) for leaf_of in _looks(question, asked)):
            name = option.label if option else asked.title
            raise Refusal("questionnaire.needed", title=name, by=question.title)


def _looks(question: Question, asked: Question) -> Iterator[object]:
    for leaf in leaves(question.show_if) if question.show_if else ():
        if leaf.question == asked.key and question is not asked:
            yield leaf


def _needs(leaf: object, option: Option | None) -> bool:
    return option is None or (isinstance(leaf, Chosen) and option.key in leaf.options)
