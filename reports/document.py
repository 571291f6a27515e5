"""What a printed page is made of: one tagged union of blocks, knowing nothing of voting.

Writers turn results into a `Document`; renderers turn a `Document` into HTML and PDF.
"""

import enum
from collections.abc import Iterator
from typing import Annotated, TypeAlias

import msgspec

from surveys.values import Value

Level: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=4)]
"""Depth of a heading: 一、 then （一） then 1. then （1）, GB/T 9704-2012, 7.3.3."""


class Heading(Value, frozen=True, tag="heading"):
    """A heading (标题) on a line of its own; its number is given by the renderer."""

    level: Level
    words: str


class Clause(Value, frozen=True, tag="clause"):
    """A numbered paragraph whose first words stand in the heading's face, as notices number."""

    level: Level
    lead: str
    words: str


class Paragraph(Value, frozen=True, tag="paragraph"):
    """Running text. Without `indent` it starts at the margin, as an addressee (主送机关) does."""

    words: str
    indent: bool = True


class Align(enum.Enum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Column(Value, frozen=True):
    """A column; neighbours with the same `group` share one heading above their own."""

    label: str
    group: str = ""
    align: Align = Align.CENTRE
    width: int = 0
    """Width in percent of the text width, where the content does not decide it well."""


class Table(Value, frozen=True, tag="table"):
    """A table: caption and unit above it, notes (注) below. The first `heads` cells name a row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    heads: int = 1
    unit: str = ""
    notes: tuple[str, ...] = ()


class Fact(Value, frozen=True):
    """A label and what it says; an empty value is a line to fill in by hand."""

    label: str
    words: str = ""


class Facts(Value, frozen=True, tag="facts"):
    """Facts side by side, as at the top of a form."""

    facts: tuple[Fact, ...]


class Codes(Value, frozen=True, tag="codes"):
    """Fingerprints (指纹) that a person compares with a screen, a few characters at a time."""

    codes: tuple[Fact, ...]


class SignatureLines(Value, frozen=True, tag="signatures"):
    """Roles that sign by hand (签字), each with so many places."""

    roles: tuple[tuple[str, int], ...]


class Card(Value, frozen=True):
    """A card to cut out: where to go by camera, what to type, what to know."""

    heading: str
    title: str
    about: str
    address: str
    """What the QR code says."""
    code: str
    steps: tuple[str, ...]
    promise: str
    pile: str = ""
    """Which pile the card belongs to, in one word."""


class Cards(Value, frozen=True, tag="cards"):
    """Cards of one pile; they begin on a new sheet."""

    cards: tuple[Card, ...]


Block: TypeAlias = Heading | Clause | Paragraph | Table | Facts | Codes | SignatureLines | Cards


class Closing(Value, frozen=True):
    """Who issues the document and on which date (署名、成文日期), placed after 7.3.5.2."""

    issuer: str
    date: str


class Annex(Value, frozen=True):
    """An attachment (附件): it begins on a page of its own and is announced before the closing."""

    title: str
    blocks: tuple[Block, ...]


class Paper(enum.Enum):
    """How a page is furnished."""

    OFFICIAL = "official"  # 公文: GB/T 9704-2012, 28 characters by 22 lines
    SHEET = "sheet"  # a form on one A4 page
    CARDS = "cards"  # cut-out cards


class Document(Value, frozen=True):
    """A whole document. `dated` (RFC 3339) is the only time a rendering may carry."""

    title: str
    blocks: tuple[Block, ...]
    dated: str
    paper: Paper = Paper.OFFICIAL
    issuer: str = ""
    """The red head (发文机关标志); empty for none."""
    number: str = ""
    """The document number (发文字号), or 第60号 of a notice."""
    closing: Closing | None = None
    annexes: tuple[Annex, ...] = ()


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


WIDEST = 16
"""Columns that 156 mm still carry legibly."""


class Complaint(Value, frozen=True):
    """A fault and where it is, in the document's own words."""

    fault: Fault
    where: str


def proofread(document: Document) -> tuple[Complaint, ...]:
    """Everything to mend before printing.

    >>> proofread(Document(title="公告", blocks=(Heading(2, "先来的"),), dated=""))
    (Complaint(fault=<Fault.SKIPPED_LEVEL: 'skipped_level'>, where='先来的'),)
    """
    return tuple(_faults(document))


def _faults(document: Document) -> Iterator[Complaint]:
    if not document.title.strip():
        yield Complaint(Fault.UNTITLED, "")
    yield from _faults_of_blocks(document.blocks)
    for annex in document.annexes:
        if not annex.title.strip() or not annex.blocks:
            yield Complaint(Fault.EMPTY_ANNEX, annex.title)
        yield from _faults_of_blocks(annex.blocks)


def _faults_of_blocks(blocks: tuple[Block, ...]) -> Iterator[Complaint]:
    depth = 0
    for block in blocks:
        match block:
            case Heading(level, words) | Clause(level, words):
                if level > depth + 1:
                    yield Complaint(Fault.SKIPPED_LEVEL, words)
                depth = level
                if not words.strip():
                    yield Complaint(Fault.EMPTY_WORDS, "")
            case Paragraph(words):
                if not words.strip():
                    yield Complaint(Fault.EMPTY_WORDS, "")
            case Table():
                yield from _faults_of_table(block)
            case _:
                pass


def _faults_of_table(table: Table) -> Iterator[Complaint]:
    if not table.columns:
        yield Complaint(Fault.NO_COLUMNS, table.caption)
    if len(table.columns) > WIDEST:
        yield Complaint(Fault.TOO_WIDE, table.caption)
    if not table.rows:
        yield Complaint(Fault.NO_ROWS, table.caption)
    for row in table.rows:
        if len(row) != len(table.columns):
            yield Complaint(Fault.UNEVEN_ROW, f"{table.caption}：{row[0] if row else ''}")
