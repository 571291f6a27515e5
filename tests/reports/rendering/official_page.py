"""A checker of official paper: reads a printed PDF back and says where it leaves GB/T 9704-2012.

Words are measured as poppler finds them, rules and colours on the page as it is seen, at ten dots
a millimetre. Whatever is off by a millimetre is a fault.
"""

import io
import subprocess
from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import NamedTuple

import numpy as np
from PIL import Image

from reports.document import Closing, Document, Heading, Record, Table
from reports.rendering.numbering import number_blocks
from reports.rendering.titles import break_title
from reports.wording.furniture import COPIES_TO, DRAFT, DRAFT_LINE
from tests.reports.rendering.reading import Line, faces_of_lines, open_pdf, read_pages

LEFT, RIGHT, TOP, BOTTOM = 28.0, 210 - 26.0, 37.0, 297 - 35.0
"""The type area of 156 by 225 millimetres (5.2.1)."""
LINE = 225 / 22
CHARACTER = 156 / 28
FOUR = 14 * 25.4 / 72
"""四号, of page numbers and the record."""
CLOSE = 0.9
"""Millimetres; a whole one is a fault."""
DOTS = 10


class Rule(NamedTuple):
    """A line across the page, in millimetres."""

    top: float
    thick: float
    left: float
    right: float
    red: bool


def faults(pdf: bytes, document: Document) -> list[str]:
    """Everything in which the print is not as the standard has it."""
    return list(_faults(pdf, document))


def _faults(pdf: bytes, document: Document) -> Iterator[str]:
    pages = read_pages(pdf)
    yield from _page_sizes(pdf, document)
    for place, page in enumerate(pages, 1):
        yield from _numbers(page, place)
        yield from _margins(page, place)
    yield from _grid(pages[0], document)
    if document.issuer:
        yield from _head(pages[0], rules(pdf, 1), document)
    yield from _faces(pdf, document)
    if document.closing:
        yield from _closing([line for page in pages for line in page], document.closing)
    if document.annexes:
        yield from _annexes(pages, document)
    if document.record:
        yield from _record(pages[-1], rules(pdf, len(pages)), document.record)


def rules(pdf: bytes, page: int) -> list[Rule]:
    """Lines across the type area, as they are seen."""
    command = ["pdftoppm", "-r", str(DOTS * 25.4), "-f", str(page), "-l", str(page), "-"]
    seen = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    dots = np.asarray(Image.open(io.BytesIO(seen)).convert("RGB")).astype(int)
    inked = dots.min(axis=2) < 140
    full = inked.sum(axis=1) >= 1300
    return [
        _rule(rows, inked, dots)
        for long, found in groupby(range(len(full)), key=lambda y: bool(full[y]))
        if long and len(rows := list(found)) < DOTS
    ]


