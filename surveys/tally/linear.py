"""What one appraisee got makes whole-number sums over ballots of a rule set's thresholds.

Exact where no ballot can move a base (the roll, those present, slips issued, ballots returned),
and where one item in one pool tells: marks ÷ base ≥ v is multiplied out to marks less v·base ≥ 0.
Several items, or weighted groups, over a base that can move are a sum only as long as every mark
an item takes lies inside the base and none is left blank. Otherwise marks outside stay where they
are: what is found can be done, but something cheaper may have been missed.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from itertools import product
from math import lcm
from typing import Final, NamedTuple

from surveys.appraisal.plan import Appraisee
from surveys.keys import GroupKey, IndicatorKey, OptionKey
from surveys.rules import scale
from surveys.rules.ladder import asked
from surveys.rules.ruleset import (
    Aggregate,
    Base,
    Item,
    Metric,
    MissingGroup,
    Role,
    RuleSet,
    Share,
    Threshold,
)
from surveys.tally.bases import Denominators, Votes, base, issued
from surveys.tally.merging import EMPTY, add
from surveys.tally.profiles import Profiles, telling
from surveys.tally.scoring import group_weights, measure
from surveys.tally.sums import Cells, Sum
from surveys.tally.tally import AppraiseeTally, Tally

_NOTHING: Final = AppraiseeTally(returned=0, cells={})
_POOL: Final[GroupKey] = ""
_SILENT: Final = {Role.UNKNOWN, Role.ABSTAIN}


class Layout(NamedTuple):
    """All thresholds as sums over the same profiles; `exact` as the module says."""

    sums: tuple[Sum, ...]
    profiles: Profiles
    exact: bool


class _Part(NamedTuple):
    """What one item of one group weighs in a threshold."""

    group: GroupKey
    item: Item
    weight: Fraction


def lay_out(
    rules: RuleSet,
    appraisee: Appraisee,
    *,
    tally: Tally,
    session: Denominators,
    profiles: Profiles,
) -> Layout | None:
    """The thresholds of one appraisee; None where a metric they ask for has no value."""
    board = _Board(rules, appraisee, tally, session)
    if board.weights is None:
        return None
    pooled = Profiles()
    for (group, marks), number in profiles.items():
        pooled[group if board.weighted else _POOL, marks] += number
    found = [board.sum_of(each) for each in dict.fromkeys(asked(rules))]
    sums = [each for each in found if each is not None]
    if len(sums) < len(found):
        return None
    loose = [each for each in sums if not each.free]
    return Layout(tuple(sums), pooled, all(_closed(each, pooled, board) for each in loose))


def _closed(each: Sum, profiles: Profiles, board: "_Board") -> bool:
    """Whether every mark an item takes may move, and every mark there is one of these."""
    whole = all(
        scale.allowed(board.rules, item) <= set(targets)
        for item, targets in zip(board.items, each.targets, strict=True)
    )
    inside = all(m in each.targets[at] for _, marks in profiles for at, m in enumerate(marks))
    return whole and inside


class _Board:
    """One appraisee's counts, and what its groups and items weigh."""

    def __init__(
        self, rules: RuleSet, appraisee: Appraisee, tally: Tally, session: Denominators
    ) -> None:
        self.rules, self.session = rules, session
        self.weighted = rules.aggregate is Aggregate.WEIGHTED
        self.items = telling(rules)
        groups = [group.key for group in rules.electorate.groups]
        parts = {g: tally.groups.get(g, {}).get(appraisee.key, _NOTHING) for g in groups}
        slips = {g: issued(session, appraisee.key, g) for g in groups}
        self.parts = parts | {_POOL: reduce(add, parts.values(), _NOTHING)}
        self.slips = slips | {_POOL: sum(slips.values())}
        self.weights = self._weigh(dict(group_weights(rules, appraisee)))

    def _weigh(self, weights: dict[GroupKey, Fraction]) -> Mapping[GroupKey, Fraction] | None:
        if not self.weighted:
            return {_POOL: Fraction(1)}
        least = {group.key: group.min_returned for group in self.rules.electorate.groups}
        there = {
            g: w for g, w in weights.items() if w and self.parts[g].returned >= max(least[g], 1)
        }
        fails = self.rules.electorate.missing_group is MissingGroup.FAIL
        if not there or (fails and len(there) < sum(1 for weight in weights.values() if weight)):
            return None
        total = sum(there.values(), Fraction(0))
        return {group: weight / total for group, weight in there.items()}

    def votes(self, group: GroupKey, item: IndicatorKey) -> Votes:
        tally = self.parts[group]
        return Votes(tally, tally.cells.get(item, EMPTY), self.slips[group])

    def sum_of(self, threshold: Threshold) -> Sum | None:
        parts = self._parts(threshold)
        metric = self._metric(threshold)
        votes = [self.votes(part.group, part.item.key) for part in parts]
        if not parts or any(
            measure(metric, each, rules=self.rules, session=self.session) is None for each in votes
        ):
            return None
        over = (metric.base or self.rules.base) if isinstance(metric, Share) else Base.VALID
        worth = self._marks_worth(threshold)
        inside = self._inside(threshold)
        moves = over in {Base.CAST, Base.VALID, Base.RESPONDED}
        if len(parts) == 1:
            return self._single(parts[0], threshold, worth, inside if moves else {})
        sizes = {
            part: sum(votes_.cell.counts.get(m, 0) for m in inside)
            if moves and over is not Base.CAST
            else base(over, votes_, rules=self.rules, session=self.session)
            for part, votes_ in zip(parts, votes, strict=True)
        }
        cells = {
            (part.group, self.items.index(part.item)): {
                mark: part.weight * value / sizes[part] for mark, value in worth.items()
            }
            for part in parts
        }
        return self._whole(-threshold.value, cells, threshold, tuple(inside) if moves else None)

    def _parts(self, threshold: Threshold) -> list[_Part]:
        named = [item for item in self.items if item.key == threshold.item]
        items = named or [item for item in self.items if item.drives_grade]
        shares = {
            item.key: Fraction(1) if item.weight is None or named else item.weight for item in items
        }
        total = sum(shares.values(), Fraction(0))
        return [
            _Part(group, item, weight * shares[item.key] / total)
            for (group, weight), item in product((self.weights or {}).items(), items)
            if shares[item.key] and total
        ]

    def _metric(self, threshold: Threshold) -> Metric:
        return next(metric for metric in self.rules.metrics if metric.key == threshold.metric)

    def _marks_worth(self, threshold: Threshold) -> dict[OptionKey, Fraction]:
        metric = self._metric(threshold)
        if not isinstance(metric, Share):
            return dict(scale.worths(self.rules))
        meant = (mark for key in metric.options for mark in scale.meaning(self.rules, key))
        return dict.fromkeys(meant, Fraction(1))

    def _inside(self, threshold: Threshold) -> dict[OptionKey, Fraction]:
        """The marks a base that can move consists of."""
        metric = self._metric(threshold)
        if not isinstance(metric, Share):
            return dict.fromkeys(scale.worths(self.rules), Fraction(1))
        over, words = metric.base or self.rules.base, scale.words(self.rules)
        if over is Base.VALID:
            words = tuple(option for option in words if option.in_valid)
        if over is Base.RESPONDED:
            words = tuple(option for option in words if option.role not in _SILENT)
        marks = (*(option.key for option in words), *scale.scores(self.rules))
        return dict.fromkeys(marks, Fraction(1))

    def _single(
        self,
        part: _Part,
        threshold: Threshold,
        worth: dict[OptionKey, Fraction],
        inside: dict[OptionKey, Fraction],
    ) -> Sum:
        """Multiplied out: marks less v·base, whatever the base does."""
        metric = self._metric(threshold)
        votes, value = self.votes(part.group, part.item.key), threshold.value
        size = Fraction(0)
        if isinstance(metric, Share):
            over = metric.base or self.rules.base
            size += base(over, votes, rules=self.rules, session=self.session)
            size -= sum(votes.cell.counts.get(mark, 0) for mark in inside)
        cells = {
            mark: worth.get(mark, Fraction(0)) - value * inside.get(mark, Fraction(0))
            for mark in worth.keys() | inside.keys()
        }
        at = (part.group, self.items.index(part.item))
        return self._whole(-value * size, {at: cells}, threshold, None)

    def _whole(
        self,
        start: Fraction,
        cells: dict[Cells, dict[OptionKey, Fraction]],
        threshold: Threshold,
        inside: tuple[OptionKey, ...] | None,
    ) -> Sum:
        """Everything times the least common denominator."""
        parts = [value for worth in cells.values() for value in worth.values()]
        unit = lcm(start.denominator, *(value.denominator for value in parts))
        everything = scale.marks(self.rules)
        return Sum(
            start=int(start * unit),
            worth={
                at: {mark: int(value * unit) for mark, value in worth.items()}
                for at, worth in cells.items()
            },
            targets=tuple(
                tuple(
                    m
                    for m in everything
                    if m in scale.allowed(self.rules, item) and (inside is None or m in inside)
                )
                for item in self.items
            ),
            free=inside is None,
            op=threshold.op,
        )
