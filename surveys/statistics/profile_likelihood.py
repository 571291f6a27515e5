"""A weighted share -> the interval outside of which its scaled likelihood is too small.

The profile is worked out at a few steps on either side and read off a cubic through them, and the
share itself is fitted by reweighting until the deviance rests: that is how R's survey does it, of
which this is a cross-check to the last digits. Exact roots lie up to some percent off, far out in
the tail; nothing is published by it.
"""

import math
from typing import Final

import numpy as np
from scipy import stats

from surveys.statistics.computable import Numbers
from surveys.statistics.spline import through
from surveys.values import Value

_STEPS: Final = 10
_REST: Final = 1e-8
_MOST_FITS: Final = 25
_STEEP: Final = 30.0
_TOO_FAR: Final = 1e6


class Fit(Value, frozen=True):
    """A share of n answers, its standard error, and Student's quantile."""

    value: float
    error: float
    n: int
    t: float


def likelihood_limits(fit: Fit) -> tuple[float, float] | None:
    """Both ends on the scale of shares; None where the profile cannot be followed so far."""
    error = fit.error / (fit.value * (1 - fit.value))
    reach = fit.t * error / math.sqrt(_plain_variance(fit))
    far = _far(fit, reach)
    if far > _TOO_FAR:
        return None
    points, heights = _profile(fit, far / (_STEPS // 2) * error, far=far)
    fine: Numbers = np.linspace(float(points[0]), float(points[-1]), 3 * points.size)
    read = through(points, heights, fine)
    low, high = (float(np.interp(end, read, fine)) for end in (-reach, reach))
    known = heights[0] <= -reach and reach <= heights[-1] and low < high
    return (share_of(low), share_of(high)) if known else None


def share_of(odds: float) -> float:
    """From log odds, however far out.

    >>> share_of(0.0), share_of(-1e6)
    (0.5, 0.0)
    """
    return (1 + math.tanh(odds / 2)) / 2


def _far(fit: Fit, reach: float) -> float:
    """How far the profile is followed."""
    tail = max(float(stats.norm.sf(reach)) / 2, float(np.finfo(np.float64).tiny))
    return math.sqrt(float(stats.f.isf(tail, 1, fit.n - 1)))


def _profile(fit: Fit, step: float, *, far: float) -> tuple[Numbers, Numbers]:
    """Log odds, and the signed root of the deviance there over its dispersion."""
    middle, found = math.log(fit.value / (1 - fit.value)), [(0.0, 0.0)]
    for sign in (-1, 1):
        for number in range(1, _STEPS):
            at = sign * number * step
            height = math.sqrt(max(0.0, _deviance(fit, middle + at)) * (fit.n - 1) / fit.n)
            found.append((at, sign * height))
            if height >= far:
                break
    points, heights = np.array(sorted(found)).T
    return points + middle, heights


def _deviance(fit: Fit, odds: float) -> float:
    p, q = fit.value, share_of(min(_STEEP, max(-_STEEP, odds)))
    return 2 * fit.n * (p * math.log(p / q) + (1 - p) * math.log((1 - p) / (1 - q)))


def _plain_variance(fit: Fit) -> float:
    """The variance of the log odds in the last but one step of the fit."""
    p, n = fit.value, fit.n
    yes, no = math.log(3.0), math.log(1 / 3)
    at, before, variance = np.array([yes, no]), math.inf, 0.0
    share = np.array([p, 1 - p])
    for _ in range(_MOST_FITS):
        fitted = 1 / (1 + np.exp(-at))
        information = share * fitted * (1 - fitted)
        odds = float((information * at + share * (np.array([1, 0]) - fitted)).sum())
        odds /= float(information.sum())
        variance, at = 1 / (n * float(information.sum())), np.full(2, odds)
        now = _deviance(fit, odds) - 2 * n * (p * math.log(p) + (1 - p) * math.log(1 - p))
        if abs(now - before) < _REST * (abs(now) + 0.1):
            break
        before = now
    return variance
