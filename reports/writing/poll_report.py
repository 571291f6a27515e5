"""A published poll becomes its report (民意调查报告): of whom it speaks, then question by question.

Numbers are those of the published result: what its gate withheld is not in it and is not here.
"""

from collections.abc import Iterator, Mapping

from reports.document import Annex, Block, Codes, Document, Fact, Heading, Paragraph
from reports.wording.numbers import official_days
from reports.wording.poll_report import (
    BY_GROUP,
    CARDS,
    FINGERPRINTS,
    LINK,
    OPENING,
    PARTICIPANTS,
    RETURNED_ONLY,
    SURE,
    TITLE,
    UNOPENED,
    WEIGHED,
)
from reports.wording.polls import say_representation
from reports.wording.spoiled import REASONS
from reports.writing.dispatch import Dispatch, send
from reports.writing.poll_groups import group_tables, turnout_table
from reports.writing.poll_questions import Told, share, write_question
from reports.writing.poll_sureness import Sureness, look_up, say_sureness
from reports.writing.poll_weighing import weigh
from surveys.ballots.validity import Spoiled
from surveys.keys import QuestionKey
from surveys.poll import Entry, PollManifest
from surveys.statistics.poll_reading import PollReading
from surveys.tally.poll_results import PollResult


def write_poll_report(  # noqa: PLR0913 -- what is told, and what is told beside it
    manifest: PollManifest,
    result: PollResult,
    *,
    fingerprint: str,
    dispatch: Dispatch,
    comments: Mapping[QuestionKey, tuple[str, ...]] | None = None,
    reading: PollReading | None = None,
) -> Document:
    """Write it. `comments` are texts as a person reviewed and released them, by question.

    `reading` says how sure the shares are, where that was worked out.
    """
    by_group = tuple(group_tables(manifest, result))
    weighed = tuple(weigh(manifest, result, reading)) if reading else ()
    sure = look_up(reading)
    paper = Document(
        title=poll_title(manifest.title),
        issuer=manifest.congress,
        dated=dispatch.dated,
        blocks=(
            Paragraph(_opening(manifest, result), slot="opening"),
            Heading(1, "调查情况"),
            *_sample(manifest, result),
            *([Heading(1, SURE), Paragraph(say_sureness(reading))] if reading else []),
            Heading(1, "各题结果"),
            *_questions(manifest, result, comments=comments or {}, sure=sure),
            Heading(1, "核对"),
            Paragraph(FINGERPRINTS),
            Codes((Fact("调查方案", result.manifest), Fact("调查结果", fingerprint))),
        ),
        annexes=(
            *([Annex(BY_GROUP, by_group)] if by_group else []),
            *([Annex(WEIGHED, weighed)] if weighed else []),
        ),
    )
    return send(paper, dispatch)


def poll_title(title: str) -> str:
    """Name the report after its poll.

    >>> poll_title("便民服务民意调查"), poll_title("便民服务问卷")
    ('便民服务民意调查报告', '便民服务问卷民意调查报告')
    """
    return TITLE.format(title=title.removesuffix("民意调查").removesuffix("调查"))


def _opening(manifest: PollManifest, result: PollResult) -> str:
    return OPENING.format(
        when=official_days(result.opened_at, result.closed_at),
        congress=manifest.congress,
        title=manifest.title,
    )


def _sample(manifest: PollManifest, result: PollResult) -> Iterator[Block]:
    """How many came, whom they speak for, and cards by group."""
    link = manifest.entry is Entry.OPEN_LINK
    rate = f"{share(result.sealed, result.issued)}%"
    told = (LINK if link else CARDS).format(
        issued=result.issued, sealed=result.sealed, valid=result.valid, rate=rate
    )
    yield Paragraph(told + _say_unopened(result))
    yield Paragraph(say_representation(manifest) + (PARTICIPANTS if link else RETURNED_ONLY))
    if table := turnout_table(manifest, result):
        yield table


def _say_unopened(result: PollResult) -> str:
    found = {reason: number for reason, number in result.unopened.items() if number}
    if not found:
        return ""
    reasons = "、".join(f"{REASONS[Spoiled(key)]}{number}份" for key, number in found.items())
    return UNOPENED.format(number=sum(found.values()), reasons=reasons)


def _questions(
    manifest: PollManifest,
    result: PollResult,
    *,
    comments: Mapping[QuestionKey, tuple[str, ...]],
    sure: Sureness,
) -> Iterator[Block]:
    found = {each.question: each for each in result.questions}
    for question in manifest.form.questions():
        if question.key in found:
            yield Heading(2, question.title)
            said = comments.get(question.key, ())
            told = Told(found[question.key], result.minimum, said, sure)
            yield from write_question(question, told)
