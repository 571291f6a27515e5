"""Tallies of parts of a poll become the tally of the whole, in any order and any parts."""

from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import zip_longest
from typing import TypeVar

from surveys.keys import GroupKey, QuestionKey
from surveys.tally.poll_tally import (
    ChoiceTally,
    GradesTally,
    GroupTally,
    MeasureTally,
    PollTally,
    QuestionTally,
    RankingTally,
    TextTally,
)
from surveys.tally.tally import Cell

K = TypeVar("K")


def merge(*tallies: PollTally) -> PollTally:
    """Group by group.

    >>> merge() == PollTally({})
    True
    """
    groups: dict[GroupKey, GroupTally] = {}
    for tally in tallies:
        for group, part in tally.groups.items():
            groups[group] = add_groups(groups[group], part) if group in groups else part
    return PollTally(groups)


def overall(tally: PollTally) -> GroupTally:
    """All groups together."""
    return reduce(add_groups, tally.groups.values(), GroupTally(0, {}))


def add_groups(left: GroupTally, right: GroupTally) -> GroupTally:
    """The counts of two piles of ballots together."""
    questions: dict[QuestionKey, QuestionTally] = {}
    for key in [*left.questions, *(key for key in right.questions if key not in left.questions)]:
        parts = [side.questions[key] for side in (left, right) if key in side.questions]
        questions[key] = reduce(add, parts)
    return GroupTally(left.ballots + right.ballots, questions)


def add(left: QuestionTally, right: QuestionTally) -> QuestionTally:
    """The counts of one question from two piles; two kinds are never one question."""
    asked, answered = left.asked + right.asked, left.answered + right.answered
    match left, right:
        case ChoiceTally(), ChoiceTally():
            counts = _sum(left.counts, right.counts)
            return ChoiceTally(asked=asked, answered=answered, counts=counts)
        case MeasureTally(), MeasureTally():
            counts = _sum(left.counts, right.counts)
            return MeasureTally(asked=asked, answered=answered, counts=counts)
        case GradesTally(), GradesTally():
            cells = {
                subject: {
                    item: _add_cells(
                        left.cells.get(subject, {}).get(item, _EMPTY),
                        right.cells.get(subject, {}).get(item, _EMPTY),
                    )
                    for item in _keys(left.cells.get(subject, {}), right.cells.get(subject, {}))
                }
                for subject in _keys(left.cells, right.cells)
            }
            return GradesTally(asked=asked, answered=answered, cells=cells)
        case RankingTally(), RankingTally():
            places = {
                option: _add_places(left.places.get(option, ()), right.places.get(option, ()))
                for option in _keys(left.places, right.places)
            }
            return RankingTally(asked=asked, answered=answered, places=places)
        case TextTally(), TextTally():
            return TextTally(asked=asked, answered=answered)
        case _:
            raise TypeError(type(left).__name__, type(right).__name__)


_EMPTY = Cell({})


def _keys(left: Iterable[K], right: Iterable[K]) -> dict[K, None]:
    """Every key once, those of the left first."""
    return dict.fromkeys([*left, *right])


def _sum(left: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    return {key: left.get(key, 0) + right.get(key, 0) for key in _keys(left, right)}


def _add_cells(left: Cell, right: Cell) -> Cell:
    return Cell(
        counts=_sum(left.counts, right.counts),
        blank=left.blank + right.blank,
        overmarked=left.overmarked + right.overmarked,
    )


def _add_places(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one + other for one, other in zip_longest(left, right, fillvalue=0))
