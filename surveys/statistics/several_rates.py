"""Counts of several options, or of two groups -> their intervals together.

The options of one question hold at once (Goodman 1965); of two groups the difference is told
(Newcombe 1998, method 10).
"""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.intervals import LEVEL, Interval, Method, quantile, score_limits


def goodman(counts: Sequence[int], *, level: float = LEVEL) -> tuple[Interval, ...] | NotComputable:
    """All intervals hold together with the given level."""
    n = sum(counts)
    if n <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    z = float(np.sqrt(stats.chi2.ppf(1 - (1 - level) / len(counts), 1)))
    limits = (score_limits(count / n, n, z=z) for count in counts)
    return tuple(Interval(low, high, level, Method.GOODMAN) for low, high in limits)


def newcombe(
    first: tuple[int, int], second: tuple[int, int], *, level: float = LEVEL
) -> Interval | NotComputable:
    """The first rate less the second, each given as (said so, answered).

    >>> each = newcombe((56, 70), (48, 80))
    >>> round(each.low, 4), round(each.high, 4)
    (0.0524, 0.3339)
    """
    (x, m), (y, n) = first, second
    if m <= 0 or n <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    z, one, other = quantile(level), x / m, y / n
    low, high = score_limits(one, m, z=z)
    least, most = score_limits(other, n, z=z)
    down, up = np.hypot(one - low, most - other), np.hypot(high - one, other - least)
    gap = one - other
    return Interval(gap - float(down), gap + float(up), level, Method.NEWCOMBE)
