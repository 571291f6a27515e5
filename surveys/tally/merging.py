"""Tallies of parts become the tally of the whole: they add up in any order."""

from surveys.keys import AppraiseeKey, GroupKey
from surveys.tally.tally import AppraiseeTally, Cell, Tally

EMPTY = Cell({})
"""A cell nobody marked."""


def merge(*tallies: Tally) -> Tally:
    """The tally of the whole from the tallies of its parts, in any order.

    >>> merge() == Tally({})
    True
    """
    groups: dict[GroupKey, dict[AppraiseeKey, AppraiseeTally]] = {}
    for tally in tallies:
        for group, members in tally.groups.items():
            mine = groups.setdefault(group, {})
            for appraisee, part in members.items():
                mine[appraisee] = add(mine[appraisee], part) if appraisee in mine else part
    return Tally(groups)


def add(left: AppraiseeTally, right: AppraiseeTally) -> AppraiseeTally:
    """The counts of one appraisee from two piles."""
    return AppraiseeTally(
        returned=left.returned + right.returned,
        cells={
            item: _add_cells(left.cells.get(item, EMPTY), right.cells.get(item, EMPTY))
            for item in left.cells | right.cells
        },
        spoiled=_add(left.spoiled, right.spoiled),
        abstained=left.abstained + right.abstained,
    )


def _add_cells(left: Cell, right: Cell) -> Cell:
    return Cell(
        counts=_add(left.counts, right.counts),
        blank=left.blank + right.blank,
        overmarked=left.overmarked + right.overmarked,
    )


def _add(left: dict[str, int], right: dict[str, int]) -> dict[str, int]:
    return {key: left.get(key, 0) + right.get(key, 0) for key in left | right}
