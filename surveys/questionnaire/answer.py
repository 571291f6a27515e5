"""The kinds of answer, one tagged union beside the kinds of question."""

from typing import Annotated, TypeAlias

import msgspec

from surveys.keys import OptionKey, QuestionKey
from surveys.values import Value

Word: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
"""A key as a matrix is answered with it. Every door looks it up among the form's own keys, so its
letters are not looked at one by one as well: there are seventy of them on an ordinary ballot."""
Mark: TypeAlias = Word | tuple[Word, ...] | None
"""One cell of a matrix: a grade, a blank, or (on paper) several grades over-marked."""


class Marks(Value, frozen=True, tag="marks"):
    """The cells of a grade matrix: appraisee → indicator → mark."""

    marks: dict[Word, dict[Word, Mark]]


class Choice(Value, frozen=True, tag="choice"):
    """One option."""

    option: OptionKey


class Choices(Value, frozen=True, tag="choices"):
    """Several options, in the order of the form."""

    options: tuple[OptionKey, ...]


class Points(Value, frozen=True, tag="points"):
    """Whole points on a scale."""

    points: int


class Quantity(Value, frozen=True, tag="quantity"):
    """A decimal number as written, such as "12.50"."""

    number: str


class Order(Value, frozen=True, tag="order"):
    """Options, best first."""

    options: tuple[OptionKey, ...]


class Words(Value, frozen=True, tag="words"):
    """A text; it travels beside the ballot and is kept apart from it after opening."""

    words: str


Answer: TypeAlias = Marks | Choice | Choices | Points | Quantity | Order | Words
Answers: TypeAlias = dict[QuestionKey, Answer]
