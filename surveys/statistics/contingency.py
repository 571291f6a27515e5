"""Groups × answers, counted -> whether groups answer differently."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, ndtr
from scipy.stats import random_table

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.ranks import chi_square_tail
from surveys.values import Value

_DRAWS: Final = 20_000


class ChiSquare(Value, frozen=True, tag=True):
    """Pearson's, without continuity correction (卡方检验)."""

    chisq: float
    df: int
    p: float
    least_expected: float
    """Below 5 the curve is a poor guide: `fisher` then."""


class LinearByLinear(Value, frozen=True, tag=True):
    """Both sides ordered: does one rise with the other? M² = (n - 1) r²."""

    z: float
    p: float


class Fisher(Value, frozen=True, tag=True):
    """Tables as improbable as this one or more, given both margins."""

    p: float
    exact: bool
    """False: p is a Monte-Carlo p."""


def chi_square(table: ArrayLike) -> ChiSquare | NotComputable:
    """Test that rows answer alike.

    >>> chi_square([[10, 0], [0, 10]]).chisq
    20.0
    """
    counts = _counted(table)
    if reason := _lacking(counts):
        return NotComputable(reason)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    chisq = float(((counts - expected) ** 2 / expected).sum())
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return ChiSquare(chisq, df, chi_square_tail(df, chisq), float(expected.min()))


def linear_by_linear(
    table: ArrayLike, *, rows: ArrayLike | None = None, columns: ArrayLike | None = None
) -> LinearByLinear | NotComputable:
    """Test along scores of rows and columns; 1, 2, 3… where none are given."""
    counts = np.nan_to_num(np.array(table, dtype=np.float64, ndmin=2))
    n = float(counts.sum())
    if n < 2:
        return NotComputable(Reason.TOO_FEW if n else Reason.NO_BALLOTS)
    along = _scores(rows, counts.shape[0]), _scores(columns, counts.shape[1])
    u = along[0] - counts.sum(axis=1) @ along[0] / n
    v = along[1] - counts.sum(axis=0) @ along[1] / n
    spread = float((counts.sum(axis=1) @ u**2) * (counts.sum(axis=0) @ v**2))
    if spread <= 1e-18 * n**2:
        return NotComputable(Reason.NO_VARIATION)
    z = float(np.sqrt((n - 1) / spread) * (u @ counts @ v))
    return LinearByLinear(z, 2 * float(ndtr(-abs(z))))


def fisher(
    table: ArrayLike, *, rng: np.random.Generator, draws: int = _DRAWS
) -> Fisher | NotComputable:
    """Test that rows answer alike where counts are small: exact for 2 × 2, else drawn.

    >>> round(fisher([[3, 0], [0, 3]], rng=np.random.default_rng(1)).p, 12)
    0.1
    """
    counts = _counted(table)
    if reason := _lacking(counts):
        return NotComputable(reason)
    if counts.shape == (2, 2):
        chances = np.exp(_likelihood(_all_tables(counts)))
        own = float(np.exp(_likelihood(counts[None]))[0])
        as_rare = chances <= own * (1 + 1e-7)
        return Fisher(min(1.0, float(chances[as_rare].sum() / chances.sum())), exact=True)
    margins = counts.sum(axis=1).astype(np.int64), counts.sum(axis=0).astype(np.int64)
    drawn = random_table.rvs(*margins, size=draws, random_state=rng)
    rare = _likelihood(drawn) <= _likelihood(counts[None])[0] + 1e-7
    return Fisher(float((1 + rare.sum()) / (1 + draws)), exact=False)


def _counted(table: ArrayLike) -> Numbers:
    """Without rows and columns that nobody is in."""
    counts = np.nan_to_num(np.array(table, dtype=np.float64, ndmin=2))
    return counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]


def _lacking(counts: Numbers) -> Reason | None:
    if counts.size == 0:
        return Reason.NO_BALLOTS
    if counts.shape[0] == 1:
        return Reason.ONE_GROUP
    return Reason.NO_VARIATION if counts.shape[1] == 1 else None


def _scores(given: ArrayLike | None, length: int) -> Numbers:
    if given is None:
        return np.arange(1.0, length + 1)
    return np.array(given, dtype=np.float64).ravel()


def _likelihood(tables: Numbers) -> Numbers:
    """Log of the chance of each table given its margins, but for a constant."""
    return -gammaln(tables + 1).sum(axis=(1, 2))


def _all_tables(counts: Numbers) -> Numbers:
    """Every 2 × 2 table with these margins."""
    row, column, whole = int(counts[0].sum()), int(counts[:, 0].sum()), int(counts.sum())
    return np.array(
        [
            [[corner, row - corner], [column - corner, whole - row - column + corner]]
            for corner in range(max(0, row + column - whole), min(row, column) + 1)
        ],
        dtype=np.float64,
    )
