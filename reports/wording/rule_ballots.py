"""Which ballots a rule set counts, in words."""

from collections.abc import Iterator

from reports.wording.thresholds import quoted
from surveys.rules.ruleset import Blank, Partial, RuleSet


def say_ballots(rules: RuleSet) -> Iterator[str]:
    """When a ballot is spoiled, and when it says nothing; in points where a cell takes points."""
    return (_in_points(each) if rules.points else each for each in _ballots(rules))


def _ballots(rules: RuleSet) -> Iterator[str]:
    quota = rules.handling.quota
    if quota is not None:
        label = next(option.label for option in rules.options if option.key == quota.option)
        yield f"一张票在同一项上选“{label}”的部门超过{quota.most}个的，整张票无效。"
    match rules.handling.blank:
        case Blank.ABSTAIN:
            yield "对一个部门一项也没有选的，算弃权，不计入任何一档。"
        case Blank.INVALID:
            yield "对一个部门一项也没有选的，这张票对该部门无效。"
        case Blank.REJECT:
            yield "没有选的票不能提交；纸质票对一个部门一项也没有选的，对该部门无效。"
    if len(rules.items) == 1:
        yield "选了不止一档的，这张票对该部门无效。"
    elif rules.handling.partial is Partial.COUNT_ITEM:
        yield (
            "有的项没有选或选了不止一档的，只有该项不计，其余各项照计；"
            "没有一项选对、又有多选的，这张票对该部门无效。"
        )
    else:
        optional = quoted(item.label for item in rules.items if not item.required)
        but = f"（{optional}可以不选）" if optional else ""
        yield f"任何一项没有选{but}或选了不止一档的，这张票对该部门全部无效。"


def _in_points(sentence: str) -> str:
    """The same sentence where a cell takes points."""
    for chosen, given in (("选了不止一档", "填了不止一个分数"), ("没有选", "没有打分")):
        sentence = sentence.replace(chosen, given)
    return sentence
