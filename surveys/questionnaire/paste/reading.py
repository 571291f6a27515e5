"""Text a clerk pasted becomes a questionnaire and everything that was not taken over.

Keys survive a round trip: whatever has no key in `{#…}` is called by its place (`q3`, `o1`, `d2`,
`i1`, `s1`), and the dump writes a key only where it is another. `keeping` carries keys from one
version to the next.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from surveys.questionnaire.conditions import Condition
from surveys.questionnaire.form import Questionnaire, Section, subjects
from surveys.questionnaire.paste.asides import both, passed_over, take_asides
from surveys.questionnaire.paste.asking import Posed, pose
from surveys.questionnaire.paste.joining import read_lines
from surveys.questionnaire.paste.labels import read_keyed
from surveys.questionnaire.paste.outline import Outline, Part, Sketch, outline
from surveys.questionnaire.paste.shielding import unshield
from surveys.questionnaire.paste.speaking import options_of
from surveys.questionnaire.paste.spoken import Unspoken, read_condition
from surveys.questionnaire.paste.unread import Unread, unread
from surveys.questionnaire.questions import GradeMatrix, LongText, Option, Question, ShortText
from surveys.refusals import Refusal
from surveys.values import Value

LONGEST: Final = 60_000
"""Characters of a text; the longest form we know has 6,000."""
MOST_QUESTIONS: Final = 1_000
MOST_PARTS: Final = 10_000
"""Options, grades, departments and indicators of all questions together."""
LONGEST_CONDITION: Final = 6_000


class Asked(Value, frozen=True):
    """What one question was read as, for the author to see."""

    at: int
    key: str
    kind: str
    guessed: bool


class Reading(Value, frozen=True):
    """A form, how its questions were understood, and what is not in it."""

    form: Questionnaire
    asked: tuple[Asked, ...]
    unread: tuple[Unread, ...]


def parse(text: str) -> Reading:
    r"""Read a text.

    >>> reading = parse("# 问卷\n1. 您满意吗\n满意 / 不满意\n然后呢")
    >>> [option.label for option in reading.form.sections[0].questions[0].options]
    ['满意', '不满意']
    >>> reading.asked[0].kind, reading.asked[0].guessed, reading.unread[0].at
    ('single', True, 4)
    """
    if len(text) > LONGEST:
        raise Refusal("form.too_long", question="", limit=LONGEST, length=len(text))
    return assemble(outline(read_lines(text)))


def assemble(plan: Outline) -> Reading:
    """Sketches become questions; then conditions are read, which may name any of them."""
    typed = [sketch for part in plan.parts for sketch in part.sketches]
    if len(typed) > MOST_QUESTIONS:
        raise _too_large()
    sketches, jumps, aside = take_asides(typed)
    posed = _pose(sketches)
    names = _Names(plan.parts, posed)
    skipped, nowhere = passed_over(jumps, sketches, [one.question for one in posed])
    every = [
        msgspec.structs.replace(question, show_if=both(question.show_if, skipped.get(at, ())))
        for at, question in enumerate(map(names.finish, range(len(posed))))
    ]
    form = Questionnaire(
        title=plan.title, sections=_sections(plan.parts, every), version=plan.version
    )
    return Reading(
        form=form,
        asked=tuple(
            Asked(at=sketch.at, key=one.question.key, kind=one.kind, guessed=one.guessed)
            for sketch, one in zip(sketches, posed, strict=True)
        ),
        unread=tuple(
            sorted(
                (
                    *plan.unread,
                    *aside,
                    *nowhere,
                    *(each for one in posed for each in one.unread),
                    *names.unread,
                ),
                key=lambda each: each.at,
            )
        ),
    )


def _pose(sketches: Sequence[Sketch]) -> list[Posed]:
    """Stops as soon as it is too much: every matrix may take over the same long list."""
    posed, parts = list[Posed](), 0
    for at, sketch in enumerate(sketches, start=1):
        posed.append(pose(sketch, at))
        parts += sum(map(len, _parts_of(posed[-1].question)))
        if parts > MOST_PARTS:
            raise _too_large()
    return posed


def _parts_of(question: Question) -> tuple[tuple[object, ...], ...]:
    if isinstance(question, GradeMatrix):
        return question.subjects, question.indicators, question.grades
    return (options_of(question),)


def _too_large() -> Refusal:
    return Refusal("form.too_large", questions=MOST_QUESTIONS, parts=MOST_PARTS)


def _sections(parts: tuple[Part, ...], questions: Sequence[Question]) -> tuple[Section, ...]:
    rest = iter(questions)
    return tuple(
        Section(
            key=part.key or f"s{at}",
            title=part.title,
            questions=tuple(next(rest) for _ in part.sketches),
            lead="\n".join(part.lead),
        )
        for at, part in enumerate(parts, start=1)
    )


class _Names:
    """Questions and options by the words a condition calls them, seen from one of them."""

    def __init__(self, parts: tuple[Part, ...], posed: Sequence[Posed]) -> None:
        self.posed = posed
        self.placed = [(at, sketch) for at, part in enumerate(parts) for sketch in part.sketches]
        self.here = 0
        self.keyed = {one.question.key: one.question for one in reversed(posed)}
        self.numbered: dict[int, dict[int, set[str]]] = {}
        for (at, sketch), one in zip(self.placed, posed, strict=True):
            near = self.numbered.setdefault(sketch.number, {}).setdefault(at, set())
            near.add(one.question.key)
        self.unread: list[Unread] = []
        only = Section(key="s", title="", questions=tuple(one.question for one in posed))
        self.subjects = subjects(Questionnaire(title="", sections=(only,)))

    def finish(self, at: int) -> Question:
        """The question with its condition and the department it is about."""
        self.here = at
        question, sketch = self.posed[at].question, self.placed[at][1]
        if sketch.titled.condition:
            try:
                condition = self._condition(sketch.titled.condition)
                question = msgspec.structs.replace(question, show_if=condition)
            except Unspoken as unspoken:
                self.unread.append(unread(unspoken.code, sketch.at, word=unspoken.word))
        about = self._about(sketch, self.posed[at].about)
        if about and isinstance(question, ShortText | LongText):
            question = msgspec.structs.replace(question, about=about)
        return question

    def _condition(self, words: str) -> Condition:
        if len(words) > LONGEST_CONDITION:
            raise Unspoken("condition", f"{words[:40]}……")
        return read_condition(words, self)

    def _about(self, sketch: Sketch, word: str) -> str:
        keyed = read_keyed(word)
        label = unshield(keyed.text)
        found = [each.key for each in self.subjects.values() if each.label == label]
        if word and not keyed.key and not found:
            self.unread.append(unread("hint", sketch.at, word=word))
        return keyed.key or (found[0] if word and found else "")

    def question(self, number: int) -> str:
        """By its number: in the same section first, then anywhere."""
        section = self.placed[self.here][0]
        every = self.numbered.get(number, {})
        near = every.get(section, set())
        found = near if len(near) == 1 else set[str]().union(*every.values())
        if len(found) == 1:
            return next(iter(found))
        raise Unspoken("condition_ambiguous" if found else "condition_question", str(number))

    def option(self, question: str, word: str) -> str:
        """By its label."""
        label = unshield(word)
        for option in self._options(question):
            if option.label == label:
                return option.key
        raise Unspoken("condition_option", word)

    def labels(self, question: str) -> tuple[str, ...]:
        """First to last."""
        return tuple(option.label for option in self._options(question))

    def _options(self, key: str) -> tuple[Option, ...]:
        question = self.keyed.get(key)
        return options_of(question) if question else ()
