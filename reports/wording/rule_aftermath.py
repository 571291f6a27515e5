"""Ranking, meeting, consequences and publication of a rule set, in words."""

from collections.abc import Iterator
from typing import Final

from reports.wording.fractions import OPERATORS, say_fraction
from reports.wording.thresholds import quoted, say_threshold
from surveys.appraisal.plan import AppraiseeClass
from surveys.keys import Key
from surveys.rules.aftermath import Consequence, Outcome, Term
from surveys.rules.ranking import Order, Ranking
from surveys.rules.ruleset import Announce, Column, Publication, RuleSet

CLASSES: Final[dict[str, str]] = {
    AppraiseeClass.TOWN.value: "镇属",
    AppraiseeClass.STATIONED.value: "派驻",
    AppraiseeClass.MUNICIPAL.value: "市级",
}

_TIES: Final[dict[Order, str]] = {
    Order.SHARED: "相同的并列，并列之后空出名次（如1、2、2、4）",
    Order.DENSE: "相同的并列，并列之后不空名次（如1、2、2、3）",
}

_OUTCOMES: Final[dict[Outcome, str]] = {
    Outcome.TOP: "列入前几名",
    Outcome.BOTTOM: "列入后几名",
    Outcome.VETOED: "符合否决或注明条件",
}

_ANNOUNCED: Final[dict[Announce, str]] = {
    Announce.ON_THE_SPOT: "测评结果当场公布。",
    Announce.AFTER_REVIEW: "测评结果经审议后公布。",
}

COLUMNS: Final[dict[Column, str]] = {
    Column.ISSUED: "发出票数",
    Column.RETURNED: "收回票数",
    Column.VALID: "有效票数",
    Column.COUNTS: "各档票数",
    Column.METRICS: "比率和得分",
    Column.GRADE: "等次",
    Column.STANDING: "名次",
}


def say_ranking(rules: RuleSet) -> Iterator[str]:
    """By what, what ties mean, who is singled out."""
    ranking = rules.ranking
    if ranking is None:
        return
    within = f"{'、'.join(CLASSES.values())}部门分别排，" if ranking.within_class else ""
    then = "".join(
        f"，再相同的看{_metric(each.by, rules)}，{'低' if each.low_first else '高'}的在前"
        for each in ranking.then
    )
    by = _metric(ranking.by, rules)
    yield f"名次{within}按未经舍入的{by}从高到低排{then}，{_TIES[ranking.ties]}。"
    yield from _singled_out(ranking, rules)


def _singled_out(ranking: Ranking, rules: RuleSet) -> Iterator[str]:
    if ranking.top:
        yield f"取前{ranking.top}名，与其中最后一名相同的一并列入。"
    if ranking.bottom:
        gate = ranking.bottom_only_if
        only = f"只在{say_threshold(gate, rules)}的部门中" if gate else ""
        yield f"{only}取后{ranking.bottom}名，与其中最前一名相同的一并列入。"


def _metric(key: Key, rules: RuleSet) -> str:
    return next(metric.label for metric in rules.metrics if metric.key == key)


def say_session(rules: RuleSet) -> Iterator[str]:
    """The meeting around the vote."""
    session, quorum = rules.session, rules.session.quorum
    if quorum is not None:
        came = "实到人数" if quorum.numerator == "present" else "收回票数"
        edge = f"{OPERATORS[quorum.op]}应到人数的{say_fraction(quorum.fraction)}"
        yield f"{came}{edge}，测评有效。"
    yield "收回的票多于发出的票，测评无效。"
    recused = "，不监督、不清点与本人或者近亲属有关的部门的票" if session.recuse else ""
    yield f"监票人不少于{session.tellers}人{recused}。"
    if session.seal:
        yield "选票在投票现场封存，另行集中拆封清点。"
    if session.announce is not None:
        yield _ANNOUNCED[session.announce]


def say_consequences(rules: RuleSet) -> Iterator[str]:
    """What follows from which result, and how often the vote may be held."""
    for consequence in rules.consequences:
        yield f"{_consequence(consequence)}。"
    if rules.rounds is not None:
        again = quoted(rules.rounds.next_on)
        yield f"结果为{again}的再次测评，前后最多{rules.rounds.most}次。"


def _consequence(consequence: Consequence) -> str:
    case = f"“{consequence.grade}”" if consequence.grade else ""
    if consequence.outcome is not None:
        case = _OUTCOMES[consequence.outcome]
    due = f"，期限{say_term(consequence.due)}" if consequence.due else ""
    again = "，期满后再次测评" if consequence.retest and consequence.due else ""
    if consequence.retest and not consequence.due:
        again = "，之后再次测评"
    told = f"，告知{'、'.join(consequence.notify)}" if consequence.notify else ""
    return f"{case}的，{consequence.action}{due}{again}{told}"


def say_term(term: Term) -> str:
    """A term in months and days.

    >>> say_term(Term(months=3)), say_term(Term(months=1, days=15))
    ('3个月', '1个月零15日')
    """
    months = f"{term.months}个月" if term.months else ""
    days = f"{term.days}日" if term.days else ""
    return "零".join(part for part in (months, days) if part)


def say_publication(rules: RuleSet) -> Iterator[str]:
    """What is shown and what is held back."""
    publication = rules.publication
    if publication.columns:
        yield f"公布{'、'.join(COLUMNS[column] for column in publication.columns)}。"
    if publication.min_remarks != Publication().min_remarks:
        yield f"一个部门的意见建议不足{publication.min_remarks}条的，不分部门放出。"
    if len(rules.electorate.groups) > 1:
        yield f"收回不足{publication.small_group}张的计票组，选票只公布合计。"
        yield f"不足{publication.min_cell}张票的部分不单独列表。"
