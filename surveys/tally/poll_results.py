"""The count of a poll, which stays inside, and its result, which is published."""

from fractions import Fraction

from surveys.keys import GroupKey, Key, QuestionKey, SurveyKey
from surveys.tally.poll_tally import PollTally
from surveys.values import Value


class GroupTurnout(Value, frozen=True):
    """Cards of one village group: printed less voided, and returned. Numbers only."""

    group: GroupKey
    issued: int
    returned: int


class PollCount(Value, frozen=True):
    """The frozen count, exact and by group. What leaves the building passes `protect` first."""

    survey: SurveyKey
    manifest: str
    """Fingerprint of the manifest."""
    sealed: int
    sealed_root: str
    unopened: dict[str, int]
    """Envelopes that held no valid ballot of this survey, by reason."""
    turnout: tuple[GroupTurnout, ...]
    tally: PollTally
    texts: dict[QuestionKey, int]
    """How many wrote something at each question that asks for a text."""


class Column(Value, frozen=True):
    """One answer and how many gave it in all: the official number, always told."""

    key: Key
    total: int


class Row(Value, frozen=True):
    """One village group, or several merged for protection; None is a number withheld."""

    groups: tuple[GroupKey, ...]
    total: int
    counts: tuple[int | None, ...]


class PublishedTable(Value, frozen=True):
    """Groups by answers of one question or part of it (as in `PollTable`), protected."""

    question: QuestionKey
    part: tuple[Key, ...]
    columns: tuple[Column, ...]
    """Empty where fewer than the minimum answered at all."""
    rows: tuple[Row, ...]
    """Empty where there is one group only, or where no more than totals may be told."""
    answers: tuple[tuple[Key, ...], ...] = ()
    """What each count of a row stands for: one answer, or rare ones merged for protection."""


class Measures(Value, frozen=True):
    """What is told of a scale or a number; None where too few answered."""

    mean: Fraction | None
    median: Fraction | None
    lower: Fraction | None
    """A quarter of the answers lie at or below it."""
    upper: Fraction | None


class QuestionResult(Value, frozen=True):
    """One question over all groups."""

    question: QuestionKey
    asked: int
    answered: int
    tables: tuple[PublishedTable, ...] = ()
    measures: Measures | None = None
    mean_ranks: dict[Key, Fraction | None] = {}
    """Of a ranking: option → mean place among those who placed it."""


class PollResult(Value, frozen=True):
    """What is published as `result.json`; its fingerprint stands on the notice."""

    protocol: str
    survey: SurveyKey
    manifest: str
    sealed: int
    sealed_root: str
    valid: int
    unopened: dict[str, int]
    issued: int
    """Cards given out; as many as came, where the link was open to all."""
    turnout: PublishedTable
    """Cards of each group: returned or not."""
    questions: tuple[QuestionResult, ...]
    minimum: int
    opened_at: str
    closed_at: str
    published_at: str
