"""The tree of a foreign condition becomes a condition of ours that holds for the same answers.

An answer not given compares as others compare it: equal to the empty word, unlike anything else,
neither less nor greater than a number.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Final, TypeAlias

from service.interchange.expressions import (
    Both,
    Call,
    Compare,
    Either,
    Inverse,
    Items,
    Literal,
    Nobody,
    Ref,
    Tree,
    Unclear,
)
from service.interchange.joining import every, inverse, some
from surveys.keys import OptionKey
from surveys.questionnaire.conditions import (
    All,
    Answered,
    AtLeast,
    AtMost,
    Chosen,
    Condition,
)
from surveys.questionnaire.questions import (
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Scale,
    SingleChoice,
)
from surveys.values import Value


class Known(Value, frozen=True, dict=True):
    """A question that can be asked about: as it is with us, and its options by foreign code."""

    question: Question
    codes: dict[str, OptionKey] = {}
    option: str = ""
    """Set where the name stands for one option of a multiple choice (`Q1_SQ001` in LimeSurvey)."""

    @cached_property
    def numbers(self) -> tuple[tuple[str, int], ...]:
        """The codes that are numbers, and which; worked out once for every comparison."""
        codes = (code for code in self.codes if re.fullmatch(r"-?[0-9]{1,9}", code))
        return tuple((code, int(code)) for code in codes)


Find: TypeAlias = Callable[[str], Known]
_MIRRORED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_TICKED: Final = frozenset({"Y", "1", "true"})


def decide(tree: Tree, find: Find) -> Condition:
    """The condition; what has no equal with us is `Unclear`."""
    match tree:
        case Both(parts=parts):
            return every(decide(part, find) for part in parts)
        case Either(parts=parts):
            return some(decide(part, find) for part in parts)
        case Inverse(of=part):
            return inverse(decide(part, find))
        case Compare():
            return _compared(tree, find)
        case Call(name="not", given=(part,)):
            return inverse(decide(part, find))
        case Call(name=name, given=(Ref(name=asked), *wanted)):
            return _called(name, find(asked), tuple(wanted))
        case _:
            raise Unclear(_say(tree))


def _called(name: str, known: Known, wanted: tuple[Tree, ...]) -> Condition:
    match name, wanted:
        case (("selected" | "contains" | "contain"), (Literal(text=code),)):
            return _chosen(known, (code,))
        case (("contains" | "contain" | "allof"), (Items(of=items),)):
            return every(_chosen(known, (_word(item),)) for item in items)
        case (("notcontains" | "notcontain"), (Literal(text=code),)):
            return inverse(_chosen(known, (code,)))
        case "anyof", (Items(of=items),):
            return _chosen(known, tuple(_word(item) for item in items))
        case (("empty" | "is_empty"), ()):
            return inverse(_given(known))
        case "notempty", ():
            return _given(known)
        case _:
            raise Unclear(name)


def _word(item: Tree) -> str:
    if not isinstance(item, Literal):
        raise Unclear(_say(item))
    return item.text


def _given(known: Known) -> Condition:
    if known.option:
        return Chosen(question=known.question.key, options=(known.option,))
    return Answered(question=known.question.key)


def _chosen(known: Known, codes: tuple[str, ...]) -> Condition:
    if known.option or not isinstance(known.question, SingleChoice | MultipleChoice | Ranking):
        raise Unclear(known.question.title)
    unknown = [code for code in codes if code not in known.codes]
    if unknown and not known.codes:
        raise Nobody(unknown[0])
    if unknown or not codes:
        raise Unclear("".join(unknown[:1]))
    return Chosen(question=known.question.key, options=tuple(known.codes[code] for code in codes))


def _compared(tree: Compare, find: Find) -> Condition:
    match tree.left, tree.right:
        case Ref(name=name), Literal() as literal:
            return _measured(find(name), tree.sign, literal)
        case ((Literal() as literal), Ref(name=name)):
            return _measured(find(name), _MIRRORED[tree.sign], literal)
        case _:
            raise Unclear(f"{_say(tree.left)} {tree.sign} {_say(tree.right)}")


def _measured(known: Known, sign: str, literal: Literal) -> Condition:
    if sign == "!=":
        return inverse(_measured(known, "=", literal))
    if sign == "=" and not literal.text:
        return inverse(_given(known))
    if known.option:
        if sign != "=" or literal.text not in _TICKED:
            raise Unclear(literal.text)
        return _given(known)
    if sign == "=" and isinstance(known.question, SingleChoice):
        return _chosen(known, (literal.text,))
    if isinstance(known.question, SingleChoice):
        return _numbered(known, sign, literal.number())
    return _bounded(known.question, sign, literal.number())


_HOLDS: Final[Mapping[str, Callable[[int, int | Fraction], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def _numbered(known: Known, sign: str, value: Fraction) -> Condition:
    """Options whose codes are numbers compare as these; any other word is no number."""
    bound = int(value) if value.denominator == 1 else value
    fitting = tuple(code for code, number in known.numbers if _HOLDS[sign](number, bound))
    if not fitting:
        raise (Unclear if known.codes else Nobody)(known.question.title)
    return _chosen(known, fitting)


def _bounded(question: Question, sign: str, value: Fraction) -> Condition:
    match sign, question:
        case ">=", Scale() | Number():
            return AtLeast(question=question.key, value=value)
        case "<=", Scale() | Number():
            return AtMost(question=question.key, value=value)
        case ">", Scale() | Number():
            return AtLeast(question=question.key, value=above(value, digits_of(question)))
        case "<", Scale() | Number():
            return AtMost(question=question.key, value=below(value, digits_of(question)))
        case "=", Scale() | Number():
            low = AtLeast(question=question.key, value=value)
            return All(of=(low, AtMost(question=question.key, value=value)))
        case _:
            raise Unclear(question.title)


def digits_of(question: Question) -> int:
    """Decimals an answer may have."""
    return question.digits if isinstance(question, Number) else 0


def above(value: Fraction, digits: int) -> Fraction:
    """The least number with so many decimals that is greater.

    >>> above(Fraction(3), 0), above(Fraction(5, 2), 0), above(Fraction(3), 1)
    (Fraction(4, 1), Fraction(3, 1), Fraction(31, 10))
    """
    return Fraction(math.floor(value * 10**digits) + 1, 10**digits)


def below(value: Fraction, digits: int) -> Fraction:
    """The greatest number with so many decimals that is less."""
    return -above(-value, digits)


def finder(known: Mapping[str, Known]) -> Find:
    """Look questions up by name; a name nobody asked is unclear."""

    def find(name: str) -> Known:
        if name not in known:
            raise Nobody(name)
        return known[name]

    return find


def _say(tree: Tree) -> str:
    match tree:
        case Ref(name=name) | Call(name=name):
            return name
        case Literal(text=text):
            return text
        case Compare(sign=sign):
            return sign
        case _:
            return "…"
