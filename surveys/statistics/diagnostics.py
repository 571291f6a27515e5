"""Weights -> what they reach, and how much they cost."""

from collections.abc import Sequence

import numpy as np

from surveys.statistics.cells import Margin
from surveys.statistics.computable import Numbers
from surveys.statistics.raking import SLACK
from surveys.values import Value


class Reached(Value, frozen=True):
    """One category of a margin: what was asked for and what the weights add up to."""

    margin: str
    category: str
    wanted: float
    reached: float


class Diagnostics(Value, frozen=True):
    """What a reader of the methods page is told of the weights.

    `worst` is the greatest |reached ∕ wanted – 1|, `trimmed` how many weights stand at `limit`.
    """

    margins: tuple[Reached, ...]
    worst: float
    rounds: int
    limit: float | None
    trimmed: int
    design_effect: float
    effective: float


def kish(weights: Numbers) -> float:
    """Kish 1965: by how much unequal weights alone enlarge a variance, n·Σw²∕(Σw)².

    >>> kish(np.array([1.0, 1.0, 2.0]))
    1.125
    """
    return float(np.count_nonzero(weights) / effective_n(weights)) if weights.any() else 1.0


def effective_n(weights: Numbers) -> float:
    """So many answers of equal weight say as much: (Σw)²∕Σw²."""
    square = float((weights**2).sum())
    return float(weights.sum()) ** 2 / square if square else 0.0


def diagnose(
    weights: Numbers, margins: Sequence[Margin], *, rounds: int, limit: float | None
) -> Diagnostics:
    reached = tuple(
        Reached(margin.name, category, float(wanted), float(got))
        for margin in margins
        for category, wanted, got in zip(
            margin.categories,
            margin.totals,
            np.bincount(margin.codes, weights, minlength=margin.totals.size),
            strict=True,
        )
    )
    return Diagnostics(
        margins=reached,
        worst=max((abs(r.reached / r.wanted - 1) for r in reached if r.wanted), default=0.0),
        rounds=rounds,
        limit=limit,
        trimmed=0 if limit is None else int((weights >= limit * (1 - SLACK)).sum()),
        design_effect=kish(weights),
        effective=effective_n(weights),
    )
