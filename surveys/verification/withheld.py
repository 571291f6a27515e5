"""Totals of small groups, published without ballots: taken as given, if they hold together."""

from collections import defaultdict
from collections.abc import Iterator

from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.rules.ruleset import RuleSet
from surveys.tally.results import Count
from surveys.tally.tally import AppraiseeTally
from surveys.verification.accounts import Slips
from surveys.verification.meanings import known, plain_options
from surveys.verification.report import Notebook


def check(manifest: Manifest, count: Count, *, opened: Slips, notes: Notebook) -> None:
    """Only small groups are withheld, no small group is shown, and every total holds together."""
    least = manifest.rules.publication.small_group
    sizes = sizes_shown(opened)
    for group in sorted(count.withheld.groups.keys() | sizes.keys()):
        given, shown = size_withheld(count, group), sizes.get(group, 0)
        hidden = group in count.withheld.groups
        if (given >= least or shown) if hidden else shown < least:
            notes.differs("withheld.group", group=group, given=given, shown=shown, least=least)
    shapes = _Shapes(manifest.rules)
    for group, appraisee, part in _parts(count):
        for place in shapes.faults(part):
            notes.differs("withheld.shape", group=group, appraisee=appraisee, place=place)
    for group in count.withheld.groups.keys() - {g.key for g in manifest.rules.electorate.groups}:
        notes.differs("withheld.shape", group=group, appraisee="", place="group")
    number = len(count.withheld.groups)
    notes.made("withheld.group", groups=number, least=least)
    notes.made("withheld.shape", groups=number, least=least)


def sizes_shown(opened: Slips) -> dict[str, int]:
    """How many voters each group showed: the most ballots that carry one appraisee."""
    groups: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (group, unit), number in opened.items():
        groups[group][unit] = number
    return {
        group: units.pop(WHOLE, 0) + max(units.values(), default=0)
        for group, units in groups.items()
    }


def size_withheld(count: Count, group: str) -> int:
    """How many voters a withheld group had, likewise."""
    parts = count.withheld.groups.get(group, {})
    return max((part.returned for part in parts.values()), default=0)


def bounds(manifest: Manifest, count: Count, group: str) -> tuple[int, int]:
    """How many ballots a withheld group's totals can come from."""
    units = {slip.unit for slip in manifest.slips if slip.group == group}
    numbers = [part.returned for part in count.withheld.groups.get(group, {}).values()]
    if units == {WHOLE}:
        return max(numbers, default=0), min(numbers, default=0)
    return (max if WHOLE in units else sum)(numbers or [0]), sum(numbers)


def _parts(count: Count) -> Iterator[tuple[str, str, AppraiseeTally]]:
    for group, appraisees in count.withheld.groups.items():
        for appraisee, part in appraisees.items():
            yield group, appraisee, part


class _Shapes:
    """What totals of these rules look like, laid out once for all of them."""

    def __init__(self, rules: RuleSet) -> None:
        self._always = {option.key for option in plain_options(rules)}
        self._items = {item.key: self._always | known(item, rules) for item in rules.items}

    def faults(self, part: AppraiseeTally) -> Iterator[str]:
        """Items whose numbers are no counts, or do not add up to the ballots returned."""
        if part.cells.keys() != self._items.keys():
            yield "items"
        if min(part.spoiled.values(), default=1) < 1:
            yield "spoiled"
        counted = part.returned - sum(part.spoiled.values())
        for item, cell in part.cells.items():
            numbers = [*cell.counts.values(), cell.blank, cell.overmarked]
            words = self._always <= cell.counts.keys() <= self._items.get(item, set())
            if not words or min(numbers) < 0 or sum(numbers) != counted:
                yield item
            if not 0 <= part.abstained <= cell.blank:
                yield "abstained"
