"""One difference for each rater -> how often chance signs would give so large a mean.

Points from 1 to 5, and means of a few items, lie on a grid; there every sum is counted exactly.
Off the grid few raters are tried with all signs, more with drawn ones.
"""

from itertools import product
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.matrices import settled, vector
from surveys.statistics.ranks import coin_sums
from surveys.values import Value

_GRIDS: Final = (1, 10, 100, 840, 8400)
"""Parts of a point in which answers come; 840 holds the means of up to eight items."""
_LONGEST_SUM: Final = 50_000
_MOST_TRIED: Final = 12
_DRAWS: Final = 9_999
_AT_ONCE: Final = 1_000_000
"""Signs drawn at a time; all of them for ten thousand raters take two gigabytes."""


class SignFlip(Value, frozen=True, tag=True):
    """A permutation test of paired answers: 符号翻转检验."""

    raters: int
    p: float
    """Two-sided."""
    exact: bool
    """False where signs were drawn; then p is a Monte-Carlo p, (1 + hits) / (1 + draws)."""


def sign_flip(differences: ArrayLike, *, rng: np.random.Generator) -> SignFlip | NotComputable:
    """Test that a rater's difference is as likely to have the other sign.

    >>> sign_flip([1, 0, 2, 0, 2, 0, 1], rng=np.random.default_rng(1))
    SignFlip(raters=7, p=0.125, exact=True)
    """
    given = settled(vector(differences))
    if given.size < 2:
        return NotComputable(Reason.TOO_FEW if given.size else Reason.NO_BALLOTS)
    moved = given[given != 0]
    steps = _on_a_grid(np.abs(moved))
    if steps is not None:
        return SignFlip(given.size, _counted(steps, moved > 0), exact=True)
    if moved.size <= _MOST_TRIED:
        codes = np.array(list(product((0, 1), repeat=moved.size)), dtype=np.int64)
        return SignFlip(given.size, float(_hits(moved, codes).mean()), exact=True)
    rows = max(1, _AT_ONCE // moved.size)
    parts = [min(rows, _DRAWS - start) for start in range(0, _DRAWS, rows)]
    hits = sum(int(_hits(moved, rng.integers(2, size=(part, moved.size))).sum()) for part in parts)
    return SignFlip(given.size, (1 + hits) / (1 + _DRAWS), exact=False)


def _on_a_grid(sizes: Numbers) -> Numbers | None:
    """The sizes in whole steps of their greatest common one, if sums of them stay countable."""
    for parts in _GRIDS:
        whole = np.round(sizes * parts)
        if np.allclose(sizes * parts, whole, rtol=0, atol=1e-6) and whole.sum() < 1e15:
            step = max(1, int(np.gcd.reduce(whole.astype(np.int64), initial=0)))
            return whole / step if whole.sum() / step <= _LONGEST_SUM else None
    return None


def _counted(steps: Numbers, positive: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    chances = coin_sums(steps)
    total, up = int(steps.sum()), int(steps[positive].sum())
    far = max(up, total - up)
    return min(1.0, float(chances[far:].sum() + chances[: total - far + 1].sum()))


def _hits(moved: Numbers, signs: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Numbers:
    sums = np.abs((2 * signs - 1) @ np.abs(moved))
    return (sums >= abs(moved.sum()) * (1 - 1e-12)).astype(np.float64)
