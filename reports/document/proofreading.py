"""What to mend in a document before it is printed."""

import enum
from collections.abc import Iterator

from reports.document.blocks import Block, Clause, Figure, Heading, Paragraph, Table
from reports.document.pages import Annex, Document, Paper
from surveys.values import Value


class Fault(enum.Enum):
    """What is wrong with a document."""

    UNTITLED = "untitled"
    SKIPPED_LEVEL = "skipped_level"
    EMPTY_WORDS = "empty_words"
    NO_COLUMNS = "no_columns"
    UNEVEN_ROW = "uneven_row"
    NO_ROWS = "no_rows"
    TOO_WIDE = "too_wide"
    EMPTY_ANNEX = "empty_annex"
    NO_ALTERNATIVE = "no_alternative"
    NO_CAPTION = "no_caption"
    SLOT_TWICE = "slot_twice"
    NO_RECORD = "no_record"
    UNFURNISHED = "unfurnished"


WIDEST = 16
"""Columns that 156 mm still carry legibly."""
WIDEST_ACROSS = 24
"""Columns that 225 mm carry, where an annex lies across the sheet."""


class Complaint(Value, frozen=True):
    """A fault and where it is, in the document's own words."""

    fault: Fault
    where: str


def proofread(document: Document) -> tuple[Complaint, ...]:
    """Everything to mend before printing.

    >>> from reports.document import Document, Heading
    >>> proofread(Document(title="公告", blocks=(Heading(2, "先来的"),), dated=""))
    (Complaint(fault=<Fault.SKIPPED_LEVEL: 'skipped_level'>, where='先来的'),)
    """
    return tuple(_faults(document))


def _faults(document: Document) -> Iterator[Complaint]:
    if not document.title.strip():
        yield Complaint(Fault.UNTITLED, "")
    yield from _faults_of_blocks(document.blocks, widest=WIDEST)
    for annex in document.annexes:
        yield from _faults_of_annex(annex)
    yield from _faults_of_slots(document)
    yield from _faults_of_furniture(document)


def _faults_of_annex(annex: Annex) -> Iterator[Complaint]:
    if not annex.title.strip() or not annex.blocks:
        yield Complaint(Fault.EMPTY_ANNEX, annex.title)
    yield from _faults_of_blocks(annex.blocks, widest=WIDEST_ACROSS if annex.landscape else WIDEST)


def _faults_of_blocks(blocks: tuple[Block, ...], *, widest: int) -> Iterator[Complaint]:
    depth = 0
    for block in blocks:
        match block:
            case Heading(level) | Clause(level):
                words = block.words if isinstance(block, Heading) else block.lead + block.words
                if level > depth + 1:
                    yield Complaint(Fault.SKIPPED_LEVEL, words)
                depth = level
                if not words.strip():
                    yield Complaint(Fault.EMPTY_WORDS, "")
            case Paragraph(words):
                if not words.strip():
                    yield Complaint(Fault.EMPTY_WORDS, block.slot)
            case Table():
                yield from _faults_of_table(block, widest)
            case Figure():
                yield from _faults_of_figure(block)
            case _:
                pass


def _faults_of_table(table: Table, widest: int) -> Iterator[Complaint]:
    if not table.columns:
        yield Complaint(Fault.NO_COLUMNS, table.caption)
    if len(table.columns) > widest:
        yield Complaint(Fault.TOO_WIDE, table.caption)
    if not table.rows:
        yield Complaint(Fault.NO_ROWS, table.caption)
    for row in table.rows:
        if len(row) != len(table.columns):
            yield Complaint(Fault.UNEVEN_ROW, f"{table.caption}：{row[0] if row else ''}")


def _faults_of_figure(figure: Figure) -> Iterator[Complaint]:
    if not figure.caption.strip():
        yield Complaint(Fault.NO_CAPTION, figure.alternative)
    if not figure.alternative.strip():
        yield Complaint(Fault.NO_ALTERNATIVE, figure.caption)


def _faults_of_slots(document: Document) -> Iterator[Complaint]:
    blocks = [*document.blocks, *(block for annex in document.annexes for block in annex.blocks)]
    named = [block.slot for block in blocks if isinstance(block, Paragraph) and block.slot]
    for slot in sorted({slot for slot in named if named.count(slot) > 1}):
        yield Complaint(Fault.SLOT_TWICE, slot)


def _faults_of_furniture(document: Document) -> Iterator[Complaint]:
    """Addressee, record and pages across belong to official paper alone."""
    record = document.record
    if record and not (record.printed_by.strip() and record.printed_on.strip()):
        yield Complaint(Fault.NO_RECORD, record.printed_by)
    across = any(annex.landscape for annex in document.annexes)
    if document.paper is not Paper.OFFICIAL and (document.addressee or record or across):
        yield Complaint(Fault.UNFURNISHED, document.title)
