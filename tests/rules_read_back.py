"""The printed note becomes a rule set again: what a reader with a pencil understands of it.

Nothing but the sentences is read, and the headings of the result table: the labels of the items
and of the groups whose ballots lie in separate piles.
"""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from surveys.questionnaire.questions import PointScale
from surveys.rules.ranking import Order, Ranking, Tiebreak
from surveys.rules.ruleset import (
    Aggregate,
    AggregationOrder,
    BallotHandling,
    Base,
    Blank,
    Comparison,
    Electorate,
    GradeOption,
    Group,
    Item,
    Mean,
    Metric,
    MissingGroup,
    Partial,
    PointSpan,
    Quota,
    Role,
    RuleSet,
    Rung,
    Share,
    Threshold,
    Veto,
)

_DIGITS = "零一二三四五六七八九十"
_BASES = {
    "应到人数": Base.ROSTER,
    "应邀人数": Base.INVITED,
    "实到人数": Base.PRESENT,
    "发出票数": Base.ISSUED,
    "收回票数": Base.RETURNED,
    "投票数": Base.CAST,
    "有效票数": Base.VALID,
    "已表态票数": Base.RESPONDED,
}
_OPERATORS = {
    "达到或超过": Comparison.AT_LEAST,
    "不超过": Comparison.AT_MOST,
    "超过": Comparison.OVER,
    "低于": Comparison.UNDER,
}
_KINDS = {"镇属": "town", "派驻": "stationed", "市级": "municipal"}
_VALUE = r"(-?[0-9./]+%?|[一二三四五六七八九十]+分之[零一二三四五六七八九十]+)"


def number(said: str) -> Fraction:
    """A number or a part of a whole."""
    said = said.removesuffix("分")
    if "分之" in said:
        below, above = said.split("分之")
        return Fraction(_DIGITS.index(above), _DIGITS.index(below))
    return Fraction(said.removesuffix("%")) / (100 if said.endswith("%") else 1)


def names(said: str) -> list[str]:
    """Everything in quotation marks."""
    return re.findall(r"“(.+?)”", said)


