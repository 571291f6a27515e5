"""A published poll becomes its public page: whom it speaks for, then question by question.

Numbers and sentences are those of the printed report, so the page and the PDF agree.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reports.charts import AnswerRow, Answers, Chart, GradeBars, GradeRow, Mark, Tone, draw
from reports.document import Paragraph, Table
from reports.wording.numbers import in_fours, official_date, points
from reports.wording.poll_page import FILES, NO_OPINION, say_answered, say_came
from reports.wording.poll_report import BLANK, FIRST, MEAN_RANK, NOT_QUOTED, TOO_FEW
from reports.wording.polls import say_poll_secrecy, say_representation
from reports.writing.poll_groups import say_protection, tables_of, turnout_table
from reports.writing.poll_names import Names
from reports.writing.poll_questions import SCORES, say_measures, share, totals
from reports.writing.poll_sureness import Sureness, look_up, say_sureness
from reports.writing.poll_weighing import weigh
from surveys.keys import Key, QuestionKey
from surveys.poll import Entry, PollManifest
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import (
    GradeMatrix,
    LongText,
    MultipleChoice,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
)
from surveys.statistics.poll_reading import PollReading
from surveys.tally.poll_results import Column, PollResult, PublishedTable, QuestionResult
from surveys.values import Value


class PollFindings(Value, frozen=True):
    """What is published of a poll. There is no reading where another release wrote it otherwise."""

    manifest: PollManifest
    result: PollResult
    fingerprint: str
    reading: PollReading | None = None
    comments: dict[QuestionKey, tuple[str, ...]] = {}


class Asked(Value, frozen=True, kw_only=True):
    """One question: what is said of it, its picture, its tables by group, its comments."""

    number: int
    title: str
    section: str
    """Told once, before the first question of the section."""
    answered: str
    words: tuple[str, ...]
    chart: str
    tables: tuple[Table, ...]
    comments: tuple[str, ...]


class PollResultView(Value, frozen=True, kw_only=True):
    """`public/poll.html`."""

    congress: str
    survey: str
    title: str
    dated: str
    came: str
    caveat: str
    facts: tuple[tuple[str, int, str], ...]
    sure: str
    weighed: tuple[str, ...]
    estimates: tuple[Table, ...]
    protection: str
    turnout: tuple[Table, ...]
    questions: tuple[Asked, ...]
    files: tuple[tuple[str, str], ...]
    fingerprints: tuple[tuple[str, tuple[str, ...]], ...]
    secrecy: str

    @classmethod
    def of(cls, found: PollFindings) -> "PollResultView":
        """Everything that may be told."""
        manifest, result = found.manifest, found.result
        weighed = tuple(weigh(manifest, result, found.reading)) if found.reading else ()
        turnout = turnout_table(manifest, result)
        every = [result.turnout, *(table for each in result.questions for table in each.tables)]
        return cls(
            congress=manifest.congress,
            survey=manifest.survey,
            title=manifest.title,
            dated=official_date(result.published_at),
            came=say_came(manifest, result),
            caveat=say_representation(manifest),
            facts=tuple(_facts(manifest, result)),
            sure=say_sureness(found.reading) if found.reading else "",
            weighed=tuple(block.words for block in weighed if isinstance(block, Paragraph)),
            estimates=tuple(block for block in weighed if isinstance(block, Table)),
            protection=say_protection(every),
            turnout=(turnout,) if turnout else (),
            questions=tuple(_questions(found)),
            files=FILES,
            fingerprints=(
                ("问卷方案", in_fours(result.manifest)),
                ("统计结果", in_fours(found.fingerprint)),
            ),
            secrecy=say_poll_secrecy(manifest.entry, manifest.custody),
        )


def _facts(manifest: PollManifest, result: PollResult) -> Iterator[tuple[str, int, str]]:
    if manifest.entry is Entry.CARDS:
        yield "发出票卡", result.issued, "张"
    yield "收回答卷", result.sealed, "份"
    yield "有效", result.valid, "份"


def _questions(found: PollFindings) -> Iterator[Asked]:
    results = {each.question: each for each in found.result.questions}
    sure, sections = look_up(found.reading), _sections(found.manifest.form)
    for number, question in enumerate(found.manifest.form.questions(), start=1):
        if question.key in results:
            result = results[question.key]
            chart = _chart(found.manifest, question, result, sure)
            comments = found.comments.get(question.key, ())
            yield Asked(
                number=number,
                title=question.title,
                section=sections.get(question.key, ""),
                answered=say_answered(question, result),
                words=tuple(_words(question, result, found.result.minimum, sure))
                + ((NOT_QUOTED,) if _is_text(question) and not comments else ()),
                chart=draw(chart) if chart else "",
                tables=tuple(tables_of(found.manifest, question, result)),
                comments=comments,
            )


def _is_text(question: Question) -> bool:
    return isinstance(question, ShortText | LongText)


def _sections(form: Questionnaire) -> dict[QuestionKey, str]:
    return {
        section.questions[0].key: section.title for section in form.sections if section.questions
    }


def _words(
    question: Question, result: QuestionResult, minimum: int, sure: Sureness
) -> Iterator[str]:
    """What the picture does not say."""
    if _is_text(question):
        return
    if result.measures is not None:
        unit = "分" if isinstance(question, Scale) else getattr(question, "unit", "")
        yield say_measures(result.measures, unit, sure.say_average(question.key, unit))
    elif not result.mean_ranks and not any(table.columns for table in result.tables):
        yield TOO_FEW.format(minimum=minimum)
    if isinstance(question, Ranking) and result.mean_ranks:
        yield (
            "；".join(
                f"{option.label}{MEAN_RANK}{points(result.mean_ranks.get(option.key), SCORES)}"
                for option in question.options
            )
            + "。"
        )


def _chart(
    manifest: PollManifest, question: Question, result: QuestionResult, sure: Sureness
) -> Chart | None:
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
        unit="人",
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
