"""What was answered to one question of a poll becomes its picture."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reports.charts import AnswerRow, Answers, Chart, GradeBars, GradeRow, Mark, Tone
from reports.wording.meeting import PEOPLE
from reports.wording.poll_page import (
    NO_OPINION,
)
from reports.wording.poll_report import BLANK, FIRST
from reports.writing.poll_names import Names
from reports.writing.poll_questions import share, totals
from reports.writing.poll_sureness import Sureness
from surveys.keys import Key
from surveys.poll import PollManifest
from surveys.questionnaire.questions import (
    GradeMatrix,
    MultipleChoice,
    Question,
    Ranking,
    Scale,
    SingleChoice,
)
from surveys.tally.poll_results import Column, PublishedTable, QuestionResult


def chart_of(
    manifest: PollManifest, question: Question, result: QuestionResult, sure: Sureness
) -> Chart | None:
    """None for what is written, and where too few answered to draw anything."""
    told = [table for table in result.tables if table.columns]
    if not told:
        return None
    match question:
        case SingleChoice() | Scale():
            return Answers(_rows(Names(manifest), told[0], sure))
        case MultipleChoice():
            rows = (_row(Names(manifest), t, "chosen", sure) for t in told)
            return Answers(tuple(sorted(rows, key=lambda row: -row.number)))
        case Ranking():
            rows = _rows(Names(manifest), told[0], sure)
            return Answers(tuple(_first(row) for row in rows))
        case GradeMatrix():
            return _grades(manifest, question, told)
        case _:
            return None


def _first(row: AnswerRow) -> AnswerRow:
    return AnswerRow(f"{row.label}　{FIRST}", row.number, row.whole, row.share, row.interval)


def _rows(names: Names, table: PublishedTable, sure: Sureness) -> tuple[AnswerRow, ...]:
    return tuple(_row(names, table, column.key, sure) for column in table.columns)


def _row(names: Names, table: PublishedTable, answer: Key, sure: Sureness) -> AnswerRow:
    found = totals(table)
    whole = sum(found.values())
    span = sure.spans.get((table.question, table.part, answer))
    label = names.part(table) if answer == "chosen" else names.answer(table, (answer,))
    return AnswerRow(
        label=label,
        number=found[answer],
        whole=whole,
        share=f"{share(found[answer], whole)}%",
        interval=(Decimal(span.low), Decimal(span.high)) if span else None,
    )


def _grades(manifest: PollManifest, matrix: GradeMatrix, tables: list[PublishedTable]) -> GradeBars:
    """A bar for each subject, or for each of its indicators."""
    names, tones = Names(manifest), dict(_tones(matrix))
    return GradeBars(
        rows=tuple(
            GradeRow(
                names.part(table),
                tuple(_mark(names, table, tones, column.key) for column in _given(table)),
            )
            for table in tables
        ),
        unit=PEOPLE,
    )


def _given(table: PublishedTable) -> Iterator[Column]:
    return (column for column in table.columns if column.key != "blank" or column.total)


def _mark(names: Names, table: PublishedTable, tones: Mapping[Key, Tone], key: Key) -> Mark:
    label = BLANK if key == "blank" else names.answer(table, (key,))
    return Mark(label, tones.get(key, Tone.NONE), totals(table)[key])


def _tones(matrix: GradeMatrix) -> Iterator[tuple[Key, Tone]]:
    """Grades stand best first; what is no opinion has no colour."""
    ranked = [grade for grade in matrix.grades if grade.label not in NO_OPINION]
    for at, grade in enumerate(ranked):
        last = at == len(ranked) - 1
        yield grade.key, Tone.POOR if last and at else Tone.FAIR if at else Tone.GOOD
