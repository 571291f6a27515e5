"""A threshold in words that say what holds at the edge."""

from collections.abc import Iterable

from reports.wording.fractions import OPERATORS, say_fraction, say_number
from surveys.rules.ruleset import RuleSet, Share, Threshold


def say_threshold(threshold: Threshold, rules: RuleSet) -> str:
    """Such as 满意率达到或超过二分之一, or “签收”的逾期率超过0%."""
    metric = next(each for each in rules.metrics if each.key == threshold.metric)
    of = next((f"“{item.label}”的" for item in rules.items if item.key == threshold.item), "")
    value = (
        say_fraction(threshold.value)
        if isinstance(metric, Share)
        else f"{say_number(threshold.value)}分"
    )
    return f"{of}{metric.label}{OPERATORS[threshold.op]}{value}"


def quoted(labels: Iterable[str]) -> str:
    """Labels as Chinese sets them side by side.

    >>> quoted(("满意", "基本满意"))
    '“满意”“基本满意”'
    """
    return "".join(f"“{label}”" for label in labels)
