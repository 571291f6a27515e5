"""A rule set in words: the note (注) under the table, from which a reader recounts by hand.

Every sentence comes from the data; what the rule set does not use is not mentioned.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from reports.wording.fractions import say_fraction, say_number
from reports.wording.rule_aftermath import (
    say_consequences,
    say_publication,
    say_ranking,
    say_session,
)
from reports.wording.rule_ballots import say_ballots
from reports.wording.rule_metrics import say_metrics
from reports.wording.rule_voters import say_voters
from reports.wording.thresholds import quoted, say_threshold
from surveys.rules import scale
from surveys.rules.ruleset import GradeOption, Rounding, RuleSet

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
    parts: dict[str, Iterable[str]] = {
        SCALE: (*_scale(rules), _items(rules)),
        METRICS: say_metrics(rules),
        VOTERS: say_voters(rules),
        GRADES: (*_grades(rules), *_vetoes(rules)),
        BALLOTS: say_ballots(rules),
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
