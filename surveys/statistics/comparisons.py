"""Raters × departments -> whether the same raters tell the departments apart, and which pairs.

The raters are read as deputies who could have been others of their kind, so nothing here shrinks
because the whole roll voted: the official order is exact, and may yet be chance.
"""

from enum import StrEnum
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import complete, matrix, settled
from surveys.statistics.multiplicity import holm
from surveys.statistics.ranks import chi_square_tail, midranks, ties
from surveys.statistics.sign_flip import SignFlip, sign_flip
from surveys.statistics.signed_rank import SignedRank, signed_rank
from surveys.values import Value

FEWEST_FOR_RANKS: Final = 25
"""Below so many raters signs are flipped instead of trusting the normal curve of the ranks."""


class SameRaters(Value, frozen=True, tag=True):
    """Friedman's test and Kendall's W (和谐系数), corrected for ties."""

    raters: int
    """Those who rated every department; the others cannot be ranked."""
    departments: int
    chisq: float
    df: int
    p: float
    w: float
    """From 0, no agreement on the order, to 1, all raters order alike."""
    chisq_untied: float
    """Without the correction for ties; `w_untied` likewise."""
    w_untied: float


class PairTest(StrEnum):
    """How a pair was tested."""

    SIGNED_RANK = "signed_rank"
    SIGN_FLIP = "sign_flip"


class Pair(Value, frozen=True, tag=True):
    """Two departments, by their places, over those who rated both."""

    first: int
    second: int
    raters: int
    difference: float
    """Mean of first less second."""
    test: PairTest
    p: float
    p_adjusted: float
    """Holm's, over all pairs of the appraisal."""


def same_raters(scores: ArrayLike) -> SameRaters | NotComputable:
    """Do those who rated all departments distinguish them?

    >>> result = same_raters([[1, 2, 3]] * 5)
    >>> isinstance(result, SameRaters) and (result.chisq, result.w)
    (10.0, 1.0)
    """
    rated = complete(scores)
    raters, departments = rated.shape
    if raters < 2 or departments < 2:
        return NotComputable(_lacking(raters, departments))
    ranks = np.array([midranks(row) for row in rated])
    most = raters * departments * (departments + 1)
    spread = most - sum([ties(row) for row in rated], 0.0) / (departments - 1)
    if spread <= 0:
        return NotComputable(Reason.NO_VARIATION)
    off = float(((ranks.sum(axis=0) - raters * (departments + 1) / 2) ** 2).sum())
    chisq, untied, df = 12 * off / spread, 12 * off / most, departments - 1
    return SameRaters(
        raters=raters,
        departments=departments,
        chisq=chisq,
        df=df,
        p=chi_square_tail(df, chisq),
        w=chisq / (raters * df),
        chisq_untied=untied,
        w_untied=untied / (raters * df),
    )


def _lacking(raters: int, departments: int) -> Reason:
    if raters == 0 or departments == 0:
        return Reason.NO_BALLOTS
    return Reason.ONE_DEPARTMENT if departments == 1 else Reason.ONE_RATER


def pairs(scores: ArrayLike, *, rng: np.random.Generator) -> tuple[Pair, ...] | NotComputable:
    """Which departments differ; a pair that fewer than two rated is left out.

    >>> [pair.p for pair in pairs([[5, 4]] * 6, rng=np.random.default_rng(1))]
    [0.03125]
    """
    rated = matrix(scores)
    tested = [
        pair
        for first, second in combinations(range(rated.shape[1]), 2)
        if (pair := _test(rated, (first, second), rng)) is not None
    ]
    if not tested:
        return NotComputable(_lacking(*rated.shape) if min(rated.shape) < 2 else Reason.NO_PAIRS)
    adjusted = holm([pair.p for pair in tested])
    return tuple(
        Pair(pair.first, pair.second, pair.raters, pair.difference, pair.test, pair.p, float(p))
        for pair, p in zip(tested, adjusted, strict=True)
    )


def _test(rated: Numbers, at: tuple[int, int], rng: np.random.Generator) -> Pair | None:
    chosen = complete(rated[:, at])
    if len(chosen) < 2:
        return None
    differences = settled(chosen[:, 0] - chosen[:, 1])
    test, result = PairTest.SIGN_FLIP, sign_flip(differences, rng=rng)
    if ranks_serve(differences):
        test, result = PairTest.SIGNED_RANK, signed_rank(differences)
    p = result.p if isinstance(result, SignFlip | SignedRank) else 1.0
    return Pair(*at, len(chosen), float(differences.mean()), test, p, p)


def ranks_serve(differences: Numbers) -> bool:
    """Enough raters who made a difference, and most of their differences of a size of their own.

    Marks from 1 to 5 are nearly all ties: there the signs are flipped.
    """
    sizes = np.abs(differences[differences != 0])
    return len(sizes) >= FEWEST_FOR_RANKS and 2 * len(np.unique(sizes)) > len(sizes)
