"""What is known of the whole and of each who answered -> cells of those alike in all of it.

Weighting by margins treats everybody in a cell alike, so it is worked out on the cells.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.values import Value

Codes: TypeAlias = NDArray[np.intp]
Labels: TypeAlias = Sequence[str] | Sequence[int] | NDArray[np.str_] | NDArray[np.int_]

UNKNOWN = -1


class Margin(Value, frozen=True, eq=False):
    """边际: the categories of one trait, how many of each there are, and who is which."""

    name: str
    categories: tuple[str, ...]
    totals: Numbers
    codes: Codes


class Cells(Value, frozen=True, eq=False):
    """Row → cell, and cell → category of each margin."""

    of_row: Codes
    categories: tuple[Codes, ...]

    @property
    def number(self) -> int:
        """How many cells somebody is in."""
        return self.categories[0].size if self.categories else 0


def margin(name: str, labels: Sequence[str | None], totals: Mapping[str, float]) -> Margin:
    """A label that the totals do not name is unknown; `fault` then says so."""
    place = {category: at for at, category in enumerate(totals)}
    codes = np.fromiter(
        (UNKNOWN if label is None else place.get(label, UNKNOWN) for label in labels),
        dtype=np.intp,
        count=len(labels),
    )
    return Margin(name, tuple(totals), np.array([*totals.values()], dtype=np.float64), codes)


def fault(margins: Sequence[Margin], weights: Numbers) -> NotComputable | None:
    """Why these weights cannot be brought to these margins; None where they may be."""
    if not weights.size:
        return NotComputable(Reason.NO_BALLOTS)
    if not (np.isfinite(weights).all() and (weights >= 0).all() and weights.sum() > 0):
        return NotComputable(Reason.NO_WEIGHT)
    for each in margins:
        if (each.codes == UNKNOWN).any():
            return NotComputable(Reason.UNKNOWN_CATEGORY)
        held = np.bincount(each.codes, weights, minlength=each.totals.size)
        if not ((held > 0) & (each.totals > 0) | (held + each.totals == 0)).all():
            return NotComputable(Reason.EMPTY_MARGIN)
    return None


def cross(margins: Sequence[Margin]) -> Cells:
    """The cells of all margins together, numbered in their order."""
    shape = tuple(each.totals.size for each in margins)
    product = np.ravel_multi_index(tuple(each.codes for each in margins), shape)
    held, of_row = _ranked(product, int(np.prod(shape)))
    return Cells(of_row, tuple(np.unravel_index(held, shape)))


def _ranked(numbers: Codes, end: int) -> tuple[Codes, Codes]:
    """The distinct numbers and the place of each; a table is quicker than sorting, if it fits."""
    if end > 16 * numbers.size + 1024:
        held, places = np.unique(numbers, return_inverse=True)
        return held, places
    held = np.flatnonzero(np.bincount(numbers, minlength=end))
    place = np.zeros(end, dtype=np.intp)
    place[held] = np.arange(held.size)
    return held, place[numbers]


def coded(labels: Labels) -> Codes:
    """Labels of any kind, numbered."""
    return np.unique(np.asarray(labels), return_inverse=True)[1].astype(np.intp).ravel()
