"""Raters × departments -> what each department would have got had everybody rated it.

Where raters skip departments (不了解, recusal), a simple mean inherits how lenient its raters are.
An additive fit, rater and department, takes that out; where nobody skips, both are the same.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import matrix
from surveys.values import Value

FLAGGED: Final = 1.0
"""Points by which adjusted and simple mean may differ before the report says so."""


class DepartmentMean(Value, frozen=True, tag=True):
    """One department, by its place: its simple and its adjusted mean."""

    department: int
    raters: int
    simple: float
    adjusted: float
    flagged: bool


class Effects(Value, frozen=True, tag=True):
    """Means and how surely departments differ; departments nobody rated are left out."""

    means: tuple[DepartmentMean, ...]
    covariance: tuple[tuple[float, ...], ...]
    """Of the adjusted means less their average, raters being what could have been others."""
    raters: int
    """Those who rated at least two departments: the others compare nothing."""


def effects(
    scores: ArrayLike, *, weights: ArrayLike | None = None, flagged: float = FLAGGED
) -> Effects | NotComputable:
    """Fit raters and departments; `weights` of raters where their groups count differently.

    >>> result = effects([[90, 80], [70, 60], [None, 50]])
    >>> [(round(m.simple, 2), round(m.adjusted, 2), m.flagged) for m in result.means]
    [(80.0, 73.33, True), (63.33, 63.33, False)]
    """
    given = matrix(scores)
    kept = np.flatnonzero(np.isfinite(given).any(axis=0))
    rated = given[:, kept]
    counted = _weights(weights, len(rated))
    comparing = (np.isfinite(rated).sum(axis=1) >= 2) & (counted > 0)
    if reason := _lacking(rated, comparing):
        return NotComputable(reason)
    fit = _fit(rated[comparing], counted[comparing])
    if fit is None:
        return NotComputable(Reason.SINGULAR)
    department, covariance = fit
    simple = _means(rated, counted)
    adjusted = department + _leniency(rated, department, counted)
    return Effects(
        means=tuple(
            DepartmentMean(
                department=int(at),
                raters=int(np.isfinite(given[:, at]).sum()),
                simple=float(s),
                adjusted=float(a),
                flagged=bool(abs(s - a) > flagged),
            )
            for at, s, a in zip(kept, simple, adjusted, strict=True)
        ),
        covariance=tuple(tuple(float(cell) for cell in row) for row in covariance),
        raters=int(comparing.sum()),
    )


def _weights(weights: ArrayLike | None, raters: int) -> Numbers:
    if weights is None:
        return np.ones(raters)
    return np.nan_to_num(np.array(weights, dtype=np.float64).ravel(), nan=0.0)


def _lacking(
    rated: Numbers, comparing: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Reason | None:
    if rated.size == 0:
        return Reason.NO_BALLOTS
    if rated.shape[1] == 1:
        return Reason.ONE_DEPARTMENT
    if comparing.sum() < 2:
        return Reason.ONE_RATER if len(rated) == 1 else Reason.TOO_FEW
    return None


def _fit(rated: Numbers, weights: Numbers) -> tuple[Numbers, Numbers] | None:
    """Department effects that add up to zero, and their covariance with raters as clusters.

    Least squares within raters; None where two halves of the departments share no rater.
    """
    answered = np.isfinite(rated).astype(np.float64)
    within = _centre(np.where(answered > 0, rated, 0.0), answered)
    share = answered / answered.sum(axis=1, keepdims=True)
    normal = np.diag(weights @ answered) - (answered * weights[:, None]).T @ share
    if np.linalg.matrix_rank(normal, tol=1e-9 * float(np.trace(normal))) < rated.shape[1] - 1:
        return None
    inverse = np.asarray(np.linalg.pinv(normal, hermitian=True), dtype=np.float64)
    department = inverse @ (weights @ within)
    left = within - _centre(answered * department, answered)
    pulls = (left * weights[:, None]) @ inverse
    raters = len(rated)
    return department, pulls.T @ pulls * raters / (raters - 1)


def _centre(values: Numbers, answered: Numbers) -> Numbers:
    """Less the mean of what each rater answered; zero where nothing was."""
    own = (values * answered).sum(axis=1) / answered.sum(axis=1)
    return (values - own[:, None]) * answered


def _means(rated: Numbers, weights: Numbers) -> Numbers:
    answered = np.isfinite(rated)
    total = weights @ np.where(answered, rated, 0.0)
    return total / np.maximum(weights @ answered, np.finfo(np.float64).tiny)


def _leniency(rated: Numbers, department: Numbers, weights: Numbers) -> float:
    """Mean over raters of how much they give beyond what their departments are worth."""
    answered = np.isfinite(rated)
    counts = answered.sum(axis=1)
    over = np.where(answered, rated - department, 0.0).sum(axis=1)
    asked = counts > 0
    return float(np.average(over[asked] / counts[asked], weights=weights[asked]))
