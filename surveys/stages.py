"""The order of an evaluation (民主测评) and of a poll (民意调查).

A transition that is not in the table does not exist.
"""

import enum
from collections.abc import Mapping
from typing import Final

from surveys.refusals import Refusal


class Stage(enum.StrEnum):
    """Where an evaluation or a poll stands."""

    DRAFTED = "drafted"  # 草稿
    PREPARED = "prepared"  # 待测评: form, rule set and roll frozen, box made
    OPEN = "open"  # 测评中
    PAUSED = "paused"  # 暂停
    CLOSED = "closed"  # 已封票
    COUNTED = "counted"  # 已开箱计票
    CONFIRMED = "confirmed"  # 监票人已确认; a poll has no scrutineers
    PUBLISHED = "published"  # 已公布
    VOID = "void"  # 作废


TRANSITIONS: Final[dict[Stage, frozenset[Stage]]] = {
    Stage.DRAFTED: frozenset({Stage.PREPARED, Stage.VOID}),
    Stage.PREPARED: frozenset({Stage.OPEN, Stage.VOID}),
    Stage.OPEN: frozenset({Stage.PAUSED, Stage.CLOSED, Stage.VOID}),
    Stage.PAUSED: frozenset({Stage.OPEN, Stage.CLOSED, Stage.VOID}),
    Stage.CLOSED: frozenset({Stage.COUNTED, Stage.VOID}),
    Stage.COUNTED: frozenset({Stage.CONFIRMED, Stage.VOID}),
    Stage.CONFIRMED: frozenset({Stage.PUBLISHED, Stage.VOID}),
    Stage.PUBLISHED: frozenset(),
    Stage.VOID: frozenset(),
}


POLL_TRANSITIONS: Final[dict[Stage, frozenset[Stage]]] = {
    Stage.DRAFTED: frozenset({Stage.PREPARED, Stage.VOID}),
    Stage.PREPARED: frozenset({Stage.OPEN, Stage.VOID}),
    Stage.OPEN: frozenset({Stage.PAUSED, Stage.CLOSED, Stage.VOID}),
    Stage.PAUSED: frozenset({Stage.OPEN, Stage.CLOSED, Stage.VOID}),
    Stage.CLOSED: frozenset({Stage.COUNTED, Stage.VOID}),
    Stage.COUNTED: frozenset({Stage.PUBLISHED, Stage.VOID}),
    Stage.PUBLISHED: frozenset(),
    Stage.VOID: frozenset(),
}
"""A poll grades nobody: what was counted is published without a confirmation."""


def advance(
    here: Stage, there: Stage, *, by: Mapping[Stage, frozenset[Stage]] = TRANSITIONS
) -> Stage:
    """Take one step, or refuse; `by` is the table of this kind of survey.

    >>> advance(Stage.OPEN, Stage.CLOSED).value
    'closed'
    """
    if there not in by[here]:
        raise Refusal("stage.not_from_here", here=here.value, there=there.value)
    return there
