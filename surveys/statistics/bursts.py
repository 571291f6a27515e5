"""Turnout by coarse bucket of time -> whether it came in a burst the usual rhythm does not explain.

The box keeps no times: all there is to look at is how many had voted by each bucket. A rhythm from
earlier polls says what is usual; without one nothing is claimed, because a normal day already looks
like a burst. Null: the ballots of all these polls are dealt out anew, so many to this one, each
keeping its bucket; that is exact, however few they are. Meeting-hall voting is one burst by its
nature and is not looked at.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.values import Value

FEWEST_BALLOTS: Final = 20
_DRAWS: Final = 1_999
_PRIOR: Final = 0.5
_WIDEST: Final = 3


class Burst(Value, frozen=True, tag=True):
    """The stretch of buckets that holds most beyond the usual (扫描统计量)."""

    start: int
    end: int
    """Buckets from start up to, not including, end."""
    ballots: int
    expected: float
    p: float
    """Monte-Carlo p, for the whole poll: looking at every stretch is paid for."""


def burst(
    turnout: ArrayLike, *, usual: ArrayLike, rng: np.random.Generator, widest: int = _WIDEST
) -> Burst | NotComputable:
    """Ballots by bucket against the counts of earlier polls in the same buckets."""
    came, earlier = _counts(turnout), _counts(usual)
    whole = int(came.sum())
    if whole == 0 or earlier.sum() <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    if came.size != earlier.size or came.size < 2 or whole < FEWEST_BALLOTS:
        return NotComputable(Reason.TOO_FEW)
    pooled = came + earlier
    share = (pooled + _PRIOR) / (pooled + _PRIOR).sum()
    stretches = _stretches(came.size, widest)
    excess = _excess(came[None], share, stretches)[0]
    most = int(excess.argmax())
    dealt = rng.multivariate_hypergeometric(pooled.astype(np.int64), whole, size=_DRAWS)
    chance = _excess(dealt.astype(np.float64), share, stretches)
    hits = int((chance.max(axis=1) >= excess[most] - 1e-9).sum())
    start, end = (int(edge) for edge in stretches[most])
    ballots = round(float(came[start:end].sum()))
    expected = whole * float(earlier[start:end].sum() / earlier.sum())
    return Burst(start, end, ballots, expected, (1 + hits) / (1 + _DRAWS))


def _counts(by_bucket: ArrayLike) -> Numbers:
    return np.rint(np.maximum(np.nan_to_num(np.array(by_bucket, dtype=np.float64).ravel()), 0.0))


def _stretches(buckets: int, widest: int) -> NDArray[np.int64]:
    """Start and end of every stretch of up to `widest` buckets, never the whole."""
    most = max(1, min(widest, buckets - 1))
    pairs = [(at, at + w) for w in range(1, most + 1) for at in range(buckets - w + 1)]
    return np.array(pairs, dtype=np.int64)


def _excess(came: Numbers, share: Numbers, stretches: NDArray[np.int64]) -> Numbers:
    """Kulldorff's log likelihood ratio of each stretch; 0 where it holds no more than usual."""
    start, end = stretches.T
    run = np.concatenate([np.zeros((len(came), 1)), np.cumsum(came, axis=1)], axis=1)
    usual = np.concatenate([[0.0], np.cumsum(share)])
    inside, whole = run[:, end] - run[:, start], run[:, -1:]
    expected = (usual[end] - usual[start]) * whole
    ratio = xlogy(inside, inside / expected)
    ratio += xlogy(whole - inside, (whole - inside) / np.maximum(whole - expected, 1e-300))
    return np.where(inside > expected, ratio, 0.0)
