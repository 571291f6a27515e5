"""One difference for each rater -> whether they lean one way: Wilcoxon's signed ranks."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import settled, vector
from surveys.statistics.ranks import MOST_EXACT, coin_sums, midranks, ties
from surveys.values import Value

_MOST_SHIFTED: Final = 2000


class SignedRank(Value, frozen=True, tag=True):
    """Who rated both alike is left out (`zero_method` wilcox): 符号秩检验."""

    raters: int
    """Those who made a difference."""
    v: float
    """Sum of the ranks of positive differences."""
    p: float
    """Two-sided, by the normal curve, corrected for ties, without continuity correction."""
    p_corrected: float
    """The same with continuity correction."""
    exact: float
    """Two-sided over all signs of these very ranks; `p` beyond 200 raters."""
    greater: float
    """The exact chance of so large a sum or a larger one; by the normal curve beyond 200."""
    shift: float
    """Hodges and Lehmann's estimate: the median of all means of two differences."""
    shift_low: float
    shift_high: float


def signed_rank(differences: ArrayLike, *, level: float = 0.95) -> SignedRank | NotComputable:
    """Test that differences lie as far above zero as below.

    >>> result = signed_rank([1, 2, 3, 4, -1.5])
    >>> isinstance(result, SignedRank) and (result.v, result.exact)
    (13.0, 0.1875)
    """
    given = settled(vector(differences))
    moved = given[given != 0]
    if given.size < 2:
        return NotComputable(Reason.TOO_FEW if given.size else Reason.NO_BALLOTS)
    if moved.size == 0:
        return NotComputable(Reason.NO_VARIATION)
    ranks = midranks(np.abs(moved))
    v = float(ranks[moved > 0].sum())
    p, p_corrected, greater = _by_the_normal_curve(moved, v)
    if moved.size <= MOST_EXACT:
        chances = coin_sums(2 * ranks)
        greater = min(1.0, float(chances[round(2 * v) :].sum()))
    exact = _two_sided(ranks, v) if moved.size <= MOST_EXACT else p
    shift, low, high = _shift(moved, level)
    return SignedRank(
        raters=moved.size,
        v=v,
        p=p,
        p_corrected=p_corrected,
        exact=exact,
        greater=greater,
        shift=shift,
        shift_low=low,
        shift_high=high,
    )


def _by_the_normal_curve(moved: Numbers, v: float) -> tuple[float, float, float]:
    off = v - moved.size * (moved.size + 1) / 4
    spread = _spread(moved)
    near = max(abs(off) - 0.5, 0.0)
    return (
        2 * float(ndtr(-abs(off) / spread)),
        2 * float(ndtr(-near / spread)),
        float(ndtr(-off / spread)),
    )


def _spread(moved: Numbers) -> float:
    n = moved.size
    return float(np.sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties(np.abs(moved)) / 48))


def _two_sided(ranks: Numbers, v: float) -> float:
    chances = coin_sums(2 * ranks)
    at = round(2 * v)
    return min(1.0, 2 * min(float(chances[at:].sum()), float(chances[: at + 1].sum())))


def _shift(moved: Numbers, level: float) -> tuple[float, float, float]:
    """Exact limits where no ranks are tied, else those of the normal curve."""
    if moved.size > _MOST_SHIFTED:
        return _quartered(moved, level)
    means = np.add.outer(moved, moved)[np.tril_indices(moved.size)] / 2
    means.sort()
    at = _limit(moved, (1 - level) / 2)
    return float(np.median(means)), float(means[at - 1]), float(means[means.size - at])


def _limit(moved: Numbers, tail: float) -> int:
    n = moved.size
    if n <= MOST_EXACT and ties(np.abs(moved)) == 0:
        below = np.cumsum(coin_sums(np.arange(1.0, n + 1)))
        return max(1, int(np.searchsorted(below, tail * (1 + 1e-12))))
    return max(1, int(np.floor(n * (n + 1) / 4 + float(ndtri(tail)) * _spread(moved))))


def _quartered(moved: Numbers, level: float) -> tuple[float, float, float]:
    """For a large poll: the median of the differences and its sign-test limits."""
    ordered = np.sort(moved)
    half = float(ndtri((1 + level) / 2)) * np.sqrt(moved.size) / 2
    at = max(0, int(np.floor(moved.size / 2 - half)))
    return float(np.median(ordered)), float(ordered[at]), float(ordered[-at - 1])
