"""A random draw (随机抽样) from the roll that anybody can repeat: a seed and a hash, no machine.

Within each group people stand in the order of SHA-256(seed ‖ key); the first n are drawn. Whoever
knows the roll cannot choose the sample unless they also choose the seed, so the seed comes from
outside (a lottery's numbers, a dice) or is drawn after the roll is frozen.
"""

import hashlib
from collections.abc import Mapping

from surveys.electorate.roll import Person, Roll, by_group
from surveys.keys import GroupKey
from surveys.refusals import Refusal


def lot(seed: str, key: str) -> bytes:
    """The lot of one person: SHA-256 of the seed and the key, both UTF-8, nothing between.

    >>> lot("2026-11-20", "p1").hex()[:8]
    '7dc5c665'
    """
    return hashlib.sha256(seed.encode() + key.encode()).digest()


def draw(roll: Roll, sizes: Mapping[GroupKey, int], *, seed: str) -> tuple[Person, ...]:
    """So many of each group who may vote, in the order of groups and lots."""
    members = by_group(roll)
    return tuple(
        person for group in roll.groups for person in _first(group.key, members, sizes, seed=seed)
    )


def _first(
    group: GroupKey,
    members: Mapping[GroupKey, tuple[Person, ...]],
    sizes: Mapping[GroupKey, int],
    *,
    seed: str,
) -> tuple[Person, ...]:
    wanted, people = sizes.get(group, 0), members[group]
    if wanted > len(people):
        raise Refusal("poll.too_many_drawn", group=group, wanted=wanted, size=len(people))
    return tuple(sorted(people, key=lambda person: lot(seed, person.key))[:wanted])
