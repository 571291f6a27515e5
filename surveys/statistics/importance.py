"""Items and an overall mark -> what matters and how it does: 重要性–表现分析.

Importance is derived: how the overall mark goes along with an item. Items overlap, so it is never
called a cause; and an item whose place chance could change stands in no quadrant.
"""

from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import complete, constant, settled
from surveys.statistics.ranks import correlation, spearman
from surveys.statistics.reliability import correlate
from surveys.statistics.verdicts import Quadrant
from surveys.values import Value

FEWEST_RATERS: Final = 30
FEWEST_ITEMS: Final = 4
_MOST_SHARED: Final = 10
_RESAMPLES: Final = 1_000
_AT_ONCE: Final = 1_000_000
"""Marks drawn at a time; of ten thousand raters, all resamples together take four gigabytes."""
_SINGULAR: Final = 1e10


class ItemPlace(Value, frozen=True, tag=True):
    """One item, by its place: where it lies, and how far from the cross hair it may lie."""

    item: int
    importance: float
    """Spearman's correlation with the overall mark."""
    performance: float
    """Mean mark."""
    importance_off: tuple[float, float]
    """Bootstrap limits of importance less the mean of all items; `performance_off` likewise."""
    performance_off: tuple[float, float]
    quadrant: Quadrant


class ImportancePerformance(Value, frozen=True, tag=True):
    """The items around the means of this appraisal."""

    raters: int
    items: tuple[ItemPlace, ...]
    importance: float
    performance: float


class Associations(Value, frozen=True, tag=True):
    """How each item goes along with the overall mark, in the order of the items."""

    pearson: tuple[float, ...]
    spearman: tuple[float, ...]
    performance: tuple[float, ...]


class Shares(Value, frozen=True, tag=True):
    """The explained share of the overall mark, and each item's part of it.

    Parts are averaged over all orders of entering (Lindeman, Merenda and Gold 1980).
    """

    r2: float
    beta: tuple[float, ...]
    """Standardised coefficients of all items together."""
    parts: tuple[float, ...]


def importance_performance(
    items: ArrayLike, overall: ArrayLike, *, rng: np.random.Generator, level: float = 0.95
) -> ImportancePerformance | NotComputable:
    """Only with 30 raters and 4 items, of raters who answered everything."""
    marks, whole = _read(items, overall)
    if reason := _lacking(marks, whole):
        return NotComputable(reason)
    if len(marks) < FEWEST_RATERS or marks.shape[1] < FEWEST_ITEMS:
        return NotComputable(Reason.TOO_FEW)
    importance, performance = _importance(marks, whole), marks.mean(axis=0)
    resampled = _resampled(marks, whole, rng)
    across, up = (_limits(each, level) for each in resampled)
    return ImportancePerformance(
        raters=len(marks),
        items=tuple(
            ItemPlace(
                item=at,
                importance=float(importance[at]),
                performance=float(performance[at]),
                importance_off=across[at],
                performance_off=up[at],
                quadrant=_quadrant(across[at], up[at]),
            )
            for at in range(len(importance))
        ),
        importance=float(importance.mean()),
        performance=float(performance.mean()),
    )


def associations(items: ArrayLike, overall: ArrayLike) -> Associations | NotComputable:
    """Derived importance without any claim; an item that does not vary goes along with nothing."""
    marks, whole = _read(items, overall)
    if reason := _lacking(marks, whole):
        return NotComputable(reason)
    return Associations(
        pearson=tuple(correlation(mark, whole) for mark in marks.T),
        spearman=tuple(float(each) for each in _importance(marks, whole)),
        performance=tuple(float(each) for each in marks.mean(axis=0)),
    )


def shares(items: ArrayLike, overall: ArrayLike) -> Shares | NotComputable:
    """Of up to ten items that can be told apart, of more raters than items."""
    marks, whole = _read(items, overall)
    if reason := _lacking(marks, whole):
        return NotComputable(reason)
    raters, count = marks.shape
    if count > _MOST_SHARED or raters < count + 2:
        return NotComputable(Reason.TOO_FEW)
    together = correlate(np.column_stack([marks, whole]))
    among, along = together[:-1, :-1], together[:-1, -1]
    if np.linalg.cond(among) > _SINGULAR or any(constant(mark) for mark in marks.T):
        return NotComputable(Reason.SINGULAR)
    explained = _explained(among, along)
    return Shares(
        r2=explained[frozenset(range(count))],
        beta=tuple(float(each) for each in np.linalg.solve(among, along)),
        parts=tuple(_part(at, count, explained) for at in range(count)),
    )


