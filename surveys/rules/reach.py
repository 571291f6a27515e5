"""Which rungs of a ladder some result can reach.

A ladder only compares metrics with its own thresholds, so it is enough to try each threshold,
a point between any two neighbours, and the ends. A share of some options is never above the share
of those and more; points that break this are left out.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product
from math import prod

from surveys.keys import Key
from surveys.rules.ladder import asked, holds
from surveys.rules.ruleset import Metric, RuleSet, Share

_MOST = 50_000
"""Points tried at most; a ladder with more is given the benefit of the doubt."""

Point = dict[Key, Fraction | None]


def unreachable(rules: RuleSet) -> tuple[int, ...]:
    """Positions of the rungs no result reaches."""
    keys = set(asked(rules))
    metrics = [metric for metric in rules.metrics if metric.key in keys]
    telling = [_telling(metric, rules) for metric in metrics]
    if prod(map(len, telling)) > _MOST:
        return ()
    reached = {_first(rules, point) for point in _points(metrics, telling, rules)}
    return tuple(at for at in range(len(rules.rungs)) if at not in reached)


def span(metric: Metric, rules: RuleSet) -> tuple[Fraction, Fraction]:
    """The least and the greatest value a metric can have."""
    if isinstance(metric, Share):
        return Fraction(0), Fraction(1)
    values = [option.value for option in rules.options if option.value is not None]
    return min(values, default=Fraction(0)), max(values, default=Fraction(0))


def _first(rules: RuleSet, point: Point) -> int:
    return next(
        (
            at
            for at, rung in enumerate(rules.rungs)
            if all(holds(threshold, point) for threshold in rung.when)
        ),
        -1,
    )


def _points(
    metrics: list[Metric], telling: list[list[Fraction]], rules: RuleSet
) -> Iterator[Point]:
    for values in product(*telling):
        point: Point = {metric.key: value for metric, value in zip(metrics, values, strict=True)}
        if _possible(metrics, point, rules):
            yield point


def _telling(metric: Metric, rules: RuleSet) -> list[Fraction]:
    low, high = span(metric, rules)
    marks = {
        threshold.value
        for rung in rules.rungs
        for threshold in rung.when
        if threshold.metric == metric.key and low <= threshold.value <= high
    }
    ordered = sorted(marks | {low, high})
    return sorted({*ordered, *((left + right) / 2 for left, right in pairwise(ordered))})


def _possible(metrics: list[Metric], point: Point, rules: RuleSet) -> bool:
    shares = [metric for metric in metrics if isinstance(metric, Share)]
    return all(
        (point[small.key] or 0) <= (point[large.key] or 0)
        for small in shares
        for large in shares
        if set(small.options) <= set(large.options)
        and (small.base or rules.base) == (large.base or rules.base)
    )
