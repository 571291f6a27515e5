"""Unweighted scores of some of a roll -> their mean, and what the whole roll may have said."""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from surveys.statistics.computable import NotComputable, Numbers, Reason, negligible
from surveys.statistics.intervals import LEVEL, Estimate, Interval, Method


def mean(
    values: Numbers | Sequence[float],
    *,
    population: int | None = None,
    scale: tuple[float, float] | None = None,
    level: float = LEVEL,
) -> Estimate | NotComputable:
    """Student's interval, narrowed by the share of the roll that answered, kept on the scale."""
    given = _given(values)
    n = given.size
    if not n:
        return NotComputable(Reason.NO_BALLOTS)
    value, spread = float(given.mean()), float(given.std(ddof=1)) if n > 1 else None
    if spread is None:
        return Estimate(value, None, _alone(population), n=n, effective=n)
    missing = max(0.0, 1 - n / population) if population else 1.0
    error = spread * float(np.sqrt(missing / n))
    interval = _student(value, error, freedom=n - 1, level=level)
    if not missing:
        interval = NotComputable(Reason.EVERYONE_VOTED)
    return Estimate(value, error, _on_scale(interval, scale), n=n, effective=n, freedom=n - 1)


def bounds(
    values: Numbers | Sequence[float], *, population: int, scale: tuple[float, float]
) -> Interval | NotComputable:
    """All who stayed away at the worst, all at the best (Manski 1989): assumes nothing of them.

    The exact bounds under a rule set are `surveys.tally.absentees`; these are for a poll's mean.

    >>> bounds([5, 4], population=4, scale=(1, 5))
    Interval(low=2.75, high=4.75, level=1.0, method=<Method.BOUNDS: 'bounds'>)
    """
    given = _given(values)
    whole = max(population, given.size)
    if whole <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    total, away = float(given.sum()), whole - given.size
    low, high = ((total + away * end) / whole for end in scale)
    return Interval(low, high, 1.0, Method.BOUNDS)


def _given(values: Numbers | Sequence[float]) -> Numbers:
    every = np.asarray(values, dtype=np.float64).ravel()
    return every[np.isfinite(every)]


def _alone(population: int | None) -> NotComputable:
    return NotComputable(Reason.EVERYONE_VOTED if population == 1 else Reason.ONE_RATER)


def _student(
    value: float, error: float, *, freedom: float, level: float
) -> Interval | NotComputable:
    if negligible(error, value):
        return NotComputable(Reason.NO_VARIATION)
    reach = float(stats.t.ppf((1 + level) / 2, freedom)) * error
    return Interval(value - reach, value + reach, level, Method.STUDENT)


def _on_scale(
    interval: Interval | NotComputable, scale: tuple[float, float] | None
) -> Interval | NotComputable:
    if scale is None or isinstance(interval, NotComputable):
        return interval
    low, high = max(scale[0], interval.low), min(scale[1], interval.high)
    return Interval(low, high, interval.level, interval.method)
