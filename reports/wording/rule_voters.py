"""Who votes under a rule set, and what a group weighs, in words."""

from collections.abc import Iterator
from fractions import Fraction

from reports.wording.fractions import say_fraction
from reports.wording.rule_aftermath import CLASSES
from surveys.keys import Key
from surveys.rules.ruleset import Aggregate, AggregationOrder, MissingGroup, RuleSet


def say_voters(rules: RuleSet) -> Iterator[str]:
    """The bodies and groups that vote, then how their votes come together."""
    yield from _electorate(rules)
    yield from _groups(rules)


def _electorate(rules: RuleSet) -> Iterator[str]:
    groups = rules.electorate.groups
    for body in rules.electorate.bodies:
        own = "、".join(group.label for group in groups if group.body == body.key)
        yield f"{body.label}参加联合评议，投票的是{own}。"
    for group in groups:
        if group.sampling is not None:
            yield f"{group.label}随机抽取{say_fraction(group.sampling)}投票。"


def _groups(rules: RuleSet) -> Iterator[str]:
    groups = rules.electorate.groups
    if rules.aggregate is Aggregate.POOLED:
        if len(groups) > 1:
            yield f"{'、'.join(group.label for group in groups)}的票合在一起计算。"
        return
    weights = {group.key: group.weight for group in groups if group.weight is not None}
    yield f"每项先分组计算，再按权重相加：{_weights(weights, rules)}。"
    if rules.aggregation_order is AggregationOrder.ITEM_THEN_GROUP:
        yield "几项合起来的数，每组先算本组各项的平均，再按各组的权重相加。"
    for kind, own in rules.electorate.weights_by_class.items():
        yield f"{CLASSES.get(kind, kind)}部门的权重为{_weights(own, rules)}。"
    for group in groups:
        if group.min_returned:
            yield f"{group.label}对一个部门收回的票少于{group.min_returned}张的，这一组按没有数处理。"
    if rules.electorate.missing_group is MissingGroup.FAIL:
        yield "有一组在某项没有数的，该项不作合计。"
    else:
        yield "有一组在某项没有数的，其余各组按原权重的比例分摊。"


def _weights(weights: dict[Key, Fraction], rules: RuleSet) -> str:
    return "、".join(
        f"{group.label}{say_fraction(weights[group.key])}"
        for group in rules.electorate.groups
        if group.key in weights
    )
