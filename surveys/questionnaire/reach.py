"""Can a condition ever be met? Told from the form alone, before anybody answers."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import Final, TypeAlias

from surveys.keys import OptionKey, QuestionKey
from surveys.questionnaire.accept import bounds
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
from surveys.questionnaire.questions import GradeMatrix, Number, Question, Scale, SingleChoice
from surveys.values import Value

_TANGLED: Final = 1000
"""Ways to meet a condition that are tried; one more tangled than this is taken as reachable."""


class _Fact(Value, frozen=True):
    says: Chosen | AtLeast | AtMost | Answered
    met: bool


_Way: TypeAlias = tuple[_Fact, ...]


def reachable(condition: Condition, questions: Mapping[QuestionKey, Question]) -> bool:
    """Whether some answers meet the condition; doubtful cases count as reachable."""
    ways = islice(_ways(condition, met=True), _TANGLED)
    tried = 0
    for way in ways:
        if _possible(way, questions):
            return True
        tried += 1
    return tried == _TANGLED


def _ways(condition: Condition, *, met: bool) -> Iterator[_Way]:
    """Each way is a list of facts that together meet (or fail) the condition."""
    match condition:
        case Not(of=part):
            yield from _ways(part, met=not met)
        case All(of=parts):
            yield from _together(parts, met=met) if met else _either(parts, met=met)
        case AnyOf(of=parts):
            yield from _either(parts, met=met) if met else _together(parts, met=met)
        case _:
            yield (_Fact(says=condition, met=met),)


def _together(parts: tuple[Condition, ...], *, met: bool) -> Iterator[_Way]:
    if not parts:
        yield ()
        return
    for first in _ways(parts[0], met=met):
        for rest in _together(parts[1:], met=met):
            yield first + rest


def _either(parts: tuple[Condition, ...], *, met: bool) -> Iterator[_Way]:
    for part in parts:
        yield from _ways(part, met=met)


def _possible(way: _Way, questions: Mapping[QuestionKey, Question]) -> bool:
    about = {fact.says.question for fact in way}
    return all(
        _possible_for(questions[key], [fact for fact in way if fact.says.question == key])
        for key in about
    )


def _possible_for(question: Question, facts: list[_Fact]) -> bool:
    """One question's facts: either it may stay unanswered, or one answer satisfies them all."""
    if not any(fact.met for fact in facts) and _skippable(question):
        return True
    if any(isinstance(fact.says, Answered) and not fact.met for fact in facts):
        return False
    return _choosable(question, facts) and _measurable(question, facts)


def _skippable(question: Question) -> bool:
    return not question.required or question.show_if is not None


def _choosable(question: Question, facts: list[_Fact]) -> bool:
    wanted = [set(f.says.options) for f in facts if isinstance(f.says, Chosen) and f.met]
    barred = _options(f.says for f in facts if isinstance(f.says, Chosen) and not f.met)
    if isinstance(question, SingleChoice):
        every = {option.key for option in question.options}
        return bool(every.intersection(*wanted) - barred)
    return all(options - barred for options in wanted)


def _options(parts: Iterable[Chosen]) -> set[OptionKey]:
    return {option for part in parts for option in part.options}


def _measurable(question: Question, facts: list[_Fact]) -> bool:
    """The interval left; an open end is taken as closed, which only errs towards reachable."""
    if not isinstance(question, Scale | Number):
        return True
    low, high = _range(question)
    for fact in facts:
        match fact.says, fact.met:
            case (AtLeast(value=value), True) | (AtMost(value=value), False):
                low = max(low, value)
            case (AtMost(value=value), True) | (AtLeast(value=value), False):
                high = min(high, value)
            case _:
                pass
    return low <= high


def _range(question: Scale | Number) -> tuple[Fraction, Fraction]:
    if isinstance(question, Scale):
        return Fraction(question.low), Fraction(question.high)
    return bounds(question)


def offered(question: Question) -> frozenset[OptionKey] | None:
    """The options a `Chosen` condition may name; None where there is nothing to choose."""
    if isinstance(question, GradeMatrix):
        return frozenset(grade.key for grade in question.grades)
    options = getattr(question, "options", None)
    return None if options is None else frozenset(option.key for option in options)
