"""A tally becomes what is published of each appraisee: shares, scores, grade and standing.

Per item: the marks of all weighting groups are pooled, or each group's metric is weighted.
Over items: the metrics of the items that drive the grade are averaged by their weights, evenly
where they have none. The grade is taken from these exact fractions, before any rounding.

With weighted groups the order may be the other way round: items within each group first.

A metric has no value (never 0) where nobody marked the item, where its base is 0, or where a
part of it has no value: a weighted group (unless the rule set renormalises) or a driving item.
A weighted group of which fewer ballots came back than it needs has no value either.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from surveys.appraisal.plan import Appraisee
from surveys.keys import GroupKey, Key
from surveys.refusals import Refusal
from surveys.rules import scale
from surveys.rules.ladder import climb
from surveys.rules.ruleset import (
    Aggregate,
    AggregationOrder,
    Item,
    Mean,
    Metric,
    MissingGroup,
    RuleSet,
    Share,
)
from surveys.tally.bases import Denominators, Votes, base, issued
from surveys.tally.merging import EMPTY, add
from surveys.tally.results import AppraiseeResult, ItemResult
from surveys.tally.standing import stand
from surveys.tally.tally import AppraiseeTally, Tally

_NOTHING = AppraiseeTally(returned=0, cells={})
_POOL: GroupKey = ""


class _Sheet(NamedTuple):
    """One appraisee's counts: each weighting group's, and under `_POOL` all of them together."""

    appraisee: Appraisee
    parts: dict[GroupKey, AppraiseeTally]
    issued: dict[GroupKey, int]

    def votes(self, group: GroupKey, item: Item) -> Votes:
        tally = self.parts[group]
        return Votes(tally, tally.cells.get(item.key, EMPTY), self.issued[group])


def score(
    tally: Tally, rules: RuleSet, *, appraisees: tuple[Appraisee, ...], session: Denominators
) -> tuple[AppraiseeResult, ...]:
    """The result of every appraisee, in the order of the plan."""
    strangers = tally.groups.keys() - {group.key for group in rules.electorate.groups}
    if strangers:
        raise Refusal("session.unknown_group", groups=sorted(strangers))
    sheets = [_sheet(tally, rules, appraisee, session) for appraisee in appraisees]
    results = tuple(_appraise(sheet, rules, session) for sheet in sheets)
    return stand(results, rules.ranking, appraisees) if rules.ranking else results


def _sheet(tally: Tally, rules: RuleSet, appraisee: Appraisee, session: Denominators) -> _Sheet:
    groups = [group.key for group in rules.electorate.groups]
    parts = {group: tally.groups.get(group, {}).get(appraisee.key, _NOTHING) for group in groups}
    slips = {group: issued(session, appraisee.key, group) for group in groups}
    return _Sheet(
        appraisee,
        parts | {_POOL: reduce(add, parts.values(), _NOTHING)},
        slips | {_POOL: sum(slips.values())},
    )


def _appraise(sheet: _Sheet, rules: RuleSet, session: Denominators) -> AppraiseeResult:
    pooled = sheet.parts[_POOL]
    items = tuple(_item(item, sheet, rules=rules, session=session) for item in rules.items)
    metrics = _driving(items, sheet, rules=rules, session=session)
    placement = climb(rules, metrics, {item.item: item.metrics for item in items})
    return AppraiseeResult(
        appraisee=sheet.appraisee.key,
        issued=sheet.issued[_POOL],
        returned=pooled.returned,
        valid=pooled.returned - sum(pooled.spoiled.values()),
        spoiled=pooled.spoiled,
        abstained=pooled.abstained,
        items=items,
        metrics=metrics,
        grade=placement.grade,
        vetoed=placement.vetoed,
    )


def _item(item: Item, sheet: _Sheet, *, rules: RuleSet, session: Denominators) -> ItemResult:
    votes = sheet.votes(_POOL, item)
    return ItemResult(
        item=item.key,
        counts={each.key: 0 for each in scale.words(rules)} | votes.cell.counts,
        blank=votes.cell.blank,
        overmarked=votes.cell.overmarked,
        base=base(rules.base, votes, rules=rules, session=session),
        metrics={
            metric.key: _combine(metric, item, sheet=sheet, rules=rules, session=session)
            for metric in rules.metrics
        },
    )


def _combine(
    metric: Metric, item: Item, *, sheet: _Sheet, rules: RuleSet, session: Denominators
) -> Fraction | None:
    if rules.aggregate is Aggregate.POOLED:
        return measure(metric, sheet.votes(_POOL, item), rules=rules, session=session)
    values = {
        group: measure(metric, sheet.votes(group, item), rules=rules, session=session)
        for group in _full(sheet, rules)
    }
    return _weigh(values, sheet.appraisee, rules)


def _full(sheet: _Sheet, rules: RuleSet) -> list[GroupKey]:
    """The groups of which enough ballots came back."""
    return [
        group.key
        for group in rules.electorate.groups
        if sheet.parts[group.key].returned >= group.min_returned
    ]


def _weigh(
    values: Mapping[GroupKey, Fraction | None], appraisee: Appraisee, rules: RuleSet
) -> Fraction | None:
    parts = [(values.get(group), weight) for group, weight in group_weights(rules, appraisee)]
    if rules.electorate.missing_group is MissingGroup.RENORMALISE:
        parts = [(value, weight) for value, weight in parts if value is not None]
    return average(parts)


def measure(
    metric: Metric, votes: Votes, *, rules: RuleSet, session: Denominators
) -> Fraction | None:
    """A metric of one item, over these ballots alone."""
    match metric:
        case Share(options=options, base=own):
            meant = [mark for option in options for mark in scale.meaning(rules, option)]
            marks = sum(votes.cell.counts.get(mark, 0) for mark in meant)
            over = base(own or rules.base, votes, rules=rules, session=session)
            return Fraction(marks, over) if over and any(votes.cell.counts.values()) else None
        case Mean():
            return average(
                (worth, Fraction(votes.cell.counts.get(mark, 0)))
                for mark, worth in scale.worths(rules).items()
            )


def group_weights(rules: RuleSet, appraisee: Appraisee) -> Iterable[tuple[GroupKey, Fraction]]:
    """The weights that count for an appraisee: its class's own, or those of the groups."""
    own = rules.electorate.weights_by_class.get(appraisee.kind.value)
    weights = own or {
        group.key: group.weight for group in rules.electorate.groups if group.weight is not None
    }
    return weights.items()


