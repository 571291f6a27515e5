"""A whole document: its blocks and the furniture of its pages, GB/T 9704-2012, 7.2 to 7.4."""

import enum

from reports.document.blocks import Block
from surveys.values import Value


class Closing(Value, frozen=True):
    """Who issues the document and on which date (署名、成文日期), placed after 7.3.5.2."""

    issuer: str
    date: str


class Record(Value, frozen=True):
    """The record at the foot of the last page (版记, 7.4): copies, who printed it and when."""

    printed_by: str
    """印发机关."""
    printed_on: str
    """印发日期, as 2026年11月20日."""
    copies: tuple[str, ...] = ()
    """抄送机关, in the order of rank."""


class Annex(Value, frozen=True):
    """An attachment (附件): it begins on a page of its own and is announced before the closing."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    """Lay its wide tables across the sheet (表格横排, clause 8)."""


class Paper(enum.Enum):
    """How a page is furnished."""

    OFFICIAL = "official"  # 公文: GB/T 9704-2012, 28 characters by 22 lines
    SHEET = "sheet"  # a form on one A4 page
    CARDS = "cards"  # cut-out cards
    BALLOT = (
        "ballot"  # copies of a form to mark by hand; no page number, which would tell them apart
    )
    BOARD = "board"  # one sheet in large type for a board in the village


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
    addressee: str = ""
    """Whom it is sent to (主送机关), without the colon; a notice to everybody has none."""
    record: Record | None = None
    draft: bool = False
    """Every page of a draft (草稿) says so, and the place of the seal is marked."""


class Enclosed(Value, frozen=True):
    """A published file that travels inside the PDF of a document."""

    name: str
    data: bytes
    description: str = ""
