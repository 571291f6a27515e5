"""Slips (票卡): printed, voided, issued, returned, for each weighting group and unit.

What does not reconcile is refused with the numbers, and nothing is concluded.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

from surveys.keys import WHOLE, GroupKey, UnitKey
from surveys.manifest import SlipCount
from surveys.refusals import Refusal
from surveys.tally.results import StampCount

Slips: TypeAlias = dict[GroupKey, dict[UnitKey, int]]
"""Weighting group → unit → number."""


def printed(counts: Iterable[SlipCount]) -> Slips:
    """Slips printed, as the manifest says."""
    slips: Slips = {}
    for count in counts:
        units = slips.setdefault(count.group, {})
        units[count.unit] = units.get(count.unit, 0) + count.printed
    return slips


def issue(printed: Slips, voided: Slips) -> Slips:
    """Issued = printed less voided, each by each.

    >>> issue({"deputies": {"": 50}}, {"deputies": {"": 7}})
    {'deputies': {'': 43}}
    """
    for group, units in voided.items():
        for unit, number in units.items():
            had = printed.get(group, {}).get(unit, 0)
            if not 0 <= number <= had:
                raise Refusal("session.over_voided", voided=number, printed=had)
    return {
        group: {unit: had - voided.get(group, {}).get(unit, 0) for unit, had in units.items()}
        for group, units in printed.items()
    }


def total(slips: Slips) -> int:
    """All of them."""
    return sum(sum(units.values()) for units in slips.values())


def check_issued(issued: Slips, present: int) -> None:
    """Nobody draws two slips for one appraisee, so no unit has more than there are people."""
    units = Counter[UnitKey]()
    for numbers in issued.values():
        units.update(numbers)
    whole = units.pop(WHOLE, 0)
    most = whole + max(units.values(), default=0)
    if most > present:
        raise Refusal("session.over_issued", issued=most, present=present)


def check_returned(
    issued: Slips, opened: Counter[tuple[GroupKey, UnitKey]], unopened: Counter[GroupKey]
) -> None:
    """More returned than issued voids the session (收回的票数多于发出的票数，测评无效)."""
    for (group, unit), number in opened.items():
        _within(number, issued.get(group, {}).get(unit, 0))
    groups = unopened.copy()
    for (group, _), number in opened.items():
        groups[group] += number
    for group, number in groups.items():
        _within(number, sum(issued.get(group, {}).values()))


def check_stamped(issued: Slips, stamps: Iterable[StampCount]) -> None:
    """No more envelopes than outer stamps, no more of these than slips issued."""
    for pile in stamps:
        _within(pile.sealed, pile.outer)
        _within(pile.outer, issued.get(pile.group, {}).get(pile.unit, 0))


def _within(returned: int, issued: int) -> None:
    if returned > issued:
        raise Refusal("session.over_return", returned=returned, issued=issued)
