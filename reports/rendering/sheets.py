"""Thousands of cards become one PDF: laid out some hundreds at a time, then bound together.

WeasyPrint holds every page it lays out, a third of a megabyte a card. What is bound is plain paper
to cut up: it makes no claim to last, and carries no tags.
"""

import io
from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from pypdf import PdfReader, PdfWriter

from reports.document import Cards, Document
from reports.rendering.cards import PER_SHEET
from reports.rendering.fonts import Fonts
from reports.rendering.pdf import render_pdf
from reports.rendering.progress import told

Tell = Callable[[int, int], None]
"""Pages laid out, and how many there will be; 0 where that is not known beforehand."""

AT_ONCE: Final = 50 * PER_SHEET
"""Cards; whole sheets."""


def print_sheets(document: Document, fonts: Fonts, tell: Tell = lambda _laid, _of: None) -> bytes:
    """Print a document; one of cards alone in as many parts as it needs. `tell` hears how far."""
    parts, of = list(_parts(document)), _pages(document)
    if len(parts) < 2:
        with told(lambda laid, _: tell(laid, of)):
            return render_pdf(document, fonts)
    with PdfWriter() as bound:
        for part in parts:
            before = len(bound.pages)
            with told(lambda laid, _, before=before: tell(before + laid, of)):
                printed = render_pdf(part, fonts)
            for page in PdfReader(io.BytesIO(printed)).pages:
                page.pop("/StructParents")
                bound.add_page(page)
        bound.add_metadata({"/Title": document.title})
        whole = io.BytesIO()
        bound.write(whole)
    return whole.getvalue()


def _pages(document: Document) -> int:
    piles = [block for block in document.blocks if isinstance(block, Cards)]
    if len(piles) < len(document.blocks):
        return 0
    return sum(-(-len(pile.cards) // PER_SHEET) for pile in piles)


def _parts(document: Document) -> Iterator[Document]:
    """A pile that ends within a sheet leaves the rest of it empty, here as in one document."""
    piles = [block for block in document.blocks if isinstance(block, Cards)]
    if len(piles) < len(document.blocks):
        yield document
        return
    part: list[Cards] = []
    for pile in _cut(piles):
        if part and sum(len(each.cards) for each in (*part, pile)) > AT_ONCE:
            yield msgspec.structs.replace(document, blocks=tuple(part))
            part = []
        part.append(pile)
    yield msgspec.structs.replace(document, blocks=tuple(part))


def _cut(piles: list[Cards]) -> Iterator[Cards]:
    for pile in piles:
        for at in range(0, len(pile.cards), AT_ONCE):
            yield Cards(pile.cards[at : at + AT_ONCE])
