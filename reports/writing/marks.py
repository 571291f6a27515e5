"""What a result says of one appraisee, picked out for sentences and tables alike."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from reports.wording.numbers import NOTHING
from surveys.appraisal.plan import Appraisee
from surveys.keys import Key
from surveys.rules.rounding import show, show_share, show_shares
from surveys.rules.ruleset import Mean, Metric, Role, RuleSet, Share
from surveys.tally.results import AppraiseeResult, ItemResult

GRADED = frozenset({Role.POSITIVE, Role.MIDDLE, Role.NEGATIVE})


class Appraised(Protocol):
    """Whom the results are about and by which rule: a manifest, or what was entered from paper."""

    @property
    def appraisees(self) -> tuple[Appraisee, ...]: ...

    @property
    def rules(self) -> RuleSet: ...


def labels(appraised: Appraised) -> dict[str, str]:
    """Names of the appraisees by key."""
    return {appraisee.key: appraisee.label for appraisee in appraised.appraisees}


def deciding_item(rules: RuleSet, result: AppraiseeResult) -> ItemResult | None:
    """The one item whose marks are the votes; none where several items decide together."""
    driving = {item.key for item in rules.items if item.drives_grade}
    found = [item for item in result.items if item.item in driving] or list(result.items)
    return found[0] if len(found) == 1 else None


def rate_of(rules: RuleSet, option: str) -> Share | None:
    """The rate that counts this option alone (满意率 for 满意)."""
    return next((share for share in _single(rules) if share.options == (option,)), None)


def joint_metrics(rules: RuleSet) -> tuple[Metric, ...]:
    """Metrics over several options at once (总体满意率, 得分)."""
    single = _single(rules)
    return tuple(metric for metric in rules.metrics if metric not in single)


def unit_of(metric: Metric) -> str:
    """What a metric is counted in."""
    return "分" if isinstance(metric, Mean) else "%"


def write_metrics(rules: RuleSet, metrics: Mapping[Key, Fraction | None]) -> dict[Key, str]:
    """Digits of every metric, without a unit; rates of single options are rounded as one row."""
    known = {key: value for key, value in metrics.items() if value is not None}
    row = [share.key for share in _single(rules) if share.key in known]
    shown = show_shares([known[key] for key in row], rules.display)
    written = dict(zip(row, shown, strict=True))
    for metric in joint_metrics(rules):
        if metric.key in known:
            written[metric.key] = _write(rules, metric, known[metric.key])
    return {metric.key: written.get(metric.key, NOTHING) for metric in rules.metrics}


def _write(rules: RuleSet, metric: Metric, value: Fraction) -> str:
    match metric:
        case Share():
            return show_share(value, rules.display)
        case Mean():
            return show(value, rules.display)


def _single(rules: RuleSet) -> tuple[Share, ...]:
    return tuple(
        metric for metric in rules.metrics if isinstance(metric, Share) and len(metric.options) == 1
    )
