"""Many p-values -> p-values that may be read side by side.

Claims are held to Holm (the chance of any false claim), screening to Benjamini and Hochberg (the
share of false alarms among the alarms).
"""

from collections.abc import Callable, Sequence

import numpy as np

from surveys.statistics.computable import Numbers


def holm(p: Numbers | Sequence[float]) -> Numbers:
    """Holm 1979: step down.

    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    return _stepped(p, lambda n: n - np.arange(n, dtype=np.float64), down=True)


def hochberg(p: Numbers | Sequence[float]) -> Numbers:
    """Hochberg 1988: step up; for tests that are independent or positively dependent."""
    return _stepped(p, lambda n: n - np.arange(n, dtype=np.float64), down=False)


def hommel(p: Numbers | Sequence[float]) -> Numbers:
    """Hommel 1988: the closure of Simes' test; under the same conditions, never above Hochberg."""
    given = np.asarray(p, dtype=np.float64)
    order = np.argsort(given, axis=None)
    ranked = given.ravel()[order]
    adjusted = np.array([_closed(ranked, at) for at in range(ranked.size)])
    result = np.empty(ranked.size)
    result[order] = adjusted
    return result.reshape(given.shape)


def benjamini_hochberg(p: Numbers | Sequence[float]) -> Numbers:
    """Benjamini and Hochberg 1995: the false discovery rate."""
    return _stepped(p, lambda n: n / np.arange(1, n + 1), down=False)


def benjamini_yekutieli(p: Numbers | Sequence[float]) -> Numbers:
    """Benjamini and Yekutieli 2001: whatever the dependence."""
    return _stepped(
        p, lambda n: (1 / np.arange(1, n + 1)).sum() * n / np.arange(1, n + 1), down=False
    )


def bonferroni(p: Numbers | Sequence[float]) -> Numbers:
    """Every p-value times their number."""
    given = np.asarray(p, dtype=np.float64)
    return np.minimum(1.0, given * given.size)


def _stepped(
    p: Numbers | Sequence[float], factors: Callable[[int], Numbers], *, down: bool
) -> Numbers:
    """Each ranked p-value times its factor, made to rise with the rank."""
    given = np.asarray(p, dtype=np.float64)
    order = np.argsort(given, axis=None)
    raised = given.ravel()[order] * factors(given.size)
    risen = np.maximum.accumulate(raised) if down else np.minimum.accumulate(raised[::-1])[::-1]
    result = np.empty(given.size)
    result[order] = np.minimum(1.0, risen)
    return result.reshape(given.shape)


def _closed(ranked: Numbers, at: int) -> float:
    """The largest of Simes' p-values over all sets with this test: the worst hold the largest."""
    n, worst = ranked.size, 0.0
    for size in range(1, n + 1):
        others = np.arange(n - size + (at < n - size), n)
        together = ranked[np.union1d([at], others).astype(np.intp)]
        worst = max(worst, float((size * together / np.arange(1, size + 1)).min()))
    return min(1.0, worst)
