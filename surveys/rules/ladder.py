"""The grade ladder (等次): exact metrics become a grade, the first true rung wins.

Nothing is rounded here and no word is read: a threshold is a fraction and an operator.
The recount of a published result climbs the very same ladder and shares nothing else.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from surveys.keys import Key
from surveys.rules.ruleset import Comparison, RuleSet, Threshold
from surveys.values import Value

Metrics = Mapping[Key, Fraction | None]


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


def climb(rules: RuleSet, metrics: Metrics) -> Placement:
    """The first rung whose every threshold holds, held down by the vetoes.

    A metric without a value (nothing valid came back) leaves the appraisee without a grade: it
    never falls to the last rung for want of ballots.
    """
    if not rules.rungs or any(metrics[key] is None for key in asked(rules)):
        return Placement(grade=None)
    place = next(at for at, rung in enumerate(rules.rungs) if _all_hold(rung.when, metrics))
    holding = [veto for veto in rules.vetoes if holds(veto.when, metrics)]
    caps = [_place(rules, veto.cap) for veto in holding if veto.cap is not None]
    return Placement(grade=rules.rungs[max([place, *caps])].label, vetoed=bool(holding))


def asked(rules: RuleSet) -> Iterator[Key]:
    """The metrics the ladder and the vetoes ask for."""
    for rung in rules.rungs:
        yield from (threshold.metric for threshold in rung.when)
    yield from (veto.when.metric for veto in rules.vetoes)


def holds(threshold: Threshold, metrics: Metrics) -> bool:
    """Whether a threshold holds; a metric without a value satisfies none."""
    value = metrics[threshold.metric]
    return value is not None and compare(value, threshold.op, threshold.value)


def _all_hold(thresholds: tuple[Threshold, ...], metrics: Metrics) -> bool:
    return all(holds(threshold, metrics) for threshold in thresholds)


def _place(rules: RuleSet, label: str) -> int:
    return [rung.label for rung in rules.rungs].index(label)
