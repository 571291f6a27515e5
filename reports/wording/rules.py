"""A rule set in words: the note (注) under the table, from which a reader recounts by hand.

Every sentence comes from the data; what the rule set does not use is not mentioned.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, assert_never

from reports.wording.fractions import OPERATORS, say_fraction, say_number
from surveys.appraisal.plan import AppraiseeClass
from surveys.keys import Key
from surveys.rules.ruleset import (
    Aggregate,
    Base,
    Blank,
    GradeOption,
    Mean,
    Metric,
    MissingGroup,
    Order,
    Partial,
    Role,
    Rounding,
    RuleSet,
    Share,
    Threshold,
)

CLASSES: Final[dict[str, str]] = {
    AppraiseeClass.TOWN.value: "镇属",
    AppraiseeClass.STATIONED.value: "派驻",
    AppraiseeClass.MUNICIPAL.value: "市级",
}

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


def say_rules(rules: RuleSet) -> tuple[str, ...]:
    """The note, one sentence or a few for each part of the rule set."""
    return (
        f"计票规则：{rules.title}。",
        _options(rules),
        _items(rules),
        *_metrics(rules),
        *_groups(rules),
        *_grades(rules),
        *_vetoes(rules),
        *_ballots(rules),
        *_ranking(rules),
        *_session(rules),
        _rounding(rules),
        *_sources(rules),
    )


def _options(rules: RuleSet) -> str:
    return f"每项从{''.join(_worth(option) for option in rules.options)}中选一档。"


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
    yield "；".join(_metric(metric, rules) for metric in rules.metrics) + "。"
    bases = {
        metric.base or rules.base: None for metric in rules.metrics if isinstance(metric, Share)
    }
    for base in bases:
        yield _base(base, rules)
    yield "某项没有一张票作答的，该项没有比率和得分。"


def _metric(metric: Metric, rules: RuleSet) -> str:
    match metric:
        case Share(options=options, base=base):
            marks = quoted(option.label for option in rules.options if option.key in options)
            total = "之和" if len(options) > 1 else ""
            return f"{metric.label}=选{marks}的票数{total}÷{BASES[base or rules.base]}"
        case Mean():
            valued = [option for option in rules.options if option.value is not None]
            return f"{metric.label}=选{quoted(o.label for o in valued)}的票的分值之和÷这些票的票数"
        case _:  # pragma: no cover
            assert_never(metric)


def _base(base: Base, rules: RuleSet) -> str:
    if base is Base.VALID:
        return _marks_base(base, (option for option in rules.options if option.in_valid))
    if base is Base.RESPONDED:
        silent = {Role.UNKNOWN, Role.ABSTAIN}
        return _marks_base(base, (each for each in rules.options if each.role not in silent))
    return _BASES_MEAN[base]


def _marks_base(base: Base, options: Iterable[GradeOption]) -> str:
    return f"{BASES[base]}是该项选了{quoted(option.label for option in options)}之一的票数。"


def _groups(rules: RuleSet) -> Iterator[str]:
    groups = rules.electorate.groups
    if rules.aggregate is Aggregate.POOLED:
        if len(groups) > 1:
            yield f"{'、'.join(group.label for group in groups)}的票合在一起计算。"
        return
    weights = {group.key: group.weight for group in groups if group.weight is not None}
    yield f"每项先分组计算，再按权重相加：{_weights(weights, rules)}。"
    for kind, own in rules.electorate.weights_by_class.items():
        yield f"{CLASSES.get(kind, kind)}部门的权重为{_weights(own, rules)}。"
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
        if rung.when
        else f"其余的，为“{rung.label}”"
        for rung in rules.rungs
    )
    yield f"等次依次判定，先符合的为准：{rungs}。"
    yield "等次用未经舍入的数判定；没有比率或得分的，不评等次。"


def say_threshold(threshold: Threshold, rules: RuleSet) -> str:
    """A comparison that says what holds at the edge, such as 满意率达到或超过二分之一."""
    metric = next(each for each in rules.metrics if each.key == threshold.metric)
    value = (
        say_fraction(threshold.value)
        if isinstance(metric, Share)
        else f"{say_number(threshold.value)}分"
    )
    return f"{metric.label}{OPERATORS[threshold.op]}{value}"


def _vetoes(rules: RuleSet) -> Iterator[str]:
    for veto in rules.vetoes:
        when = say_threshold(veto.when, rules)
        if veto.cap is None:
            yield f"{when}的，予以注明，等次不变。"
        else:
            yield f"{when}的，等次最高为“{veto.cap}”。"


def _ballots(rules: RuleSet) -> Iterator[str]:
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


def _ranking(rules: RuleSet) -> Iterator[str]:
    if rules.ranking is None:
        return
    by = next(metric.label for metric in rules.metrics if metric.key == rules.ranking.by)
    ties = {
        Order.SHARED: "相同的并列，并列之后空出名次（如1、2、2、4）",
        Order.DENSE: "相同的并列，并列之后不空名次（如1、2、2、3）",
    }[rules.ranking.ties]
    within = f"{'、'.join(CLASSES.values())}部门分别排，" if rules.ranking.within_class else ""
    yield f"名次{within}按未经舍入的{by}从高到低排，{ties}。"


def _session(rules: RuleSet) -> Iterator[str]:
    quorum = rules.session.quorum
    if quorum is not None:
        came = "实到人数" if quorum.numerator == "present" else "收回票数"
        edge = f"{OPERATORS[quorum.op]}应到人数的{say_fraction(quorum.fraction)}"
        yield f"{came}{edge}，测评有效。"
    yield "收回的票多于发出的票，测评无效。"


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
    if rules.legal_basis:
        yield f"法律依据：{'；'.join(rules.legal_basis)}。"
    if rules.source:
        yield f"规则来源：{rules.source}"
    if rules.presumed:
        listed = "".join(f"（{at}）{text}" for at, text in enumerate(rules.presumed, 1))
        yield f"来源没有写明、由本次采用的：{listed}"


def quoted(labels: Iterable[str]) -> str:
    """Labels as Chinese sets them side by side.

    >>> quoted(("满意", "基本满意"))
    '“满意”“基本满意”'
    """
    return "".join(f"“{label}”" for label in labels)
