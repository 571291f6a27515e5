"""The `constraint` of a question becomes the bounds our question has, or an objection.

A constraint is never asked about an empty answer; neither are our bounds.
"""

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import msgspec

from service.interchange.deciding import above, below
from service.interchange.expressions import Both, Call, Compare, Literal, Ref, Tree, Unclear, parse
from surveys.questionnaire.questions import (
    LongText,
    MultipleChoice,
    Number,
    Question,
    ShortText,
)
from surveys.values import Value

DIGITS: Final = r"^-?[0-9]+(\.[0-9]{{1,{digits}}})?$"
"""How a number of so many decimals is asked for, in and out."""
_DIGITS: Final = re.compile(r"\^-\?\[0-9\]\+\(\\\.\[0-9\]\{1,([1-6])\}\)\?\$")
_MIRRORED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}


class Limit(Value, frozen=True):
    """One comparison: of the answer itself, of its length, or of how many were chosen."""

    what: str
    sign: str
    value: Fraction


def bound(question: Question, constraint: str) -> Question:
    """The question with the bounds a constraint sets; anything more is unclear."""
    tree = parse(constraint)
    for part in tree.parts if isinstance(tree, Both) else (tree,):
        question = _bound(question, part)
    return question


def _bound(question: Question, part: Tree) -> Question:
    match part:
        case Both(parts=parts):
            for each in parts:
                question = _bound(question, each)
            return question
        case Call(name="regex", given=(self, Literal(text=pattern))):
            return _decimals(question, self, pattern)
        case _:
            limit = _limit(part)
            return _limited(question, limit)


def _decimals(question: Question, self: Tree, pattern: str) -> Question:
    found = _DIGITS.fullmatch(pattern)
    if not found or not isinstance(question, Number) or not _is_self(self):
        raise Unclear("regex")
    return msgspec.structs.replace(question, digits=int(found[1]))


def _is_self(tree: Tree) -> bool:
    match tree:
        case Ref(name=".") | Call(name="string", given=(Ref(name="."),)):
            return True
        case _:
            return False


def _limit(part: Tree) -> Limit:
    match part:
        case Compare(sign=sign, left=left, right=Literal() as literal) if sign in _MIRRORED:
            return Limit(what=_what(left), sign=sign, value=literal.number())
        case Compare(sign=sign, left=Literal() as literal, right=right) if sign in _MIRRORED:
            return Limit(what=_what(right), sign=_MIRRORED[sign], value=literal.number())
        case Call(name=name):
            raise Unclear(name)
        case _:
            raise Unclear("…")


def _what(tree: Tree) -> str:
    match tree:
        case Ref(name="."):
            return "value"
        case Call(name=("string-length" | "count-selected") as name, given=(Ref(name="."),)):
            return name
        case _:
            raise Unclear("…")


def _limited(question: Question, limit: Limit) -> Question:
    match question, limit.what:
        case Number(), "value":
            return _between(question, limit)
        case MultipleChoice(), "count-selected":
            return _counted(question, limit)
        case ((ShortText() | LongText()), "string-length") if limit.sign in {"<", "<="}:
            longest = math.floor(limit.value) if limit.sign == "<=" else math.ceil(limit.value) - 1
            if not 1 <= longest <= 5000:
                raise Unclear("string-length")
            return msgspec.structs.replace(question, longest=longest)
        case _:
            raise Unclear(limit.what)


def _between(question: Number, limit: Limit) -> Number:
    """Bounds on the grid of the decimals asked for: `> 3` of whole numbers is 4 or more."""
    low, high = question.low, question.high
    for end, value in _ends(limit, question.digits):
        if end == "low":
            low = value if low is None else max(low, value)
        else:
            high = value if high is None else min(high, value)
    return msgspec.structs.replace(question, low=low, high=high)


def _ends(limit: Limit, digits: int) -> Iterator[tuple[str, Fraction]]:
    grid: int = 10**digits
    if limit.sign in {">=", "="}:
        yield "low", Fraction(math.ceil(limit.value * grid), grid)
    if limit.sign in {"<=", "="}:
        yield "high", Fraction(math.floor(limit.value * grid), grid)
    if limit.sign == ">":
        yield "low", above(limit.value, digits)
    if limit.sign == "<":
        yield "high", below(limit.value, digits)


def _counted(question: MultipleChoice, limit: Limit) -> MultipleChoice:
    for sign, value in _ends(limit, 0):
        if sign == "low" and value >= 0:
            question = msgspec.structs.replace(question, least=int(value))
        elif sign == "high" and value >= 1:
            question = msgspec.structs.replace(question, most=int(value))
        else:
            raise Unclear("count-selected")
    return question
