"""Can the rule set be reckoned with at all: every name it uses is a name it has.

And within reason: what a stranger's file asks may be short to write and take a lifetime to reckon.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import Final

from surveys.manifest import Manifest
from surveys.rules.ruleset import RuleSet, Share, Threshold
from surveys.verification.meanings import given_points
from surveys.verification.report import Notebook

MOST_CELLS: Final = 20_000
MOST_SUMS: Final = 50_000_000
MOST_DENOMINATOR: Final = 10**12
"""Of all weights and values together: exact sums grow with it."""


def check(manifest: Manifest, notes: Notebook) -> bool:
    """Note every name without a meaning; without any, the recount can go on."""
    complaints = list(_unwieldy(manifest))
    complaints = complaints or [*_complaints(manifest.rules), *_form_complaints(manifest)]
    for complaint in complaints:
        notes.differs("manifest.rules", name=complaint)
    notes.made("manifest.rules", title=manifest.rules.title, items=len(manifest.rules.items))
    return not complaints


def _unwieldy(manifest: Manifest) -> Iterator[str]:
    """Far more than any evaluation has: sixty departments on forty items are 2400 cells."""
    rules = manifest.rules
    cells = len(manifest.appraisees) * len(rules.items)
    for matrix in manifest.form.matrices():
        cells = max(cells, len(matrix.subjects) * len(matrix.indicators))
    words = len(rules.options) + len(given_points(rules))
    if cells > MOST_CELLS:
        yield "cells"
    if cells * words * len(rules.metrics) * len(rules.electorate.groups) > MOST_SUMS:
        yield "sums"
    common = accumulate((number.denominator for number in _numbers(rules)), lcm)
    if any(each > MOST_DENOMINATOR for each in common):
        yield "denominators"


def _numbers(rules: RuleSet) -> Iterator[Fraction]:
    weights = [item.weight for item in rules.items]
    weights += [group.weight for group in rules.electorate.groups]
    weights += [option.value for option in rules.options]
    yield from (weight for weight in weights if weight is not None)
    for by_group in rules.electorate.weights_by_class.values():
        yield from by_group.values()


def _complaints(rules: RuleSet) -> Iterator[str]:
    metrics = dict.fromkeys(metric.key for metric in rules.metrics)
    options = dict.fromkeys(option.key for option in rules.options)
    rungs = dict.fromkeys(rung.label for rung in rules.rungs)
    yield from _twice(metric.key for metric in rules.metrics)
    yield from _twice(option.key for option in rules.options)
    yield from _twice(rung.label for rung in rules.rungs)
    yield from _twice(item.key for item in rules.items)
    yield from _twice(group.key for group in rules.electorate.groups)
    yield from (threshold.metric for threshold in _asked(rules) if threshold.metric not in metrics)
    yield from (veto.cap for veto in rules.vetoes if veto.cap is not None and veto.cap not in rungs)
    if rules.ranking is not None:
        ranked = (rules.ranking.by, *(each.by for each in rules.ranking.then))
        yield from (by for by in ranked if by not in metrics)
    if rules.handling.quota is not None and rules.handling.quota.option not in options:
        yield rules.handling.quota.option
    yield from _foreign_items(rules)
    if rules.rungs and rules.rungs[-1].when:
        yield rules.rungs[-1].label
    for metric in rules.metrics:
        if isinstance(metric, Share):
            yield from (option for option in metric.options if option not in options)
            yield from _twice(metric.options)
    yield from _foreign_weights(rules)
    if not rules.items:
        yield "items"


def _asked(rules: RuleSet) -> Iterator[Threshold]:
    for rung in rules.rungs:
        yield from rung.when
    yield from (veto.when for veto in rules.vetoes)
    if rules.ranking is not None and rules.ranking.bottom_only_if is not None:
        yield rules.ranking.bottom_only_if


def _foreign_items(rules: RuleSet) -> Iterator[str]:
    items = {item.key for item in rules.items}
    options = {option.key for option in rules.options}
    points = set(given_points(rules))
    asked = (threshold.item for threshold in _asked(rules))
    yield from (item for item in asked if item is not None and item not in items)
    yield from options & points
    for item in rules.items:
        yield from (option for option in item.options if option not in options)


def _foreign_weights(rules: RuleSet) -> Iterator[str]:
    groups = {group.key for group in rules.electorate.groups}
    for weights in rules.electorate.weights_by_class.values():
        yield from weights.keys() - groups


def _form_complaints(manifest: Manifest) -> Iterator[str]:
    subjects = [subject.key for matrix in manifest.form.matrices() for subject in matrix.subjects]
    yield from _twice(subjects)
    yield from set(subjects) ^ {appraisee.key for appraisee in manifest.appraisees}
    yield from _twice(question.key for question in manifest.form.questions())
    yield from _twice(appraisee.key for appraisee in manifest.appraisees)


def _twice(keys: Iterable[str]) -> Iterator[str]:
    seen = set[str]()
    for key in keys:
        if key in seen:
            yield key
        seen.add(key)
