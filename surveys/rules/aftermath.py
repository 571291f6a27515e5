"""What follows from a result (结果运用): consequences with their deadlines, and further rounds."""

import enum
from typing import Annotated

import msgspec

from surveys.keys import Label
from surveys.values import Value


class Outcome(enum.Enum):
    """An outcome that is no grade."""

    TOP = "top"  # among the first named by the ranking
    BOTTOM = "bottom"
    VETOED = "vetoed"


class Term(Value, frozen=True):
    """How long there is, from the day the result is told."""

    months: Annotated[int, msgspec.Meta(ge=0)] = 0
    days: Annotated[int, msgspec.Meta(ge=0)] = 0


class Consequence(Value, frozen=True):
    """What a grade, or another outcome, leads to."""

    action: Label
    grade: Label | None = None
    outcome: Outcome | None = None
    """Either a grade or an outcome."""
    due: Term | None = None
    retest: bool = False
    """Whether the vote is held again when the term is over."""
    notify: tuple[Label, ...] = ()


class Rounds(Value, frozen=True):
    """How often the vote may be held in all, and after which grades it is held again."""

    most: Annotated[int, msgspec.Meta(ge=2)]
    next_on: tuple[Label, ...]
