"""The protected tables of a poll become a document of tables alone, for a workbook."""

from collections.abc import Iterator

import msgspec

from reports.document import Block, Document, Table
from reports.wording.poll_report import BY_GROUPS, TABLES
from reports.writing.poll_groups import tables_of, turnout_table
from reports.writing.poll_questions import Told, write_question
from reports.writing.poll_sureness import look_up
from surveys.poll import PollManifest
from surveys.statistics.poll_reading import PollReading
from surveys.tally.poll_results import PollResult


def write_poll_tables(
    manifest: PollManifest, result: PollResult, reading: PollReading | None
) -> Document:
    """Every table named by its question."""
    return Document(
        title=TABLES.format(title=manifest.title),
        issuer=manifest.congress,
        dated=result.published_at,
        blocks=tuple(_blocks(manifest, result, reading)),
    )


def _blocks(
    manifest: PollManifest, result: PollResult, reading: PollReading | None
) -> Iterator[Block]:
    if table := turnout_table(manifest, result):
        yield table
    sure = look_up(reading)
    found = {each.question: each for each in result.questions}
    numbers = {q.key: n for n, q in enumerate(manifest.form.questions(), start=1)}
    for question in manifest.form.questions():
        if question.key not in found:
            continue
        told = Told(found[question.key], result.minimum, sure=sure)
        whole = (b for b in write_question(question, told) if isinstance(b, Table))
        by_group = tables_of(manifest, question, found[question.key])
        words = f"{numbers[question.key]} {question.title}"
        yield from (_captioned(table, words) for table in whole)
        yield from (_captioned(table, words, BY_GROUPS) for table in by_group)


def _captioned(table: Table, *words: str) -> Table:
    return msgspec.structs.replace(table, caption="：".join(filter(None, (*words, table.caption))))
