"""Reading a rule set for contradictions before anything opens: what to mend, and where."""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from surveys.appraisal.plan import AppraiseeClass
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import GradeMatrix, Indicator, Option
from surveys.rules.complaints import Complaint, Fault
from surveys.rules.reach import span, unreachable
from surveys.rules.ruleset import (
    Aggregate,
    Base,
    Blank,
    Comparison,
    GradeOption,
    Item,
    Role,
    RuleSet,
    Share,
    Threshold,
)

_PEOPLE = {Base.ROSTER, Base.INVITED, Base.PRESENT}


def proofread(rules: RuleSet) -> tuple[Complaint, ...]:
    """Everything to mend; empty where the rule set says one thing for every possible result."""
    return (
        *_presence(rules),
        *_doubles(rules),
        *_metrics(rules),
        *_items(rules),
        *_ladder(rules),
        *_vetoes(rules),
        *_groups(rules),
        *_session(rules),
    )


def agrees(rules: RuleSet, form: Questionnaire) -> tuple[Complaint, ...]:
    """Whether a form asks what the rule set counts, in the same words."""
    matrices = tuple(form.matrices())
    if not matrices:
        return (Complaint(Fault.NO_MATRIX, form.title),)
    return tuple(complaint for matrix in matrices for complaint in _matrix(rules, matrix))


def _presence(rules: RuleSet) -> Iterator[Complaint]:
    parts: tuple[tuple[Fault, int], ...] = (
        (Fault.NO_OPTION, len(rules.options)),
        (Fault.NO_ITEM, len(rules.items)),
        (Fault.NO_METRIC, len(rules.metrics)),
        (Fault.NO_GROUP, len(rules.electorate.groups)),
        (Fault.NO_DRIVER, any(item.drives_grade for item in rules.items)),
    )
    yield from (Complaint(fault, rules.title) for fault, number in parts if not number)


def _doubles(rules: RuleSet) -> Iterator[Complaint]:
    named: tuple[Iterable[str], ...] = (
        (option.key for option in rules.options),
        (option.label for option in rules.options),
        (item.key for item in rules.items),
        (item.label for item in rules.items),
        (metric.key for metric in rules.metrics),
        (metric.label for metric in rules.metrics),
        (group.key for group in rules.electorate.groups),
        (group.label for group in rules.electorate.groups),
        (rung.label for rung in rules.rungs),
    )
    for names in named:
        yield from (Complaint(Fault.TWICE, name) for name in _twice(names))


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _metrics(rules: RuleSet) -> Iterator[Complaint]:
    for metric in rules.metrics:
        if isinstance(metric, Share):
            yield from _share(metric, rules)
        elif all(option.value is None for option in rules.options):
            yield Complaint(Fault.NO_VALUES, metric.label)
    if rules.ranking and rules.ranking.by not in _keys(rules):
        yield Complaint(Fault.UNKNOWN_METRIC, rules.ranking.by)


def _share(share: Share, rules: RuleSet) -> Iterator[Complaint]:
    options = {option.key: option for option in rules.options}
    if not share.options:
        yield Complaint(Fault.EMPTY_METRIC, share.label)
    for key in _twice(share.options):
        yield Complaint(Fault.TWICE, key)
    for key in share.options:
        if key not in options:
            yield Complaint(Fault.UNKNOWN_OPTION, share.label, key)
        elif not _inside(options[key], share.base or rules.base):
            yield Complaint(Fault.OUTSIDE_BASE, share.label, options[key].label)


def _inside(option: GradeOption, base: Base) -> bool:
    if base is Base.VALID:
        return option.in_valid
    return base is not Base.RESPONDED or option.role not in {Role.UNKNOWN, Role.ABSTAIN}


def _items(rules: RuleSet) -> Iterator[Complaint]:
    driving = [item for item in rules.items if item.drives_grade]
    for item in rules.items:
        if item.weight is not None and not item.drives_grade:
            yield Complaint(Fault.WEIGHT_IDLE, item.label)
    if any(item.weight is not None for item in driving):
        yield from _weights({item.label: item.weight for item in driving}, _names(driving))


def _names(items: Iterable[Item]) -> str:
    return "、".join(item.label for item in items)


