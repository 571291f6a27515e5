"""Two groups of people -> whether one answers higher: Mann and Whitney; more groups: Kruskal."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import constant, vector
from surveys.statistics.ranks import MOST_EXACT, chi_square_tail, draw_sums, midranks, ties
from surveys.values import Value


class RankSum(Value, frozen=True, tag=True):
    """Deputies and voters, two communities: 秩和检验."""

    first: int
    second: int
    """How many answered in each."""
    w: float
    """Pairs in which the first answers higher; a tie counts one half."""
    superiority: float
    """The same as a share of all pairs."""
    p: float
    """Two-sided, by the normal curve, corrected for ties, without continuity correction."""
    p_corrected: float
    """The same with continuity correction."""
    exact: float
    """Two-sided over all ways to part these very answers; `p` beyond 200 answers."""


class Groups(Value, frozen=True, tag=True):
    """Kruskal and Wallis: do groups answer alike?"""

    sizes: tuple[int, ...]
    h: float
    df: int
    p: float


def rank_sum(first: ArrayLike, second: ArrayLike) -> RankSum | NotComputable:
    """Compare two groups that have nobody in common.

    >>> result = rank_sum([4, 5, 5], [1, 2, 3])
    >>> isinstance(result, RankSum) and (result.w, round(result.exact, 12))
    (9.0, 0.1)
    """
    x, y = vector(first), vector(second)
    if not x.size or not y.size:
        return NotComputable(Reason.ONE_GROUP if x.size or y.size else Reason.NO_BALLOTS)
    together = np.concatenate([x, y])
    if constant(together):
        return NotComputable(Reason.NO_VARIATION)
    ranks = midranks(together)
    w = float(ranks[: x.size].sum()) - x.size * (x.size + 1) / 2
    off, spread = abs(w - x.size * y.size / 2), _spread(together, x.size * y.size)
    p = 2 * float(ndtr(-off / spread))
    return RankSum(
        first=x.size,
        second=y.size,
        w=w,
        superiority=w / (x.size * y.size),
        p=p,
        p_corrected=2 * float(ndtr(-max(off - 0.5, 0.0) / spread)),
        exact=_exact(ranks, x.size) if together.size <= MOST_EXACT else p,
    )


def _spread(together: Numbers, pairs: int) -> float:
    n = together.size
    return float(np.sqrt(pairs / 12 * (n + 1 - ties(together) / (n * (n - 1)))))


def _exact(ranks: Numbers, drawn: int) -> float:
    """Chance of a rank sum as far from its mean, or farther, on either side."""
    chances = draw_sums(2 * ranks, drawn)
    mean = drawn * (ranks.size + 1)
    far = abs(round(2 * float(ranks[:drawn].sum())) - mean)
    return min(1.0, float(chances[np.abs(np.arange(chances.size) - mean) >= far].sum()))


def kruskal_wallis(groups: Sequence[ArrayLike]) -> Groups | NotComputable:
    """Compare several groups that have nobody in common; empty ones are left out.

    >>> result = kruskal_wallis([[1, 2], [3, 4]])
    >>> isinstance(result, Groups) and (round(result.h, 6), result.df, round(result.p, 6))
    (2.4, 1, 0.121335)
    """
    given = [answers for group in groups if (answers := vector(group)).size]
    if len(given) < 2:
        return NotComputable(Reason.ONE_GROUP if given else Reason.NO_BALLOTS)
    together = np.concatenate(given)
    if constant(together):
        return NotComputable(Reason.NO_VARIATION)
    ranks, n = midranks(together), together.size
    ends = np.cumsum([answers.size for answers in given])
    parts = np.split(ranks, ends[:-1])
    raw = 12 / (n * (n + 1)) * sum(float(part.sum()) ** 2 / part.size for part in parts)
    h = max(0.0, (raw - 3 * (n + 1)) / (1 - ties(together) / (n**3 - n)))
    df = len(given) - 1
    return Groups(tuple(answers.size for answers in given), h, df, chi_square_tail(df, h))
