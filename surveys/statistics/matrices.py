"""Arrays as they are given -> arrays one can compute with: finite numbers, NaN for no answer."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from surveys.statistics.computable import Numbers

_DECIMALS: Final = 10
"""Differences below 1e-10 are noise of the arithmetic: 5.5 - 5.4 and 5.6 - 5.5 are a tie."""


def matrix(values: ArrayLike) -> Numbers:
    """Raters × departments, or respondents × items; what is not finite was not answered."""
    read = np.array(values, dtype=np.float64, ndmin=2)
    read[~np.isfinite(read)] = np.nan
    return read


def vector(values: ArrayLike) -> Numbers:
    """The answers that were given, in their order.

    >>> vector([4, None, 5])
    array([4., 5.])
    """
    read = np.array(values, dtype=np.float64).ravel()
    return read[np.isfinite(read)]


def complete(values: ArrayLike) -> Numbers:
    """Those rows only that answered everything.

    >>> complete([[4, 5], [None, 3]])
    array([[4., 5.]])
    """
    read = matrix(values)
    return read[np.isfinite(read).all(axis=1)]


def both(first: ArrayLike, second: ArrayLike) -> tuple[Numbers, Numbers]:
    """Two columns of the same people, those who answered both."""
    pair = complete(np.array([first, second], dtype=np.float64).T.reshape(-1, 2))
    return pair[:, 0], pair[:, 1]


def settled(values: Numbers) -> Numbers:
    """Rounded so that what is equal on paper is equal here."""
    return np.round(values, _DECIMALS) + 0.0


def cleared(differences: Numbers) -> Numbers:
    """With the noise of the arithmetic made nothing, and all else as it is."""
    return np.where(np.abs(differences) < 10.0**-_DECIMALS, 0.0, differences)


def constant(values: Numbers) -> bool:
    """Whether nothing varies: no answer, one answer, or all of them equal."""
    return values.size == 0 or bool(np.ptp(settled(values)) == 0)