def _weights(weights: dict[str, Fraction | None], where: str) -> Iterator[Complaint]:
    """Weights that are all there, none below zero, and add up to one."""
    missing = [name for name, weight in weights.items() if weight is None]
    yield from (Complaint(Fault.WEIGHT_MISSING, name) for name in missing)
    known = {name: weight for name, weight in weights.items() if weight is not None}
    yield from (Complaint(Fault.WEIGHT_SIGN, name) for name, each in known.items() if each < 0)
    total = sum(known.values(), Fraction(0))
    if not missing and total != 1:
        yield Complaint(Fault.WEIGHT_SUM, where, str(total))


def _ladder(rules: RuleSet) -> Iterator[Complaint]:
    if not rules.rungs:
        return
    thresholds = [threshold for rung in rules.rungs for threshold in rung.when]
    faults = [fault for threshold in thresholds for fault in _threshold(threshold, rules)]
    yield from faults
    if rules.rungs[-1].when:
        yield Complaint(Fault.NO_OTHERWISE, rules.rungs[-1].label)
    if not faults:
        for at in unreachable(rules):
            yield Complaint(Fault.UNREACHABLE, rules.rungs[at].label)


def _threshold(threshold: Threshold, rules: RuleSet) -> Iterator[Complaint]:
    metric = next((metric for metric in rules.metrics if metric.key == threshold.metric), None)
    if metric is None:
        yield Complaint(Fault.UNKNOWN_METRIC, threshold.metric)
        return
    low, high = span(metric, rules)
    if not low <= threshold.value <= high:
        yield Complaint(Fault.OUT_OF_RANGE, metric.label, str(threshold.value))


def _vetoes(rules: RuleSet) -> Iterator[Complaint]:
    labels = [rung.label for rung in rules.rungs]
    for veto in rules.vetoes:
        yield from _threshold(veto.when, rules)
        if veto.cap is not None and veto.cap not in labels:
            yield Complaint(Fault.UNKNOWN_GRADE, veto.cap)
        elif veto.cap is not None and veto.cap == labels[0]:
            yield Complaint(Fault.IDLE_VETO, veto.cap)


def _groups(rules: RuleSet) -> Iterator[Complaint]:
    groups = rules.electorate.groups
    if rules.aggregate is Aggregate.POOLED:
        yield from (
            Complaint(Fault.WEIGHT_IDLE, group.label)
            for group in groups
            if group.weight is not None
        )
        yield from (
            Complaint(Fault.WEIGHT_IDLE, kind) for kind in rules.electorate.weights_by_class
        )
        return
    yield from _people(rules)
    yield from _weights(
        {group.label: group.weight for group in groups}, "、".join(group.label for group in groups)
    )
    yield from _classes(rules)


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
        yield from _weights({labels[key]: weights.get(key) for key in labels}, kind)


def _session(rules: RuleSet) -> Iterator[Complaint]:
    quorum = rules.session.quorum
    if quorum is not None:
        rising = quorum.op in {Comparison.OVER, Comparison.AT_LEAST}
        top = quorum.fraction == 1 and quorum.op is Comparison.OVER
        if not rising or top or not 0 <= quorum.fraction <= 1:
            yield Complaint(Fault.QUORUM, str(quorum.fraction), quorum.op.value)
    if rules.session.tellers < 1:
        yield Complaint(Fault.TELLERS, str(rules.session.tellers))


def _keys(rules: RuleSet) -> set[str]:
    return {metric.key for metric in rules.metrics}


def _matrix(rules: RuleSet, matrix: GradeMatrix) -> Iterator[Complaint]:
    yield from _same(
        rules.options, matrix.grades, (Fault.OPTION_NOT_ON_FORM, Fault.OPTION_NOT_IN_RULES)
    )
    yield from _same(
        rules.items, matrix.indicators, (Fault.ITEM_NOT_ON_FORM, Fault.ITEM_NOT_IN_RULES)
    )
    if not matrix.required and rules.handling.blank is Blank.REJECT:
        yield Complaint(Fault.BLANK_ALLOWED, matrix.title)


def _same(
    counted: tuple[GradeOption, ...] | tuple[Item, ...],
    asked: tuple[Option, ...] | tuple[Indicator, ...],
    faults: tuple[Fault, Fault],
) -> Iterator[Complaint]:
    ours = {each.key: each.label for each in counted}
    theirs = {each.key: each.label for each in asked}
    yield from (Complaint(faults[0], ours[key]) for key in ours if key not in theirs)
    yield from (Complaint(faults[1], theirs[key]) for key in theirs if key not in ours)
    for key, label in ours.items():
        if theirs.get(key, label) != label:
            yield Complaint(Fault.OTHER_WORD, label, theirs[key])
