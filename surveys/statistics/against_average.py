"""Raters × departments -> which departments stand above or below the average of this year's."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec.structs import replace
from numpy.typing import ArrayLike

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.effects import Effects, effects
from surveys.statistics.matrices import cleared, vector
from surveys.statistics.max_t import DRAWS, certainty, draw, quotient, standard_errors
from surveys.statistics.verdicts import Side
from surveys.values import Value

FEWEST: Final = 20
"""Raters below whom no department is called better or worse than the average."""


class Contrast(Value, frozen=True, tag=True):
    """One department less the average of all, with limits that hold for all at once."""

    department: int
    difference: float
    error: float
    low: float
    high: float
    p_adjusted: float
    side: Side


def against_average(
    scores: ArrayLike,
    *,
    rng: np.random.Generator,
    weights: ArrayLike | None = None,
    level: float = 0.95,
    fewest: int = FEWEST,
) -> tuple[Contrast, ...] | NotComputable:
    """Analysis of means by max-t over the paired covariance (均值分析).

    No finite-population correction: the question is whether other deputies would say so too.
    """
    fitted = effects(scores, weights=weights)
    if isinstance(fitted, NotComputable):
        return fitted
    if fitted.raters < fewest:
        return NotComputable(Reason.TOO_FEW)
    found = contrasts(
        _centred(fitted), np.array(fitted.covariance), df=fitted.raters - 1, level=level, rng=rng
    )
    return tuple(
        replace(contrast, department=mean.department)
        for contrast, mean in zip(found, fitted.means, strict=True)
    )


def _centred(fitted: Effects) -> Numbers:
    adjusted = np.array([mean.adjusted for mean in fitted.means])
    return cleared(adjusted - adjusted.mean())


def contrasts(
    differences: Numbers,
    covariance: Numbers,
    *,
    df: float | None,
    rng: np.random.Generator,
    level: float = 0.95,
) -> tuple[Contrast, ...]:
    """Any estimates against zero by max-t; `df` None where their covariance is known."""
    errors = standard_errors(covariance, float(np.abs(differences).max(initial=0.0)))
    chance = _largest(draw(covariance, df=df, draws=DRAWS, rng=rng), errors)
    t = np.abs(quotient(differences, errors))
    p = [_exceeded(chance, each, certainty(df, len(t))) for each in t]
    half = float(np.quantile(chance, level, method="higher")) * errors
    return tuple(
        Contrast(
            department=at,
            difference=float(differences[at]),
            error=float(errors[at]),
            low=float(differences[at] - half[at]),
            high=float(differences[at] + half[at]),
            p_adjusted=p[at],
            side=_side(float(differences[at]), distinct=p[at] < 1 - level),
        )
        for at in range(len(t))
    )


def _largest(errors: Numbers, spread: Numbers) -> Numbers:
    largest = np.zeros(errors.shape[1])
    for line, error in zip(errors, spread, strict=True):
        if error > 0:
            np.maximum(largest, np.abs(line) / error, out=largest)
    return largest


def _exceeded(chance: Numbers, t: float, certain: float) -> float:
    """The adjusted p; where all raters differ alike, that of so many tosses falling alike."""
    if np.isinf(t):
        return certain
    return float((1 + (chance >= t).sum()) / (1 + len(chance))) if t > 0 else 1.0


def _side(difference: float, *, distinct: bool) -> Side:
    if not distinct:
        return Side.LEVEL
    return Side.ABOVE if difference > 0 else Side.BELOW


def groups_against_average(
    groups: Sequence[ArrayLike], *, rng: np.random.Generator, level: float = 0.95
) -> tuple[Contrast, ...] | NotComputable:
    """Groups that have nobody in common against the average of everybody, one spread for all.

    A group of one counts; `department` is the place of the group.
    """
    given = [vector(group) for group in groups]
    kept = [at for at, answers in enumerate(given) if answers.size]
    sizes = np.array([given[at].size for at in kept], dtype=np.float64)
    df = int(sizes.sum()) - len(kept)
    if len(kept) < 2 or df < 1:
        return NotComputable(_why(len(kept)))
    means = np.array([given[at].mean() for at in kept])
    pooled = sum(float(((given[at] - given[at].mean()) ** 2).sum()) for at in kept) / df
    contrast = np.eye(len(kept)) - sizes / sizes.sum()
    covariance = pooled * (contrast / sizes) @ contrast.T
    found = contrasts(cleared(contrast @ means), covariance, df=df, level=level, rng=rng)
    return tuple(replace(each, department=at) for each, at in zip(found, kept, strict=True))


def _why(groups: int) -> Reason:
    if groups == 0:
        return Reason.NO_BALLOTS
    return Reason.ONE_GROUP if groups == 1 else Reason.NO_DEGREES_OF_FREEDOM
