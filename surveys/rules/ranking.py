"""How appraisees stand to each other (排名): by what, what ties mean, who is singled out."""

import enum
from typing import Annotated

import msgspec

from surveys.keys import Key
from surveys.rules.threshold import Threshold
from surveys.values import Value


class Order(enum.Enum):
    """How equal values share a place."""

    SHARED = "shared"  # 1, 2, 2, 4
    DENSE = "dense"  # 1, 2, 2, 3


class Tiebreak(Value, frozen=True):
    """A further metric, asked where all before it are equal; a missing value comes last."""

    by: Key
    low_first: bool = False
    """Such as 不满意率: less is better."""


class Ranking(Value, frozen=True):
    """A standing (排名) by one metric."""

    by: Key
    ties: Order = Order.SHARED
    within_class: bool = False
    then: tuple[Tiebreak, ...] = ()
    top: Annotated[int, msgspec.Meta(ge=0)] = 0
    """So many from above are named (前三名); who shares the last of these places is named too."""
    bottom: Annotated[int, msgspec.Meta(ge=0)] = 0
    """So many from below (后三名), likewise."""
    bottom_only_if: Threshold | None = None
    """Only those for whom it holds can be among the last (末位只在75分以下的单位中产生)."""
