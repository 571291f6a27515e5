"""Numbers -> midranks, their ties, and the exact chances of sums of them."""

from typing import Final

import numpy as np
from scipy.special import chdtrc
from scipy.stats import rankdata

from surveys.statistics.computable import Numbers
from surveys.statistics.matrices import settled

MOST_EXACT: Final = 200
"""Up to so many answers a rank test is worked out exactly; beyond, the normal curve is as good."""


def midranks(values: Numbers) -> Numbers:
    """Ranks from 1; equal values share the mean of theirs.

    >>> midranks(np.array([3.0, 5.0, 3.0]))
    array([1.5, 3. , 1.5])
    """
    return rankdata(settled(values), axis=None).reshape(values.shape)


def ties(values: Numbers) -> float:
    """Sum of t³ - t over groups of t equal values: what every tie correction subtracts."""
    counts = np.unique(settled(values), return_counts=True)[1].astype(np.float64)
    return float((counts**3 - counts).sum())


def spearman(first: Numbers, second: Numbers) -> float:
    """Correlation of the ranks; 0 where one of them does not vary.

    >>> round(spearman(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 9.0])), 12)
    1.0
    """
    return correlation(midranks(first), midranks(second))


def correlation(first: Numbers, second: Numbers) -> float:
    """Pearson's, kept within -1 and 1; 0 where one of them does not vary."""
    x, y = first - first.mean(), second - second.mean()
    length = float(np.sqrt((x @ x) * (y @ y)))
    return max(-1.0, min(1.0, float(x @ y) / length)) if length > 0 else 0.0


def coin_sums(weights: Numbers) -> Numbers:
    """Chance of every sum when each whole weight counts or not by the toss of a coin.

    >>> coin_sums(np.array([1.0, 2.0]))
    array([0.25, 0.25, 0.25, 0.25])
    """
    whole = weights.astype(np.int64)
    chances = np.zeros(int(whole.sum()) + 1)
    chances[0] = 1
    reach = 0
    for weight in whole:
        reach += int(weight)
        moved = np.zeros(reach + 1)
        moved[weight:] = chances[: reach + 1 - weight]
        chances[: reach + 1] = (chances[: reach + 1] + moved) / 2
    return chances


def draw_sums(weights: Numbers, drawn: int) -> Numbers:
    """Chance of every sum when so many of the whole weights are drawn.

    >>> draw_sums(np.array([1.0, 2.0, 3.0]), 2).round(3).tolist()
    [0.0, 0.0, 0.0, 0.333, 0.333, 0.333, 0.0]
    """
    whole = weights.astype(np.int64)
    ways = np.zeros((drawn + 1, int(whole.sum()) + 1))
    ways[0, 0] = 1
    for done, weight in enumerate(whole, start=1):
        most = min(done, drawn)
        size = ways.shape[1] - int(weight)
        ways[1 : most + 1, weight:] += ways[:most, :size].copy()
    return ways[drawn] / ways[drawn].sum()


def chi_square_tail(df: int, chisq: float) -> float:
    """Chance of so large a chi-square or a larger one.

    >>> round(chi_square_tail(1, 3.841458820694124), 12)
    0.05
    """
    return float(chdtrc(float(df), chisq))
