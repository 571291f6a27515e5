"""The frozen roll becomes a warning: groups so small that a result tells how their people voted."""

from typing import Final

from reports.wording.small_groups import FEW, say_small_group
from service.boards.appraisals.store import EvaluationRow
from surveys.electorate.eligibility import slips_needed
from surveys.stages import Stage

WARNED: Final[dict[str, Stage]] = {"open": Stage.PREPARED, "publish": Stage.CONFIRMED}
"""Steps before which it is said."""


def warn_of_small_groups(row: EvaluationRow, step: str) -> tuple[str, ...]:
    """One sentence for each such group, before the vote opens and before it is published."""
    if WARNED.get(step) is not row.stage:
        return ()
    roll, least = row.roll.read(), row.rules.read().publication.small_group
    people: dict[str, int] = {}
    for pile in slips_needed(roll, row.plan.read().appraisees):
        people[pile.group] = max(people.get(pile.group, 0), pile.printed)
    labels = {group.key: group.label for group in roll.weightings}
    return tuple(
        say_small_group(labels.get(group, group), number, least=least)
        for group, number in people.items()
        if number < FEW
    )
