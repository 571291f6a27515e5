"""A table too long for paper leaves the page and goes along as a workbook inside the file.

Two thousand rows laid out cost many times what a whole report costs, in time and in memory, and
nobody reads sixty pages of them; the workbook can be searched. A table to be filled in by hand
(签到表) stays on paper whatever its length.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from reports.document import Block, Document, Enclosed, Paragraph, Table
from reports.rendering.xlsx import render_xlsx
from reports.wording.furniture import LONG_TABLE, LONG_TABLES, THIS_TABLE

MOST: Final = 300
"""Rows of a table that are still laid out."""
WORKBOOK: Final = "tables.xlsx"
"""Under which name it goes along."""


def set_aside(document: Document) -> tuple[Document, tuple[Enclosed, ...]]:
    """The document with a sentence where a long table stood, and the workbook that holds them."""
    found = tuple(_named(document))
    if not found:
        return document, ()
    short = msgspec.structs.replace(
        document,
        blocks=_shortened(document.blocks, ""),
        annexes=tuple(
            msgspec.structs.replace(annex, blocks=_shortened(annex.blocks, annex.title))
            for annex in document.annexes
        ),
    )
    workbook = render_xlsx(Document(document.title, found, document.dated))
    return short, (Enclosed(WORKBOOK, workbook, LONG_TABLES.format(number=len(found))),)


def _named(document: Document) -> Iterator[Table]:
    """Every long table; without a caption it is called what its attachment is."""
    pages = (("", document.blocks), *((annex.title, annex.blocks) for annex in document.annexes))
    for title, blocks in pages:
        for block in blocks:
            if isinstance(block, Table) and _is_long(block):
                yield msgspec.structs.replace(block, caption=block.caption or title)


def _shortened(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    return tuple(
        Paragraph(_say(block, title)) if isinstance(block, Table) and _is_long(block) else block
        for block in blocks
    )


def _say(table: Table, title: str) -> str:
    name = table.caption or title
    told = f"“{name}”" if name else THIS_TABLE
    return LONG_TABLE.format(name=told, rows=len(table.rows), file=WORKBOOK)


def _is_long(table: Table) -> bool:
    if len(table.rows) <= MOST:
        return False
    columns = zip(*table.rows, strict=True)
    return all(any(column) for column in columns)
