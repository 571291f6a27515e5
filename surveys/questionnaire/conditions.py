"""When a question is shown, told by earlier answers."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, TypeAlias

from surveys.keys import OptionKey, QuestionKey
from surveys.questionnaire.answer import (
    Answer,
    Answers,
    Choice,
    Choices,
    Marks,
    Order,
    Points,
    Quantity,
    Words,
)
from surveys.values import Value

DEEPEST: Final = 100
TOO_DEEP: Final = "a condition has more than 100 levels"


class Chosen(Value, frozen=True, tag="chosen"):
    """One of these options was chosen at an earlier question."""

    question: QuestionKey
    options: tuple[OptionKey, ...]


class AtLeast(Value, frozen=True, tag="at_least"):
    """An earlier scale or number is at least this."""

    question: QuestionKey
    value: Fraction


class AtMost(Value, frozen=True, tag="at_most"):
    """An earlier scale or number is at most this."""

    question: QuestionKey
    value: Fraction


class Answered(Value, frozen=True, tag="answered"):
    """An earlier question was answered at all."""

    question: QuestionKey


class _Nest(Value, frozen=True):
    """A condition with conditions in it: whoever reads it goes down level by level."""

    def __post_init__(self) -> None:
        """Refuse another level; those inside were bounded when they were made."""
        if _levels(self) > DEEPEST:
            raise ValueError(TOO_DEEP)


class All(_Nest, frozen=True, tag="all"):
    """Every one of these holds."""

    of: tuple["Condition", ...]


class AnyOf(_Nest, frozen=True, tag="any"):
    """At least one of these holds."""

    of: tuple["Condition", ...]


class Not(_Nest, frozen=True, tag="not"):
    """This does not hold."""

    of: "Condition"


Condition: TypeAlias = Chosen | AtLeast | AtMost | Answered | All | AnyOf | Not


def _levels(condition: object) -> int:
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            return 1 + max(map(_levels, parts), default=0)
        case Not(of=part):
            return 1 + _levels(part)
        case _:
            return 0


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether a condition is met; a comparison with an answer not given is not met.

    >>> holds(AtLeast(question="age", value=Fraction(18)), {})
    False
    """
    match condition:
        case Chosen(question=question, options=options):
            return not chosen(answers.get(question)).isdisjoint(options)
        case AtLeast(question=question, value=least):
            number = measured(answers.get(question))
            return number is not None and number >= least
        case AtMost(question=question, value=most):
            number = measured(answers.get(question))
            return number is not None and number <= most
        case Answered(question=question):
            return _given(answers.get(question))
        case All(of=parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(of=parts):
            return any(holds(part, answers) for part in parts)
        case Not(of=part):
            return not holds(part, answers)


def chosen(answer: Answer | None) -> frozenset[OptionKey]:
    """Every option an answer names; for a matrix, every grade given anywhere in it."""
    match answer:
        case Choice(option=option):
            return frozenset({option})
        case Choices(options=options) | Order(options=options):
            return frozenset(options)
        case Marks(marks=marks):
            cells = (mark for row in marks.values() for mark in row.values())
            return frozenset(mark for mark in cells if isinstance(mark, str))
        case Points() | Quantity() | Words() | None:
            return frozenset()


def measured(answer: Answer | None) -> Fraction | None:
    """The number an answer states, exactly."""
    match answer:
        case Points(points=points):
            return Fraction(points)
        case Quantity(number=number):
            return Fraction(number)
        case _:
            return None


def _given(answer: Answer | None) -> bool:
    return bool(chosen(answer)) if isinstance(answer, Marks) else answer is not None


def leaves(condition: Condition) -> Iterator[Chosen | AtLeast | AtMost | Answered]:
    """The comparisons inside a condition."""
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            for part in parts:
                yield from leaves(part)
        case Not(of=part):
            yield from leaves(part)
        case _:
            yield condition
