"""Which rungs of a ladder some result can reach.

A ladder only compares metrics with its own thresholds, so it is enough to try each threshold,
a point between any two neighbours, and the ends. A share of some options is never above the share
of those and more; points that break this are left out.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import NamedTuple

from surveys.keys import IndicatorKey
from surveys.rules import scale
from surveys.rules.ladder import asked, compare
from surveys.rules.ruleset import Metric, RuleSet, Share, Threshold

_MOST = 50_000
"""Points tried at most; a ladder with more is given the benefit of the doubt."""


class _Axis(NamedTuple):
    """What a threshold asks for: a metric, over the driving items or of one item."""

    metric: Metric
    item: IndicatorKey | None


Point = dict[_Axis, Fraction]


def unreachable(rules: RuleSet) -> tuple[int, ...]:
    """Positions of the rungs no result reaches."""
    axes = tuple(dict.fromkeys(_axis(threshold, rules) for threshold in asked(rules)))
    telling = [_telling(axis, rules) for axis in axes]
    if prod(map(len, telling)) > _MOST:
        return ()
    reached = {_first(rules, point) for point in _points(axes, telling, rules)}
    return tuple(at for at in range(len(rules.rungs)) if at not in reached)


def span(metric: Metric, rules: RuleSet) -> tuple[Fraction, Fraction]:
    """The least and the greatest value a metric can have."""
    if isinstance(metric, Share):
        return Fraction(0), Fraction(1)
    values = scale.worths(rules).values()
    return min(values, default=Fraction(0)), max(values, default=Fraction(0))


def _axis(threshold: Threshold, rules: RuleSet) -> _Axis:
    metric = next(metric for metric in rules.metrics if metric.key == threshold.metric)
    return _Axis(metric, threshold.item)


def _first(rules: RuleSet, point: Point) -> int:
    return next(
        (
            at
            for at, rung in enumerate(rules.rungs)
            if all(compare(point[_axis(t, rules)], t.op, t.value) for t in rung.when)
        ),
        -1,
    )


def _points(
    axes: tuple[_Axis, ...], telling: list[list[Fraction]], rules: RuleSet
) -> Iterator[Point]:
    for values in product(*telling):
        point = dict(zip(axes, values, strict=True))
        if _possible(point, rules):
            yield point


def _telling(axis: _Axis, rules: RuleSet) -> list[Fraction]:
    low, high = span(axis.metric, rules)
    marks = {
        threshold.value
        for rung in rules.rungs
        for threshold in rung.when
        if _axis(threshold, rules) == axis and low <= threshold.value <= high
    }
    ordered = sorted(marks | {low, high})
    return sorted({*ordered, *((left + right) / 2 for left, right in pairwise(ordered))})


def _possible(point: Point, rules: RuleSet) -> bool:
    return all(
        point[small] <= point[large]
        for small in point
        for large in point
        if isinstance(small.metric, Share)
        and isinstance(large.metric, Share)
        and small.item == large.item
        and set(small.metric.options) <= set(large.metric.options)
        and (small.metric.base or rules.base) == (large.metric.base or rules.base)
    )
