"""A rule set and a plan become the rule set of this appraisal: its indicators, its grades.

The grades are matched by key, else by label, and take the plan's keys; points are asked as the
rule set has them. A plan that asks the rule's own indicators keeps their weights. Otherwise those
the plan marks as overall (总体评价, the attested habit) decide; without one, all of them evenly.
"""

from functools import cache
from importlib.resources import files

import msgspec

from surveys import canonical
from surveys.appraisal.plan import Plan
from surveys.keys import OptionKey
from surveys.questionnaire.questions import Option
from surveys.refusals import Refusal
from surveys.rules.ruleset import (
    GradeOption,
    Group,
    Item,
    Metric,
    Quota,
    RuleSet,
    Share,
    Threshold,
)
from surveys.values import Value


class Added(Value, frozen=True):
    """An option a town may add to any scale, and what we presume of it."""

    option: GradeOption
    presumed: str


def fit(rules: RuleSet, plan: Plan, *, groups: tuple[Group, ...] = ()) -> RuleSet:
    """The plan's indicators and grades under these rules; `groups` replace those of the preset."""
    if plan.points != rules.points:
        raise Refusal("rules.unfit_points", title=rules.title)
    options = [_option(rules, grade) for grade in plan.grades]
    spans = tuple(option for option in rules.options if option.points is not None)
    names = {option.key: grade.key for option, grade in zip(options, plan.grades, strict=True)}
    names |= {option.key: option.key for option in spans}
    fitted = msgspec.structs.replace(
        rules,
        options=(
            *(
                msgspec.structs.replace(option, key=grade.key, label=grade.label)
                for option, grade in zip(options, plan.grades, strict=True)
            ),
            *spans,
        ),
        items=_items(rules, plan, names),
        metrics=tuple(_renamed(metric, rules, names) for metric in rules.metrics),
        rungs=tuple(
            msgspec.structs.replace(
                rung, when=tuple(_of_plan(threshold, rules, plan) for threshold in rung.when)
            )
            for rung in rules.rungs
        ),
        vetoes=tuple(
            msgspec.structs.replace(veto, when=_of_plan(veto.when, rules, plan))
            for veto in rules.vetoes
        ),
        handling=msgspec.structs.replace(rules.handling, quota=_quota(rules, names)),
        presumed=(*rules.presumed, *_presumed(rules, options)),
    )
    return _with_groups(fitted, groups) if groups else fitted


def _option(rules: RuleSet, grade: Option) -> GradeOption:
    offered = (*rules.options, *(added.option for added in _added()))
    found = next((option for option in offered if option.key == grade.key), None) or next(
        (option for option in offered if option.label == grade.label), None
    )
    if found is None:
        known = tuple(option.label for option in rules.options)
        raise Refusal("rules.unfit_grade", grade=grade.label, known=known)
    return found


def _items(rules: RuleSet, plan: Plan, names: dict[OptionKey, OptionKey]) -> tuple[Item, ...]:
    """The rule's own weights where the plan asks the rule's own items, else the plan's."""
    own = {item.label: item for item in rules.items}
    if len(own) > 1 and own.keys() == {indicator.label for indicator in plan.indicators}:
        return tuple(
            msgspec.structs.replace(
                own[indicator.label],
                key=indicator.key,
                required=plan.required,
                options=tuple(names.get(key, key) for key in own[indicator.label].options),
            )
            for indicator in plan.indicators
        )
    decided = any(indicator.overall for indicator in plan.indicators)
    return tuple(
        Item(
            key=indicator.key,
            label=indicator.label,
            required=plan.required,
            drives_grade=indicator.overall or not decided,
        )
        for indicator in plan.indicators
    )


def _of_plan(threshold: Threshold, rules: RuleSet, plan: Plan) -> Threshold:
    """A threshold on one item, under the key the plan gives that item."""
    if threshold.item is None:
        return threshold
    label = next(item.label for item in rules.items if item.key == threshold.item)
    keys = {indicator.label: indicator.key for indicator in plan.indicators}
    if label not in keys:
        raise Refusal("rules.missing_item", item=label)
    return msgspec.structs.replace(threshold, item=keys[label])


def _quota(rules: RuleSet, names: dict[OptionKey, OptionKey]) -> Quota | None:
    quota = rules.handling.quota
    if quota is None:
        return None
    if quota.option not in names:
        label = next(o.label for o in rules.options if o.key == quota.option)
        raise Refusal("rules.missing_grade", grade=label)
    return msgspec.structs.replace(quota, option=names[quota.option])


def _renamed(metric: Metric, rules: RuleSet, names: dict[OptionKey, OptionKey]) -> Metric:
    if not isinstance(metric, Share):
        return metric
    missing = [
        option.label
        for option in rules.options
        if option.key in metric.options and option.key not in names
    ]
    if missing:
        raise Refusal("rules.missing_grade", grade="、".join(missing))
    return msgspec.structs.replace(metric, options=tuple(names[key] for key in metric.options))


def _presumed(rules: RuleSet, options: list[GradeOption]) -> tuple[str, ...]:
    return tuple(
        added.presumed
        for added in _added()
        if added.option in options and added.option not in rules.options
    )


def _with_groups(rules: RuleSet, groups: tuple[Group, ...]) -> RuleSet:
    electorate = msgspec.structs.replace(rules.electorate, groups=groups)
    return msgspec.structs.replace(rules, electorate=electorate)


@cache
def _added() -> tuple[Added, ...]:
    data = (files("surveys.rules") / "added_options.json").read_bytes()
    return canonical.decode(data, tuple[Added, ...])
