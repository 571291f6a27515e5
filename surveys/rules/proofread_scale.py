"""Reading the scale of a rule set: points, the spans that name them, items of their own, quotas."""

from collections.abc import Iterator
from itertools import combinations

from surveys.rules import scale
from surveys.rules.complaints import Complaint, Fault
from surveys.rules.ruleset import GradeOption, PointScale, PointSpan, Role, RuleSet

_SILENT = {Role.UNKNOWN, Role.ABSTAIN}


def proofread_scale(rules: RuleSet) -> Iterator[Complaint]:
    """What is wrong with what a cell may hold."""
    spans = [option for option in rules.options if option.points is not None]
    if rules.points is None:
        yield from (Complaint(Fault.SPAN_IDLE, option.label) for option in spans)
    else:
        yield from _points(rules, rules.points)
        yield from _spans(rules, rules.points)
    yield from _items(rules)
    quota = rules.handling.quota
    if quota is not None and quota.option not in {option.key for option in scale.words(rules)}:
        yield Complaint(Fault.QUOTA_OPTION, quota.option)


def _points(rules: RuleSet, points: PointScale) -> Iterator[Complaint]:
    whole = points.low < points.high and (points.high - points.low) % points.step == 0
    if not whole or {option.key for option in rules.options} & set(scale.scores(rules)):
        yield Complaint(Fault.POINTS, f"{points.low}–{points.high}")


def _spans(rules: RuleSet, points: PointScale) -> Iterator[Complaint]:
    spans = {o.key: (o, o.points) for o in rules.options if o.points is not None}
    for option, span in spans.values():
        if not points.low <= span.low <= span.high <= points.high:
            yield Complaint(Fault.SPAN_OUTSIDE, option.label, _said(span))
        if option.value is not None or option.role in _SILENT or not option.in_valid:
            yield Complaint(Fault.SPAN_ROLE, option.label)
    for (left, one), (right, other) in combinations(spans.values(), 2):
        if max(one.low, other.low) <= min(one.high, other.high):
            yield Complaint(Fault.SPAN_OVERLAP, left.label, right.label)
    if spans:
        yield from _gaps(rules, [option for option, _ in spans.values()])


def _gaps(rules: RuleSet, spans: list[GradeOption]) -> Iterator[Complaint]:
    named = {mark for option in spans for mark in scale.meaning(rules, option.key)}
    lost = [score for score in scale.scores(rules) if score not in named]
    if lost:
        yield Complaint(Fault.SPAN_GAP, rules.title, "、".join(lost[:3]))


def _items(rules: RuleSet) -> Iterator[Complaint]:
    known = {option.key for option in rules.options}
    for item in rules.items:
        for key in item.options:
            if key not in known:
                yield Complaint(Fault.UNKNOWN_ITEM_OPTION, item.label, key)
        if len(set(item.options)) != len(item.options):
            yield Complaint(Fault.TWICE, item.label)


def _said(span: PointSpan) -> str:
    return f"{span.low}–{span.high}"
