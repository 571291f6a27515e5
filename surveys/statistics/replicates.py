"""A design -> the jackknife: each cluster left out in turn, as a check on the formula.

Leaving out a cluster gives its weight to the others of its stratum. One stratum is known as JK1,
several as JKn.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.design import Design
from surveys.values import Value

Weighing: TypeAlias = Callable[[Numbers], Numbers | float]
"""An estimate as a function of the weights."""


class Replicates(Value, frozen=True, eq=False):
    """One column of weights for each cluster left out, and how much it counts."""

    weights: Numbers
    scales: Numbers


def jackknife(of: Design) -> Replicates | NotComputable:
    """Of the first drawing; what is drawn within clusters goes with them."""
    stage = of.stages[0]
    if not np.isfinite(of.weights).all():
        return NotComputable(Reason.NO_WEIGHT)
    if (stage.drawn < 2).any():
        return NotComputable(Reason.LONELY_STRATUM)
    row = np.arange(of.weights.size) if stage.of_row is None else stage.of_row
    drawn = stage.drawn[stage.stratum]
    here = stage.stratum[row][:, None] == stage.stratum[None, :]
    factors = np.where(here, drawn / (drawn - 1), 1.0)
    factors[np.arange(row.size), row] = 0
    scales = (1 - stage.fraction[stage.stratum]) * (drawn - 1) / drawn
    return Replicates(of.weights[:, None] * factors, scales)


def replicated(estimate: Weighing, of: Replicates) -> Numbers:
    """The covariance of an estimate over the replicates, about their mean."""
    found = np.array([np.atleast_1d(estimate(column)) for column in of.weights.T])
    gaps = found - found.mean(axis=0)
    return gaps.T @ (gaps * of.scales[:, None])
