"""Weights and what is known of the whole -> weights that agree with it, and what that cost.

Raking brings the weights to one margin after the other until all hold. No weighting repairs who
chose to answer; it only makes those who did as old and as spread over the villages as the whole.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from surveys.statistics.calibration import Calibration, by_margins, by_values
from surveys.statistics.cells import Margin, cross, fault
from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.diagnostics import Diagnostics, diagnose, effective_n, kish
from surveys.statistics.raking import Limits, raked, trimmed
from surveys.values import Value

TRIM: Final = 5.0
ROUNDS: Final = 200
_TOLERANCE: Final = 1e-12


class Weighted(Value, frozen=True, eq=False):
    """加权: the weights, and what the error of an estimate needs of how they came about."""

    weights: Numbers
    calibration: Calibration
    diagnostics: Diagnostics


def rake(
    weights: Numbers,
    margins: Sequence[Margin],
    *,
    trim: float | None = TRIM,
    tolerance: float = _TOLERANCE,
    rounds: int = ROUNDS,
) -> Weighted | NotComputable:
    """Weights that reach every margin, none above `trim` times their median.

    What is cut off the largest goes to the others, by raking again; where the margins cannot be
    reached so, the limit wins and `worst` tells by how much they are missed.
    """
    broken = fault(margins, weights) if margins else NotComputable(Reason.EMPTY_MARGIN)
    if broken is not None:
        return broken
    cells, limits = cross(margins), Limits(tolerance, rounds)
    first = raked(weights, margins, cells=cells, limits=limits)
    if isinstance(first, NotComputable):
        return first
    reached, number = first
    limit = None if trim is None else trim * float(np.median(reached[reached > 0]))
    if limit is not None and reached.max() > limit:
        reached = trimmed(reached, margins, cells=cells, limits=limits, limit=limit)
    found = by_margins(weights, reached, cells)
    return Weighted(reached, found, diagnose(reached, margins, rounds=number, limit=limit))


def poststratify(weights: Numbers, by: Margin) -> Weighted | NotComputable:
    """One margin: every category is scaled to its total."""
    return rake(weights, (by,), trim=None)


def calibrate(weights: Numbers, known: Numbers, totals: Numbers) -> Weighted | NotComputable:
    """Linear calibration: columns of numbers known of everybody, brought to their totals.

    The least change of the weights in the sense of Σ(w–d)²∕d; a weight may become negative.
    """
    if not weights.size or not (weights.sum() > 0):
        return NotComputable(Reason.NO_WEIGHT if weights.size else Reason.NO_BALLOTS)
    if not np.isfinite(known).all():
        return NotComputable(Reason.UNKNOWN_CATEGORY)
    square = known.T @ (known * weights[:, None])
    short = totals - known.T @ weights
    slopes = np.linalg.lstsq(square, short, rcond=None)[0]
    reached = weights * (1 + known @ slopes)
    missed = np.abs(known.T @ reached - totals)
    if (missed > 1e-9 * np.maximum(1.0, np.abs(totals))).any():
        return NotComputable(Reason.SINGULAR)
    return Weighted(
        reached,
        by_values(weights, reached, known),
        Diagnostics((), float(missed.max()), 1, None, 0, kish(reached), effective_n(reached)),
    )
