"""Answers and what may go with them -> weighted least squares, with the design's own errors."""

import numpy as np
from scipy import stats

from surveys.statistics.cells import Codes
from surveys.statistics.computable import NotComputable, Numbers, Reason, negligible
from surveys.statistics.design import Design, degrees, variance
from surveys.statistics.diagnostics import effective_n
from surveys.statistics.estimates import Joint
from surveys.values import Value


class WeightedTest(Value, frozen=True):
    """A test among people drawn or weighted: F, or t where one difference is tested.

    `differences` are those of each further group from the first.
    """

    statistic: float
    ndf: float
    ddf: float
    p: float
    differences: tuple[float, ...] = ()


def regress(values: Numbers, known: Numbers, of: Design) -> Joint | NotComputable:
    """The slopes; a row with an answer missing counts as zero."""
    given = np.isfinite(values) & np.isfinite(known).all(axis=1) & (of.weights > 0)
    if not given.any():
        return NotComputable(Reason.NO_BALLOTS)
    weights = np.where(given, of.weights, 0.0)
    x, y = np.where(given[:, None], known, 0.0), np.where(given, values, 0.0)
    square = x.T @ (x * weights[:, None])
    if np.linalg.matrix_rank(square) < x.shape[1]:
        return NotComputable(Reason.SINGULAR)
    slopes = np.linalg.solve(square, x.T @ (weights * y))
    influences = x * (weights * (y - x @ slopes))[:, None] @ np.linalg.inv(square)
    covariance = variance(influences, of)
    if isinstance(covariance, NotComputable):
        return covariance
    rows = np.flatnonzero(given)
    return Joint(
        values=slopes,
        covariance=covariance,
        freedom=degrees(of, rows) + 1 - slopes.size,
        counts=(rows.size,) * slopes.size,
        effective=(effective_n(of.weights[rows]),) * slopes.size,
        complete=of.complete,
    )


def mean_test(values: Numbers, groups: Codes, of: Design) -> WeightedTest | NotComputable:
    """Whether the weighted means of groups differ; a negative code belongs to none.

    Two groups are compared by t, more by Wald's F.
    """
    held = np.unique(groups[(groups >= 0) & np.isfinite(values) & (of.weights > 0)])
    if held.size < 2:
        return NotComputable(Reason.ONE_GROUP if held.size else Reason.NO_BALLOTS)
    inside = np.where(np.isin(groups, held), 1.0, np.nan)
    known = np.column_stack([inside, *((groups == each) * inside for each in held[1:])])
    found = regress(values, known, of)
    return found if isinstance(found, NotComputable) else _tested(found)


def _tested(found: Joint) -> WeightedTest | NotComputable:
    gaps, spread, ddf = found.values[1:], found.covariance[1:, 1:], found.freedom
    if ddf <= 0:
        return NotComputable(Reason.NO_DEGREES_OF_FREEDOM)
    errors = zip(found.errors[1:], gaps, strict=True)
    if any(negligible(float(error), float(gap)) for error, gap in errors):
        return NotComputable(Reason.NO_VARIATION)
    if np.linalg.matrix_rank(spread) < gaps.size:
        return NotComputable(Reason.NO_VARIATION)
    differences = tuple(float(gap) for gap in gaps)
    if gaps.size == 1:
        t = float(gaps[0]) / float(found.errors[1])
        return WeightedTest(t, 1, ddf, 2 * float(stats.t.sf(abs(t), ddf)), differences)
    f = float(gaps @ np.linalg.solve(spread, gaps)) / gaps.size
    return WeightedTest(f, gaps.size, ddf, float(stats.f.sf(f, gaps.size, ddf)), differences)
