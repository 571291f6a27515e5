"""How people came into a poll -> the variance of what they said.

People are drawn from strata (层), alone or in clusters (整群: households, village groups), and of
each stratum a share is drawn; within clusters it may go on. The variance of an estimate is that of
the sums of its influences over the clusters, about the mean of their stratum. (Binder 1983)
"""

from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np

from surveys.statistics.calibration import Calibration
from surveys.statistics.cells import Codes, Labels, coded
from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.weighting import Weighted
from surveys.values import Value

_NONE_LEFT: Final = 1e-7
"""A stratum of which a smaller share was not drawn adds nothing to the variance."""


class Lonely(StrEnum):
    """What a stratum with a single cluster means."""

    REFUSE = "refuse"
    CENTRE = "centre"
    """Its distance from the whole counts as its variance."""
    LEAVE_OUT = "leave_out"
    """It counts as without variance: only for strata that were meant to be certain."""


class Layer(NamedTuple):
    """One drawing: who belongs to which cluster and stratum, and how many clusters there are.

    Without clusters people are drawn alone; without `populations` so many that no share counts.
    """

    clusters: Labels | None = None
    strata: Labels | None = None
    populations: Numbers | float | None = None


class Stage(Value, frozen=True, eq=False):
    """A drawing, numbered: row → cluster → stratum, and of each stratum its clusters drawn.

    `carried` is the share drawn in all earlier stages. Without `of_row` each row is a cluster.
    """

    of_row: Codes | None
    stratum: Codes
    drawn: Codes
    fraction: Numbers
    carried: Numbers


class Design(Value, frozen=True, eq=False):
    """抽样设计: the weights, the stages of drawing, and what the weights were calibrated to."""

    weights: Numbers
    stages: tuple[Stage, ...]
    calibration: Calibration | None = None
    lonely: Lonely = Lonely.REFUSE

    @property
    def complete(self) -> bool:
        """Whether everybody was asked: then nothing is left to chance."""
        return not any(
            ((1 - each.fraction) * each.carried > _NONE_LEFT).any() for each in self.stages
        )


def design(weights: Numbers, *layers: Layer, lonely: Lonely = Lonely.REFUSE) -> Design:
    """Clusters are told apart within their stratum, later strata within their cluster.

    A weight that is no finite number is unknown.
    """
    size, weights = weights.size, np.where(np.isfinite(weights), weights, np.nan)
    above, carried = np.zeros(size, dtype=np.intp), np.ones(size)
    stages: list[Stage] = []
    for layer in layers or (Layer(),):
        stage, above, carried = _stage(layer, above, carried)
        stages.append(stage)
    return Design(weights, tuple(stages), lonely=lonely)


def calibrated(before: Design, weighted: Weighted) -> Design:
    """The same drawing with weights that agree with what is known of the whole."""
    return Design(weighted.weights, before.stages, weighted.calibration, before.lonely)


def variance(influences: Numbers, of: Design) -> Numbers | NotComputable:
    """The covariance of sums, from each row's weighted influence on them: one column a sum."""
    if not np.isfinite(influences).all():
        return NotComputable(Reason.NO_WEIGHT)
    if of.calibration is not None:
        influences = of.calibration.residuals(influences)
    total = np.zeros((influences.shape[1], influences.shape[1]))
    for stage in of.stages:
        alone = (stage.drawn == 1) & ((1 - stage.fraction) * stage.carried > _NONE_LEFT)
        if alone.any() and of.lonely is Lonely.REFUSE:
            return NotComputable(Reason.LONELY_STRATUM if of.weights.size > 1 else Reason.ONE_RATER)
        total += _spread(influences, stage, alone if of.lonely is Lonely.CENTRE else None)
    return total


def degrees(of: Design, rows: Codes | None = None) -> int:
    """Degrees of freedom: clusters less strata, of the first drawing, among these rows."""
    stage = of.stages[0]
    held = np.arange(of.weights.size) if rows is None else rows
    clusters = held if stage.of_row is None else np.unique(stage.of_row[held])
    if stage.drawn.size == 1:
        return clusters.size - min(clusters.size, 1)
    return int(clusters.size - np.count_nonzero(np.bincount(stage.stratum[clusters])))


def cluster_sums(columns: Numbers, stage: Stage) -> Numbers:
    """Each column added up over the clusters."""
    if stage.of_row is None:
        return columns
    sums = np.empty((stage.stratum.size, columns.shape[1]))
    for at in range(columns.shape[1]):
        sums[:, at] = np.bincount(stage.of_row, columns[:, at], minlength=stage.stratum.size)
    return sums


def _spread(influences: Numbers, stage: Stage, as_far: Codes | None) -> Numbers:
    """Scaled squares about the stratum means; `as_far` marks strata left where they are."""
    sums = cluster_sums(influences, stage)
    scale = stage.carried * (1 - stage.fraction) * stage.drawn / np.maximum(stage.drawn - 1, 1)
    if stage.drawn.size == 1 and as_far is None:
        centred = sums - sums.mean(axis=0)
        return _products(centred, centred) * scale[0]
    means = _stratum_means(sums, stage)
    if as_far is not None:
        means[as_far] = 0
    centred = sums - means[stage.stratum]
    return _products(centred, centred * scale[stage.stratum][:, None])


def _products(one: Numbers, other: Numbers) -> Numbers:
    """Sums of products of columns; a single long column is not worth waking the threads."""
    if one.shape[1] == 1:
        return np.array([[np.einsum("i,i->", one[:, 0], other[:, 0])]])
    return one.T @ other


def _stratum_means(sums: Numbers, stage: Stage) -> Numbers:
    means = np.empty((stage.drawn.size, sums.shape[1]))
    for at in range(sums.shape[1]):
        means[:, at] = np.bincount(stage.stratum, sums[:, at], minlength=stage.drawn.size)
    return means / stage.drawn[:, None]


def _stage(layer: Layer, above: Codes, carried: Numbers) -> tuple[Stage, Codes, Numbers]:
    """The stage, and for the next one each row's cluster and the share drawn so far."""
    size = above.size
    strata = above if layer.strata is None else _within(above, coded(layer.strata))
    if layer.clusters is None:
        clusters, of_row, firsts = np.arange(size), None, np.arange(size)
    else:
        of_row = clusters = _within(strata, coded(layer.clusters))
        firsts = np.unique(clusters, return_index=True)[1]
    number, stratum = int(strata.max(initial=0)) + 1, strata[firsts]
    drawn = np.bincount(stratum, minlength=number)
    lead = np.zeros(number, dtype=np.intp)
    lead[strata] = np.arange(size)
    fraction = _fractions(layer.populations, drawn, lead)
    kept = carried[lead] if size else np.ones(number)
    stage = Stage(of_row, stratum, np.maximum(drawn, 1), fraction, kept)
    return stage, clusters, carried * fraction[strata]


def _within(outer: Codes, inner: Codes) -> Codes:
    """Numbers for the pairs."""
    return coded(outer * (int(inner.max(initial=0)) + 1) + inner)


def _fractions(populations: Numbers | float | None, drawn: Codes, lead: Codes) -> Numbers:
    if populations is None:
        return np.zeros(drawn.size)
    each = np.asarray(populations, dtype=np.float64)
    return np.minimum(1.0, drawn / np.maximum(each[lead] if each.ndim else each, 1.0))
