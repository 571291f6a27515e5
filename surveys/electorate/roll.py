"""The roll (名册): people, the groups they belong to, and what keeps them from a ballot."""

import enum

import msgspec

from surveys import canonical
from surveys.keys import AppraiseeKey, GroupKey, Key, Label
from surveys.values import Value


class Body(enum.StrEnum):
    """A body a person sits in; a person in two bodies still votes once.

    A string, so that a set of bodies has one order in canonical bytes.
    """

    PRESIDIUM = "presidium"  # 主席团
    DEPUTY = "deputy"  # 镇人大代表
    HIGHER_DEPUTY = "higher_deputy"  # 上级人大代表
    VOTER = "voter"  # 选民


class DeputyGroup(Value, frozen=True):
    """A deputy group (代表小组) or village group (村小组): for the roll and the turnout only."""

    key: GroupKey
    label: Label


class WeightingGroup(Value, frozen=True):
    """What a ballot carries of its voter: 代表, 常委会, 群众; never a deputy group."""

    key: GroupKey
    label: Label


class Person(Value, frozen=True):
    """One person on the roll."""

    key: Key
    name: Label
    bodies: frozenset[Body]
    group: GroupKey
    """Deputy group or village group."""
    weighting: GroupKey
    phone: str = ""
    recused_from: frozenset[AppraiseeKey] = frozenset()
    """The own unit and others a person may not rate (回避)."""
    eligible: bool = True


class Roll(Value, frozen=True):
    """Everyone entitled, frozen before the first ballot."""

    groups: tuple[DeputyGroup, ...]
    weightings: tuple[WeightingGroup, ...]
    people: tuple[Person, ...]


def entitled(roll: Roll) -> int:
    """How many may vote (应到)."""
    return sum(person.eligible for person in roll.people)


def by_group(roll: Roll) -> dict[GroupKey, tuple[Person, ...]]:
    """Those who may vote, by deputy or village group, in the order of the roll."""
    return {
        group.key: tuple(p for p in roll.people if p.eligible and p.group == group.key)
        for group in roll.groups
    }


def fingerprint(roll: Roll) -> str:
    """SHA-256 of the canonical roll without phones: a changed number changes nobody's vote."""
    people = tuple(msgspec.structs.replace(person, phone="") for person in roll.people)
    return canonical.fingerprint(canonical.encode(msgspec.structs.replace(roll, people=people)))