def _rule(rows: list[int], inked: np.ndarray, dots: np.ndarray) -> Rule:
    middle = rows[len(rows) // 2]
    across = np.flatnonzero(inked[middle])
    red, green, _ = dots[middle, across[len(across) // 2]]
    ends = float(across[0]) / DOTS, float(across[-1] + 1) / DOTS
    return Rule(rows[0] / DOTS, len(rows) / DOTS, *ends, red=bool(red > green + 80))


def _off(what: str, found: float, wanted: float) -> Iterator[str]:
    if abs(found - wanted) > CLOSE:
        yield f"{what}: {found:.1f} mm, not {wanted:.1f}"


def _page_sizes(pdf: bytes, document: Document) -> Iterator[str]:
    across = any(annex.landscape for annex in document.annexes)
    for place, page in enumerate(open_pdf(pdf).pages, 1):
        size = tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:])
        if size != (210, 297) and not (across and size == (297, 210)):
            yield f"page {place} is {size}"


def _lies_across(page: list[Line]) -> bool:
    return any(line.right > 215 for line in page)


def _numbers(page: list[Line], place: int) -> Iterator[str]:
    """7.5: 7 mm below the type area, a character in; a page across has it where it was upright."""
    words = f"— {place} —"
    found = [line for line in page if line.words.replace(" ", "") == words.replace(" ", "")]
    if _lies_across(page):
        spoken = "".join(line.words for line in page).replace(" ", "")
        if words.replace(" ", "") not in spoken:
            yield f"page {place} has no number"
        return
    if len(found) != 1:
        yield f"page {place} has no number"
        return
    (number,) = found
    yield from _off(f"number of page {place}", number.middle, BOTTOM + 7)
    if place % 2:
        yield from _off(f"number of page {place}", number.right, RIGHT - FOUR)
    else:
        yield from _off(f"number of page {place}", number.left, LEFT + FOUR)


def _margins(page: list[Line], place: int) -> Iterator[str]:
    """No word stands outside the type area but the number and a draft's mark."""
    left, right, top, bottom = LEFT, RIGHT, TOP, BOTTOM
    if _lies_across(page):
        left, right, top, bottom = 35.0, 297 - 37.0, 28.0, 210 - 26.0
    for line in page:
        if line.words in {*DRAFT_LINE.split(), *DRAFT} or set(line.words) <= set("— 0123456789"):
            continue
        inside = left - CLOSE < line.left and line.right < right + CLOSE
        if not (inside and top - 1.5 < line.top and line.bottom < bottom + 1.5):
            yield f"page {place}: {line.words} stands outside the type area"


def _grid(page: list[Line], document: Document) -> Iterator[str]:
    """5.2.3: the text of the first page stands on 22 lines, 28 characters long."""
    texts = [line for line in page if line.bottom < BOTTOM + 1 and not _small(line)]
    start = TOP + LINE / 2
    title = break_title(document.title)[-1]
    below = texts[[line.words for line in texts].index(title) :]
    in_tables = _words_of_tables(document)
    for line in takewhile(lambda line: line.words not in in_tables, below):
        lines = round((line.middle - below[0].middle) / LINE)
        yield from _off(f"line {line.words[:9]}", line.middle - below[0].middle, lines * LINE)
    if not document.issuer:
        yield from _off("first line", texts[0].middle, start)
    for line in below:
        whole = len(line.words) == 28 and not any(map(str.isascii, line.words))
        if line.left < LEFT + 0.5 and whole:
            yield from _off(f"end of {line.words[:9]}", line.right, RIGHT)


def _words_of_tables(document: Document) -> set[str]:
    """What stands in tables: their rows have a height of their own, and so has what follows."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    heads = {column.label for table in tables for column in table.columns}
    cells = {words for table in tables for row in table.rows for words in row}
    return heads | cells | {table.caption for table in tables}


def _small(line: Line) -> bool:
    """Words of a chart, a table or a draft's mark, which have no place on the grid."""
    return not 4.5 < line.bottom - line.top < 9.5


def _head(page: list[Line], lines: list[Rule], document: Document) -> Iterator[str]:
    """7.2.4 to 7.2.7 and 7.3.1."""
    issuer = next(line for line in page if line.words == document.issuer)
    yield from _off("head from the left", issuer.left - LEFT, RIGHT - issuer.right)
    yield from _off("head below the type area's edge", issuer.top, TOP + 35)
    red = [rule for rule in lines if rule.red]
    if len(red) != 1:
        yield f"{len(red)} red lines"
        return
    yield from _off("red line from the left", red[0].left, LEFT)
    yield from _off("red line to the right", red[0].right, RIGHT)
    if document.number:
        number = next(line for line in page if line.words == document.number)
        low = number.middle + 16 * 25.4 / 72 / 2
        if abs(red[0].top - low - 4) > 3:
            yield f"red line {red[0].top - low:.1f} mm below the number"
    title = next(line for line in page if line.words == break_title(document.title)[0])
    yield from _off("title below the red line", title.middle - red[0].top, 2.5 * LINE)
    yield from _off("title from the left", title.left - LEFT, RIGHT - title.right)


def _faces(pdf: bytes, document: Document) -> Iterator[str]:
    """7.3.1 and 7.3.3: fonts by role, whoever's licensed ones they are."""
    found = faces_of_lines(pdf)
    wanted = {document.title[0]: "FandolSong"}
    headings = {1: "FandolHei", 2: "FandolKai", 3: "FandolFang", 4: "FandolFang"}
    for number, block in number_blocks(document.blocks):
        if isinstance(block, Heading):
            wanted[number + block.words[0]] = headings[block.level]
    for words, face in wanted.items():
        faces = {font for line, font in found if line.startswith(words)}
        if face not in faces:
            yield f"{words} stands in {sorted(faces)}, not in {face}"


def _closing(lines: list[Line], closing: Closing) -> Iterator[str]:
    """7.3.5.2."""
    issuer = [line for line in lines if line.words == closing.issuer][-1]
    date = next(line for line in lines if line.words == closing.date and line.top > issuer.top)
    longer = max((issuer, date), key=lambda line: line.right)
    yield from _off("closing from the right", longer.right, RIGHT - 2 * CHARACTER)
    yield from _off("date after the issuer", date.left - issuer.left, 2 * CHARACTER)
    yield from _off("date below the issuer", date.middle - issuer.middle, LINE)


def _annexes(pages: list[list[Line]], document: Document) -> Iterator[str]:
    """7.3.7: on a page of its own, its mark on the first line, its title on the third."""
    many = len(document.annexes) > 1
    for place, annex in enumerate(document.annexes, 1):
        mark = f"附件{place if many else ''}"
        page = next((page for page in pages if any(line.words == mark for line in page)), None)
        if page is None:
            yield f"{mark} is missing"
            continue
        top = 28.0 if annex.landscape else TOP
        first = next(line for line in page if line.words == mark)
        title = next(line for line in page if line.words == break_title(annex.title)[0])
        yield from _off(mark, first.middle, top + LINE / 2)
        yield from _off(f"title of {mark}", title.middle, top + 2.5 * LINE)


def _record(page: list[Line], lines: list[Rule], record: Record) -> Iterator[str]:
    """7.4: the outer lines 0.35 mm, the inner 0.25 mm, the last at the foot of the type area."""
    first = next(line for line in page if line.words.startswith((COPIES_TO, record.printed_by)))
    found = [rule for rule in lines if rule.top > first.top - CHARACTER and not rule.red]
    wanted = [0.35, 0.25, 0.35] if record.copies else [0.35, 0.35]
    if len(found) != len(wanted):
        yield f"the record has {len(found)} lines"
        return
    for rule, thick in zip(found, wanted, strict=True):
        if abs(rule.thick - thick) > 0.11:
            yield f"a line of the record is {rule.thick:.2f} mm thick, not {thick}"
        yield from _off("record from the left", rule.left, LEFT)
        yield from _off("record to the right", rule.right, RIGHT)
    yield from _off("foot of the record", found[-1].top, BOTTOM)
    printed = next(line for line in page if line.words.startswith(record.printed_by))
    yield from _off("printed by", printed.left, LEFT + FOUR)
    date = next(line for line in page if line.words.endswith("印发"))
    yield from _off("printed on", date.right, RIGHT - FOUR)
