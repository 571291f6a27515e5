"""A comparison as data: what is compared, the operator, the value. Words never decide one."""

import enum
from fractions import Fraction

from surveys.keys import IndicatorKey, Key
from surveys.values import Value


class Comparison(enum.Enum):
    """The operator of a threshold."""

    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="


class Threshold(Value, frozen=True):
    """`metric` `op` `value`, compared exactly and before any rounding."""

    metric: Key
    op: Comparison
    value: Fraction
    item: IndicatorKey | None = None
    """The metric of this item alone, instead of over the items that drive the grade."""
