"""The figures of a rule set in words: each as a formula, and what it is divided by."""

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from reports.wording.thresholds import quoted
from surveys.rules import scale
from surveys.rules.ruleset import Base, GradeOption, Mean, Metric, Role, RuleSet, Share

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


def say_metrics(rules: RuleSet) -> Iterator[str]:
    """All of them, then what the bases mean."""
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