class Note:
    """The sentences of one note."""

    def __init__(
        self, sentences: Iterable[str], items: Sequence[str], groups: Sequence[str]
    ) -> None:
        self.text = list(sentences)
        self.items, self.groups = items, groups
        self.options = self._options()
        self.keys = {option.label: option.key for option in self.options}
        self.item_keys = {label: f"item{at}" for at, label in enumerate(items)}
        self.group_keys = {label: f"group{at}" for at, label in enumerate(groups)}

    def find(self, pattern: str) -> re.Match[str] | None:
        """The first sentence that reads so, whole."""
        found = (re.fullmatch(pattern, sentence) for sentence in self.text)
        return next((match for match in found if match), None)

    def all(self, pattern: str) -> list[re.Match[str]]:
        """Every sentence that reads so."""
        return [match for sentence in self.text if (match := re.fullmatch(pattern, sentence))]

    def rules(self) -> RuleSet:
        """The rule set as understood."""
        metrics = self._metrics()
        self.metric_keys = {metric.label: metric.key for metric in metrics}
        weighted = self.find(r"每项先分组计算，再按权重相加：(.+)。")
        return RuleSet(
            key="read",
            title="读出的规则",
            options=tuple(self.options),
            points=self._points(),
            items=self._items(),
            base=Base.RETURNED,
            metrics=tuple(metrics),
            rungs=self._rungs(),
            vetoes=tuple(self._vetoes()),
            electorate=self._electorate(weighted[1] if weighted else ""),
            aggregate=Aggregate.WEIGHTED if weighted else Aggregate.POOLED,
            aggregation_order=AggregationOrder.ITEM_THEN_GROUP
            if self.find(r"几项合起来的数，每组先算本组.+。")
            else AggregationOrder.GROUP_THEN_ITEM,
            handling=self._handling(),
            ranking=self._ranking(),
        )

    def _points(self) -> PointScale | None:
        found = self.find(r"每项打(\d+)到(\d+)分的整数(?:，每(\d+)分一档)?(?:，也可以改选.+)?。")
        return PointScale(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None

    def _options(self) -> list[GradeOption]:
        listed = self.find(r"每项从(.+)中选一档。") or self.find(r"每项打.+也可以改选(.+)。")
        words = re.findall(r"“(.+?)”(?:（(.+?)分）)?", listed[1]) if listed else []
        valid, telling = (
            self.find(rf"{base}是该项(.+)的票数。") for base in ("有效票数", "已表态票数")
        )
        options = [
            GradeOption(
                key=f"option{at}",
                label=label,
                role=Role.MIDDLE if telling is None or label in names(telling[1]) else Role.UNKNOWN,
                value=Fraction(worth) if worth else None,
                in_valid=valid is None or label in names(valid[1]),
            )
            for at, (label, worth) in enumerate(words)
        ]
        for sentence in self.text:
            for low, high, label in re.findall(r"(?:^|，)(\d+)到(\d+)分算“(.+?)”", sentence):
                span = PointSpan(int(low), int(high))
                options.append(GradeOption(f"span{low}", label, Role.MIDDLE, points=span))
        return options

    def _items(self) -> tuple[Item, ...]:
        head = r"(?:等次|总的结果)"
        one = self.find(head + r"只看“(.+?)”一项。.*")
        even = self.find(head + r"看(“.+”)这\d+项的平均，各项权重相同。.*")
        heavy = self.find(head + r"看\d+项的加权平均，权重为(.+?)。.*")
        weights = dict(self._shares(heavy[1], self.items)) if heavy else {}
        driving = [one[1]] if one else names(even[1]) if even else list(weights)
        missing = self.find(r"任何一项没有(?:选|打分)(?:（(.+)可以不(?:选|打分)）)?或.+全部无效。")
        optional = names(missing[1] or "") if missing else []
        own = {match[1]: names(match[2]) for match in self.all(r"“(.+?)”一项只能选(.+)。")}
        return tuple(
            Item(
                key=self.item_keys[label],
                label=label,
                weight=weights.get(label),
                required=label not in optional,
                drives_grade=label in driving,
                options=tuple(self.keys[word] for word in own.get(label, ())),
            )
            for label in self.items
        )

    def _shares(self, said: str, labels: Sequence[str]) -> Iterable[tuple[str, Fraction]]:
        """Each label that stands there with a number after it."""
        for label in labels:
            found = re.search(rf"(?:^|、){re.escape(label)}{_VALUE}(?:、|$)", said)
            if found:
                yield label, number(found[1])

    def _metrics(self) -> list[Metric]:
        (sentence,) = [each for each in self.text if "÷" in each]
        metrics: list[Metric] = []
        for at, said in enumerate(sentence.removesuffix("。").split("；")):
            label, formula = said.split("=", 1)
            share = re.fullmatch(r"选(.+)的票数(?:之和)?÷(.+)", formula)
            if share and share[2] in _BASES:
                options = tuple(self.keys[word] for word in names(share[1]))
                metrics.append(Share(f"metric{at}", label, options, _BASES[share[2]]))
            else:
                metrics.append(Mean(f"metric{at}", label))
        return metrics

    def _threshold(self, said: str) -> Threshold:
        operator = next(each for each in _OPERATORS if each in said)
        left, value = said.split(operator)
        of = re.match(r"“(.+?)”的(.+)", left)
        return Threshold(
            metric=self.metric_keys[of[2] if of else left],
            op=_OPERATORS[operator],
            value=number(value),
            item=self.item_keys[of[1]] if of else None,
        )

    def _rungs(self) -> tuple[Rung, ...]:
        found = self.find(r"等次依次判定，先符合的为准：(.+)。")
        if not found:
            return ()
        rungs: list[Rung] = []
        for said in found[1].split("；"):
            when, label = re.fullmatch(r"(.+)的，为“(.+?)”(?:（原文：.+）)?", said).groups()  # type: ignore[union-attr]
            parts = [] if when == "其余" else when.split("并且")
            rungs.append(Rung(label, tuple(self._threshold(part) for part in parts)))
        return tuple(rungs)

    def _vetoes(self) -> Iterable[Veto]:
        for found in self.all(r"(.+)的，(?:等次最高为“(.+)”|予以注明，等次不变)。"):
            yield Veto(self._threshold(found[1]), found[2])

    def _electorate(self, weights: str) -> Electorate:
        shares = dict(self._shares(weights, self.groups)) if weights else {}
        least = {
            found[1]: int(found[2])
            for found in self.all(r"(.+)对一个部门收回的票少于(\d+)张的，这一组按没有数处理。")
        }
        by_class = {
            _KINDS[found[1]]: {
                self.group_keys[label]: share
                for label, share in self._shares(found[2], self.groups)
            }
            for found in self.all(r"(镇属|派驻|市级)部门的权重为(.+)。")
        }
        fails = self.find(r"有一组在某项没有数的，该项不作合计。")
        return Electorate(
            groups=tuple(
                Group(key, label, shares.get(label), min_returned=least.get(label, 0))
                for label, key in self.group_keys.items()
            ),
            weights_by_class=by_class,
            missing_group=MissingGroup.FAIL if fails else MissingGroup.RENORMALISE,
        )

    def _handling(self) -> BallotHandling:
        abstains = self.find(r"对一个部门一项也没有(?:选|打分)的，算弃权，.+")
        whole = self.find(r"任何一项没有.+全部无效。")
        quota = self.find(r"一张票在同一项上选“(.+)”的部门超过(\d+)个的，整张票无效。")
        return BallotHandling(
            blank=Blank.ABSTAIN if abstains else Blank.INVALID,
            partial=Partial.INVALID_BALLOT if whole else Partial.COUNT_ITEM,
            quota=Quota(self.keys[quota[1]], int(quota[2])) if quota else None,
        )

    def _ranking(self) -> Ranking | None:
        found = self.find(r"名次(.+分别排，)?按未经舍入的(.+?)从高到低排(.*?)，相同的并列，(.+)。")
        if found is None:
            return None
        then = re.findall(r"，再相同的看(.+?)，(高|低)的在前", found[3])
        top = self.find(r"取前(\d+)名，.+")
        bottom = self.find(r"(?:只在(.+)的部门中)?取后(\d+)名，.+")
        numbers: dict[str, Any] = {
            "top": int(top[1]) if top else 0,
            "bottom": int(bottom[2]) if bottom else 0,
            "bottom_only_if": self._threshold(bottom[1]) if bottom and bottom[1] else None,
        }
        return Ranking(
            by=self.metric_keys[found[2]],
            ties=Order.DENSE if "不空名次" in found[4] else Order.SHARED,
            within_class=bool(found[1]),
            then=tuple(Tiebreak(self.metric_keys[by], way == "低") for by, way in then),
            **numbers,
        )
