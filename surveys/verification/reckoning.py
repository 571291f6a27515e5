"""Counts become bases, shares, scores and places, a second time: fractions only, no rounding."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

import msgspec

from surveys.appraisal.plan import Appraisee
from surveys.keys import WHOLE
from surveys.manifest import Manifest
from surveys.rules.ladder import climb
from surveys.rules.ruleset import (
    Aggregate,
    Base,
    Item,
    Metric,
    MissingGroup,
    Order,
    Role,
    RuleSet,
    Share,
)
from surveys.tally.results import AppraiseeResult, Count, ItemResult
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
                counting = [option.key for option in self._rules.options if option.in_valid]
                return self.marks(groups, appraisee, item=item, options=counting)
            case Base.RESPONDED:
                telling = [o.key for o in self._rules.options if o.role not in _NO_OPINION]
                return self.marks(groups, appraisee, item=item, options=telling)

    def marks(
        self, groups: Collection[str], appraisee: str, *, item: str, options: Iterable[str]
    ) -> int:
        """Marks for any of these options."""
        return sum(
            self._recount.number(groups, appraisee, item=item, word=option) for option in options
        )

    def appraise(self, appraisee: Appraisee) -> AppraiseeResult:
        """Everything published of one appraisee but its standing."""
        items = tuple(self._item(appraisee, item) for item in self._rules.items)
        driving = self.driving({item.item: item.metrics for item in items})
        placement = climb(self._rules, driving)
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
        words = {
            word: self._recount.number(self.groups, appraisee.key, item=item.key, word=word)
            for word in (*(option.key for option in self._rules.options), BLANK, OVERMARKED)
        }
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

    def _pooled(self, metric: Metric, appraisee: Appraisee, item: str) -> Fraction | None:
        return self._measure(metric, self.groups, appraisee=appraisee.key, item=item)

    def _weighted(self, metric: Metric, appraisee: Appraisee, item: str) -> Fraction | None:
        parts = [
            (self._measure(metric, (group,), appraisee=appraisee.key, item=item), weight)
            for group, weight in self._weights(appraisee).items()
        ]
        if self._rules.electorate.missing_group is MissingGroup.RENORMALISE:
            parts = [(value, weight) for value, weight in parts if value is not None]
        return mean(parts)

    def _weights(self, appraisee: Appraisee) -> dict[str, Fraction]:
        electorate = self._rules.electorate
        return electorate.weights_by_class.get(appraisee.kind.value) or {
            group.key: group.weight for group in electorate.groups if group.weight is not None
        }

    def _measure(
        self, metric: Metric, groups: Collection[str], *, appraisee: str, item: str
    ) -> Fraction | None:
        counts = {
            option: self.marks(groups, appraisee, item=item, options=[option.key])
            for option in self._rules.options
        }
        if not isinstance(metric, Share):
            return mean((o.value, Fraction(n)) for o, n in counts.items() if o.value is not None)
        over = self.base(metric.base or self._rules.base, groups, appraisee=appraisee, item=item)
        if over == 0 or not any(counts.values()):
            return None
        return Fraction(
            sum(n for option, n in counts.items() if option.key in metric.options), over
        )


def reckon(manifest: Manifest, count: Count, recount: Recount) -> tuple[AppraiseeResult, ...]:
    """Everything published of every appraisee, in the order of the manifest."""
    reckoning = Reckoning(recount, manifest.rules, count)
    results = [reckoning.appraise(appraisee) for appraisee in manifest.appraisees]
    ranking = manifest.rules.ranking
    if ranking is None:
        return tuple(results)
    standing = places(
        [result.metrics[ranking.by] for result in results],
        [a.kind.value if ranking.within_class else "" for a in manifest.appraisees],
        ranking.ties,
    )
    return tuple(
        msgspec.structs.replace(result, standing=place)
        for result, place in zip(results, standing, strict=True)
    )


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


def places(
    values: Sequence[Fraction | None], fields: Sequence[str], ties: Order
) -> list[int | None]:
    """One place after every better value of the same field; equal values share it."""
    standing: list[int | None] = []
    for value, field in zip(values, fields, strict=True):
        better = [
            other
            for other, its in zip(values, fields, strict=True)
            if its == field and value is not None and other is not None and other > value
        ]
        taken = len(better) if ties is Order.SHARED else len(set(better))
        standing.append(None if value is None else taken + 1)
    return standing
