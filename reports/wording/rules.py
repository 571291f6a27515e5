"""A rule set in words: the note (注) under the table, from which a reader recounts by hand.

Every sentence comes from the data; what the rule set does not use is not mentioned.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, assert_never

from reports.wording.fractions import say_fraction, say_number
from reports.wording.rule_aftermath import (
    CLASSES,
    say_consequences,
    say_publication,
    say_ranking,
    say_session,
)
from reports.wording.thresholds import quoted, say_threshold
from surveys.keys import Key
from surveys.rules import scale
from surveys.rules.ruleset import (
    Aggregate,
    AggregationOrder,
    Base,
    Blank,
    GradeOption,
    Mean,
    Metric,
    MissingGroup,
    Partial,
    Role,
    Rounding,
    RuleSet,
    Share,
)

__all__ = ["BASES", "CLASSES", "quoted", "say_rules", "say_threshold"]

BASES: Final[dict[Base, str]] = {
    Base.ROSTER: "应到人数",
    Base.INVITED: "应邀人数",
    Base.PRESENT: "实到人数",
    Base.ISSUED: "发出票数",
    Base.RETURNED: "收回票数",
    Base.CAST: "投票数",
    Base.VALID: "有效票数",
    Base.RESPONDED: "已表态票数",
}

_BASES_MEAN: Final[dict[Base, str]] = {
    Base.ROSTER: "应到人数是名册上的全体组成人员，没有到会、没有投票的也在内。",
    Base.INVITED: "应邀人数是受邀参加的全部人数，没有到会的也在内。",
    Base.PRESENT: "实到人数是到会的全部人数，没有投票的也在内。",
    Base.ISSUED: "发出票数是印制的票减去作废的票，没有收回的也在内。",
    Base.RETURNED: "收回票数是收回的、列有该部门的票，弃权的和无效的也在内。",
    Base.CAST: "投票数是收回票数减去对该部门一项也没有选的票。",
}


SCALE: Final = "测评的项目和档次"
METRICS: Final = "比率和得分"
VOTERS: Final = "投票人和分组"
GRADES: Final = "等次的评定"
BALLOTS: Final = "选票的认定"
STANDINGS: Final = "名次"
MEETING: Final = "会议和计票"
AFTERMATH: Final = "结果运用"
SHOWN: Final = "数字的公布"
SOURCES: Final = "依据和说明"


def say_rules(rules: RuleSet) -> tuple[str, ...]:
    """The note, one sentence or a few for each part of the rule set."""
    said = (sentence for part in say_parts(rules).values() for sentence in part)
    return (f"计票规则：{rules.title}。", *said)


def say_parts(rules: RuleSet) -> dict[str, tuple[str, ...]]:
    """The same sentences under the names of their parts; a part not in use says nothing."""
    ballots = (_in_points(each) if rules.points else each for each in _ballots(rules))
    parts: dict[str, Iterable[str]] = {
        SCALE: (*_scale(rules), _items(rules)),
        METRICS: _metrics(rules),
        VOTERS: (*_electorate(rules), *_groups(rules)),
        GRADES: (*_grades(rules), *_vetoes(rules)),
        BALLOTS: ballots,
        STANDINGS: say_ranking(rules),
        MEETING: say_session(rules),
        AFTERMATH: say_consequences(rules),
        SHOWN: (_rounding(rules), *say_publication(rules)),
        SOURCES: _sources(rules),
    }
    return {name: tuple(sentences) for name, sentences in parts.items()}


def _scale(rules: RuleSet) -> Iterator[str]:
    listed = "".join(_worth(option) for option in scale.words(rules))
    if rules.points is None:
        yield f"每项从{listed}中选一档。"
    else:
        points, step = rules.points, rules.points.step
        every = f"，每{step}分一档" if step > 1 else ""
        beside = f"，也可以改选{listed}" if listed else ""
        yield f"每项打{points.low}到{points.high}分的整数{every}{beside}。"
    spans = [
        f"{option.points.low}到{option.points.high}分算“{option.label}”"
        for option in rules.options
        if option.points is not None
    ]
    if spans:
        yield f"{'，'.join(spans)}。"
    for item in rules.items:
        if item.options:
            own = quoted(option.label for option in rules.options if option.key in item.options)
            yield f"“{item.label}”一项只能选{own}。"


def _worth(option: GradeOption) -> str:
    return f"“{option.label}”" + (
        "" if option.value is None else f"（{say_number(option.value)}分）"
    )


def _items(rules: RuleSet) -> str:
    driving = [item for item in rules.items if item.drives_grade]
    rest = len(rules.items) - len(driving)
    result = "等次" if rules.rungs else "总的结果"
    tail = f"其他{rest}项只公布，不影响{result}。" if rest else ""
    if len(driving) == 1:
        return f"{result}只看“{driving[0].label}”一项。{tail}"
    weights = (
        f"{item.label}{say_fraction(item.weight)}" for item in driving if item.weight is not None
    )
    listed = "、".join(weights)
    if listed:
        return f"{result}看{len(driving)}项的加权平均，权重为{listed}。{tail}"
    labels = quoted(item.label for item in driving)
    return f"{result}看{labels}这{len(driving)}项的平均，各项权重相同。{tail}"


def _metrics(rules: RuleSet) -> Iterator[str]:
    yield "；".join(say_metric(metric, rules) for metric in rules.metrics) + "。"
    bases = {
        metric.base or rules.base: None for metric in rules.metrics if isinstance(metric, Share)
    }
    for base in bases:
        yield _base(base, rules)
    yield "某项没有一张票作答的，该项没有比率和得分。"


def say_metric(metric: Metric, rules: RuleSet) -> str:
    """One figure as a formula: 满意率=选“满意”的票数÷收回票数."""
    match metric:
        case Share(options=options, base=base):
            marks = quoted(option.label for option in rules.options if option.key in options)
            total = "之和" if len(options) > 1 else ""
            return f"{metric.label}=选{marks}的票数{total}÷{BASES[base or rules.base]}"
        case Mean():
            return _mean(metric, rules)
        case _:  # pragma: no cover
            assert_never(metric)


def _mean(metric: Mean, rules: RuleSet) -> str:
    valued = [option for option in scale.words(rules) if option.value is not None]
    worth = f"选{quoted(option.label for option in valued)}的票的分值"
    if rules.points is None:
        return f"{metric.label}={worth}之和÷这些票的票数"
    if not valued:
        return f"{metric.label}=打的分之和÷打了分的票数"
    return f"{metric.label}=打的分与{worth}之和÷打了分和选了这些的票数"


def _base(base: Base, rules: RuleSet) -> str:
    if base is Base.VALID:
        return _marks_base(base, rules, (o for o in scale.words(rules) if o.in_valid))
    if base is Base.RESPONDED:
        silent = {Role.UNKNOWN, Role.ABSTAIN}
        return _marks_base(base, rules, (o for o in scale.words(rules) if o.role not in silent))
    return _BASES_MEAN[base]


def _marks_base(base: Base, rules: RuleSet, options: Iterable[GradeOption]) -> str:
    chosen = quoted(option.label for option in options)
    said = (["打了分"] if rules.points else []) + ([f"选了{chosen}之一"] if chosen else [])
    return f"{BASES[base]}是该项{'或者'.join(said) or '从不计数'}的票数。"


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


def _grades(rules: RuleSet) -> Iterator[str]:
    if not rules.rungs:
        yield "只公布票数和结果，不评等次。"
        return
    rungs = "；".join(
        f"{'并且'.join(say_threshold(each, rules) for each in rung.when)}的，为“{rung.label}”"
        f"{_wording(rung.wording)}"
        if rung.when
        else f"其余的，为“{rung.label}”"
        for rung in rules.rungs
    )
    yield f"等次依次判定，先符合的为准：{rungs}。"
    yield "等次用未经舍入的数判定；没有比率或得分的，不评等次。"


def _wording(wording: str) -> str:
    return f"（原文：{wording}）" if wording else ""


def _vetoes(rules: RuleSet) -> Iterator[str]:
    for veto in rules.vetoes:
        when, words = say_threshold(veto.when, rules), _wording(veto.wording)
        if veto.cap is None:
            yield f"{when}的，予以注明，等次不变{words}。"
        else:
            yield f"{when}的，等次最高为“{veto.cap}”{words}。"


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


def _rounding(rules: RuleSet) -> str:
    display = rules.display
    places = f"{display.digits}位小数" if display.digits else "整数"
    mode = {
        Rounding.HALF_UP: f"四舍五入到{places}",
        Rounding.TRUNCATE: f"截取到{places}，后面的舍去",
        Rounding.LARGEST_REMAINDER: (
            f"取到{places}，同一行各档先舍去尾数，再按尾数从大到小进位，使合计与未舍入的合计相符"
        ),
    }[display.mode]
    zeros = "，末尾的零略去" if display.strip_zeros and display.digits else ""
    return f"公布的数{mode}{zeros}。"


def _sources(rules: RuleSet) -> Iterator[str]:
    if not rules.attested:
        yield "这套规则是供修改的样式，不出自人大的规定。"
    if rules.legal_basis:
        yield f"法律依据：{'；'.join(rules.legal_basis)}。"
    if rules.source:
        yield f"规则来源：{rules.source}"
    if rules.presumed:
        listed = "".join(f"（{at}）{text}" for at, text in enumerate(rules.presumed, 1))
        yield f"来源没有写明、由本次采用的：{listed}"
