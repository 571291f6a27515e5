"""Marks of honest raters -> the same with what else a box may hold; each switch plants one thing.

They are there to see that the prompts find them, and to try what the count does with them.
"""

import numpy as np
from numpy.typing import NDArray

from surveys.statistics.computable import Numbers
from surveys.values import Value


class Contamination(Value, frozen=True):
    """What is planted; nothing by default. Numbers are of raters, of departments or of groups."""

    copies: int = 0
    """So many ballots alike, mark by mark."""
    straight: float = 0.0
    """Share of raters who give one mark throughout."""
    always_worst: int = 0
    silent_department: int | None = None
    """Nobody says anything of it."""
    unanimous_group: int | None = None
    burst: int = 0
    """Voters who all come in one bucket of the turnout."""


def contaminate(
    marks: Numbers,
    groups: NDArray[np.intp],
    *,
    plant: Contamination,
    rng: np.random.Generator,
) -> Numbers:
    """Another array; raters are taken at random, no rater for two things."""
    found = marks.copy()
    order = rng.permutation(len(marks))
    straight = round(plant.straight * len(marks))
    ends = np.cumsum([plant.copies, plant.always_worst, straight])
    copies, worst, lines = np.split(order, ends)[:3]
    if copies.size:
        found[copies] = found[copies[0]]
    found[worst] = 1
    found[lines] = rng.integers(1, int(np.nanmax(marks)) + 1, (lines.size, 1, 1))
    if plant.unanimous_group is not None:
        found[groups == plant.unanimous_group] = np.nanmax(marks)
    if plant.silent_department is not None:
        found[:, plant.silent_department] = np.nan
    return found
