"""Respondents × items -> whether the items of a questionnaire measure one thing."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.intervals import LEVEL
from surveys.statistics.matrices import complete, constant
from surveys.statistics.ranks import correlation
from surveys.values import Value


class ItemQuality(Value, frozen=True, tag=True):
    """One item, by its place."""

    item: int
    total: float
    """Correlation with the sum of all items."""
    rest: float
    """Correlation with the sum of the others (题总相关)."""
    dropped: float | NotComputable
    """Alpha of the others."""


class Reliability(Value, frozen=True, tag=True):
    """克隆巴赫系数 alpha, with Feldt's interval."""

    respondents: int
    """Those who answered every item."""
    items: tuple[ItemQuality, ...]
    alpha: float
    low: float
    high: float
    standardised: float | NotComputable
    mean_correlation: float
    lambda6: float | NotComputable
    """Guttman's sixth bound, from how well each item is told by the others."""


def cronbach_alpha(items: ArrayLike, *, level: float = LEVEL) -> Reliability | NotComputable:
    """Over respondents who answered every item."""
    answers = complete(items)
    if reason := _lacking(answers):
        return NotComputable(reason)
    alpha = _alpha(answers)
    if isinstance(alpha, NotComputable):
        return alpha
    respondents, count = answers.shape
    low, high = feldt(alpha, respondents=respondents, items=count, level=level)
    correlations = correlate(answers)
    shared = float(correlations.sum() - count) / (count * (count - 1))
    return Reliability(
        respondents=respondents,
        items=tuple(_item(answers, at) for at in range(count)),
        alpha=alpha,
        low=low,
        high=high,
        standardised=_standardised(shared, count),
        mean_correlation=shared,
        lambda6=_lambda6(correlations),
    )


def feldt(
    alpha: float, *, respondents: int, items: int, level: float = LEVEL
) -> tuple[float, float]:
    """Feldt 1965: (1 - alpha) over its true value follows F."""
    df1, df2, tail = respondents - 1, (respondents - 1) * (items - 1), (1 + level) / 2
    high = 1 - (1 - alpha) * float(fdtri(df1, df2, 1 - tail))
    return 1 - (1 - alpha) * float(fdtri(df1, df2, tail)), high


def correlate(answers: Numbers) -> Numbers:
    """Correlations of all items; an item that does not vary correlates with none."""
    centred = answers - answers.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    units = np.divide(centred, length, out=np.zeros_like(centred), where=length > 0)
    found = np.clip(units.T @ units, -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return found


def _lacking(answers: Numbers) -> Reason | None:
    respondents, items = answers.shape
    if respondents == 0 or items == 0:
        return Reason.NO_BALLOTS
    if items == 1:
        return Reason.ONE_ITEM
    return Reason.ONE_RATER if respondents == 1 else None


def _alpha(answers: Numbers) -> float | NotComputable:
    total = answers.sum(axis=1)
    if constant(total):
        return NotComputable(Reason.NO_VARIATION)
    items = answers.shape[1]
    if items < 2:
        return NotComputable(Reason.ONE_ITEM)
    own = float(answers.var(axis=0, ddof=1).sum())
    return items / (items - 1) * (1 - own / float(total.var(ddof=1)))


def _item(answers: Numbers, at: int) -> ItemQuality:
    item, others = answers[:, at], np.delete(answers, at, axis=1)
    total = correlation(item, answers.sum(axis=1))
    rest = correlation(item, others.sum(axis=1))
    return ItemQuality(item=at, total=total, rest=rest, dropped=_alpha(others))


def _standardised(shared: float, items: int) -> float | NotComputable:
    below = 1 + (items - 1) * shared
    return items * shared / below if below > 1e-12 else NotComputable(Reason.SINGULAR)


def _lambda6(correlations: Numbers) -> float | NotComputable:
    if np.linalg.cond(correlations) > 1e12 or correlations.sum() < 1e-9:
        return NotComputable(Reason.SINGULAR)
    untold = 1 / np.diag(np.linalg.inv(correlations))
    return 1 - float(untold.sum()) / float(correlations.sum())
