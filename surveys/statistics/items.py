"""The indicators: the heat of their official figures, and what raters made of the questionnaire."""

from typing import Final

import numpy as np

from surveys.manifest import Manifest
from surveys.rules.ruleset import Metric, RuleSet, Share
from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.disclosure import DEPUTIES
from surveys.statistics.importance import FEWEST_RATERS, importance_performance
from surveys.statistics.marking import Marked
from surveys.statistics.reading import Consistency, Importance, ItemHeat, ItemQuadrant
from surveys.statistics.reliability import cronbach_alpha
from surveys.statistics.standings import chance, settle
from surveys.tally.results import Count, ItemResult

_FEWEST_ITEMS: Final = 3


def heat(manifest: Manifest, count: Count) -> ItemHeat | None:
    """The first rate, else the first metric, of every item; fewer than five marks are withheld."""
    rules = manifest.rules
    if len(rules.items) < 2 or not rules.metrics:
        return None
    metric = _metric(rules)
    found = [{item.item: item for item in each.items} for each in count.appraisees]
    kept = [[_kept(of.get(item.key)) for of in found] for item in rules.items]
    return ItemHeat(
        metric=metric.key,
        items=tuple(item.key for item in rules.items),
        departments=tuple(each.appraisee for each in count.appraisees),
        cells=tuple(
            tuple(None if item is None else item.metrics.get(metric.key) for item in row)
            for row in kept
        ),
        withheld=sum(item is None for row in kept for item in row),
    )


def _metric(rules: RuleSet) -> Metric:
    rates = [metric for metric in rules.metrics if isinstance(metric, Share)]
    return (*rates, *rules.metrics)[0]


def _kept(item: ItemResult | None) -> ItemResult | None:
    return item if item is not None and sum(item.counts.values()) >= DEPUTIES else None


def consistency(manifest: Manifest, marked: Marked) -> Consistency | NotComputable:
    """Alpha of the indicators beside the overall mark, over the mean of each rater."""
    means = _of_raters(marked)[:, _indicators(manifest.rules)]
    if means.shape[1] < _FEWEST_ITEMS:
        return NotComputable(Reason.ONE_ITEM)
    found = cronbach_alpha(means)
    if isinstance(found, NotComputable):
        return found
    if found.respondents < FEWEST_RATERS:
        return NotComputable(Reason.TOO_FEW)
    return Consistency(
        raters=found.respondents,
        items=means.shape[1],
        alpha=settle(found.alpha),
        low=settle(found.low),
        high=settle(found.high),
    )


def importance(manifest: Manifest, marked: Marked, *, seed: int) -> Importance | NotComputable:
    """What goes along with the overall mark, and how it does."""
    rules, indicators = manifest.rules, _indicators(manifest.rules)
    driving = [at for at, item in enumerate(rules.items) if item.drives_grade]
    if len(driving) != 1 or not indicators:
        return NotComputable(Reason.NO_OVERALL)
    means = _of_raters(marked)
    found = importance_performance(means[:, indicators], means[:, driving[0]], rng=chance(seed, 3))
    if isinstance(found, NotComputable):
        return found
    return Importance(
        raters=found.raters,
        items=tuple(
            ItemQuadrant(rules.items[indicators[place.item]].key, place.quadrant)
            for place in found.items
        ),
    )


def _indicators(rules: RuleSet) -> list[int]:
    """The items beside the overall one; all of them where several drive the grade."""
    driving = [at for at, item in enumerate(rules.items) if item.drives_grade]
    return [at for at in range(len(rules.items)) if len(driving) != 1 or at not in driving]


def _of_raters(marked: Marked) -> Numbers:
    """Ballots × items, the mean over departments; only ballots that carry all of them."""
    worth = marked.worth[marked.whole]
    answered = np.isfinite(worth)
    base = answered.sum(axis=1).astype(np.float64)
    total = np.where(answered, worth, 0.0).sum(axis=1)
    return np.where(base > 0, total / np.maximum(base, 1.0), np.nan)
