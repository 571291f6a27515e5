"""Reading a rule set for contradictions before anything opens: what to mend, and where."""

from collections import Counter
from collections.abc import Iterable, Iterator

from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import GradeMatrix, Indicator, Option
from surveys.rules import scale
from surveys.rules.complaints import Complaint, Fault
from surveys.rules.proofread_aftermath import proofread_aftermath
from surveys.rules.proofread_groups import proofread_groups, proofread_weights
from surveys.rules.proofread_scale import proofread_scale
from surveys.rules.proofread_wording import proofread_wording
from surveys.rules.reach import span, unreachable
from surveys.rules.ruleset import (
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


def proofread(rules: RuleSet) -> tuple[Complaint, ...]:
    """Everything to mend; empty where the rule set says one thing for every possible result."""
    return (
        *_presence(rules),
        *_doubles(rules),
        *proofread_scale(rules),
        *_metrics(rules),
        *_items(rules),
        *_ladder(rules),
        *_vetoes(rules),
        *proofread_groups(rules),
        *_session(rules),
        *proofread_aftermath(rules),
        *proofread_wording(rules),
    )


def agrees(rules: RuleSet, form: Questionnaire) -> tuple[Complaint, ...]:
    """Whether a form asks what the rule set counts, in the same words."""
    matrices = tuple(form.matrices())
    if not matrices:
        return (Complaint(Fault.NO_MATRIX, form.title),)
    return (
        *(complaint for matrix in matrices for complaint in _matrix(rules, matrix)),
        *_standing_twice(matrices),
    )


def _standing_twice(matrices: tuple[GradeMatrix, ...]) -> Iterator[Complaint]:
    subjects = [subject for matrix in matrices for subject in matrix.subjects]
    labels = {subject.key: subject.label for subject in subjects}
    for key in _twice(subject.key for subject in subjects):
        yield Complaint(Fault.TWO_MATRICES, labels[key])


def _presence(rules: RuleSet) -> Iterator[Complaint]:
    parts: tuple[tuple[Fault, int], ...] = (
        (Fault.NO_OPTION, len(scale.marks(rules))),
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
        (body.key for body in rules.electorate.bodies),
        (body.label for body in rules.electorate.bodies),
    )
    for names in named:
        yield from (Complaint(Fault.TWICE, name) for name in _twice(names))


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _metrics(rules: RuleSet) -> Iterator[Complaint]:
    for metric in rules.metrics:
        if isinstance(metric, Share):
            yield from _share(metric, rules)
        elif not scale.worths(rules):
            yield Complaint(Fault.NO_VALUES, metric.label)
    known = {metric.key for metric in rules.metrics}
    ranked = (rules.ranking.by, *(each.by for each in rules.ranking.then)) if rules.ranking else ()
    yield from (Complaint(Fault.UNKNOWN_METRIC, by) for by in ranked if by not in known)
    gate = rules.ranking.bottom_only_if if rules.ranking else None
    if gate is not None:
        yield from _threshold(gate, rules)


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
        yield from proofread_weights({item.label: item.weight for item in driving}, _names(driving))


def _names(items: Iterable[Item]) -> str:
    return "、".join(item.label for item in items)


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
    if threshold.item is not None and threshold.item not in {item.key for item in rules.items}:
        yield Complaint(Fault.UNKNOWN_ITEM, threshold.item)
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


def _session(rules: RuleSet) -> Iterator[Complaint]:
    quorum = rules.session.quorum
    if quorum is not None:
        rising = quorum.op in {Comparison.OVER, Comparison.AT_LEAST}
        top = quorum.fraction == 1 and quorum.op is Comparison.OVER
        if not rising or top or not 0 <= quorum.fraction <= 1:
            yield Complaint(Fault.QUORUM, str(quorum.fraction), quorum.op.value)
    if rules.session.tellers < 1:
        yield Complaint(Fault.TELLERS, str(rules.session.tellers))


def _matrix(rules: RuleSet, matrix: GradeMatrix) -> Iterator[Complaint]:
    yield from _same(
        scale.words(rules), matrix.grades, (Fault.OPTION_NOT_ON_FORM, Fault.OPTION_NOT_IN_RULES)
    )
    if matrix.points != rules.points:
        points = rules.points
        found = f"{points.low}–{points.high}" if points else "不打分"
        yield Complaint(Fault.POINTS_DIFFER, matrix.title, found)
    if matrix.quota != rules.handling.quota:
        yield Complaint(Fault.QUOTA_DIFFERS, matrix.title)
    yield from (Complaint(Fault.ITEM_SCALE, item.label) for item in rules.items if item.options)
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
