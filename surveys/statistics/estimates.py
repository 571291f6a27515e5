"""Answers of people drawn or weighted -> means, totals, ratios and shares with their covariance.

An answer that was not given (NaN) is like a person outside the group asked about: the row stays
and counts as zero, since how many would answer is itself left to chance.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from surveys.statistics.cells import Codes
from surveys.statistics.computable import NotComputable, Numbers, Reason, negligible
from surveys.statistics.design import Design, degrees, variance
from surveys.statistics.diagnostics import effective_n
from surveys.statistics.intervals import LEVEL, Estimate, Interval, Method
from surveys.values import Value

Chosen: TypeAlias = NDArray[np.bool_]
"""Which rows belong to the group asked about."""


class Joint(Value, frozen=True, eq=False):
    """Several estimates from the same people, with the covariance of their errors."""

    values: Numbers
    covariance: Numbers
    freedom: int
    counts: tuple[int, ...]
    effective: tuple[float, ...]
    complete: bool

    @property
    def errors(self) -> Numbers:
        """Standard errors."""
        return np.sqrt(np.maximum(0.0, np.diagonal(self.covariance)))


def means(columns: Numbers, of: Design, *, domain: Chosen | None = None) -> Joint | NotComputable:
    """Hájek's mean Σwy∕Σw of each column."""
    return ratios(columns, np.where(np.isfinite(columns), 1.0, np.nan), of, domain=domain)


def totals(columns: Numbers, of: Design, *, domain: Chosen | None = None) -> Joint | NotComputable:
    """Σwy of each column; an answer not given adds nothing."""
    answered = _answered(columns, domain)
    if not answered.any():
        return NotComputable(Reason.NO_BALLOTS)
    influences = np.where(answered, columns, 0.0) * of.weights[:, None]
    return _joint(influences.sum(axis=0), influences, of, answered=answered)


def ratios(
    above: Numbers, below: Numbers, of: Design, *, domain: Chosen | None = None
) -> Joint | NotComputable:
    """Σwy∕Σwx of each pair of columns, over those who gave both."""
    answered = _answered(above, domain) & _answered(below, None)
    if not answered.any(axis=0).all():
        return NotComputable(Reason.NO_BALLOTS)
    weights = np.where(answered, of.weights[:, None], 0.0)
    over, under = np.where(answered, above, 0.0), np.where(answered, below, 0.0)
    base = (weights * under).sum(axis=0)
    if not base.all():
        return NotComputable(Reason.NO_WEIGHT)
    values = (weights * over).sum(axis=0) / base
    return _joint(values, weights * (over - values * under) / base, of, answered=answered)


def shares(
    codes: Codes, number: int, of: Design, *, domain: Chosen | None = None
) -> Joint | NotComputable:
    """The share of each of so many options; a negative code is an answer not given."""
    marked = (codes[:, None] == np.arange(number)).astype(np.float64)
    return means(np.where(codes[:, None] < 0, np.nan, marked), of, domain=domain)


def contrast(of: Joint, coefficients: Numbers) -> Joint:
    """Linear combinations of estimates: (1, –1) is a change. One row a combination."""
    rows = np.atleast_2d(coefficients)
    used = (rows != 0).any(axis=0)
    return Joint(
        values=rows @ of.values,
        covariance=rows @ of.covariance @ rows.T,
        freedom=of.freedom,
        counts=(min(n for n, use in zip(of.counts, used, strict=True) if use),) * len(rows),
        effective=(min(n for n, use in zip(of.effective, used, strict=True) if use),) * len(rows),
        complete=of.complete,
    )


def estimate(
    of: Joint, at: int = 0, *, level: float = LEVEL, freedom: float | None = None
) -> Estimate:
    """One of them with Student's interval; infinite freedom makes it a normal one."""
    value, error = float(of.values[at]), float(of.errors[at])
    degrees_left = of.freedom if freedom is None else freedom
    return Estimate(
        value=value,
        error=error,
        interval=unsure(of, at, degrees_left)
        or _student(value, error, freedom=degrees_left, level=level),
        n=of.counts[at],
        effective=of.effective[at],
        freedom=degrees_left,
    )


def weighted_mean(
    values: Numbers, of: Design, *, domain: Chosen | None = None, level: float = LEVEL
) -> Estimate | NotComputable:
    """Hájek's mean of one column with its interval."""
    found = means(values[:, None], of, domain=domain)
    return found if isinstance(found, NotComputable) else estimate(found, level=level)


def design_effect(
    values: Numbers, of: Design, *, domain: Chosen | None = None
) -> float | NotComputable:
    """The variance beside that of as many people drawn singly from the same whole."""
    found = means(values[:, None], of, domain=domain)
    if isinstance(found, NotComputable):
        return found
    answered = _answered(values[:, None], domain)[:, 0]
    weights, n = of.weights[answered], found.counts[0]
    whole = float(weights.sum())
    spread = float((weights * (values[answered] - found.values[0]) ** 2).sum()) / whole
    if n < 2 or whole <= n or negligible(spread**0.5, float(found.values[0])):
        return NotComputable(Reason.NO_VARIATION if n >= 2 else Reason.ONE_RATER)
    return float(found.covariance[0, 0]) / (spread / (n - 1) * (whole - n) / whole)


def unsure(of: Joint, at: int, freedom: float) -> NotComputable | None:
    """Why an estimate has no interval; None where it has one."""
    if of.counts[at] < 2:
        return NotComputable(Reason.ONE_RATER)
    if negligible(float(of.errors[at]), float(of.values[at])):
        return NotComputable(Reason.EVERYONE_VOTED if of.complete else Reason.NO_VARIATION)
    return None if freedom > 0 else NotComputable(Reason.NO_DEGREES_OF_FREEDOM)


def _student(value: float, error: float, *, freedom: float, level: float) -> Interval:
    reach = float(stats.t.ppf((1 + level) / 2, freedom)) * error
    return Interval(value - reach, value + reach, level, Method.STUDENT)


def _answered(columns: Numbers, domain: Chosen | None) -> Chosen:
    given = np.isfinite(columns)
    return given if domain is None else given & domain[:, None]


def _joint(
    values: Numbers, influences: Numbers, of: Design, *, answered: Chosen
) -> Joint | NotComputable:
    covariance = variance(influences, of)
    if isinstance(covariance, NotComputable):
        return covariance
    counted = answered & (of.weights > 0)[:, None]
    return Joint(
        values=values,
        covariance=covariance,
        freedom=degrees(of, np.flatnonzero(counted.any(axis=1))),
        counts=tuple(int(n) for n in counted.sum(axis=0)),
        effective=tuple(effective_n(of.weights[column]) for column in counted.T),
        complete=of.complete,
    )
