"""The reading of a poll: how sure its shares are, as a value that is stored and published.

A page reads it back without loading any arithmetic. Shares are whole percents and their ends are
rounded outwards: finer digits say more than a few hundred answers carry, and would let a withheld
number be worked back from a weighted one.
"""

from enum import StrEnum

from surveys.keys import Key, QuestionKey, SurveyKey
from surveys.statistics.verdicts import NotComputable
from surveys.values import Value


class Basis(StrEnum):
    """Whom the answers stand for, and so what an interval may be called."""

    SAMPLE = "sample"
    """Drawn from the roll by lot: 置信区间."""
    RETURNED = "returned"
    """Everybody was given a card and some sent it back: 参考区间."""
    PARTICIPANTS = "participants"
    """Whoever had the address: 仅代表参与者, and there is no interval."""


class Span(Value, frozen=True, tag=True):
    """The ends of an interval, in whole percents."""

    low: int
    high: int


class Weighted(Value, frozen=True, tag=True):
    """The same share with every group as large as it is, in whole percents (加权估计)."""

    share: int
    low: int
    high: int


class Rate(Value, frozen=True):
    """One answer of one table of the result; a rate of everybody who answered."""

    question: QuestionKey
    part: tuple[Key, ...]
    answer: Key
    span: Span | NotComputable
    weighted: Weighted | None = None
    """None where it cannot be had, or would give away what the table withholds."""


class Average(Value, frozen=True):
    """The mean of a scale or a number: its interval, rounded outwards to a tenth or hundredth."""

    question: QuestionKey
    low: float
    high: float


class Weighting(Value, frozen=True, tag=True):
    """How unequal the groups came, and what that cost."""

    answers: int
    effective: float
    """So many answers of equal weight say as much (有效样本量)."""
    largest: float
    """The greatest weight beside the mean."""
    trimmed: int


class PollReading(Value, frozen=True):
    """Everything, stored as `reading.json`."""

    survey: SurveyKey
    manifest: str
    result: str
    """Fingerprint of the result it was computed from."""
    basis: Basis
    population: int | None
    """Cards given out where everybody got one, people on the roll where some were drawn."""
    rates: tuple[Rate, ...]
    averages: tuple[Average, ...]
    weighting: Weighting | NotComputable | None
    """None where nothing is known of the whole."""
    level: float
    libraries: dict[str, str]
