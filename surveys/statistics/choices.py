"""How often each department was chosen -> the ranks it may truly have.

One choice a ballot (最满意的部门). The ranks follow Bazylik, Mogstad, Romano, Shaikh and Wilhelm,
Finite- and Large-Sample Inference for Ranks using Multinomial Data: of those who chose either of
two, half would have chosen each if neither were ahead; an exact binomial test, with Holm. Nothing
is drawn.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtrc

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.multiplicity import holm
from surveys.statistics.ranking import RankSet


def rank_choices(
    counts: ArrayLike, *, level: float = 0.95, simultaneous: bool = True
) -> tuple[RankSet, ...] | NotComputable:
    """Confidence sets for the ranks of shares, the largest first.

    >>> [(each.rank, each.low, each.high) for each in rank_choices([46, 0, 0])]
    [(1, 1, 1), (2, 2, 3), (2, 2, 3)]
    """
    chosen = np.nan_to_num(np.array(counts, dtype=np.float64).ravel())
    if chosen.sum() == 0:
        return NotComputable(Reason.NO_BALLOTS)
    p, others = _ahead(chosen), ~np.eye(len(chosen), dtype=np.bool_)
    sets: list[RankSet] = []
    for at, count in enumerate(chosen):
        involved = others if simultaneous else others & _line(at, len(chosen))
        above = _surely(p, involved, level)
        better, worse = int(above[:, at].sum()), int(above[at].sum())
        rank = 1 + int((chosen > count).sum())
        sets.append(RankSet(at, rank, 1 + better, len(chosen) - worse))
    return tuple(sets)


def _ahead(chosen: Numbers) -> Numbers:
    """One-sided p of every ordered pair: so many or more of both chose the row, by a fair coin."""
    row, both = np.broadcast_to(chosen[:, None], (len(chosen),) * 2), chosen[:, None] + chosen
    tail = bdtrc(np.maximum(row - 1, 0.0), np.maximum(both, 1.0).astype(np.int64), 0.5)
    return np.where(row > 0, tail, 1.0)


def _line(at: int, departments: int) -> NDArray[np.bool_]:
    line = np.zeros((departments, departments), dtype=np.bool_)
    line[at], line[:, at] = True, True
    return line


def _surely(p: Numbers, involved: NDArray[np.bool_], level: float) -> NDArray[np.bool_]:
    """Which of the pairs involved Holm lets stand."""
    above = np.zeros_like(involved)
    above[involved] = holm(p[involved]) <= 1 - level
    return above