def average(weighted: Iterable[tuple[Fraction | None, Fraction]]) -> Fraction | None:
    """The weighted mean; no value where a part that weighs anything has none.

    >>> average([(Fraction(92), Fraction(3, 20)), (Fraction(88), Fraction(17, 20))])
    Fraction(443, 5)
    >>> average([]) is None
    True
    """
    heavy = [(value, weight) for value, weight in weighted if weight]
    known = [(value, weight) for value, weight in heavy if value is not None]
    if not known or len(known) < len(heavy):
        return None
    total = sum((weight for _, weight in known), Fraction(0))
    return sum((value * weight for value, weight in known), Fraction(0)) / total


def _driving(
    items: tuple[ItemResult, ...], sheet: _Sheet, *, rules: RuleSet, session: Denominators
) -> dict[Key, Fraction | None]:
    """Each metric over the items that drive the grade."""
    if (
        rules.aggregate is Aggregate.WEIGHTED
        and rules.aggregation_order is AggregationOrder.ITEM_THEN_GROUP
    ):
        groups = {
            group: [_measures(sheet.votes(group, item), rules, session) for item in rules.items]
            for group in _full(sheet, rules)
        }
        return {
            metric.key: _weigh(
                {group: _over_items(metric, rows, rules) for group, rows in groups.items()},
                sheet.appraisee,
                rules,
            )
            for metric in rules.metrics
        }
    rows = [item.metrics for item in items]
    return {metric.key: _over_items(metric, rows, rules) for metric in rules.metrics}


def _measures(votes: Votes, rules: RuleSet, session: Denominators) -> dict[Key, Fraction | None]:
    return {m.key: measure(m, votes, rules=rules, session=session) for m in rules.metrics}


def _over_items(
    metric: Metric, rows: Sequence[Mapping[Key, Fraction | None]], rules: RuleSet
) -> Fraction | None:
    return average(
        (row[metric.key], Fraction(1) if item.weight is None else item.weight)
        for item, row in zip(rules.items, rows, strict=True)
        if item.drives_grade
    )
