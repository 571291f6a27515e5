"""A tally of a poll: counts question by question. Tallies of parts add up, in any order."""

from typing import TypeAlias

from surveys.keys import AppraiseeKey, GroupKey, IndicatorKey, OptionKey, QuestionKey
from surveys.tally.tally import Cell
from surveys.values import Value


class _Asked(Value, frozen=True, kw_only=True):
    asked: int
    """Ballots whose other answers led to this question."""
    answered: int


class ChoiceTally(_Asked, frozen=True, kw_only=True, tag="choice"):
    """Of one option or of several: every option is told, zeros too."""

    counts: dict[OptionKey, int]


class MeasureTally(_Asked, frozen=True, kw_only=True, tag="measure"):
    """Of a scale or a number: the distribution, each value as a fraction in lowest terms."""

    counts: dict[str, int]


class GradesTally(_Asked, frozen=True, kw_only=True, tag="grades"):
    """Of a grade matrix; answered by whoever marked anything in it."""

    cells: dict[AppraiseeKey, dict[IndicatorKey, Cell]]


class RankingTally(_Asked, frozen=True, kw_only=True, tag="ranking"):
    """Of a ranking: how often each option was given the first, the second … place."""

    places: dict[OptionKey, tuple[int, ...]]


class TextTally(_Asked, frozen=True, kw_only=True, tag="text"):
    """Of a text. Texts lie apart from their ballots, so `answered` is told for all groups only."""


QuestionTally: TypeAlias = ChoiceTally | MeasureTally | GradesTally | RankingTally | TextTally


class GroupTally(Value, frozen=True):
    """The ballots of one village group (村小组)."""

    ballots: int
    questions: dict[QuestionKey, QuestionTally]


class PollTally(Value, frozen=True):
    """Group → question → counts."""

    groups: dict[GroupKey, GroupTally]
