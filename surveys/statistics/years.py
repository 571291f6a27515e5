"""Results of several years -> what changed; under five years no trend may be claimed."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri, stdtr, stdtrit
from scipy.stats import theilslopes

from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.intervals import LEVEL
from surveys.statistics.kendall import kendall
from surveys.statistics.matrices import both, constant, settled
from surveys.statistics.ranks import chi_square_tail
from surveys.values import Value

FEWEST_YEARS: Final = 5
"""Three rising years happen by chance once in three."""


class Change(Value, frozen=True, tag=True):
    """The later year less the earlier."""

    difference: float
    error: float
    low: float
    high: float
    p: float


class Trend(Value, frozen=True, tag=True):
    """Theil and Sen's slope, per year, with Kendall's test (趋势)."""

    years: int
    slope: float
    low: float
    high: float
    intercept: float
    tau: float
    p: float


class RateTrend(Value, frozen=True, tag=True):
    """Cochran and Armitage: do rates rise or fall along their order?"""

    chisq: float
    p: float
    slope: float
    """Of the rate, per step of the scores."""


def paired_change(
    earlier: ArrayLike, later: ArrayLike, *, level: float = LEVEL
) -> Change | NotComputable:
    """The same raters in both years, row by row: Student's t of their differences."""
    x, y = both(earlier, later)
    if x.size < 2:
        return NotComputable(Reason.ONE_RATER if x.size else Reason.NO_BALLOTS)
    differences = settled(y - x)
    if constant(differences):
        return NotComputable(Reason.NO_VARIATION)
    error = float(differences.std(ddof=1) / np.sqrt(x.size))
    return change((0.0, 0.0), (float(differences.mean()), error), df=x.size - 1, level=level)


def change(
    earlier: tuple[float, float],
    later: tuple[float, float],
    *,
    df: float | None = None,
    level: float = LEVEL,
) -> Change | NotComputable:
    """Two estimates of different people, each with its standard error; normal without `df`.

    >>> result = change((80, 3), (90, 4))
    >>> isinstance(result, Change) and (result.difference, result.error, round(result.p, 4))
    (10, 5.0, 0.0455)
    """
    difference, error = later[0] - earlier[0], float(np.hypot(earlier[1], later[1]))
    if not np.isfinite(difference) or not np.isfinite(error):
        return NotComputable(Reason.NO_BALLOTS)
    if error == 0:
        return NotComputable(Reason.NO_VARIATION)
    far, tail = -abs(difference) / error, (1 + level) / 2
    p, half = (ndtr(far), ndtri(tail)) if df is None else (stdtr(df, far), stdtrit(df, tail))
    reach = float(half) * error
    return Change(difference, error, difference - reach, difference + reach, 2 * float(p))


def trend(years: ArrayLike, scores: ArrayLike, *, level: float = LEVEL) -> Trend | NotComputable:
    """A trend over at least five years with a score."""
    x, y = both(years, scores)
    if np.unique(x).size < FEWEST_YEARS:
        return NotComputable(Reason.TOO_FEW)
    tested = kendall(x, y)
    if isinstance(tested, NotComputable):
        return tested
    slope, intercept, low, high = theilslopes(y, x, alpha=level)
    return Trend(
        years=np.unique(x).size,
        slope=float(slope),
        low=float(low),
        high=float(high),
        intercept=float(intercept),
        tau=tested.tau,
        p=tested.p,
    )


def trend_of_rates(
    years: ArrayLike, satisfied: ArrayLike, asked: ArrayLike
) -> RateTrend | NotComputable:
    """A trend of rates over at least five years in which somebody was asked."""
    when, of = both(years, asked)
    if np.unique(when[of > 0]).size < FEWEST_YEARS:
        return NotComputable(Reason.TOO_FEW)
    return cochran_armitage(satisfied, asked, scores=years)


def cochran_armitage(
    satisfied: ArrayLike, asked: ArrayLike, *, scores: ArrayLike | None = None
) -> RateTrend | NotComputable:
    """Rates of ordered groups; 1, 2, 3… where no scores are given. Claims no trend of years."""
    x, n = np.nan_to_num(np.array([satisfied, asked], dtype=np.float64).reshape(2, -1))
    along = np.arange(1.0, n.size + 1) if scores is None else np.array(scores, dtype=np.float64)
    whole = float(n.sum())
    if whole <= 0:
        return NotComputable(Reason.NO_BALLOTS)
    rate, off = float(x.sum()) / whole, along - n @ along / whole
    spread = float(n @ off**2)
    if spread <= 0 or not 0 < rate < 1:
        return NotComputable(Reason.NO_VARIATION)
    slope = float(off @ x) / spread
    chisq = slope**2 * spread / (rate * (1 - rate))
    return RateTrend(chisq=chisq, p=chi_square_tail(1, chisq), slope=slope)
