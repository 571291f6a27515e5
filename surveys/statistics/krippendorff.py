"""Coders × units -> how far those who coded open answers agree: Krippendorff's alpha."""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import matrix, settled
from surveys.values import Value


class Measure(StrEnum):
    """What the codes are: names, an order, steps, or sizes."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Alpha(Value, frozen=True, tag=True):
    """编码一致性: 1 is perfect, 0 what chance would do."""

    alpha: float
    units: int
    """Coded by at least two."""


def krippendorff_alpha(
    codes: ArrayLike, *, measure: Measure = Measure.NOMINAL
) -> Alpha | NotComputable:
    """Disagreement seen over disagreement expected; what one coder alone coded says nothing.

    >>> krippendorff_alpha([[1, 2, 3, 3], [1, 2, 3, 3]]).alpha
    1.0
    """
    read = settled(matrix(codes))
    paired = read[:, np.isfinite(read).sum(axis=0) >= 2]
    if paired.shape[1] == 0:
        return NotComputable(Reason.NO_PAIRS if np.isfinite(read).any() else Reason.NO_BALLOTS)
    values = np.unique(paired[np.isfinite(paired)])
    if values.size == 1:
        return NotComputable(Reason.NO_VARIATION)
    together = _coincidences(paired, values)
    counts = together.sum(axis=0)
    apart = _distances(values, counts, measure)
    seen = float((together * apart).sum())
    expected = float((np.outer(counts, counts) * apart).sum()) / (float(counts.sum()) - 1)
    return Alpha(1 - seen / expected, paired.shape[1])


def _coincidences(paired: Numbers, values: Numbers) -> Numbers:
    """How often two coders of a unit gave these two codes, a unit weighing as its coders."""
    given = np.array([(paired == value).sum(axis=0) for value in values], dtype=np.float64)
    coders = given.sum(axis=0)
    ordered = (given / (coders - 1)) @ given.T
    return ordered - np.diag((given / (coders - 1)).sum(axis=1))


def _distances(values: Numbers, counts: Numbers, measure: Measure) -> Numbers:
    """Squared distance of two codes."""
    match measure:
        case Measure.NOMINAL:
            return 1 - np.eye(values.size)
        case Measure.ORDINAL:
            place = np.cumsum(counts) - counts / 2
            return np.subtract.outer(place, place) ** 2
        case Measure.INTERVAL:
            return np.subtract.outer(values, values) ** 2
        case Measure.RATIO:
            apart, sums = np.subtract.outer(values, values), np.add.outer(values, values)
            return np.divide(apart, sums, out=np.zeros_like(apart), where=sums != 0) ** 2
