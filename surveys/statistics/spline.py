"""A few points -> the cubic spline through them, read at others.

At either end it bends like the cubic through the outer four points (Forsythe, Malcolm and Moler
1977); scipy has other ends only.
"""

import numpy as np

from surveys.statistics.computable import Numbers


def through(x: Numbers, y: Numbers, at: Numbers) -> Numbers:
    """At least four points, x rising.

    >>> x = np.array([0.0, 1.0, 2.0, 4.0])
    >>> through(x, x**3, np.array([3.0])).round(9).tolist()
    [27.0]
    """
    gaps, bends = np.diff(x), _bends(x, y)
    place = np.clip(np.searchsorted(x, at) - 1, 0, x.size - 2)
    gap, left, right = gaps[place], at - x[place], x[place + 1] - at
    low, high = bends[place], bends[place + 1]
    straight = (y[place] * right + y[place + 1] * left) / gap
    bowed = low * right * (right**2 - gap**2) + high * left * (left**2 - gap**2)
    return straight + bowed / (6 * gap)


def _bends(x: Numbers, y: Numbers) -> Numbers:
    """The second derivative at each point."""
    size, gaps = x.size, np.diff(x)
    system, wanted = np.zeros((size, size)), np.zeros(size)
    for at in range(1, size - 1):
        system[at, at - 1 : at + 2] = gaps[at - 1], 2 * (gaps[at - 1] + gaps[at]), gaps[at]
    wanted[1:-1] = 6 * np.diff(np.diff(y) / gaps)
    system[0, :2] = -1 / gaps[0], 1 / gaps[0]
    system[-1, -2:] = -1 / gaps[-1], 1 / gaps[-1]
    wanted[0], wanted[-1] = _third(x[:4], y[:4]), _third(x[-4:], y[-4:])
    return np.asarray(np.linalg.solve(system, wanted), dtype=np.float64)


def _third(x: Numbers, y: Numbers) -> float:
    """The third derivative of the cubic through four points."""
    parts = (y[at] / np.delete(x - x[at], at).prod() for at in range(x.size))
    return -6 * float(sum(parts))
