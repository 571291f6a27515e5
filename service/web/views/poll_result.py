"""A published poll becomes its public page: whom it speaks for, then question by question.

Numbers and sentences are those of the printed report, so the page and the PDF agree.
"""

from collections.abc import Iterator

from reports.charts import draw
from reports.document import Paragraph, Table
from reports.wording.fingerprints import POLL_MANIFEST, POLL_RESULT
from reports.wording.limits import POINTS
from reports.wording.meeting import SHEETS, VALID
from reports.wording.numbers import in_fours, official_date, points
from reports.wording.poll_page import (
    ANSWERS_RETURNED,
    CARDS_ISSUED,
    COPIES,
    FILES,
    say_answered,
    say_came,
)
from reports.wording.poll_report import MEAN_RANK, NOT_QUOTED, TOO_FEW
from reports.wording.polls import say_poll_secrecy, say_representation
from reports.writing.poll_groups import say_protection, tables_of, turnout_table
from reports.writing.poll_questions import SCORES, say_measures
from reports.writing.poll_sureness import Sureness, look_up, say_sureness
from reports.writing.poll_weighing import weigh
from service.web.views.poll_chart import chart_of
from surveys.keys import QuestionKey
from surveys.poll import Entry, PollManifest
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.questions import (
    LongText,
    Question,
    Ranking,
    Scale,
    ShortText,
)
from surveys.statistics.poll_reading import PollReading
from surveys.tally.poll_results import PollResult, QuestionResult
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
                (POLL_MANIFEST, in_fours(result.manifest)),
                (POLL_RESULT, in_fours(found.fingerprint)),
            ),
            secrecy=say_poll_secrecy(manifest.entry, manifest.custody),
        )


def _facts(manifest: PollManifest, result: PollResult) -> Iterator[tuple[str, int, str]]:
    if manifest.entry is Entry.CARDS:
        yield CARDS_ISSUED, result.issued, SHEETS
    yield ANSWERS_RETURNED, result.sealed, COPIES
    yield VALID, result.valid, COPIES


def _questions(found: PollFindings) -> Iterator[Asked]:
    results = {each.question: each for each in found.result.questions}
    sure, sections = look_up(found.reading), _sections(found.manifest.form)
    for number, question in enumerate(found.manifest.form.questions(), start=1):
        if question.key in results:
            result = results[question.key]
            chart = chart_of(found.manifest, question, result, sure)
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
        unit = POINTS if isinstance(question, Scale) else getattr(question, "unit", "")
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
