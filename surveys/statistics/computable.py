"""Input that may carry no number -> a number, or the reason why there is none.

A statistic that cannot be computed is a value with its reason: never NaN, never an exception.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from surveys.statistics.verdicts import NotComputable, Reason

__all__ = ["NotComputable", "Numbers", "Reason", "negligible"]

Numbers: TypeAlias = NDArray[np.float64]
"""Answers or weights; NaN stands for an answer that was not given, never for a result."""


_NOISE: Final = 1e-12


def negligible(error: float, value: float) -> bool:
    """Whether a standard error is no more than what rounding leaves of none at all.

    >>> negligible(3e-17, 4.1), negligible(0.01, 4.1)
    (True, False)
    """
    return error <= _NOISE * max(1.0, abs(value))
