"""The keys of a form settle: called by place, or as the version before called the same words.

A question keeps its key while its words and its kind stay; one that is worded anew is another
question and gets a key that no version had, so that answers of two versions are never mixed up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeVar

import msgspec

from surveys.questionnaire.conditions import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Chosen,
    Condition,
    Not,
)
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.paste.labels import option_key
from surveys.questionnaire.paste.speaking import options_of
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Option,
    Question,
    Ranking,
    ShortText,
    SingleChoice,
    Subject,
)

_PLACED: Final = re.compile(r"[a-z][0-9]+")
"""A key that says no more than a place."""
_Part = TypeVar("_Part", Option, Subject, Indicator)
_Keys = Mapping[str, str]


def settle(form: Questionnaire, before: Questionnaire | None = None) -> Questionnaire:
    """The same form with settled keys; those an author chose in `{#…}` stay as they are."""
    old = {_who(question): question for question in before.questions()} if before else {}
    asked = list(form.questions())
    names = _assign(
        [question.key for question in asked],
        [f"q{at}" for at in range(1, len(asked) + 1)],
        [old[_who(each)].key if _who(each) in old else "" for each in asked],
        reserved={question.key for question in old.values()},
    )
    called = {question.key: name for question, name in zip(asked, names, strict=True)}
    parts = [_with_parts(question, old.get(_who(question))) for question in asked]
    moved = {
        question.key: _moved(options_of(question), options_of(new))
        for question, new in zip(asked, parts, strict=True)
    }
    told = {each.key: new.key for each, new in _pairs(asked, parts)}
    settled = (
        _retold(new, name, called=called, options=moved, about=told)
        for new, name in zip(parts, names, strict=True)
    )
    return msgspec.structs.replace(form, sections=_sections(form, before, settled))


def _who(question: Question) -> tuple[type[Question], str]:
    return type(question), question.title


def _sections(
    form: Questionnaire, before: Questionnaire | None, questions: Iterator[Question]
) -> tuple[Section, ...]:
    old = {section.title: section.key for section in before.sections} if before else {}
    keys = _assign(
        [section.key for section in form.sections],
        [f"s{at}" for at in range(1, len(form.sections) + 1)],
        [old.get(section.title, "") for section in form.sections],
        reserved=set(old.values()),
    )
    return tuple(
        msgspec.structs.replace(
            section, key=key, questions=tuple(next(questions) for _ in section.questions)
        )
        for section, key in zip(form.sections, keys, strict=True)
    )


def _assign(
    keys: Sequence[str], places: Sequence[str], kept: Sequence[str], *, reserved: set[str]
) -> list[str]:
    """The kept key, else an author's own, else the place, else a number nobody had."""
    usual = set(places)
    own = [key if not _PLACED.fullmatch(key) and key not in usual else "" for key in keys]
    names = [was or mine for was, mine in zip(kept, own, strict=True)]
    free = _Free(reserved.union(filter(None, names)))
    return [name or free.take(place) for name, place in zip(names, places, strict=True)]


class _Free:
    """Keys nobody has. What was seen to be taken once is not gone through again."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.seen: dict[str, range] = {}

    def take(self, place: str) -> str:
        name = self._behind(place) if place in self.taken else place
        self.taken.add(name)
        return name

    def _behind(self, place: str) -> str:
        letter, first = place[0], int(place[1:]) + 1 if place[1:].isdecimal() else 2
        seen = self.seen.get(letter, range(0))
        if first not in seen:
            seen = range(first, first)
        number = seen.stop
        while f"{letter}{number}" in self.taken:
            number += 1
        self.seen[letter] = range(seen.start, number + 1)
        return f"{letter}{number}"


def _settle_parts(
    parts: tuple[_Part, ...], old: Sequence[_Part], places: Sequence[str]
) -> tuple[_Part, ...]:
    was = {part.label: part.key for part in old}
    keys = _assign(
        [part.key for part in parts],
        places,
        [was.get(part.label, "") for part in parts],
        reserved=set(was.values()),
    )
    pairs = zip(parts, keys, strict=True)
    return tuple(msgspec.structs.replace(part, key=key) for part, key in pairs)


def _with_parts(question: Question, old: Question | None) -> Question:
    match question:
        case GradeMatrix():
            was = old if isinstance(old, GradeMatrix) else None
            grades = _settle_options(question.grades, was.grades if was else ())
            named = _moved(question.grades, grades)
            quota = question.quota and msgspec.structs.replace(
                question.quota, option=named.get(question.quota.option, question.quota.option)
            )
            return msgspec.structs.replace(
                question,
                grades=grades,
                quota=quota,
                subjects=_settle_parts(
                    question.subjects, was.subjects if was else (), _places("d", question.subjects)
                ),
                indicators=_settle_parts(
                    question.indicators,
                    was.indicators if was else (),
                    _places("i", question.indicators),
                ),
            )
        case SingleChoice() | MultipleChoice() | Ranking():
            options = _settle_options(question.options, options_of(old) if old else ())
            return msgspec.structs.replace(question, options=options)
        case _:
            return question


def _settle_options(options: tuple[Option, ...], old: tuple[Option, ...]) -> tuple[Option, ...]:
    places = [option_key(option.label, at) for at, option in enumerate(options, start=1)]
    return _settle_parts(options, old, places)


def _places(letter: str, parts: Sequence[object]) -> list[str]:
    return [f"{letter}{at}" for at in range(1, len(parts) + 1)]


def _moved(before: Sequence[Option], after: Sequence[Option]) -> dict[str, str]:
    return {old.key: new.key for old, new in zip(before, after, strict=True)}


def _pairs(
    asked: Sequence[Question], parts: Sequence[Question]
) -> Iterator[tuple[Subject, Subject]]:
    """Departments before and after, where a text may be about one of them."""
    for question, new in zip(asked, parts, strict=True):
        if isinstance(question, GradeMatrix) and isinstance(new, GradeMatrix):
            yield from zip(question.subjects, new.subjects, strict=True)


def _retold(
    question: Question,
    name: str,
    *,
    called: _Keys,
    options: Mapping[str, _Keys],
    about: _Keys,
) -> Question:
    condition = question.show_if and renamed(question.show_if, called, options)
    named = msgspec.structs.replace(question, key=name, show_if=condition)
    if isinstance(named, ShortText | LongText) and named.about:
        return msgspec.structs.replace(named, about=about.get(named.about, named.about))
    return named


def renamed(condition: Condition, called: _Keys, options: Mapping[str, _Keys]) -> Condition:
    """The same condition over other keys; what is not in the tables keeps its key."""
    match condition:
        case All(of=parts):
            return All(of=tuple(renamed(part, called, options) for part in parts))
        case AnyOf(of=parts):
            return AnyOf(of=tuple(renamed(part, called, options) for part in parts))
        case Not(of=part):
            return Not(of=renamed(part, called, options))
        case Chosen(question=key, options=chosen):
            names = options.get(key, {})
            kept = tuple(names.get(option, option) for option in chosen)
            return Chosen(question=called.get(key, key), options=kept)
        case AtLeast() | AtMost() | Answered():
            key = condition.question
            return msgspec.structs.replace(condition, question=called.get(key, key))
