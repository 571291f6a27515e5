"""A condition in plain words (第1题选“不满意”时) becomes a `Condition`.

第1题选“不满意”、“不了解”      chosen          第1题没选“满意”      not chosen
第2题不小于60                  at least        第2题不大于60        at most
第3题已答                      answered        第3题没答            not answered
甲 且 乙      甲 或 乙      brackets group
都成立（甲；乙）  任一成立（甲；乙）  不符合（甲）   the same, for one part or none
"""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final, Protocol, TypeVar

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
from surveys.questionnaire.paste.numbering import CHINESE, value

_T = TypeVar("_T")
DEEPEST: Final = 20
"""Brackets within brackets; deeper ones are not read."""
_QUESTION: Final = re.compile(
    rf"第\s*(?:(\d{{1,4}}|[{CHINESE}]{{1,5}})|\{{#([a-z0-9][a-z0-9_.-]{{0,39}})\}})\s*[题问]\s*"
)
_LEAD: Final = re.compile(r"(?:当|如果|若|仅当|仅限|前提\s*[:：])?\s*")
_TAIL: Final = re.compile(r"\s*(?:的?时候?|的话)?(?:才?(?:回答|填写|显示|出现|作答))?\s*")
_PREFIX: Final = re.compile(r"(都成立|任一成立|不符合)\s*[(（]")
_START: Final = re.compile(rf"[(（\s]*(?:{_QUESTION.pattern}|{_PREFIX.pattern})")
_OPEN: Final = re.compile(r"[(（]\s*")
_CLOSE: Final = re.compile(r"\s*[)）]")
_PART: Final = re.compile(r"\s*[；;]\s*")
_AND: Final = re.compile(r"\s*[，,]?\s*(?:并且|而且|同时|且)\s*")
_OR: Final = re.compile(r"\s*[，,]?\s*(?:或者|或)\s*")
_OR_OPTION: Final = re.compile(r"\s*(?:[、，,/／]|或者?)\s*(?=[“\"「‘{])|\s*[、/／]\s*(?!第)")
_NUMBER: Final = r"\s*(-?[0-9]{1,40}(?:/0*[1-9][0-9]{0,39}|\.[0-9]{1,20})?)\s*分?"
_AT_LEAST: Final = re.compile(rf"(?:不小于|不低于|至少|大于等于|≥|>=){_NUMBER}")
_AT_MOST: Final = re.compile(rf"(?:不大于|不高于|不超过|至多|小于等于|≤|<=){_NUMBER}")
_UNANSWERED: Final = re.compile(r"(?:没有?(?:答|填|回答|作答)|未(?:答|填|作答))")
_ANSWERED: Final = re.compile(r"(?:已(?:经)?(?:答|填|作答)|(?:作?答|填|回答)了|有答案)")
_NOT_CHOSEN: Final = re.compile(r"(?:没有?选择?|不选|未选)\s*")
_CHOSEN: Final = re.compile(r"(?:选择了|选中|选择|选了|选|为|是|答|[=＝:：])\s*")
_QUOTED: Final = re.compile('“([^”]*)”|"([^"]*)"|「([^」]*)」|‘([^’]*)’')
_KEY: Final = re.compile(r"\{#([a-z0-9][a-z0-9_.-]{0,39})\}")
_NOTHING: Final = re.compile(r"\{\}")
_LETTER: Final = re.compile(r"([A-Za-z])(?![A-Za-z])")


class Unspoken(Exception):
    """A condition nobody understands: a code of `unread` and the words it is about."""

    def __init__(self, code: str, word: str) -> None:
        """`word` may still be shielded."""
        super().__init__(code, word)
        self.code, self.word = code, word


class Names(Protocol):
    """What a condition may speak of."""

    def question(self, number: int) -> str:
        """The key of the question with this number."""
        ...

    def option(self, question: str, word: str) -> str:
        """The key of an option by its label."""
        ...

    def labels(self, question: str) -> tuple[str, ...]:
        """The labels of a question's options, first to last."""
        ...


def is_condition(text: str) -> bool:
    """Whether words in brackets are meant as a condition.

    >>> is_condition("第1题选“不满意”时"), is_condition("见第1题"), is_condition("第一次会议")
    (True, False, False)
    """
    return bool(_START.match(text, _LEAD.match(text).end()))  # type: ignore[union-attr]


def read_condition(text: str, names: Names) -> Condition:
    """The condition a shielded text speaks of, or `Unspoken`."""
    return _Reader(text, names).whole()


class _Reader:
    """Walks along one text; `at` is all that changes."""

    def __init__(self, text: str, names: Names) -> None:
        self.text, self.names, self.at, self.depth = text, names, 0, 0

    def whole(self) -> Condition:
        self.take(_LEAD)
        condition = self.either()
        self.take(_TAIL)
        if self.at < len(self.text):
            raise self.failed()
        return condition

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def failed(self, code: str = "condition") -> Unspoken:
        return Unspoken(code, self.text[self.at :] or self.text)

    def either(self) -> Condition:
        parts = [self.both()]
        while self.take(_OR):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(of=tuple(parts))

    def both(self) -> Condition:
        parts = [self.one()]
        while self.take(_AND):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else All(of=tuple(parts))

    def one(self) -> Condition:
        if prefix := self.take(_PREFIX):
            parts = self.within(self.parts)
            match prefix[1], parts:
                case "都成立", _:
                    return All(of=parts)
                case "任一成立", _:
                    return AnyOf(of=parts)
                case _, (part,):
                    return Not(of=part)
                case _:
                    raise self.failed()
        return self.within(self.either) if self.take(_OPEN) else self.leaf()

    def within(self, read: Callable[[], _T]) -> _T:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.failed()
        inside = read()
        if not self.take(_CLOSE):
            raise self.failed()
        self.depth -= 1
        return inside

    def parts(self) -> tuple[Condition, ...]:
        parts: list[Condition] = []
        while not _CLOSE.match(self.text, self.at):
            parts.append(self.either())
            if not self.take(_PART):
                break
        return tuple(parts)

    def leaf(self) -> Condition:
        found = self.take(_QUESTION)
        if not found:
            raise self.failed()
        key = found[2] or self.names.question(value(found[1]))
        if number := self.take(_AT_LEAST):
            return AtLeast(question=key, value=Fraction(number[1]))
        if number := self.take(_AT_MOST):
            return AtMost(question=key, value=Fraction(number[1]))
        if self.take(_UNANSWERED):
            return Not(of=Answered(question=key))
        if self.take(_ANSWERED):
            return Answered(question=key)
        if self.take(_NOT_CHOSEN):
            return Not(of=self.chosen(key))
        if self.take(_CHOSEN):
            return self.chosen(key)
        raise self.failed()

    def chosen(self, question: str) -> Chosen:
        if self.take(_NOTHING):
            return Chosen(question=question, options=())
        options = [self.option(question)]
        while self.take(_OR_OPTION):
            options.append(self.option(question))
        return Chosen(question=question, options=tuple(options))

    def option(self, question: str) -> str:
        if key := self.take(_KEY):
            return key[1]
        if quoted := self.take(_QUOTED):
            return self.names.option(question, next(filter(None, quoted.groups()), ""))
        labels = self.names.labels(question)
        for label in sorted(labels, key=len, reverse=True):
            if label and self.text.startswith(label, self.at):
                self.at += len(label)
                return self.names.option(question, label)
        letter = self.take(_LETTER)
        if letter and ord(letter[1].upper()) - ord("A") < len(labels):
            return self.names.option(question, labels[ord(letter[1].upper()) - ord("A")])
        raise self.failed("condition_option")
