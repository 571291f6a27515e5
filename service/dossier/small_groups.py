"""How many came, group by group, while a vote runs: of which groups that may be told.

Of a few people it would say of each whether they voted; and what is left untold, the total less
what is told, is a group as well.
"""

from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

Group = TypeVar("Group", bound=Hashable)

FEWEST: Final = 5


def tellable(sizes: Mapping[Group, int]) -> frozenset[Group]:
    """Groups to tell of. What is left untold together is none at all, or large enough itself.

    >>> sorted(tellable({"a": 9, "b": 9, "c": 3})), sorted(tellable({"a": 9, "b": 4, "c": 3}))
    (['b'], ['a'])
    """
    told = {group for group, size in sizes.items() if size >= FEWEST}
    while told and 0 < sum(size for group, size in sizes.items() if group not in told) < FEWEST:
        told.remove(min(told, key=lambda group: (sizes[group], str(group))))
    return frozenset(told)
