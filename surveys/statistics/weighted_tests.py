"""Answers of people drawn or weighted, and their groups -> whether the groups answered alike.

Ranks for scales (Lumley and Scott 2013), the corrected chi-squared for options (Rao and Scott
1984). Without weights see the comparisons between groups.
"""

from enum import StrEnum

import numpy as np
from scipy import stats

from surveys.statistics.cells import Codes
from surveys.statistics.computable import NotComputable, Numbers, Reason, negligible
from surveys.statistics.design import Design
from surveys.statistics.estimates import Joint, shares
from surveys.statistics.regression import WeightedTest, mean_test


class Scores(StrEnum):
    """What a rank counts for."""

    WILCOXON = "wilcoxon"
    VAN_DER_WAERDEN = "van_der_waerden"
    MEDIAN = "median"


def rank_test(
    values: Numbers, groups: Codes, of: Design, *, scores: Scores = Scores.WILCOXON
) -> WeightedTest | NotComputable:
    """Whether groups lie higher or lower; ranks are estimated for the whole. Code < 0: no group."""
    given = np.isfinite(values) & (groups >= 0) & (of.weights > 0)
    scored = np.full(values.size, np.nan)
    if given.any():
        scored[given] = _score(_ranks(values[given], of.weights[given]), scores)
    return mean_test(scored, groups, of)


def _ranks(values: Numbers, weights: Numbers) -> Numbers:
    """The estimated share of the whole below each, half of itself included; ties share evenly."""
    order = np.argsort(values, kind="stable")
    middles = np.empty(values.size)
    middles[order] = weights[order].cumsum() - weights[order] / 2
    tied = np.unique(values, return_inverse=True)[1]
    return (np.bincount(tied, middles) / np.bincount(tied))[tied] / weights.sum()


def _score(ranks: Numbers, scores: Scores) -> Numbers:
    match scores:
        case Scores.WILCOXON:
            return ranks
        case Scores.VAN_DER_WAERDEN:
            return np.asarray(stats.norm.ppf(ranks), dtype=np.float64)
        case Scores.MEDIAN:
            return (ranks > 0.5).astype(np.float64)


def rao_scott(rows: Codes, columns: Codes, of: Design) -> WeightedTest | NotComputable:
    """Whether two questions with options go together; a negative code is an answer not given.

    Pearson's chi-squared over its mean design effect, read as F. (Rao and Scott, second order)
    """
    both = (rows >= 0) & (columns >= 0) & (of.weights > 0)
    if not both.any():
        return NotComputable(Reason.NO_BALLOTS)
    high, r = np.unique(rows[both], return_inverse=True)
    wide, c = np.unique(columns[both], return_inverse=True)
    if high.size < 2 or wide.size < 2:
        return NotComputable(Reason.ONE_GROUP)
    codes = np.full(rows.size, -1)
    codes[both] = r * wide.size + c
    found = shares(codes, high.size * wide.size, of)
    if isinstance(found, NotComputable):
        return found
    return _corrected(found, (high.size, wide.size))


def _corrected(found: Joint, shape: tuple[int, int]) -> WeightedTest | NotComputable:
    n, cells = found.counts[0], found.values
    table = cells.reshape(shape)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    pearson = n * float(((table - expected) ** 2 / expected).sum())
    turned = (
        _interactions(shape)
        * np.divide(1, cells, out=np.zeros_like(cells), where=cells > 0)[:, None]
    )
    simple = turned.T @ (np.diag(cells) - np.outer(cells, cells)) @ turned / n
    if not found.freedom or np.linalg.matrix_rank(simple) < simple.shape[0]:
        return NotComputable(Reason.TOO_FEW)
    effects = np.linalg.solve(simple, turned.T @ found.covariance @ turned)
    trace, square = float(np.trace(effects)), float(np.trace(effects @ effects))
    if negligible(trace, 1):
        return NotComputable(Reason.NO_VARIATION)
    ndf = trace**2 / square
    f, ddf = pearson / trace, ndf * found.freedom
    return WeightedTest(f, ndf, ddf, float(stats.f.sf(f, ndf, ddf)))


def _interactions(shape: tuple[int, int]) -> Numbers:
    """Contrasts of the cells that no sum of a row's and a column's part explains."""
    high, wide = (np.eye(size)[:, 1:] - 1 / size for size in shape)
    return np.asarray(np.kron(high, wide), dtype=np.float64)
