"""The weighted estimates of a poll become a block of its report, beside the shares as they came."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

from reports.document import Align, Block, Column, Paragraph, Table
from reports.wording import poll_report as said
from reports.wording.findings import say_reason
from reports.writing.poll_names import Names
from reports.writing.poll_questions import share
from reports.writing.poll_sureness import INTERVALS, say_span
from surveys.poll import Holder, PollManifest
from surveys.statistics.poll_reading import PollReading, Rate, Span, Weighting
from surveys.statistics.verdicts import NotComputable
from surveys.tally.poll_results import PollResult, PublishedTable

Margins: TypeAlias = Sequence[tuple[str, int]]
"""Each group and how many it has."""


def weigh(manifest: PollManifest, result: PollResult, reading: PollReading) -> Iterator[Block]:
    """The weighted block: how it was weighed, then every share that may be told beside its own."""
    match reading.weighting:
        case None:
            return
        case NotComputable() as reason:
            yield Paragraph(said.WEIGHED_NONE.format(reason=say_reason(reason)))
        case Weighting() as weighting:
            assert manifest.frame is not None, "only a poll with a frame is weighed"
            yield Paragraph(say_weighting(weighting, manifest.frame.holder, manifest.margins))
            yield from _tables(manifest, result, reading)


def say_weighting(weighting: Weighting, holder: Holder, margins: Margins) -> str:
    """By what was weighed, and what it cost."""
    unit = said.HOUSEHOLD if holder is Holder.HOUSEHOLD else said.PERSON
    trimmed = said.TRIMMED.format(number=weighting.trimmed) if weighting.trimmed else ""
    return said.WEIGHED_HOW.format(
        holder=unit,
        margins="、".join(f"{label}{size}{unit}" for label, size in margins),
        answers=weighting.answers,
        effective=f"{weighting.effective:.0f}",
        largest=f"{weighting.largest:g}",
        trimmed=trimmed,
    )


def _tables(manifest: PollManifest, result: PollResult, reading: PollReading) -> Iterator[Block]:
    """A table a question, under its name, so that none is parted from what it answers."""
    names = Names(manifest)
    tables = {(t.question, t.part): t for each in result.questions for t in each.tables}
    rates = [rate for rate in reading.rates if rate.weighted is not None]
    rows = [_row(names, tables[rate.question, rate.part], rate) for rate in rates]
    for question, found in groupby(rows, key=lambda row: row[0]):
        yield _table(question, [row[1:] for row in found], INTERVALS[reading.basis])
    if rows:
        yield Paragraph(said.WEIGHED_LEFT)


def _table(question: str, rows: Sequence[tuple[str, ...]], interval: str) -> Table:
    return Table(
        caption=question,
        unit="%",
        columns=(
            Column(said.ANSWER, align=Align.LEFT, width=46),
            Column(said.RAW, width=16),
            Column(said.ESTIMATE, width=18),
            Column(interval, width=20),
        ),
        rows=tuple(rows),
    )


def _row(names: Names, table: PublishedTable, rate: Rate) -> tuple[str, ...]:
    assert rate.weighted is not None
    totals = {column.key: column.total for column in table.columns}
    base = sum(number for key, number in totals.items() if key != "blank")
    chosen = rate.answer == "chosen"
    return (
        names.title(table) if chosen else names.question(table),
        names.part(table) if chosen else names.answer(table, (rate.answer,)),
        share(totals[rate.answer], base),
        str(rate.weighted.share),
        say_span(Span(rate.weighted.low, rate.weighted.high)),
    )
