"""What a printed page is made of: one tagged union of blocks, knowing nothing of voting.

Writers turn results into a `Document`; renderers turn a `Document` into HTML, PDF, Word and Excel.
"""

from reports.document.blocks import (
    Align,
    Block,
    Card,
    Cards,
    Clause,
    Codes,
    Column,
    Copy,
    Fact,
    Facts,
    Figure,
    Heading,
    Level,
    Paragraph,
    Scan,
    SignatureLines,
    Table,
    figure_of,
)
from reports.document.pages import Annex, Closing, Document, Enclosed, Paper, Record
from reports.document.proofreading import WIDEST, Complaint, Fault, proofread
from reports.document.slots import fill, slots

__all__ = [
    "WIDEST",
    "Align",
    "Annex",
    "Block",
    "Card",
    "Cards",
    "Clause",
    "Closing",
    "Codes",
    "Column",
    "Complaint",
    "Copy",
    "Document",
    "Enclosed",
    "Fact",
    "Facts",
    "Fault",
    "Figure",
    "Heading",
    "Level",
    "Paper",
    "Paragraph",
    "Record",
    "Scan",
    "SignatureLines",
    "Table",
    "figure_of",
    "fill",
    "proofread",
    "slots",
]
