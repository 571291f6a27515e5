"""Counts -> how probable it is that each department is the best. For internal use only.

Beta and Dirichlet posteriors with Jeffreys' prior, integrated on a fixed grid, not simulated.
Independent Betas ignore that the same people answered: nothing here is fit for a public report.
"""

from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaln, gammainc, gammaln, xlogy

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.values import Value

_NODES: Final = 16_385
_PRIOR: Final = 0.5


class Best(Value, frozen=True, tag=True):
    """Probability of being the best, in the order of the departments; they add up to 1."""

    probabilities: tuple[float, ...]


def best_of_rates(satisfied: ArrayLike, asked: ArrayLike) -> Best | NotComputable:
    """Of so many asked, so many were satisfied; an angle takes the place of the rate.

    >>> result = best_of_rates([40, 38, 35, 30], [46, 46, 46, 46])
    >>> isinstance(result, Best) and [round(p, 3) for p in result.probabilities]
    [0.688, 0.263, 0.047, 0.001]
    """
    yes = np.nan_to_num(np.array(satisfied, dtype=np.float64).ravel())
    no = np.nan_to_num(np.array(asked, dtype=np.float64).ravel()) - yes
    if (yes + no).sum() <= 0 or (no < 0).any():
        return NotComputable(Reason.NO_BALLOTS)
    a, b = (yes + _PRIOR)[:, None], (no + _PRIOR)[:, None]
    angle = np.linspace(0, np.pi / 2, _NODES)
    sine, cosine = np.sin(angle), np.abs(np.cos(angle))
    density = np.exp(xlogy(2 * a - 1, sine) + xlogy(2 * b - 1, cosine) - betaln(a, b))
    return _best(density, np.asarray(betainc(a, b, sine**2), dtype=np.float64))


def best_of_choices(counts: ArrayLike) -> Best | NotComputable:
    """One choice a ballot: the shares of a Dirichlet are gammas divided by their sum."""
    chosen = np.nan_to_num(np.array(counts, dtype=np.float64).ravel())
    if chosen.sum() <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    a = (chosen + _PRIOR)[:, None]
    most = float(a.max())
    root = np.linspace(0.0, sqrt(most + 12 * sqrt(most) + 40), _NODES)
    density = np.exp(xlogy(2 * a - 1, root) - root**2 - gammaln(a))
    return _best(density, np.asarray(gammainc(a, root**2), dtype=np.float64))


def _best(density: Numbers, below: Numbers) -> Best:
    """Each at its density, all others below it."""
    mass = [
        float((density[at] * np.delete(below, at, axis=0).prod(axis=0)).sum())
        for at in range(len(density))
    ]
    return Best(tuple(part / sum(mass) for part in mass))
