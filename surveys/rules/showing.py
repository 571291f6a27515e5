"""How a result is shown: rounding, digits, columns, and what is held back."""

import enum
from typing import Annotated

import msgspec

from surveys.values import Value


class Rounding(enum.Enum):
    """How a number is shown; never how it is compared."""

    HALF_UP = "half_up"
    TRUNCATE = "truncate"
    LARGEST_REMAINDER = "largest_remainder"


class Display(Value, frozen=True):
    """Rates are shown in percent and scores in points, with these digits."""

    mode: Rounding = Rounding.HALF_UP
    digits: Annotated[int, msgspec.Meta(ge=0, le=4)] = 2
    strip_zeros: bool = False


class Column(enum.Enum):
    """A column of the published table that a rule set may ask for."""

    ISSUED = "issued"
    RETURNED = "returned"
    VALID = "valid"
    COUNTS = "counts"
    METRICS = "metrics"
    GRADE = "grade"
    STANDING = "standing"


class Publication(Value, frozen=True):
    """What the published table shows."""

    omit_zero: bool = True
    """A share of no votes is left out of the sentence, as notices do (沾益 2019)."""
    small_group: int = 10
    """Opened ballots of a weighting group smaller than this are published as totals only."""
    columns: tuple[Column, ...] = ()
    """The columns shown; empty: those in use."""
    min_cell: Annotated[int, msgspec.Meta(ge=1)] = 5
    """Tables of a part of the voters are left out below so many ballots: no source, our caution."""
    min_remarks: Annotated[int, msgspec.Meta(ge=1)] = 3
    """Remarks (意见建议) on one appraisee below this number are not told apart from others."""
    rule_note: bool = True
    """Whether the rule in words stands under the table."""
