"""A condition becomes the plain words that `spoken` reads back as the same condition."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

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
from surveys.questionnaire.paste.shielding import escape
from surveys.questionnaire.questions import GradeMatrix, Option, Question


class Tongue:
    """How the questions of one form are called: by number, and by key where that is not enough."""

    def __init__(self, questions: Sequence[Question]) -> None:
        """Number them as the dump does."""
        self._numbers: Mapping[str, int] = {
            question.key: at for at, question in reversed(list(enumerate(questions, start=1)))
        }
        self._options = {question.key: options_of(question) for question in reversed(questions)}

    def say(self, condition: Condition) -> str:
        """The words between brackets."""
        return f"{self._say(condition)}时"

    def _say(self, condition: Condition) -> str:
        match condition:
            case All(of=(_, _, *_) as parts):
                return " 且 ".join(self._part(part) for part in parts)
            case AnyOf(of=(_, _, *_) as parts):
                return " 或 ".join(self._part(part) for part in parts)
            case All(of=parts):
                return f"都成立（{self._list(parts)}）"
            case AnyOf(of=parts):
                return f"任一成立（{self._list(parts)}）"
            case Not(of=part):
                return self._not(part)
            case Chosen(question=key, options=options):
                return f"{self._question(key)}选{self._chosen(key, options)}"
            case AtLeast(question=key, value=value):
                return f"{self._question(key)}不小于{say_number(value)}"
            case AtMost(question=key, value=value):
                return f"{self._question(key)}不大于{say_number(value)}"
            case Answered(question=key):
                return f"{self._question(key)}已答"

    def _not(self, part: Condition) -> str:
        match part:
            case Chosen(question=key, options=options):
                return f"{self._question(key)}没选{self._chosen(key, options)}"
            case Answered(question=key):
                return f"{self._question(key)}没答"
            case _:
                return f"不符合（{self._say(part)}）"

    def _part(self, part: Condition) -> str:
        grouped = isinstance(part, All | AnyOf) and len(part.of) > 1
        return f"（{self._say(part)}）" if grouped else self._say(part)

    def _list(self, parts: tuple[Condition, ...]) -> str:
        return "；".join(self._say(part) for part in parts)

    def _question(self, key: str) -> str:
        number = self._numbers.get(key)
        return f"第{number}题" if number else f"第{{#{key}}}题"

    def _chosen(self, question: str, keys: tuple[str, ...]) -> str:
        options = self._options.get(question, ())
        return "、".join(name_option(options, key) for key in keys) or "{}"


def name_option(options: Sequence[Option], key: str) -> str:
    """An option by its label; by its key where the label would lead to another."""
    label = next((option.label for option in options if option.key == key), "")
    first = next((option.key for option in options if option.label == label), "")
    return f"“{escape(label)}”" if label and first == key else f"{{#{key}}}"


def options_of(question: Question) -> tuple[Option, ...]:
    """Everything one may choose; grades in a matrix."""
    if isinstance(question, GradeMatrix):
        return question.grades
    return getattr(question, "options", ())


def say_number(number: Fraction) -> str:
    """Decimals where they are exact.

    >>> say_number(Fraction(1, 2)), say_number(Fraction(1, 3)), say_number(Fraction(3))
    ('0.5', '1/3', '3')
    """
    for digits in range(7):
        if (number * 10**digits).denominator == 1:
            sign, units = "-" if number < 0 else "", abs(int(number * 10**digits))
            whole, rest = divmod(units, 10**digits)
            return f"{sign}{whole}.{rest:0{digits}}" if digits else f"{sign}{whole}"
    return str(number)