def _read(items: ArrayLike, overall: ArrayLike) -> tuple[Numbers, Numbers]:
    marks, whole = np.array(items, np.float64, ndmin=2), np.array(overall, np.float64).ravel()
    if marks.shape[0] != whole.size:
        return np.empty((0, 0)), np.empty(0)
    answered = complete(np.column_stack([marks, whole]))
    return answered[:, :-1], answered[:, -1]


def _lacking(marks: Numbers, whole: Numbers) -> Reason | None:
    if marks.size == 0:
        return Reason.NO_BALLOTS
    if len(marks) == 1:
        return Reason.ONE_RATER
    return Reason.NO_VARIATION if constant(whole) else None


def _importance(marks: Numbers, whole: Numbers) -> Numbers:
    return np.array([spearman(mark, whole) for mark in marks.T])


def _resampled(marks: Numbers, whole: Numbers, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    """Importance and performance of every item in every resample, part by part."""
    rows = max(1, _AT_ONCE // marks.size)
    parts = [min(rows, _RESAMPLES - start) for start in range(0, _RESAMPLES, rows)]
    importance, performance = np.empty((2, 0, marks.shape[1]))
    for part in parts:
        drawn = rng.integers(len(marks), size=(part, len(marks)))
        found = _importances(marks[drawn], whole[drawn])
        importance = np.concatenate([importance, found])
        performance = np.concatenate([performance, marks[drawn].mean(axis=1)])
    return importance, performance


def _importances(marks: Numbers, whole: Numbers) -> Numbers:
    """Spearman of every item in every resample at once; 0 where a resample does not vary."""
    ranks = rankdata(settled(marks), axis=1)
    against = rankdata(settled(whole), axis=1)
    x, y = ranks - ranks.mean(axis=1, keepdims=True), against - against.mean(axis=1, keepdims=True)
    length = np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1, keepdims=True))
    together = np.einsum("bni,bn->bi", x, y)
    return np.divide(together, length, out=np.zeros_like(together), where=length > 0)


def _limits(resampled: Numbers, level: float) -> list[tuple[float, float]]:
    """Of each item less the mean of all, since the cross hair moves with the raters too."""
    off = settled(resampled - resampled.mean(axis=1, keepdims=True))
    low, high = np.quantile(off, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]


def _quadrant(importance: tuple[float, float], performance: tuple[float, float]) -> Quadrant:
    if importance[0] <= 0 <= importance[1] or performance[0] <= 0 <= performance[1]:
        return Quadrant.UNPLACED
    if importance[0] > 0:
        return Quadrant.KEEP if performance[0] > 0 else Quadrant.IMPROVE
    return Quadrant.POSSIBLE_OVERKILL if performance[0] > 0 else Quadrant.LOW_PRIORITY


def _explained(among: Numbers, along: Numbers) -> dict[frozenset[int], float]:
    """R² of the overall mark on every set of items."""
    found: dict[frozenset[int], float] = {frozenset(): 0.0}
    for size in range(1, len(along) + 1):
        for chosen in combinations(range(len(along)), size):
            at = list(chosen)
            fitted = np.linalg.solve(among[np.ix_(at, at)], along[at])
            found[frozenset(chosen)] = min(1.0, float(fitted @ along[at]))
    return found


def _part(item: int, items: int, explained: dict[frozenset[int], float]) -> float:
    """What the item adds, averaged first over sets of one size, then over the sizes."""
    gains: list[list[float]] = [[] for _ in range(items)]
    for chosen, r2 in explained.items():
        if item not in chosen:
            gains[len(chosen)].append(explained[chosen | {item}] - r2)
    return sum(sum(of_size) / len(of_size) for of_size in gains) / items
