"""A condition of ours becomes an expression of another system, or is named as inexpressible."""

from collections.abc import Mapping
from fractions import Fraction

from surveys.keys import QuestionKey
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
from surveys.questionnaire.questions import GradeMatrix, Question, SingleChoice
from surveys.values import Value


class Unsayable(ValueError):
    """A condition that a format cannot express; says which part."""


class Tongue(Value, frozen=True):
    """How a format writes the parts of a condition; `{q}` is a question, `{o}` an option."""

    ref: str
    equal: str
    among: str
    given: str
    negated: str
    names: dict[str, str] = {}


XPATH: Tongue = Tongue(
    ref="${{{name}}}",
    equal="{q} = '{o}'",
    among="selected({q}, '{o}')",
    given="{q} != ''",
    negated="not({of})",
)
SURVEYJS: Tongue = Tongue(
    ref="{{{name}}}",
    equal="{q} = '{o}'",
    among="{q} contains '{o}'",
    given="{q} notempty",
    negated="!({of})",
)


def say(condition: Condition, tongue: Tongue, asked: Mapping[QuestionKey, Question]) -> str:
    """The expression, in brackets where it has parts."""
    match condition:
        case All(of=parts):
            return f"({' and '.join(say(part, tongue, asked) for part in parts)})"
        case AnyOf(of=parts):
            return f"({' or '.join(say(part, tongue, asked) for part in parts)})"
        case Not(of=part):
            return tongue.negated.format(of=say(part, tongue, asked))
        case Chosen(question=key, options=options):
            return _chosen(asked[key], options, tongue)
        case AtLeast(question=key, value=value):
            return f"{_ref(asked[key], tongue)} >= {decimal(value)}"
        case AtMost(question=key, value=value):
            return f"{_ref(asked[key], tongue)} <= {decimal(value)}"
        case Answered(question=key):
            return tongue.given.format(q=_ref(asked[key], tongue))


def _chosen(question: Question, options: tuple[str, ...], tongue: Tongue) -> str:
    pattern = tongue.equal if isinstance(question, SingleChoice) else tongue.among
    parts = [pattern.format(q=_ref(question, tongue), o=option) for option in options]
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def _ref(question: Question, tongue: Tongue) -> str:
    if isinstance(question, GradeMatrix):
        raise Unsayable(question.title)
    return tongue.ref.format(name=tongue.names.get(question.key, question.key))


def decimal(value: Fraction) -> str:
    """A fraction in decimal digits; one that has none is unsayable.

    >>> decimal(Fraction(-5, 4)), decimal(Fraction(18))
    ('-1.25', '18')
    """
    for digits in range(13):
        units = value * 10**digits
        if units.denominator == 1:
            sign, whole = "-" if value < 0 else "", abs(units.numerator)
            text = f"{whole:0{digits + 1}}"
            return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
    raise Unsayable(str(value))
