"""Ballots -> how alike the answers of each are, and what the means would be without such ballots.

Whoever marks everything 满意 casts a legitimate vote. So nothing here is removed, flagged or shown
for a ballot: only the totals may leave, as a line beside the official score.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import complete, matrix, settled
from surveys.statistics.ranks import chi_square_tail
from surveys.values import Value

FEWEST: Final = 5
"""With fewer ballots on one side, two means would give them away by their difference."""


class Sensitivity(Value, frozen=True, tag=True):
    """Means by column with every ballot, and without those that answer everything alike."""

    ballots: int
    alike: int
    """How many give all their answers, three at least, the same mark."""
    with_them: tuple[float, ...]
    without: tuple[float, ...]


def sensitivity(ballots: ArrayLike) -> Sensitivity | NotComputable:
    """敏感性对照: how much the even ballots move the means; nothing where it would show few."""
    given = matrix(ballots)
    answered = np.isfinite(given).sum(axis=1)
    alike = (answered >= 3) & ~_varied(given)
    rest = given[~alike]
    if answered.sum() == 0:
        return NotComputable(Reason.NO_BALLOTS)
    if not alike.any():
        return NotComputable(Reason.NO_VARIATION)
    fewest = np.minimum(np.isfinite(rest).sum(axis=0), np.isfinite(given[alike]).sum(axis=0))
    if fewest.min() < FEWEST:
        return NotComputable(Reason.TOO_FEW)
    means = (tuple(float(m) for m in np.nanmean(each, axis=0)) for each in (given, rest))
    return Sensitivity(len(given), int(alike.sum()), *means)


def longest_strings(ballots: ArrayLike) -> tuple[Numbers, Numbers]:
    """Of each ballot the longest run of equal answers, and the mean length of its runs.

    >>> longest_strings([[3, 3, 3, 2, 2, 4]])
    (array([3.]), array([2.]))
    """
    runs = [_runs(row[np.isfinite(row)]) for row in matrix(ballots)]
    longest = np.array([each.max(initial=0.0) for each in runs])
    mean = np.array([each.mean() if each.size else 0.0 for each in runs])
    return longest, mean


def _runs(answers: Numbers) -> Numbers:
    """Lengths of the runs of equal answers."""
    turns = np.flatnonzero(np.diff(settled(answers))) + 1
    ends = np.concatenate([[0], turns, [answers.size]])
    return np.diff(ends).astype(np.float64) if answers.size else np.empty(0)


def variability(ballots: ArrayLike) -> Numbers:
    """Standard deviation within each ballot (IRV); 0 where fewer than two answers were given."""
    given = matrix(ballots)
    spread = np.zeros(len(given))
    enough = np.isfinite(given).sum(axis=1) >= 2
    if enough.any():
        spread[enough] = np.nanstd(given[enough], axis=1, ddof=1)
    return spread


def distances(ballots: ArrayLike) -> tuple[Numbers, Numbers] | NotComputable:
    """Mahalanobis' squared distance of each complete ballot from the middle, and its p."""
    answers = complete(ballots)
    if answers.size == 0:
        return NotComputable(Reason.NO_BALLOTS)
    if len(answers) < 2:
        return NotComputable(Reason.ONE_RATER)
    covariance = np.atleast_2d(np.cov(answers, rowvar=False))
    spread = np.sqrt(np.diag(covariance))
    if (spread <= 0).any() or np.linalg.cond(covariance / np.outer(spread, spread)) > 1e12:
        return NotComputable(Reason.SINGULAR)
    off = answers - answers.mean(axis=0)
    squared = np.einsum("ij,ij->i", off @ np.linalg.inv(covariance), off)
    beyond = [chi_square_tail(answers.shape[1], max(float(far), 0.0)) for far in squared]
    return squared, np.array(beyond)


def _varied(given: Numbers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    high = np.where(np.isfinite(given), given, -np.inf).max(axis=1, initial=-np.inf)
    low = np.where(np.isfinite(given), given, np.inf).min(axis=1, initial=np.inf)
    return high > low
