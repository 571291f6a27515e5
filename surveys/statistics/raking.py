"""Weights and margins -> the weights that reach one margin after the other until all hold.

Everybody in a cell is treated alike, so a round costs as much as there are cells, however many
people answered. Large weights may be cut off; what is cut off goes to the others.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from surveys.statistics.cells import Cells, Margin
from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.values import Value

SLACK: Final = 1e-9
"""A weight this little above the limit stands at it."""

_TRIMMINGS: Final = 20


class Limits(Value, frozen=True):
    """How near every margin has to come, and in how many rounds at most."""

    tolerance: float
    rounds: int


def raked(
    weights: Numbers, margins: Sequence[Margin], *, cells: Cells, limits: Limits
) -> tuple[Numbers, int] | NotComputable:
    """One factor a cell: everybody in it is treated alike."""
    held = np.bincount(cells.of_row, weights, minlength=cells.number)
    factors = np.ones(cells.number)
    for number in range(1, limits.rounds + 1):
        worst = 0.0
        for margin, codes in zip(margins, cells.categories, strict=True):
            now = np.bincount(codes, held * factors, minlength=margin.totals.size)
            ratio = np.divide(margin.totals, now, out=np.ones_like(now), where=now > 0)
            factors *= ratio[codes]
            worst = max(worst, float(np.abs(ratio - 1).max()))
        if worst < limits.tolerance or len(margins) == 1:
            return weights * factors[cells.of_row], number
    return NotComputable(Reason.NOT_CONVERGED)


def trimmed(
    weights: Numbers,
    margins: Sequence[Margin],
    *,
    cells: Cells,
    limits: Limits,
    limit: float,
) -> Numbers:
    total = float(weights.sum())
    for _ in range(_TRIMMINGS):
        again = raked(np.minimum(weights, limit), margins, cells=cells, limits=limits)
        if isinstance(again, NotComputable):
            break
        weights = again[0]
        if weights.max() <= limit * (1 + SLACK):
            return weights
    return _capped(weights, limit=limit, total=total)


def _capped(weights: Numbers, *, limit: float, total: float) -> Numbers:
    """Nobody above the limit; what is cut off goes to the others in proportion."""
    while weights.max() > limit * (1 + SLACK):
        weights = np.minimum(weights, limit)
        free = weights < limit
        room = float(weights[free].sum())
        if not room:
            break
        weights = np.where(free, weights * (1 + (total - float(weights.sum())) / room), weights)
    return weights
