"""Ballots -> how lenient the raters are as a body, never one of them: 宽严分布."""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import matrix
from surveys.values import Value

FEWEST_RATERS: Final = 20
FEWEST_IN_BAR: Final = 5
_BARS: Final = 10


class Bar(Value, frozen=True, tag=True):
    """So many raters whose mean mark lies from `low` up to `high`."""

    low: float
    high: float
    raters: int


class Leniency(Value, frozen=True, tag=True):
    """A histogram no bar of which holds fewer than five, and so never shows an odd one out."""

    raters: int
    bars: tuple[Bar, ...]
    quartiles: tuple[float, float, float]


def leniency(scores: ArrayLike, *, scale: tuple[float, float]) -> Leniency | NotComputable:
    """Of at least twenty raters with marks on a scale from its worst to its best."""
    given = matrix(scores)
    rating = given[np.isfinite(given).any(axis=1)]
    if len(rating) == 0:
        return NotComputable(Reason.NO_BALLOTS)
    if len(rating) < FEWEST_RATERS:
        return NotComputable(Reason.TOO_FEW)
    if scale[0] >= scale[1]:
        return NotComputable(Reason.NO_VARIATION)
    means = np.clip(np.nanmean(rating, axis=1), *scale)
    low, middle, high = np.quantile(means, [0.25, 0.5, 0.75])
    return Leniency(len(rating), _bars(means, scale), (float(low), float(middle), float(high)))


def _bars(means: Numbers, scale: tuple[float, float]) -> tuple[Bar, ...]:
    """Ten even bars, each too low one joined to the next; the last joins backwards."""
    counts, edges = np.histogram(means, bins=_BARS, range=scale)
    bars: list[Bar] = []
    start, gathered = float(edges[0]), 0
    for count, (_, end) in zip(counts, pairwise(edges), strict=True):
        gathered += int(count)
        if gathered >= FEWEST_IN_BAR:
            bars.append(Bar(start, float(end), gathered))
            start, gathered = float(end), 0
    if start < float(edges[-1]):
        last = bars.pop()
        bars.append(Bar(last.low, float(edges[-1]), last.raters + gathered))
    return tuple(bars)
