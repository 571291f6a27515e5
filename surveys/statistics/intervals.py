"""A count of those who said so -> the interval its rate lies in.

For a roll of known length the interval is exact: it holds the counts of the whole roll under which
such ballots are not rare at either end, as if those who stayed away were like those who came.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import numpy as np
from scipy import stats

from surveys.statistics.computable import NotComputable, Reason
from surveys.values import Value

LEVEL: Final = 0.95


class Method(StrEnum):
    """How an interval was made; the methods page names it."""

    HYPERGEOMETRIC = "hypergeometric"
    WILSON = "wilson"
    WILSON_CORRECTED = "wilson_corrected"
    CLOPPER_PEARSON = "clopper_pearson"
    JEFFREYS = "jeffreys"
    AGRESTI_COULL = "agresti_coull"
    GOODMAN = "goodman"
    NEWCOMBE = "newcombe"
    STUDENT = "student"
    BCA = "bca"
    BOUNDS = "bounds"
    LOGIT = "logit"
    BETA = "beta"
    ARCSINE = "arcsine"
    LIKELIHOOD = "likelihood"
    WOODRUFF = "woodruff"


class Interval(Value, frozen=True, tag=True):
    """区间. `level` is 1 for bounds that assume nothing."""

    low: float
    high: float
    level: float
    method: Method


class Estimate(Value, frozen=True, tag=True):
    """估计值: a value and, where it can be had, its interval.

    `error` is the standard error, `effective` Kish's effective number of answers.
    """

    value: float
    error: float | None
    interval: Interval | NotComputable
    n: int
    effective: float
    freedom: float | None = None


def proportion(
    x: int, n: int, *, population: int | None = None, level: float = LEVEL
) -> Interval | NotComputable:
    """Exact for a finite roll, Wilson where no roll is known.

    >>> (of := proportion(37, 40, population=46)).method.value
    'hypergeometric'
    >>> round(of.low * 46), round(of.high * 46)
    (41, 43)
    >>> proportion(46, 46, population=46).reason.value
    'everyone_voted'
    """
    if population is None:
        return wilson(x, n, level=level)
    if n <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    if n >= population:
        return NotComputable(Reason.EVERYONE_VOTED)
    low, high = finite_counts(x, n, population=population, level=level)
    return Interval(low / population, high / population, level, Method.HYPERGEOMETRIC)


def finite_counts(x: int, n: int, *, population: int, level: float = LEVEL) -> tuple[int, int]:
    """The least and the greatest number on the roll who may say so, when x of n ballots did.

    Each end leaves more than half of the error on its side (Konijn 1973; Wright 1991).
    """
    half = (1 - level) / 2
    floor, ceiling = x, population - (n - x)

    def high_enough(number: int) -> bool:
        return bool(stats.hypergeom.sf(x - 1, population, number, n) > half)

    def too_high(number: int) -> bool:
        return bool(stats.hypergeom.cdf(x, population, number, n) <= half)

    low = _first(floor, ceiling, high_enough)
    return low, _first(low, ceiling + 1, lambda at: at > ceiling or too_high(at)) - 1


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The least number that holds, of those that fail up to it and hold from it on to `high`."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def wilson(x: float, n: float, *, level: float = LEVEL) -> Interval | NotComputable:
    """Wilson 1927: for voters of no known roll, unweighted."""
    if n <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    low, high = score_limits(x / n, n, z=quantile(level))
    return Interval(low, high, level, Method.WILSON)


def score_limits(rate: float, n: float, *, z: float) -> tuple[float, float]:
    """Where the score test with critical value z no longer rejects."""
    slack = z * z / (2 * n)
    root = z * np.sqrt(max(0.0, rate * (1 - rate) / n + slack / (2 * n)))
    low, high = (rate + slack - root) / (1 + 2 * slack), (rate + slack + root) / (1 + 2 * slack)
    return float(max(0.0, low)), float(min(1.0, high))


def wilson_corrected(x: int, n: int, *, level: float = LEVEL) -> Interval | NotComputable:
    """Wilson with Yates' correction, which never carries the rate across one half."""
    if n <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    shift, z = min(0.5, abs(x - n / 2)) / n, quantile(level)
    low = score_limits(x / n - shift, n, z=z)[0] if x > 0 else 0.0
    high = score_limits(x / n + shift, n, z=z)[1] if x < n else 1.0
    return Interval(low, high, level, Method.WILSON_CORRECTED)


def agresti_coull(x: int, n: int, *, level: float = LEVEL) -> Interval | NotComputable:
    """Wald's interval after half of z² was added to both sides."""
    if n <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    z = quantile(level)
    more = n + z * z
    rate = (x + z * z / 2) / more
    reach = z * float(np.sqrt(rate * (1 - rate) / more))
    return Interval(max(0.0, rate - reach), min(1.0, rate + reach), level, Method.AGRESTI_COULL)


def clopper_pearson(x: float, n: float, *, level: float = LEVEL) -> Interval | NotComputable:
    """Where a guarantee is asked: covers at least `level` whatever the rate."""
    if n <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    half = (1 - level) / 2
    low = float(stats.beta.ppf(half, x, n - x + 1)) if x > 0 else 0.0
    high = float(stats.beta.ppf(1 - half, x + 1, n - x)) if x < n else 1.0
    return Interval(low, high, level, Method.CLOPPER_PEARSON)


def jeffreys(x: int, n: int, *, level: float = LEVEL) -> Interval | NotComputable:
    """The quantiles of Jeffreys' posterior, with 0 and 1 at their ends."""
    if n <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    half = (1 - level) / 2
    low = float(stats.beta.ppf(half, x + 0.5, n - x + 0.5)) if x > 0 else 0.0
    high = float(stats.beta.ppf(1 - half, x + 0.5, n - x + 0.5)) if x < n else 1.0
    return Interval(low, high, level, Method.JEFFREYS)


def quantile(level: float) -> float:
    """The z of a two-sided level: 1.96 for 95 %."""
    return float(stats.norm.ppf((1 + level) / 2))
