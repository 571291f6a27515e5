"""The grade ladder (等次): exact metrics become a grade, the first true rung wins.

Nothing is rounded here and no word is read: a threshold is a fraction and an operator.
The recount of a published result climbs the very same ladder and shares nothing else.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final, assert_never

from surveys.keys import IndicatorKey, Key
from surveys.rules.ruleset import Comparison, RuleSet, Threshold
from surveys.values import Value

Metrics = Mapping[Key, Fraction | None]
Items = Mapping[IndicatorKey, Metrics]
"""The metrics of each item by itself."""
NO_ITEMS: Final[Items] = MappingProxyType({})


class Placement(Value, frozen=True):
    """Where the ladder puts an appraisee; `vetoed` says that some veto holds."""

    grade: str | None
    vetoed: bool = False


def compare(left: Fraction, op: Comparison, right: Fraction) -> bool:
    """Compare exactly, by the operator given.

    >>> compare(Fraction(15, 30), Comparison.OVER, Fraction(1, 2))
    False
    >>> compare(Fraction(15, 30), Comparison.AT_LEAST, Fraction(1, 2))
    True
    """
    match op:
        case Comparison.OVER:
            return left > right
        case Comparison.AT_LEAST:
            return left >= right
        case Comparison.UNDER:
            return left < right
        case Comparison.AT_MOST:
            return left <= right
        case _:  # pragma: no cover
            assert_never(op)


def climb(rules: RuleSet, metrics: Metrics, items: Items = NO_ITEMS) -> Placement:
    """The first rung whose every threshold holds, held down by the vetoes.

    `metrics` are those over the items that drive the grade, `items` those of every item alone.

    A metric without a value (nothing valid came back) leaves the appraisee without a grade: it
    never falls to the last rung for want of ballots.
    """
    if not rules.rungs or any(reading(each, metrics, items) is None for each in asked(rules)):
        return Placement(grade=None)
    place = next(
        at
        for at, rung in enumerate(rules.rungs)
        if all(holds(threshold, metrics, items) for threshold in rung.when)
    )
    holding = [veto for veto in rules.vetoes if holds(veto.when, metrics, items)]
    caps = [_place(rules, veto.cap) for veto in holding if veto.cap is not None]
    return Placement(grade=rules.rungs[max([place, *caps])].label, vetoed=bool(holding))


def asked(rules: RuleSet) -> Iterator[Threshold]:
    """The thresholds of the ladder and of the vetoes."""
    for rung in rules.rungs:
        yield from rung.when
    yield from (veto.when for veto in rules.vetoes)


def reading(threshold: Threshold, metrics: Metrics, items: Items) -> Fraction | None:
    """What a threshold is held against."""
    asked_of = metrics if threshold.item is None else items[threshold.item]
    return asked_of[threshold.metric]


def holds(threshold: Threshold, metrics: Metrics, items: Items) -> bool:
    """Whether a threshold holds; a metric without a value satisfies none."""
    value = reading(threshold, metrics, items)
    return value is not None and compare(value, threshold.op, threshold.value)


def _place(rules: RuleSet, label: str) -> int:
    return [rung.label for rung in rules.rungs].index(label)
