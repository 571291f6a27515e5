"""Answers of people drawn or weighted -> quantiles, with Woodruff's interval (1952).

The interval of the share at or below the quantile is read back on the scale of the answers.
"""

import numpy as np
from scipy import stats

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.design import Design
from surveys.statistics.estimates import Chosen, means, unsure
from surveys.statistics.intervals import LEVEL, Estimate, Interval, Method


def weighted_quantile(
    values: Numbers,
    of: Design,
    *,
    share: float = 0.5,
    domain: Chosen | None = None,
    level: float = LEVEL,
) -> Estimate | NotComputable:
    """The least answer that at least this share of the weight does not exceed."""
    chosen = np.isfinite(values) & (True if domain is None else domain) & (of.weights > 0)
    if not chosen.any():
        return NotComputable(Reason.NO_BALLOTS)
    order = np.argsort(values[chosen], kind="stable")
    ranked, summed = (
        values[chosen][order],
        of.weights[chosen][order].cumsum() / of.weights[chosen].sum(),
    )
    found = float(ranked[_place(summed, share)])
    below = means(
        np.where(np.isfinite(values), values <= found, np.nan)[:, None], of, domain=domain
    )
    if isinstance(below, NotComputable):
        return below
    reason = unsure(below, 0, below.freedom)
    interval: Interval | NotComputable = reason or Interval(0, 0, level, Method.WOODRUFF)
    if reason is None:
        reach = float(stats.t.ppf((1 + level) / 2, below.freedom) * below.errors[0])
        ends = (float(below.values[0]) - reach, float(below.values[0]) + reach)
        low, high = (float(ranked[_place(summed, min(1.0, max(0.0, e)))]) for e in ends)
        interval = Interval(low, high, level, Method.WOODRUFF)
    return Estimate(found, None, interval, below.counts[0], below.effective[0], below.freedom)


def _place(summed: Numbers, share: float) -> int:
    """Rounding must not push a share that is met exactly to the next answer."""
    return int(min(np.searchsorted(summed, share * (1 - 1e-12)), summed.size - 1))
