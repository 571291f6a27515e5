"""Input that may carry no number -> a number, or the reason why there is none.

A statistic that cannot be computed is a value with its reason: never NaN, never an exception.
"""

from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from surveys.values import Value

Numbers: TypeAlias = NDArray[np.float64]
"""Answers or weights; NaN stands for an answer that was not given, never for a result."""


class Reason(StrEnum):
    """Why a number does not exist for the answers at hand."""

    NO_BALLOTS = "no_ballots"
    ONE_RATER = "one_rater"
    ONE_DEPARTMENT = "one_department"
    ONE_GROUP = "one_group"
    ONE_ITEM = "one_item"
    NO_VARIATION = "no_variation"
    TOO_FEW = "too_few"
    NO_PAIRS = "no_pairs"
    LONELY_STRATUM = "lonely_stratum"
    NOT_CONVERGED = "not_converged"
    EMPTY_MARGIN = "empty_margin"
    UNKNOWN_CATEGORY = "unknown_category"
    EVERYONE_VOTED = "everyone_voted"
    NO_WEIGHT = "no_weight"
    NO_DEGREES_OF_FREEDOM = "no_degrees_of_freedom"
    SINGULAR = "singular"
    NOT_INSTALLED = "not_installed"
    UNRELIABLE = "unreliable"


class NotComputable(Value, frozen=True, tag=True):
    """The number does not exist, and why: 无法计算."""

    reason: Reason


_NOISE: Final = 1e-12


def negligible(error: float, value: float) -> bool:
    """Whether a standard error is no more than what rounding leaves of none at all.

    >>> negligible(3e-17, 4.1), negligible(0.01, 4.1)
    (True, False)
    """
    return error <= _NOISE * max(1.0, abs(value))
