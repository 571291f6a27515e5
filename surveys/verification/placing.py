"""Places, the first and the last, a second time: the field is sorted and walked once."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

import msgspec

from surveys.manifest import Manifest
from surveys.rules.ladder import holds
from surveys.rules.ranking import Order, Ranking
from surveys.tally.results import AppraiseeResult

Keys: TypeAlias = tuple[tuple[int, Fraction], ...]
"""What a field is sorted by, best first."""


def rank(
    results: Sequence[AppraiseeResult], manifest: Manifest, ranking: Ranking
) -> list[AppraiseeResult]:
    """Each result with its place and whether it is among the first or the last."""
    kinds = {each.key: each.kind.value for each in manifest.appraisees}
    placed: dict[str, dict[str, object]] = {}
    for field in set(kinds.values()) if ranking.within_class else {""}:
        rivals = [r for r in results if field in ("", kinds[r.appraisee])]
        known = [r for r in rivals if r.metrics[ranking.by] is not None]
        _walk(sorted(known, key=lambda r: _keys(r, ranking)), ranking, placed)
    return [msgspec.structs.replace(r, **placed.get(r.appraisee, {})) for r in results]


def _keys(result: AppraiseeResult, ranking: Ranking) -> Keys:
    asked = [(ranking.by, False), *((each.by, each.low_first) for each in ranking.then)]
    keys: list[tuple[int, Fraction]] = []
    for metric, low_first in asked:
        value = result.metrics[metric]
        if value is None:
            keys.append((1, Fraction(0)))
        else:
            keys.append((0, value if low_first else -value))
    return tuple(keys)


def _walk(
    field: list[AppraiseeResult], ranking: Ranking, placed: dict[str, dict[str, object]]
) -> None:
    """From the best to the worst, one place after another; who is equal shares."""
    left = sum(_may_be_last(result, ranking) for result in field)
    above = steps = 0
    for _, equals in groupby(field, key=lambda r: _keys(r, ranking)):
        sharing = list(equals)
        left -= sum(_may_be_last(result, ranking) for result in sharing)
        for result in sharing:
            placed[result.appraisee] = {
                "standing": 1 + (above if ranking.ties is Order.SHARED else steps),
                "top": above < ranking.top,
                "bottom": _may_be_last(result, ranking) and left < ranking.bottom,
            }
        above, steps = above + len(sharing), steps + 1


def _may_be_last(result: AppraiseeResult, ranking: Ranking) -> bool:
    items = {item.item: item.metrics for item in result.items}
    gate = ranking.bottom_only_if
    return gate is None or holds(gate, result.metrics, items)
