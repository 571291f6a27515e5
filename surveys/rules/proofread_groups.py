"""Reading the weighting groups of a rule set: weights, classes, bodies, and what nothing reads."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from surveys.appraisal.plan import AppraiseeClass
from surveys.rules.complaints import Complaint, Fault
from surveys.rules.ruleset import Aggregate, AggregationOrder, Base, RuleSet, Share

_PEOPLE: Final = {Base.ROSTER, Base.INVITED, Base.PRESENT}


def proofread_groups(rules: RuleSet) -> Iterator[Complaint]:
    groups = rules.electorate.groups
    yield from _bodies(rules)
    for group in groups:
        if group.sampling is not None and not 0 < group.sampling <= 1:
            yield Complaint(Fault.SAMPLING, group.label, str(group.sampling))
    if rules.aggregate is Aggregate.POOLED:
        yield from _idle(rules)
        return
    if rules.aggregation_order is AggregationOrder.ITEM_THEN_GROUP and _drivers(rules) < 2:
        yield Complaint(Fault.ORDER_IDLE, rules.title)
    yield from _people(rules)
    yield from proofread_weights(
        {group.label: group.weight for group in groups}, "、".join(group.label for group in groups)
    )
    yield from _classes(rules)


def _bodies(rules: RuleSet) -> Iterator[Complaint]:
    bodies = {body.key: body.label for body in rules.electorate.bodies}
    for group in rules.electorate.groups:
        if group.body is not None and group.body not in bodies:
            yield Complaint(Fault.UNKNOWN_BODY, group.label, group.body)
    for key in bodies.keys() - {group.body for group in rules.electorate.groups}:
        yield Complaint(Fault.BODY_IDLE, bodies[key])


def _idle(rules: RuleSet) -> Iterator[Complaint]:
    """What only weighted groups read."""
    for group in rules.electorate.groups:
        if group.weight is not None:
            yield Complaint(Fault.WEIGHT_IDLE, group.label)
        if group.min_returned:
            yield Complaint(Fault.LEAST_IDLE, group.label)
    yield from (Complaint(Fault.WEIGHT_IDLE, kind) for kind in rules.electorate.weights_by_class)
    if rules.aggregation_order is AggregationOrder.ITEM_THEN_GROUP:
        yield Complaint(Fault.ORDER_IDLE, rules.title)


def _drivers(rules: RuleSet) -> int:
    return sum(item.drives_grade for item in rules.items)


def _people(rules: RuleSet) -> Iterator[Complaint]:
    for metric in rules.metrics:
        if isinstance(metric, Share) and (metric.base or rules.base) in _PEOPLE:
            yield Complaint(Fault.PEOPLE_BY_GROUP, metric.label)


def _classes(rules: RuleSet) -> Iterator[Complaint]:
    labels = {group.key: group.label for group in rules.electorate.groups}
    for kind, weights in rules.electorate.weights_by_class.items():
        if kind not in {each.value for each in AppraiseeClass}:
            yield Complaint(Fault.UNKNOWN_CLASS, kind)
        for key in weights.keys() - labels.keys():
            yield Complaint(Fault.UNKNOWN_GROUP, kind, key)
        yield from proofread_weights({labels[key]: weights.get(key) for key in labels}, kind)


def proofread_weights(weights: dict[str, Fraction | None], where: str) -> Iterator[Complaint]:
    """Weights that are all there, none below zero, and add up to one."""
    missing = [name for name, weight in weights.items() if weight is None]
    yield from (Complaint(Fault.WEIGHT_MISSING, name) for name in missing)
    known = {name: weight for name, weight in weights.items() if weight is not None}
    yield from (Complaint(Fault.WEIGHT_SIGN, name) for name, each in known.items() if each < 0)
    total = sum(known.values(), Fraction(0))
    if not missing and total != 1:
        yield Complaint(Fault.WEIGHT_SUM, where, str(total))
