"""Exact values become places (名次), and who is among the first or the last.

Equal values share a place; values that print alike may differ.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import msgspec

from surveys.appraisal.plan import Appraisee
from surveys.rules.ladder import holds
from surveys.rules.ranking import Order, Ranking
from surveys.tally.results import AppraiseeResult

Worth: TypeAlias = tuple[tuple[bool, Fraction], ...]
"""What places are taken by, greater is better: each metric in turn, a missing one last."""


class _Entry(NamedTuple):
    worth: Worth | None
    field: str
    """Places are taken within one field."""
    eligible: bool
    """Whether it may be among the last."""


def stand(
    results: Sequence[AppraiseeResult], ranking: Ranking, appraisees: Sequence[Appraisee]
) -> tuple[AppraiseeResult, ...]:
    """Each result with its place."""
    entries = [
        _enter(result, ranking, appraisee)
        for result, appraisee in zip(results, appraisees, strict=True)
    ]
    return tuple(
        msgspec.structs.replace(result, **_place(entry, entries, ranking))
        for result, entry in zip(results, entries, strict=True)
    )


def _enter(result: AppraiseeResult, ranking: Ranking, appraisee: Appraisee) -> _Entry:
    gate, items = ranking.bottom_only_if, {item.item: item.metrics for item in result.items}
    return _Entry(
        worth=_worth(result, ranking),
        field=appraisee.kind.value if ranking.within_class else "",
        eligible=gate is None or holds(gate, result.metrics, items),
    )


def _worth(result: AppraiseeResult, ranking: Ranking) -> Worth | None:
    first = result.metrics[ranking.by]
    if first is None:
        return None
    further = ((result.metrics[each.by], each.low_first) for each in ranking.then)
    return (
        (True, first),
        *((False, Fraction(0)) if v is None else (True, -v if low else v) for v, low in further),
    )


def _place(entry: _Entry, entries: Sequence[_Entry], ranking: Ranking) -> dict[str, object]:
    worth = entry.worth
    if worth is None:
        return {}
    rivals = [other for other in entries if other.field == entry.field and other.worth is not None]
    worths = [other.worth for other in rivals if other.worth is not None]
    worse = [o for o in rivals if o.eligible and o.worth is not None and o.worth < worth]
    return {
        "standing": place(worth, worths, ties=ranking.ties),
        "top": place(worth, worths, ties=Order.SHARED) <= ranking.top,
        "bottom": entry.eligible and len(worse) < ranking.bottom,
    }


def place(worth: Worth, rivals: Sequence[Worth], *, ties: Order) -> int:
    """One after everything better, or after every different better value.

    >>> points = [((True, Fraction(n)),) for n in (90, 80, 80, 70)]
    >>> [place(each, points, ties=Order.SHARED) for each in points]
    [1, 2, 2, 4]
    >>> [place(each, points, ties=Order.DENSE) for each in points]
    [1, 2, 2, 3]
    """
    better = [rival for rival in rivals if rival > worth]
    return 1 + len(set(better) if ties is Order.DENSE else better)
