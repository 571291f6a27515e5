"""Counts become bases, shares, scores and places, a second time: fractions only, no rounding."""

from collections.abc import Callable, Collection, Iterable
from fractions import Fraction
from typing import Final, TypeAlias

from surveys.appraisal.plan import Appraisee
from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.rules.ladder import climb
from surveys.rules.ruleset import (
    Aggregate,
    AggregationOrder,
    Base,
    Item,
    Metric,
    MissingGroup,
    Role,
    RuleSet,
    Share,
)
from surveys.tally.results import AppraiseeResult, Count, ItemResult
from surveys.verification.meanings import given_points, plain_options, words_of, worth
from surveys.verification.placing import rank
from surveys.verification.recount import (
    ABSTAINED,
    BALLOT,
    BLANK,
    OVERMARKED,
    RETURNED,
    SPOILED,
    Recount,
)

Metrics: TypeAlias = dict[str, Fraction | None]

_NO_OPINION: Final = (Role.UNKNOWN, Role.ABSTAIN)


class Reckoning:
    """Everything that follows from a recount, the rule set and the meeting's numbers."""

    def __init__(self, recount: Recount, rules: RuleSet, count: Count) -> None:
        """`count` is asked for the meeting's numbers and the slips issued, and nothing else."""
        self.groups = tuple(group.key for group in rules.electorate.groups)
        self._recount = recount
        self._rules = rules
        self._meeting = count.meeting
        self._issued = count.issued

    def issued(self, groups: Collection[str], appraisee: str) -> int:
        """Slips issued in these groups that carry this appraisee."""
        return sum(self._issued.get(g, {}).get(u, 0) for g in groups for u in {WHOLE, appraisee})

    def base(self, kind: Base, groups: Collection[str], *, appraisee: str, item: str) -> int:
        """The denominator of this kind; people belong to no group."""
        match kind:
            case Base.ROSTER:
                return self._meeting.entitled
            case Base.INVITED:
                return self._meeting.invited
            case Base.PRESENT:
                return self._meeting.present
            case Base.ISSUED:
                return self.issued(groups, appraisee)
            case Base.RETURNED:
                return self._ballots(groups, appraisee, RETURNED)
            case Base.CAST:
                marked_nothing = (ABSTAINED, SPOILED + "blank")
                return self._ballots(groups, appraisee, RETURNED) - sum(
                    self._ballots(groups, appraisee, word) for word in marked_nothing
                )
            case Base.VALID:
                words = [o.key for o in plain_options(self._rules) if o.in_valid]
            case Base.RESPONDED:
                words = [o.key for o in plain_options(self._rules) if o.role not in _NO_OPINION]
        words += given_points(self._rules)
        return self.marks(groups, appraisee, item=item, words=words)

    def marks(
        self, groups: Collection[str], appraisee: str, *, item: str, words: Iterable[str]
    ) -> int:
        """Marks with any of these words."""
        return sum(self._recount.number(groups, appraisee, item=item, word=word) for word in words)

    def appraise(self, appraisee: Appraisee) -> AppraiseeResult:
        """Everything published of one appraisee but its standing."""
        items = tuple(self._item(appraisee, item) for item in self._rules.items)
        by_item = {item.item: item.metrics for item in items}
        driving = self.overall(appraisee, by_item)
        placement = climb(self._rules, driving, by_item)
        spoiled = self._recount.spoiled(self.groups, appraisee.key)
        returned = self._ballots(self.groups, appraisee.key, RETURNED)
        return AppraiseeResult(
            appraisee=appraisee.key,
            issued=self.issued(self.groups, appraisee.key),
            returned=returned,
            valid=returned - sum(spoiled.values()),
            spoiled=spoiled,
            abstained=self._ballots(self.groups, appraisee.key, ABSTAINED),
            items=items,
            metrics=driving,
            grade=placement.grade,
            vetoed=placement.vetoed,
        )

    def _item(self, appraisee: Appraisee, item: Item) -> ItemResult:
        plain = [option.key for option in plain_options(self._rules)]
        words = {
            word: self._recount.number(self.groups, appraisee.key, item=item.key, word=word)
            for word in (*plain, BLANK, OVERMARKED, *given_points(self._rules))
        }
        for point in given_points(self._rules):
            if words[point] == 0:
                del words[point]
        return ItemResult(
            item=item.key,
            blank=words.pop(BLANK),
            overmarked=words.pop(OVERMARKED),
            counts=words,
            base=self.base(self._rules.base, self.groups, appraisee=appraisee.key, item=item.key),
            metrics=self.item_metrics(appraisee, item),
        )

    def _ballots(self, groups: Collection[str], appraisee: str, word: str) -> int:
        return self._recount.number(groups, appraisee, item=BALLOT, word=word)

    def item_metrics(self, appraisee: Appraisee, item: Item) -> Metrics:
        """Each metric of one item, pooled or weighted over the groups."""
        reckon = self._pooled if self._rules.aggregate is Aggregate.POOLED else self._weighted
        return {metric.key: reckon(metric, appraisee, item.key) for metric in self._rules.metrics}

    def driving(self, items: dict[str, Metrics]) -> Metrics:
        """Each metric over the items that drive the grade, by their weights."""
        return {
            metric.key: mean(
                (items[item.key][metric.key], Fraction(1) if item.weight is None else item.weight)
                for item in self._rules.items
                if item.drives_grade
            )
            for metric in self._rules.metrics
        }

    def overall(self, appraisee: Appraisee, items: dict[str, Metrics]) -> Metrics:
        """Each metric over the driving items, of the groups together or within each first."""
        rules = self._rules
        weighted = rules.aggregate is Aggregate.WEIGHTED
        if not weighted or rules.aggregation_order is AggregationOrder.GROUP_THEN_ITEM:
            return self.driving(items)
        whole = {group: self.driving(self._in_group(appraisee, group)) for group in self.groups}

        def within(metric: str) -> Callable[[str], Fraction | None]:
            return lambda group: whole[group][metric]

        return {each.key: self._over_groups(appraisee, within(each.key)) for each in rules.metrics}

    def _in_group(self, appraisee: Appraisee, group: str) -> dict[str, Metrics]:
        return {
            item.key: {
                metric.key: self._measure(metric, (group,), appraisee=appraisee.key, item=item.key)
                for metric in self._rules.metrics
            }
            for item in self._rules.items
        }

    def _pooled(self, metric: Metric, appraisee: Appraisee, item: str) -> Fraction | None:
        return self._measure(metric, self.groups, appraisee=appraisee.key, item=item)

    def _weighted(self, metric: Metric, appraisee: Appraisee, item: str) -> Fraction | None:
        def value(group: str) -> Fraction | None:
            return self._measure(metric, (group,), appraisee=appraisee.key, item=item)

        return self._over_groups(appraisee, value)

    def _over_groups(
        self, appraisee: Appraisee, value: Callable[[str], Fraction | None]
    ) -> Fraction | None:
        least = {group.key: group.min_returned for group in self._rules.electorate.groups}
        parts = [
            (value(g) if self._ballots((g,), appraisee.key, RETURNED) >= least[g] else None, weight)
            for g, weight in self._weights(appraisee).items()
        ]
        if self._rules.electorate.missing_group is MissingGroup.RENORMALISE:
            parts = [(each, weight) for each, weight in parts if each is not None]
        return mean(parts)

    def _weights(self, appraisee: Appraisee) -> dict[str, Fraction]:
        electorate = self._rules.electorate
        return electorate.weights_by_class.get(appraisee.kind.value) or {
            group.key: group.weight for group in electorate.groups if group.weight is not None
        }

    def _measure(
        self, metric: Metric, groups: Collection[str], *, appraisee: str, item: str
    ) -> Fraction | None:
        def number(words: Iterable[str]) -> int:
            return self.marks(groups, appraisee, item=item, words=words)

        rules = self._rules
        if not isinstance(metric, Share):
            return mean((each, Fraction(number([word]))) for word, each in worth(rules).items())
        over = self.base(metric.base or rules.base, groups, appraisee=appraisee, item=item)
        everything = [*(option.key for option in plain_options(rules)), *given_points(rules)]
        if over == 0 or number(everything) == 0:
            return None
        asked = [option for option in rules.options if option.key in metric.options]
        return Fraction(number(words_of(asked, rules)), over)


def reckon(manifest: Manifest, count: Count, recount: Recount) -> tuple[AppraiseeResult, ...]:
    """Everything published of every appraisee, in the order of the manifest."""
    reckoning = Reckoning(recount, manifest.rules, count)
    results = [reckoning.appraise(appraisee) for appraisee in manifest.appraisees]
    ranking = manifest.rules.ranking
    return tuple(results) if ranking is None else tuple(rank(results, manifest, ranking))


def mean(parts: Iterable[tuple[Fraction | None, Fraction]]) -> Fraction | None:
    """Σ value × weight ÷ Σ weight; none where a part that weighs anything has no value.

    >>> mean([(Fraction(100), Fraction(3)), (Fraction(70), Fraction(1))])
    Fraction(185, 2)
    """
    top = bottom = Fraction(0)
    for value, weight in parts:
        if weight and value is None:
            return None
        top += weight * (value or 0)
        bottom += weight
    return top / bottom if bottom else None
