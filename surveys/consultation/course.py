"""The order of a consultation. A transition that is not in the table does not exist."""

import enum
from typing import Final

from surveys.refusals import Refusal


class Stage(enum.StrEnum):
    """Where a consultation stands."""

    DRAFTED = "drafted"  # 草稿
    OPEN = "open"  # 正在征求
    CLOSED = "closed"  # 已截止: what came in is reviewed
    DIGESTED = "digested"  # 已汇总: the digest is printed; replies may still come
    PUBLISHED = "published"  # 已公布
    VOID = "void"  # 作废


TRANSITIONS: Final[dict[Stage, frozenset[Stage]]] = {
    Stage.DRAFTED: frozenset({Stage.OPEN, Stage.VOID}),
    Stage.OPEN: frozenset({Stage.CLOSED, Stage.VOID}),
    Stage.CLOSED: frozenset({Stage.DIGESTED, Stage.VOID}),
    Stage.DIGESTED: frozenset({Stage.PUBLISHED, Stage.VOID}),
    Stage.PUBLISHED: frozenset(),
    Stage.VOID: frozenset(),
}

REVIEWING: Final = frozenset({Stage.OPEN, Stage.CLOSED})
"""While these last every step of a review may be taken."""
REPLYING: Final = frozenset({Stage.DIGESTED, Stage.PUBLISHED})
"""After the digest only replies are added: departments answer when they answer."""


def advance(here: Stage, there: Stage) -> Stage:
    """Take one step, or refuse.

    >>> advance(Stage.OPEN, Stage.CLOSED).value
    'closed'
    """
    if there not in TRANSITIONS[here]:
        raise Refusal("consultation.not_from_here", here=here.value, there=there.value)
    return there
