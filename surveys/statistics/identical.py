"""Ballots -> whether more of them are alike, mark by mark, than their leniency explains.

Null: within bands of like leniency the blocks of marks, one a department, are dealt out anew. What
agrees because people agree on a department stays; what agrees because a ballot was copied does not.
Ballots that mark everything alike are never counted: 全部满意 is a vote, not a copy.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import matrix, settled
from surveys.values import Value

FEWEST_BALLOTS: Final = 20
BANDS: Final = 5
_WAYS: Final = 85
"""Ballots dealt mark by mark that vary as if there were fewer ways to mark them are alike anyhow.

[measured] Four marks of three grades raise an alarm in one honest appraisal of six, seven in one of
16; with so many ways at least it is fewer than one in twenty.
"""
_SHUFFLES: Final = 999
_AT_ONCE: Final = 2_000_000


class Identical(Value, frozen=True, tag=True):
    """The largest group of ballots alike and not even: so many copies of one pattern."""

    ballots: int
    largest: int
    """1 where no two are alike."""
    p: float
    """Monte-Carlo p, from 999 deals."""


def identical(
    ballots: ArrayLike, *, width: int, rng: np.random.Generator
) -> Identical | NotComputable:
    """Rows of marks, `width` columns a department; a single department is dealt mark by mark."""
    given = matrix(ballots)
    given = given[np.isfinite(given).any(axis=1)]
    if len(given) == 0:
        return NotComputable(Reason.NO_BALLOTS)
    if len(given) < FEWEST_BALLOTS:
        return NotComputable(Reason.TOO_FEW)
    step = width if 0 < width < given.shape[1] else 1
    blocks = [settled(given[:, at : at + step]) for at in range(0, given.shape[1], step)]
    names = _name(blocks, rng)
    even = np.stack([_evenness(block) for block in blocks], axis=1)
    largest = int(_largest(names[None], even[None])[0])
    if step == 1 and 1 < largest < len(given) and _entropy(given) < np.log(_WAYS):
        return NotComputable(Reason.TOO_FEW)
    dealt = _deal(names, even, _bands(given), rng)
    return Identical(len(given), largest, (1 + int((dealt >= largest).sum())) / (1 + _SHUFFLES))


def _entropy(given: Numbers) -> float:
    """Of a ballot whose marks are drawn column by column, in nats."""
    found = 0.0
    for column in given.T:
        counts = np.unique(column[np.isfinite(column)], return_counts=True)[1]
        shares = counts / max(1, counts.sum())
        found -= float((shares * np.log(shares)).sum())
    return found


def _name(blocks: list[Numbers], rng: np.random.Generator) -> NDArray[np.uint64]:
    """A random word for every pattern of a block; the words of a ballot add up to its name."""
    names = np.empty((len(blocks[0]), len(blocks)), dtype=np.uint64)
    for at, block in enumerate(blocks):
        marks = np.where(np.isfinite(block), block, np.inf)
        patterns, place = np.unique(marks, axis=0, return_inverse=True)
        words = rng.integers(2**64 - 1, size=len(patterns), dtype=np.uint64)
        names[:, at] = words[place.ravel()]
    return names


def _evenness(block: Numbers) -> Numbers:
    """The one mark of an even block, -inf where nothing is marked, NaN where marks differ."""
    high = np.where(np.isfinite(block), block, -np.inf).max(axis=1)
    low = np.where(np.isfinite(block), block, np.inf).min(axis=1)
    return np.where((high == low) | (high == -np.inf), high, np.nan)


def _bands(given: Numbers) -> NDArray[np.int64]:
    """Five bands by mean mark; raters of one mean stay in one band."""
    means = settled(np.nanmean(given, axis=1))
    below = np.searchsorted(np.sort(means), means)
    return (below * BANDS // len(means)).astype(np.int64)


def _deal(
    names: NDArray[np.uint64], even: Numbers, bands: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """The largest group of every deal."""
    home = np.argsort(bands, kind="stable")
    columns = np.arange(names.shape[1], dtype=np.int64)
    found: list[NDArray[np.int64]] = []
    left = _SHUFFLES
    while left > 0:
        deals = min(left, max(1, _AT_ONCE // names.size))
        chance = bands[:, None] + rng.random((deals, *names.shape))
        order = np.empty(chance.shape, dtype=np.int64)
        order[:, home] = np.argsort(chance, axis=1)
        found.append(_largest(names[order, columns], even[order, columns]))
        left -= deals
    return np.concatenate(found)


def _largest(names: NDArray[np.uint64], even: Numbers) -> NDArray[np.int64]:
    """Deals × ballots × blocks -> the size of the largest group alike in each deal."""
    whole = names.sum(axis=2, dtype=np.uint64)
    marked = even != -np.inf
    high = even.max(axis=2)
    low = np.where(marked, even, np.inf).min(axis=2)
    counted = ~(high == low)
    return np.array(
        [_most(row[keep]) for row, keep in zip(whole, counted, strict=True)], dtype=np.int64
    )


def _most(names: NDArray[np.uint64]) -> int:
    """1 at least: a pattern is alike to itself."""
    if names.size == 0:
        return 1
    ordered = np.sort(names)
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1], [True]]))
    return int(np.diff(starts).max())
