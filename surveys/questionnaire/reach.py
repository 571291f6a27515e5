"""Can a condition ever be met? Told from the form alone, before anybody answers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain, product
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

_TANGLED: Final = 20_000
"""Facts that are looked at; a condition more tangled than this is taken as reachable."""


class _Fact(Value, frozen=True):
    says: Chosen | AtLeast | AtMost | Answered
    met: bool


_Way: TypeAlias = tuple[_Fact, ...]


class _Tangled(Exception):
    """Nobody can tell, within reason."""


class _Room:
    """How much may still be looked at."""

    def __init__(self) -> None:
        self._left = _TANGLED

    def give(self, way: _Way) -> _Way:
        """The way itself, while there is room."""
        self._left -= len(way)
        if self._left < 0:
            raise _Tangled
        return way


def reachable(condition: Condition, questions: Mapping[QuestionKey, Question]) -> bool:
    """Whether some answers meet the condition; doubtful cases count as reachable."""
    try:
        ways = _ways(condition, _Room(), met=True)
        return any(_possible(way, questions) for way in ways)
    except _Tangled:
        return True


def _ways(condition: Condition, room: _Room, *, met: bool) -> Iterator[_Way]:
    """Each way is a list of facts that together meet (or fail) the condition."""
    match condition:
        case Not(of=part):
            yield from _ways(part, room, met=not met)
        case All(of=parts):
            yield from _together(parts, room, met=met) if met else _either(parts, room, met=met)
        case AnyOf(of=parts):
            yield from _either(parts, room, met=met) if met else _together(parts, room, met=met)
        case _:
            yield room.give((_Fact(says=condition, met=met),))


def _together(parts: tuple[Condition, ...], room: _Room, *, met: bool) -> Iterator[_Way]:
    for ways in product(*(tuple(_ways(part, room, met=met)) for part in parts)):
        yield room.give(tuple(chain.from_iterable(ways)))


def _either(parts: tuple[Condition, ...], room: _Room, *, met: bool) -> Iterator[_Way]:
    for part in parts:
        yield from _ways(part, room, met=met)


def _possible(way: _Way, questions: Mapping[QuestionKey, Question]) -> bool:
    about: defaultdict[QuestionKey, list[_Fact]] = defaultdict(list)
    for fact in way:
        about[fact.says.question].append(fact)
    return all(_possible_for(questions[key], facts) for key, facts in about.items())


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
