"""Who counts how much: weighting groups, their weights, the congresses they belong to."""

import enum
from fractions import Fraction
from typing import Annotated

import msgspec

from surveys.keys import GroupKey, Key, Label
from surveys.values import Value


class Group(Value, frozen=True):
    """A weighting group. Without weights the marks of all groups are pooled."""

    key: GroupKey
    label: Label
    weight: Fraction | None = None
    sampling: Fraction | None = None
    """The part of the group drawn by lot to rate (抽样), where not everybody does."""
    min_returned: Annotated[int, msgspec.Meta(ge=0)] = 0
    """With fewer ballots returned for an appraisee the group has no value for it."""
    body: Key | None = None
    """The joint body it belongs to."""


class JointBody(Value, frozen=True):
    """One of several congresses that appraise together (联合评议)."""

    key: Key
    label: Label


class MissingGroup(enum.Enum):
    """What to do when a weighted group returned no valid ballot."""

    RENORMALISE = "renormalise"
    FAIL = "fail"


class Electorate(Value, frozen=True):
    """The weighting groups and how they combine."""

    groups: tuple[Group, ...]
    weights_by_class: dict[Key, dict[GroupKey, Fraction]] = {}
    missing_group: MissingGroup = MissingGroup.FAIL
    bodies: tuple[JointBody, ...] = ()
