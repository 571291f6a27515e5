"""Scores with their covariance -> for each department the ranks it may truly have.

Confidence sets for ranks after Mogstad, Romano, Shaikh and Wilhelm, Inference for Ranks
(doi 10.1093/restud/rdad006): every ordered pair of departments is tested by the largest t, step by
step; whoever is surely above a department pushes the best rank it may have down by one, whoever is
surely below it pulls its worst rank up. 名次区间: never a rank without its set.
"""

from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.effects import effects
from surveys.statistics.matrices import settled
from surveys.statistics.max_t import (
    DRAWS,
    certainty,
    difference_errors,
    draw,
    largest_difference,
    quotient,
)
from surveys.values import Value

Whole: TypeAlias = NDArray[np.int64]

_LEVEL: Final = 0.95


class RankSet(Value, frozen=True, tag=True):
    """One department, by its place: the rank of its score, and the ranks it may truly have."""

    department: int
    rank: int
    low: int
    """The best."""
    high: int
    """The worst."""


class Method(Value, frozen=True, tag=True):
    """How sure, of what, and by how many draws."""

    level: float = _LEVEL
    simultaneous: bool = True
    """All sets hold together; else each for itself (marginal)."""
    step_down: bool = True
    draws: int = DRAWS


def rank_raters(
    scores: ArrayLike,
    *,
    rng: np.random.Generator,
    weights: ArrayLike | None = None,
    method: Method = Method(),  # noqa: B008 -- frozen
) -> tuple[RankSet, ...] | NotComputable:
    """Rank departments that the same raters rated: paired covariance, t with raters - 1 df.

    No finite-population correction, also where everybody voted: the order counted is exact and
    stands beside; this says whether other deputies of the kind would have ordered them so.
    """
    fitted = effects(scores, weights=weights)
    if isinstance(fitted, NotComputable):
        return fitted
    found = rank_sets(
        [mean.adjusted for mean in fitted.means],
        fitted.covariance,
        df=fitted.raters - 1,
        rng=rng,
        method=method,
    )
    if isinstance(found, NotComputable):
        return found
    return tuple(
        RankSet(mean.department, each.rank, each.low, each.high)
        for mean, each in zip(fitted.means, found, strict=True)
    )


def rank_sets(
    theta: ArrayLike,
    covariance: ArrayLike,
    *,
    rng: np.random.Generator,
    df: float | None = None,
    method: Method = Method(),  # noqa: B008 -- frozen
) -> tuple[RankSet, ...] | NotComputable:
    """Rank any estimates, the highest first; `df` None where their covariance is known.

    >>> sets = rank_sets([9, 5, 5], np.eye(3) / 10, rng=np.random.default_rng(1))
    >>> [(each.rank, each.low, each.high) for each in sets]
    [(1, 1, 1), (2, 2, 3), (2, 2, 3)]
    """
    scores = settled(np.array(theta, dtype=np.float64).ravel())
    spread = np.array(covariance, dtype=np.float64)
    if reason := _lacking(scores, spread, df):
        return NotComputable(reason)
    tested = _Pairs(
        t=quotient(scores[:, None] - scores, between := _between(spread, scores)),
        between=between,
        errors=draw(spread, df=df, draws=method.draws, rng=rng),
        certain=certainty(df, len(scores) * (len(scores) - 1)) < 1 - method.level,
    )
    better, worse = _simultaneous(tested, method) if method.simultaneous else _each(tested, method)
    return tuple(
        RankSet(
            department=at,
            rank=1 + int((scores > score).sum()),
            low=1 + int(better[at]),
            high=len(scores) - int(worse[at]),
        )
        for at, score in enumerate(scores)
    )


class _Pairs(NamedTuple):
    """Every ordered pair: row surely above column?"""

    t: Numbers
    between: Numbers
    errors: Numbers
    certain: bool
    """Whether a difference without any spread is believed."""


def _between(covariance: Numbers, scores: Numbers) -> Numbers:
    return difference_errors(covariance, float(np.abs(scores).max()))


def _lacking(scores: Numbers, covariance: Numbers, df: float | None) -> Reason | None:
    if scores.size == 0 or not np.isfinite(scores).all():
        return Reason.NO_BALLOTS
    if covariance.shape != (scores.size, scores.size) or not np.isfinite(covariance).all():
        return Reason.TOO_FEW
    return Reason.NO_DEGREES_OF_FREEDOM if df is not None and df < 1 else None


def _simultaneous(tested: _Pairs, method: Method) -> tuple[Whole, Whole]:
    above = _surely_above(tested, ~np.eye(len(tested.t), dtype=np.bool_), method)
    return above.sum(axis=0), above.sum(axis=1)


def _each(tested: _Pairs, method: Method) -> tuple[Whole, Whole]:
    """Every department against the others, as if nobody looked at the rest."""
    departments = len(tested.t)
    better, worse = np.zeros(departments, np.int64), np.zeros(departments, np.int64)
    for at in range(departments):
        family = np.zeros((departments, departments), dtype=np.bool_)
        family[at], family[:, at], family[at, at] = True, True, False
        above = _surely_above(tested, family, method)
        better[at], worse[at] = above[:, at].sum(), above[at].sum()
    return better, worse


def _surely_above(tested: _Pairs, family: NDArray[np.bool_], method: Method) -> NDArray[np.bool_]:
    """Reject the pairs beyond the largest chance t, remove them, and try the rest again."""
    boundless = np.isinf(tested.t)
    above = family & boundless & (tested.t > 0) & tested.certain
    left = family & ~boundless
    while left.any():
        chance = largest_difference(tested.errors, tested.between, left)
        found = left & (tested.t > np.quantile(chance, method.level, method="higher"))
        above |= found
        if not (found.any() and method.step_down):
            return above
        left &= ~found
    return above
