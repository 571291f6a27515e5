"""Answers and chance -> the bias-corrected, accelerated interval of any statistic of them.

Efron 1987. It knows no finite roll: it is for voters' medians and ratios, never for deputies.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np
from scipy import stats

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.intervals import LEVEL, Interval, Method

Statistic: TypeAlias = Callable[[Numbers], Numbers]
"""Reduces the last axis: rows of answers to a number for each row."""

_AT_ONCE: Final = 1_000_000


def bca(
    values: Numbers | Sequence[float],
    statistic: Statistic,
    *,
    rng: np.random.Generator,
    resamples: int = 9_999,
    level: float = LEVEL,
) -> Interval | NotComputable:
    """No interval where all answers, or all resampled statistics, are equal."""
    every = np.asarray(values, dtype=np.float64).ravel()
    given = every[np.isfinite(every)]
    if given.size < 2:
        return NotComputable(Reason.ONE_RATER if given.size else Reason.NO_BALLOTS)
    drawn = _resampled(given, statistic, rng=rng, resamples=resamples)
    found, speed = statistic(given[None, :]), acceleration(given, statistic)
    ties = np.count_nonzero(drawn == found)
    below = (np.count_nonzero(drawn < found) + ties / 2) / drawn.size
    if drawn.min() == drawn.max() or speed is None or not 0 < below < 1:
        return NotComputable(Reason.NO_VARIATION)
    bias = float(stats.norm.ppf(below))
    low, high = (
        _shifted(end, bias=bias, speed=speed) for end in ((1 - level) / 2, (1 + level) / 2)
    )
    return Interval(
        float(np.quantile(drawn, low)), float(np.quantile(drawn, high)), level, Method.BCA
    )


def _shifted(end: float, *, bias: float, speed: float) -> float:
    z = float(stats.norm.ppf(end)) + bias
    return float(stats.norm.cdf(bias + z / (1 - speed * z)))


def acceleration(values: Numbers, statistic: Statistic) -> float | None:
    """How fast the error changes with the value, from leaving out each answer in turn."""
    left = statistic(np.stack([np.delete(values, at) for at in range(values.size)]))
    gaps = left.mean() - left
    power = float((gaps**2).sum()) ** 1.5
    return float((gaps**3).sum()) / (6 * power) if power else None


def _resampled(
    values: Numbers, statistic: Statistic, *, rng: np.random.Generator, resamples: int
) -> Numbers:
    """In parts: all of the rows at once may not fit into memory."""
    rows = max(1, _AT_ONCE // values.size)
    parts = [min(rows, resamples - start) for start in range(0, resamples, rows)]
    return np.concatenate(
        [statistic(values[rng.integers(0, values.size, (part, values.size))]) for part in parts]
    )
