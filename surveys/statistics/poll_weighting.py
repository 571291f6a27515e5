"""Answers by group and the size of each group -> shares as if every group had come alike.

Where a table withholds cells, a weighted share is told only if it is too coarse to give one back.
"""

from collections.abc import Iterator, Mapping
from math import ceil, floor
from typing import Final

import numpy as np

from surveys.keys import GroupKey, Key
from surveys.statistics.cells import margin
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.design import Layer, calibrated, design
from surveys.statistics.disclosure import WIDTH
from surveys.statistics.intervals import Interval
from surveys.statistics.poll_reading import Basis, Weighted, Weighting
from surveys.statistics.weighted_rates import weighted_rate
from surveys.statistics.weighting import rake
from surveys.tally.poll_results import PollCount, PublishedTable
from surveys.tally.poll_tables import PollTable
from surveys.values import Value

_COARSE: Final = 0.01
"""A whole percent: the grain of a published share."""


class Known(Value, frozen=True):
    """What is known of the whole: how large each group is, and what the answers stand for."""

    basis: Basis
    sizes: dict[GroupKey, int]

    @property
    def population(self) -> int | None:
        """Everybody; nobody knows how many have an address."""
        return sum(self.sizes.values()) or None


def weigh(
    table: PollTable,
    answer: Key,
    by_group: Mapping[GroupKey, int],
    *,
    told: PublishedTable,
    known: Known,
) -> Weighted | None:
    """The share of one answer, were every group as large among the answers as it is."""
    weights = _weights(by_group, known)
    if weights is None or not _keeps_secrets(told, by_group, known):
        return None
    labels = list(_spread(by_group))
    of = design(
        np.ones(len(labels)),
        Layer(strata=labels, populations=np.array([float(known.sizes[g]) for g in labels])),
    )
    raked = rake(of.weights, (margin("group", labels, _met(by_group, known)),))
    if isinstance(raked, NotComputable):
        return None
    said = np.array(list(_said(table, answer, by_group)))
    found = weighted_rate(said, calibrated(of, raked))
    if isinstance(found, NotComputable) or isinstance(found.interval, NotComputable):
        return None
    return Weighted(round(found.value * 100), *outwards(found.interval))


def _spread(by_group: Mapping[GroupKey, int]) -> Iterator[GroupKey]:
    """The group of each who answered."""
    for group, number in by_group.items():
        for _ in range(number):
            yield group


def _said(table: PollTable, answer: Key, by_group: Mapping[GroupKey, int]) -> Iterator[float]:
    """In the same order: 1 for each who said so, 0 for each who did not."""
    for group, number in by_group.items():
        said = table.counts[group][answer]
        for at in range(number):
            yield float(at < said)


def _met(by_group: Mapping[GroupKey, int], known: Known) -> dict[GroupKey, int]:
    return {group: known.sizes[group] for group in by_group if known.sizes.get(group)}


def _weights(by_group: Mapping[GroupKey, int], known: Known) -> dict[GroupKey, float] | None:
    """How many of the whole each answer stands for; none where a group is missing entirely."""
    if len(known.sizes) < 2 or any(not by_group.get(g) for g, size in known.sizes.items() if size):
        return None
    return {group: size / by_group[group] for group, size in known.sizes.items() if size}


def _keeps_secrets(told: PublishedTable, by_group: Mapping[GroupKey, int], known: Known) -> bool:
    """Whether a weighted share gives no withheld number back.

    Moving one answer from one group to another moves it by the difference of their weights: it has
    to stay within its grain for as many answers as a withheld cell must be unsure of.
    """
    if told.rows and all(None not in row.counts for row in told.rows):
        return True
    weights = _weights(by_group, known) or {}
    apart = max(weights.values()) - min(weights.values())
    return WIDTH * apart <= _COARSE * sum(known.sizes.values())


def outwards(found: Interval) -> tuple[int, int]:
    """Whole percents; nine digits first, so that what is a whole percent stays one."""
    low, high = round(found.low * 100, 9), round(found.high * 100, 9)
    return max(0, floor(low)), min(100, ceil(high))


def cost(count: PollCount, known: Known) -> Weighting | NotComputable:
    """What weighing costs, over all valid answers together."""
    by_group = {group: tally.ballots for group, tally in count.tally.groups.items()}
    labels = list(_spread(by_group))
    if len(known.sizes) < 2:
        return NotComputable(Reason.ONE_GROUP)
    if not labels:
        return NotComputable(Reason.NO_BALLOTS)
    sizes = {group: size for group, size in known.sizes.items() if size}
    raked = rake(np.ones(len(labels)), (margin("group", labels, sizes),))
    if isinstance(raked, NotComputable):
        return raked
    found = raked.diagnostics
    largest = float(raked.weights.max() / raked.weights.mean())
    return Weighting(len(labels), round(found.effective, 1), round(largest, 2), found.trimmed)
