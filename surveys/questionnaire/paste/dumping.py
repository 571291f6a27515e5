"""A questionnaire becomes the text that is read back as the same questionnaire.

Words are written as they are where they read back so, else with backslashes; keys only where they
are not what the place gives.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from surveys.questionnaire.form import Questionnaire, Section, subjects
from surveys.questionnaire.paste.asides import Aside, read_aside
from surveys.questionnaire.paste.asking import split_grades
from surveys.questionnaire.paste.hinting import say_hints
from surveys.questionnaire.paste.joining import read_lines
from surveys.questionnaire.paste.labels import (
    option_key,
    read_indicators,
    read_keyed,
    read_options,
    read_subjects,
    split_list,
)
from surveys.questionnaire.paste.lines import Kind
from surveys.questionnaire.paste.shielding import escape, shield, spell_out, unshield
from surveys.questionnaire.paste.speaking import Tongue, options_of
from surveys.questionnaire.paste.titles import read_title
from surveys.questionnaire.questions import GradeMatrix, Indicator, Option, Question, Subject

_SHORT: Final = 40
"""Characters of options that stand on one line."""
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def dump(form: Questionnaire) -> str:
    """The text of a form, ended by a line end."""
    return "\n".join(_Writer(form).lines()) + "\n"


class _Writer:
    """What the lines of one form share: numbers, names of questions, all departments."""

    def __init__(self, form: Questionnaire) -> None:
        self.form = form
        self.tongue = Tongue(tuple(form.questions()))
        self.subjects = tuple(subjects(form).values())

    def lines(self) -> Iterator[str]:
        if self.form.title:
            yield f"# {written(self.form.title, _read_heading)}"
        if self.form.version != 1:
            yield f"版本：{self.form.version}"
        number = 0
        for at, section in enumerate(self.form.sections, start=1):
            yield from self.heading(section, at)
            for question in section.questions:
                number += 1
                yield ""
                yield from self.question(question, number)

    def heading(self, section: Section, position: int) -> Iterator[str]:
        key = _key(section.key, f"s{position}")
        if position > 1 or section.title or key or not section.questions:
            yield ""
            yield f"## {written(section.title, _read_heading)}{key}".rstrip()
        yield from _notes(section.lead)

    def question(self, question: Question, number: int) -> Iterator[str]:
        title, key = written(question.title, _read_title), _key(question.key, f"q{number}")
        hints = "，".join(say_hints(question, self.subjects))
        shown = f"（{self.tongue.say(question.show_if)}）" if question.show_if else ""
        yield f"{number}. {title}{key}（{hints}）{shown}"
        yield from _notes(question.help)
        if isinstance(question, GradeMatrix):
            yield from _matrix(question)
        else:
            yield from _options(options_of(question))


def written(text: str, read: Callable[[str], str | None]) -> str:
    """As it is, if it reads back as it is; a backslash would eat what follows.

    Words that mean something even without their marks (跳至第3题) are spelled letter by letter.
    """
    if text and "\\" not in text and read(text) == text:
        return text
    escaped = escape(text)
    return escaped if not text or read(escaped) == text else spell_out(text)


def _read_heading(text: str) -> str | None:
    lines = read_lines(f"## {text}")
    keyed = read_keyed(lines[0].text) if len(lines) == 1 else None
    return unshield(keyed.text) if keyed and not keyed.key else None


def _read_title(text: str) -> str | None:
    lines = read_lines(f"1. {text}")
    if len(lines) != 1 or lines[0].kind is not Kind.QUESTION:
        return None
    titled = read_title(f"{lines[0].text}（单选）")
    plain = titled.hints == ("单选",) and not titled.key and not titled.condition
    return titled.title if plain else None


def _key(key: str, default: str) -> str:
    return "" if key == default else f"{{#{key}}}"


def _notes(text: str) -> Iterator[str]:
    for line in text.split("\n") if text else ():
        yield f"说明：{written(line, _read_note)}".rstrip()


def _read_note(text: str) -> str | None:
    lines = read_lines(f"说明：{text}")
    return unshield(lines[0].text) if len(lines) == 1 else None


def _options(options: Sequence[Option]) -> Iterator[str]:
    words = [_option(option, at) for at, option in enumerate(options, start=1)]
    line = " / ".join(words)
    if len(words) > 1 and len(line) <= _SHORT and _slashed(line) == tuple(options):
        yield line
        return
    for at, word in enumerate(words):
        yield f"{_LETTERS[at]}. {word}" if at < len(_LETTERS) else f"□ {word}"


def _option(option: Option, position: int) -> str:
    key = _key(option.key, option_key(option.label, position))
    letter = _LETTERS[(position - 1) % len(_LETTERS)]
    return f"{written(option.label, partial(_read_option, letter))}{key}"


def _read_option(letter: str, text: str) -> str | None:
    found = None
    for mark in (f"{letter}. ", "□ "):
        lines = read_lines(f"{mark}{text}")
        if len(lines) != 1 or len(lines[0].parts) != 1:
            return None
        part = lines[0].parts[0]
        if read_aside(part) != Aside(text=part) or read_keyed(part).key:
            return None
        found = unshield(part)
    return found


def _slashed(text: str) -> tuple[Option, ...]:
    lines = read_lines(text)
    slashed = len(lines) == 1 and lines[0].kind is Kind.OPTIONS
    return read_options(lines[0].parts) if slashed else ()


def _matrix(question: GradeMatrix) -> Iterator[str]:
    if question.subjects:
        names = (_subject(at, subject) for at, subject in enumerate(question.subjects, start=1))
        yield f"对象：{'、'.join(names)}"
    if question.grades:
        yield f"等次：{_grades(question.grades)}"
    for at, indicator in enumerate(question.indicators, start=1):
        yield f"- {_indicator(indicator, at)}"


def _grades(grades: tuple[Option, ...]) -> str:
    line = " / ".join(_option(grade, at) for at, grade in enumerate(grades, start=1))
    if read_options(split_grades(shield(line))) == grades:
        return line
    keys = [_key(grade.key, option_key(grade.label, at)) for at, grade in enumerate(grades, 1)]
    words = [escape(grade.label) + key for grade, key in zip(grades, keys, strict=True)]
    return " / ".join(words)


def _subject(position: int, subject: Subject) -> str:
    key = _key(subject.key, f"d{position}")
    name = written(subject.label, _read_subject)
    return f"{name}{key}（{escape(subject.note)}）" if subject.note else f"{name}{key}"


def _read_subject(text: str) -> str | None:
    lines = read_lines(f"对象：{text}")
    match read_subjects(split_list(lines[0].text)) if len(lines) == 1 else ():
        case (Subject(key="d1", note="", label=label),):
            return label
        case _:
            return None


def _indicator(indicator: Indicator, position: int) -> str:
    key = _key(indicator.key, f"i{position}")
    name = written(indicator.label, _read_row)
    return f"{name}{key}（总体）" if indicator.overall else f"{name}{key}"


def _read_row(text: str) -> str | None:
    lines = read_lines(f"- {text}")
    if len(lines) != 1 or lines[0].kind is not Kind.ROW:
        return None
    (found,) = read_indicators((lines[0].text,))
    return found.label if not found.overall and found.key == "i1" else None
