"""A rule set and a plan become the rule set of this appraisal: its indicators, its grades.

The grades are matched by key, else by label, and take the plan's keys. Which indicators decide:
those the plan marks as overall (总体评价, the attested habit); without one, all of them evenly.
"""

from functools import cache
from importlib.resources import files

import msgspec

from surveys import canonical
from surveys.appraisal.plan import Plan
from surveys.keys import OptionKey
from surveys.questionnaire.questions import Option
from surveys.refusals import Refusal
from surveys.rules.ruleset import GradeOption, Group, Item, Metric, RuleSet, Share
from surveys.values import Value


class Added(Value, frozen=True):
    """An option a town may add to any scale, and what we presume of it."""

    option: GradeOption
    presumed: str


def fit(rules: RuleSet, plan: Plan, *, groups: tuple[Group, ...] = ()) -> RuleSet:
    """The plan's indicators and grades under these rules; `groups` replace those of the preset."""
    options = [_option(rules, grade) for grade in plan.grades]
    names = {option.key: grade.key for option, grade in zip(options, plan.grades, strict=True)}
    fitted = msgspec.structs.replace(
        rules,
        options=tuple(
            msgspec.structs.replace(option, key=grade.key, label=grade.label)
            for option, grade in zip(options, plan.grades, strict=True)
        ),
        items=_items(plan),
        metrics=tuple(_renamed(metric, rules, names) for metric in rules.metrics),
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


def _items(plan: Plan) -> tuple[Item, ...]:
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
