"""A weighted share of those who said so -> an interval that stays between 0 and 1.

Beta (Korn and Graubard 1998) reads the weighted share like so many of an effective number; logit
reckons on the scale of log odds. Both for few clusters too, by Student's quantile.
"""

import math
from typing import Final

from scipy import stats

from surveys.statistics.computable import NotComputable, Numbers, Reason
from surveys.statistics.design import Design
from surveys.statistics.estimates import Chosen, Joint, means, unsure
from surveys.statistics.intervals import LEVEL, Estimate, Interval, Method, clopper_pearson
from surveys.statistics.profile_likelihood import Fit, likelihood_limits, share_of
from surveys.values import Value

METHODS: Final = (Method.BETA, Method.LOGIT, Method.ARCSINE, Method.LIKELIHOOD, Method.STUDENT)


class _Rate(Value, frozen=True):
    """A share, its standard error, and how surely that error is known."""

    value: float
    error: float
    n: int
    freedom: float
    level: float

    @property
    def t(self) -> float:
        return float(stats.t.ppf((1 + self.level) / 2, self.freedom))


def weighted_rate(  # noqa: PLR0913 -- what is asked of whom, and how surely
    said: Numbers,
    of: Design,
    *,
    domain: Chosen | None = None,
    method: Method = Method.BETA,
    level: float = LEVEL,
    freedom: float | None = None,
) -> Estimate | NotComputable:
    """The weighted share of ones among ones and zeros; NaN is an answer not given."""
    found = means(said[:, None], of, domain=domain)
    if isinstance(found, NotComputable):
        return found
    left = found.freedom if freedom is None else freedom
    return Estimate(
        value=float(found.values[0]),
        error=float(found.errors[0]),
        interval=_interval(found, left, method=method, level=level),
        n=found.counts[0],
        effective=found.effective[0],
        freedom=left,
    )


def _interval(
    found: Joint, freedom: float, *, method: Method, level: float
) -> Interval | NotComputable:
    value, error = float(found.values[0]), float(found.errors[0])
    reason = unsure(found, 0, freedom)
    if reason == NotComputable(Reason.NO_VARIATION) and not 0 < value < 1:
        return _all_alike(found, level=level)
    if reason is not None:
        return reason
    rate = _Rate(value, error, found.counts[0], freedom, level)
    limits = _limits(rate, method)
    return Interval(*limits, level, method) if limits else NotComputable(Reason.NOT_CONVERGED)


def _all_alike(found: Joint, *, level: float) -> Interval | NotComputable:
    """Nobody, or everybody, said so: the error cannot be seen, the number who answered can."""
    effective = found.effective[0]
    limits = clopper_pearson(round(found.values[0]) * effective, effective, level=level)
    if isinstance(limits, NotComputable):
        return limits
    return Interval(limits.low, limits.high, level, Method.BETA)


def _limits(rate: _Rate, method: Method) -> tuple[float, float] | None:
    match method:
        case Method.LOGIT:
            return _logit(rate)
        case Method.ARCSINE:
            return _arcsine(rate)
        case Method.LIKELIHOOD:
            return likelihood_limits(Fit(rate.value, rate.error, rate.n, rate.t))
        case Method.STUDENT:
            return rate.value - rate.t * rate.error, rate.value + rate.t * rate.error
        case _:
            return _beta(rate)


def _beta(rate: _Rate) -> tuple[float, float]:
    p, half = rate.value, (1 - rate.level) / 2
    known = float(stats.t.ppf(half, rate.n - 1)) / rate.t
    n = p * (1 - p) / rate.error**2 * known**2
    low = stats.beta.ppf(half, n * p, n * (1 - p) + 1)
    high = stats.beta.ppf(1 - half, n * p + 1, n * (1 - p))
    return float(low), float(high)


def _logit(rate: _Rate) -> tuple[float, float]:
    p = rate.value
    middle, reach = math.log(p / (1 - p)), rate.t * rate.error / (p * (1 - p))
    return share_of(middle - reach), share_of(middle + reach)


def _arcsine(rate: _Rate) -> tuple[float, float]:
    """Beware: beyond 0 or 1 the sine turns back, here as in R; beta is what is published."""
    p = rate.value
    middle = math.asin(math.sqrt(p))
    reach = rate.t * rate.error / (2 * math.sqrt(p * (1 - p)))
    return math.sin(middle - reach) ** 2, math.sin(middle + reach) ** 2
