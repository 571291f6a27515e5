"""Opened ballots of a poll become its tally, in one pass and in memory that they do not fill.

A question is asked of a ballot if the answers before it lead there. Texts are not on an opened
ballot: what only an answered text leads to counts as asked where it was answered.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from surveys.ballots.ballot import Ballot
from surveys.keys import AppraiseeKey, GroupKey, IndicatorKey, QuestionKey
from surveys.questionnaire.answer import (
    Answer,
    Choice,
    Choices,
    Mark,
    Marks,
    Order,
    Points,
    Quantity,
    Words,
)
from surveys.questionnaire.form import Questionnaire, shows
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.tally.poll_tally import (
    ChoiceTally,
    GradesTally,
    GroupTally,
    MeasureTally,
    PollTally,
    QuestionTally,
    RankingTally,
    TextTally,
)
from surveys.tally.tally import Cell


class _Pile:
    """The running counts of one question within one group."""

    def __init__(self) -> None:
        self.asked = 0
        self.answered = 0
        self.counts = Counter[str]()
        self.cells = Counter[tuple[AppraiseeKey, IndicatorKey, Mark]]()
        self.places = Counter[tuple[str, int]]()

    def put(self, answer: Answer | None) -> None:
        self.asked += 1
        match answer:
            case None | Words():
                return
            case Choice(option=option):
                self.counts[option] += 1
            case Choices(options=options):
                self.counts.update(options)
            case Points(points=points):
                self.counts[str(points)] += 1
            case Quantity(number=number):
                self.counts[str(Fraction(number))] += 1
            case Order(options=options):
                self.places.update((option, place) for place, option in enumerate(options))
            case Marks():
                self.answered += self._put_marks(answer)
                return
        self.answered += 1

    def _put_marks(self, answer: Marks) -> bool:
        cells = [
            (subject, indicator, mark)
            for subject, row in answer.marks.items()
            for indicator, mark in row.items()
        ]
        self.cells.update(cells)
        return any(mark is not None for _, _, mark in cells)


class PollCounter:
    """Counts ballots as they come, so that a box is never in memory as a whole."""

    def __init__(self, form: Questionnaire, groups: Iterable[GroupKey] = ()) -> None:
        """Nothing is counted yet; `groups` are told even if nobody of them answers."""
        self._questions: tuple[Question, ...] = tuple(form.questions())
        self._piles: dict[GroupKey, dict[QuestionKey, _Pile]] = {}
        self._ballots: Counter[GroupKey] = Counter()
        for group in groups:
            self._begin(group)

    def put(self, ballot: Ballot) -> None:
        """Count one ballot; those of other forms were kept out when the box was opened."""
        self._ballots[ballot.group] += 1
        piles = self._piles.get(ballot.group) or self._begin(ballot.group)
        for question in self._questions:
            answer = ballot.answers.get(question.key)
            if answer is not None or shows(question, ballot.answers):
                piles[question.key].put(answer)

    def _begin(self, group: GroupKey) -> dict[QuestionKey, _Pile]:
        self._piles[group] = {question.key: _Pile() for question in self._questions}
        return self._piles[group]

    def tally(self) -> PollTally:
        """What was counted so far."""
        return PollTally(
            {
                group: GroupTally(
                    self._ballots[group],
                    {question.key: _settle(question, piles[question.key])
                     for question in self._questions},
                )
                for group, piles in self._piles.items()
            }
        )  # fmt: skip


def count(ballots: Iterable[Ballot], form: Questionnaire) -> PollTally:
    """Count every ballot."""
    counter = PollCounter(form)
    for ballot in ballots:
        counter.put(ballot)
    return counter.tally()


def _settle(question: Question, pile: _Pile) -> QuestionTally:
    asked, answered = pile.asked, pile.answered
    match question:
        case SingleChoice(options=options) | MultipleChoice(options=options):
            counts = {option.key: pile.counts[option.key] for option in options}
            return ChoiceTally(asked=asked, answered=answered, counts=counts)
        case Scale(low=low, high=high):
            given = (points for points in range(low, high + 1) if pile.counts[str(points)])
            counts = {str(points): pile.counts[str(points)] for points in given}
            return MeasureTally(asked=asked, answered=answered, counts=counts)
        case Number():
            return MeasureTally(asked=asked, answered=answered, counts=dict(pile.counts))
        case Ranking(options=options, places=places):
            width = range(places or len(options))
            rows = {o.key: tuple(pile.places[o.key, place] for place in width) for o in options}
            return RankingTally(asked=asked, answered=answered, places=rows)
        case GradeMatrix():
            return GradesTally(asked=asked, answered=answered, cells=_cells(question, pile))
        case ShortText() | LongText():
            return TextTally(asked=asked, answered=0)


def _cells(question: GradeMatrix, pile: _Pile) -> dict[AppraiseeKey, dict[IndicatorKey, Cell]]:
    """Every grade is told, zeros too; of points only those somebody gave."""
    grades = {grade.key for grade in question.grades}
    return {
        subject.key: {
            indicator.key: Cell(
                counts={
                    mark: number
                    for mark in question.marks()
                    for number in (pile.cells[subject.key, indicator.key, mark],)
                    if number or mark in grades
                },
                blank=pile.cells[subject.key, indicator.key, None],
            )
            for indicator in question.indicators
        }
        for subject in question.subjects
    }
