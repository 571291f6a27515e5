"""Ballots × departments -> where departments stand beside each other, and how sure that is.

Raters are read as deputies who could have been others of their kind, so nothing here shrinks
because the whole roll voted.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from surveys.keys import AppraiseeKey
from surveys.statistics.against_average import FEWEST, against_average
from surveys.statistics.agreement import components
from surveys.statistics.comparisons import pairs, same_raters
from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.effects import effects
from surveys.statistics.intervals import LEVEL
from surveys.statistics.marking import Marked
from surveys.statistics.ranking import rank_raters
from surveys.statistics.reading import (
    Agreement,
    Comparison,
    Different,
    Means,
    PairsTold,
    Places,
    Scale,
)

T = TypeVar("T")
_DECIMALS = 6
_FLAGGED = 100
"""Part of the scale by which simple and adjusted mean may differ before it is said."""


class Standings(NamedTuple):
    """Whatever stands department by department; places that are missing stand on nobody."""

    means: dict[int, Means] | NotComputable
    comparisons: dict[int, Comparison] | NotComputable
    places: dict[int, Places] | NotComputable
    average: float | NotComputable


def chance(seed: int, stream: int) -> np.random.Generator:
    """A generator of its own for each computation, so that none depends on another."""
    return np.random.default_rng([seed, stream])


def settle(value: float) -> float:
    """As many digits as every machine agrees on."""
    return round(value, _DECIMALS) + 0.0


def compare(marked: Marked, scale: Scale, *, seed: int) -> Standings:
    """Means, sides and rank sets of the ballots that carry every department."""
    why = obstacle(marked)
    if why is not None or isinstance(marked.weights, NotComputable):
        no = why or NotComputable(Reason.WEIGHTED_GROUPS)
        return Standings(no, no, no, no)
    scores, weights = marked.compared, marked.weights[marked.whole]
    fitted = effects(scores, weights=weights, flagged=(scale.high - scale.low) / _FLAGGED)
    if isinstance(fitted, NotComputable):
        return Standings(fitted, fitted, fitted, fitted)
    means = {
        each.department: Means(settle(each.simple), _within(each.adjusted, scale), each.flagged)
        for each in fitted.means
    }
    return Standings(
        means,
        _sides(scores, weights, seed),
        _places(scores, weights, seed) if fitted.raters >= FEWEST else _too_few(),
        _within(sum(each.adjusted for each in fitted.means) / len(fitted.means), scale),
    )


def _within(value: float, scale: Scale) -> float:
    """An additive fit may step over the end of the scale; a mean cannot."""
    return settle(min(scale.high, max(scale.low, value)))


def obstacle(marked: Marked) -> NotComputable | None:
    """Why departments cannot be set side by side; None where they can."""
    if not np.isfinite(marked.scores).any():
        return NotComputable(Reason.NO_BALLOTS)
    if not marked.whole.any():
        return NotComputable(Reason.SEPARATE_BALLOTS)
    return marked.weights if isinstance(marked.weights, NotComputable) else None


def agree(marked: Marked) -> Agreement | NotComputable:
    """W and G over those who rated every department."""
    why = obstacle(marked)
    if why is not None:
        return why
    found, parts = same_raters(marked.compared), components(marked.compared)
    if isinstance(found, NotComputable):
        return found
    if found.raters < FEWEST:
        return _too_few()
    g = parts if isinstance(parts, NotComputable) else settle(parts.g)
    return Agreement(found.raters, settle(found.w), settle(found.p), found.p < 1 - LEVEL, g)


def tell_pairs(
    marked: Marked, keys: Sequence[AppraiseeKey], *, seed: int
) -> PairsTold | NotComputable:
    """Which pairs differ; weights do not enter, since the test asks raters one by one."""
    why = obstacle(marked)
    if why is not None:
        return why
    found = pairs(marked.compared, rng=chance(seed, 2))
    if isinstance(found, NotComputable):
        return found
    if max(pair.raters for pair in found) < FEWEST:
        return _too_few()
    different = tuple(
        Different(
            better=keys[pair.first if pair.difference > 0 else pair.second],
            worse=keys[pair.second if pair.difference > 0 else pair.first],
            difference=settle(abs(pair.difference)),
            p_adjusted=settle(pair.p_adjusted),
        )
        for pair in found
        if pair.p_adjusted < 1 - LEVEL and pair.raters >= FEWEST and pair.difference
    )
    return PairsTold(len(found), different)


def at(found: dict[int, T] | NotComputable, place: int) -> T | NotComputable:
    """What was found of the department at a place."""
    if isinstance(found, NotComputable):
        return found
    return found.get(place, NotComputable(Reason.NO_BALLOTS))


def _too_few() -> NotComputable:
    return NotComputable(Reason.TOO_FEW)


def _sides(scores: Numbers, weights: Numbers, seed: int) -> dict[int, Comparison] | NotComputable:
    found = against_average(scores, rng=chance(seed, 0), weights=weights, fewest=FEWEST)
    if isinstance(found, NotComputable):
        return found
    return {
        each.department: Comparison(
            each.side, settle(each.difference), settle(each.low), settle(each.high)
        )
        for each in found
    }


def _places(scores: Numbers, weights: Numbers, seed: int) -> dict[int, Places] | NotComputable:
    found = rank_raters(scores, rng=chance(seed, 1), weights=weights)
    if isinstance(found, NotComputable):
        return found
    return {each.department: Places(each.rank, each.low, each.high) for each in found}
