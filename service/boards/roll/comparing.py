"""The roll as it is and the roll as it would be become a handful of numbers to agree to.

Whoever stays keeps the key they had, and a newcomer gets one nobody ever had: a right, a printed
code or a bound phone names its person by that key, and must never come to name another.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from surveys.electorate.roll import Person, Roll
from surveys.values import Value


class Known(Value, frozen=True):
    """A person of one roll in words, so that two rolls with other keys can be compared."""

    name: str
    phone: str
    group: str
    weighting: str
    bodies: frozenset[str]
    recused_from: frozenset[str]
    eligible: bool


class Change(Value, frozen=True):
    """What an import would do (将新增、修改、删除)."""

    added: tuple[str, ...]
    altered: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int


def known(roll: Roll) -> tuple[Known, ...]:
    """The people of a roll in words."""
    groups = {group.key: group.label for group in roll.groups}
    weightings = {group.key: group.label for group in roll.weightings}
    return tuple(_known(person, groups, weightings) for person in roll.people)


def _known(person: Person, groups: Mapping[str, str], weightings: Mapping[str, str]) -> Known:
    return Known(
        name=person.name,
        phone=person.phone,
        group=groups[person.group],
        weighting=weightings[person.weighting],
        bodies=frozenset(body.value for body in person.bodies),
        recused_from=person.recused_from,
        eligible=person.eligible,
    )


def compare(before: Iterable[Known], after: Iterable[Known]) -> Change:
    """Somebody is the same person by name, and by phone too where a name occurs twice.

    >>> compare((), ()).kept
    0
    """
    old, new = tuple(before), tuple(after)
    twins = {name for name, number in _names(old, new).items() if number > 1}
    there = {_who(one, twins): one for one in old}
    here = {_who(one, twins): one for one in new}
    both = [who for who in here if who in there]
    altered = [who for who in both if here[who] != there[who]]
    return Change(
        added=tuple(one.name for who, one in here.items() if who not in there),
        altered=tuple(here[who].name for who in altered),
        removed=tuple(one.name for who, one in there.items() if who not in here),
        kept=len(both) - len(altered),
    )


def keep_keys(before: Mapping[str, Known], roll: Roll, new_key: Callable[[], str]) -> Roll:
    """The roll as it would be, under the keys its people had."""
    new = known(roll)
    twins = {name for name, number in _names((*before.values(),), new).items() if number > 1}
    had = {_who(one, twins): key for key, one in before.items()}
    keys = [had.pop(_who(one, twins), None) or new_key() for one in new]
    people = zip(roll.people, keys, strict=True)
    return msgspec.structs.replace(
        roll, people=tuple(msgspec.structs.replace(one, key=key) for one, key in people)
    )


def _names(old: tuple[Known, ...], new: tuple[Known, ...]) -> Mapping[str, int]:
    """How often a name occurs in the roll where it occurs oftener."""
    return Counter(one.name for one in old) | Counter(one.name for one in new)


def _who(one: Known, twins: set[str]) -> tuple[str, str]:
    return one.name, one.phone if one.name in twins else ""
