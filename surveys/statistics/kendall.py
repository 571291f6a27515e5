"""Two series -> whether one rises with the other: Kendall's tau, exact where both are short."""

from itertools import combinations, permutations
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import both, constant, settled
from surveys.statistics.ranks import ties
from surveys.values import Value

_ALL_ORDERS: Final = 8
"""Up to so many pairs with ties every order is tried: 40,320."""
_MOST_COUNTED: Final = 100


class Kendall(Value, frozen=True, tag=True):
    """Does one rise with the other (肯德尔相关)?"""

    tau: float
    p: float
    exact: bool


def kendall(first: ArrayLike, second: ArrayLike) -> Kendall | NotComputable:
    """Tau-b and its two-sided p, exact where years are few; this alone claims no trend.

    >>> kendall([1, 2, 3], [80, 81, 85])
    Kendall(tau=1.0, p=0.3333333333333333, exact=True)
    """
    x, y = both(first, second)
    if x.size < 2:
        return NotComputable(Reason.TOO_FEW if x.size else Reason.NO_BALLOTS)
    if constant(x) or constant(y):
        return NotComputable(Reason.NO_VARIATION)
    signs = _signs(x) * _signs(y)
    score = float(signs.sum())
    comparable = float(np.abs(_signs(x)).sum()) * float(np.abs(_signs(y)).sum())
    tied = ties(x) + ties(y) > 0
    if tied and x.size <= _ALL_ORDERS:
        p = _over_all_orders(x, y, abs(score))
    elif tied or x.size > _MOST_COUNTED:
        p = _by_the_normal_curve(x, y, score)
    else:
        p = _counted(x.size, abs(score))
    exact = x.size <= (_ALL_ORDERS if tied else _MOST_COUNTED)
    return Kendall(tau=float(score / np.sqrt(comparable)), p=p, exact=exact)


def _signs(values: Numbers) -> Numbers:
    given = settled(values)
    return np.sign(np.subtract.outer(given, given))[np.tril_indices(values.size, -1)]


def _over_all_orders(x: Numbers, y: Numbers, far: float) -> float:
    """How often a shuffled second series agrees or disagrees as much with the first."""
    orders = np.array(list(permutations(range(x.size))))
    left, right = zip(*combinations(range(x.size), 2), strict=True)
    moved = settled(y)[orders]
    scores = np.sign(moved[:, list(right)] - moved[:, list(left)]) @ np.sign(
        settled(x)[list(right)] - settled(x)[list(left)]
    )
    return float((np.abs(scores) >= far - 0.5).mean())


def _counted(n: int, far: float) -> float:
    """Without ties the number of inversions is a sum of independent even draws."""
    chances = np.ones(1)
    for choices in range(2, n + 1):
        chances = np.convolve(chances, np.full(choices, 1 / choices))
    scores = np.abs(n * (n - 1) / 2 - 2 * np.arange(chances.size))
    return min(1.0, float(chances[scores >= far - 0.5].sum()))


def _by_the_normal_curve(x: Numbers, y: Numbers, score: float) -> float:
    n = x.size
    a, b = _tie_sums(x), _tie_sums(y)
    spread: float = (n * (n - 1) * (2 * n + 5) - a[2] - b[2]) / 18
    spread += a[0] * b[0] / (2 * n * (n - 1)) + a[1] * b[1] / (9 * n * (n - 1) * max(n - 2, 1))
    return 2 * float(ndtr(-abs(score) / sqrt(spread)))


def _tie_sums(values: Numbers) -> tuple[float, float, float]:
    t = np.unique(settled(values), return_counts=True)[1].astype(np.float64)
    pairs = t * (t - 1)
    return float(pairs.sum()), float((pairs * (t - 2)).sum()), float((pairs * (2 * t + 5)).sum())
