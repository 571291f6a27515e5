"""A counted poll as the workbench reads it: totals of each question."""

from reports.wording.numbers import points
from reports.wording.poll_report import AVERAGE, FIRST, MEDIAN
from service.boards.polls.store import PollRow
from surveys.questionnaire.questions import GradeMatrix, Question
from surveys.rules.ruleset import Display
from surveys.tally.measures import firsts, mean, median
from surveys.tally.poll_merging import overall
from surveys.tally.poll_tally import (
    ChoiceTally,
    GradesTally,
    MeasureTally,
    QuestionTally,
    RankingTally,
    TextTally,
)
from surveys.values import Value


class Line(Value, frozen=True):
    """One answer and how many gave it."""

    label: str
    number: str


class Total(Value, frozen=True):
    """One question over everybody: what the official result will say."""

    title: str
    asked: int
    answered: int
    lines: tuple[Line, ...]


def read_totals(row: PollRow) -> tuple[Total, ...]:
    """Question by question; nothing before the box was counted."""
    if not row.count:
        return ()
    count = row.count.read()
    tallies = overall(count.tally).questions
    return tuple(
        _total(question, tallies[question.key], texts=count.texts.get(question.key, 0))
        for question in row.plan.read().form.questions()
        if question.key in tallies
    )


def _total(question: Question, tally: QuestionTally, *, texts: int) -> Total:
    answered = texts if isinstance(tally, TextTally) else tally.answered
    return Total(question.title, tally.asked, answered, tuple(_lines(question, tally)))


def _lines(question: Question, tally: QuestionTally) -> list[Line]:
    labels = {option.key: option.label for option in getattr(question, "options", ())}
    match tally:
        case ChoiceTally(counts=counts):
            return [Line(label, str(counts[key])) for key, label in labels.items()]
        case MeasureTally(counts=counts):
            told = ((AVERAGE, mean(counts)), (MEDIAN, median(counts)))
            return [Line(label, points(value, Display())) for label, value in told]
        case RankingTally():
            given = firsts(tally)
            return [Line(f"{label} {FIRST}", str(given[key])) for key, label in labels.items()]
        case GradesTally():
            return _grades(question, tally)
        case TextTally():
            return []


def _grades(question: Question, tally: GradesTally) -> list[Line]:
    assert isinstance(question, GradeMatrix)
    grades = {grade.key: grade.label for grade in question.grades}
    return [
        Line(
            f"{subject.label} · {indicator.label}",
            "，".join(
                f"{grades.get(mark, mark)} {counts[mark]}"
                for mark in question.marks()
                if mark in counts
            ),
        )
        for subject in question.subjects
        for indicator in question.indicators
        for counts in (tally.cells[subject.key][indicator.key].counts,)
    ]
