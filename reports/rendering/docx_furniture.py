"""What stands around the text of a Word document: head, page numbers, closing, record."""

from typing import Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.document import Closing, Document, Record
from reports.escaping import plain
from reports.rendering.docx_styles import BIAO, CHARACTER, LINE, RED, set_grid, set_page
from reports.rendering.docx_xml import Office, add_gap, put, set_font, tell
from reports.rendering.terminal import width
from reports.rendering.titles import head_size
from reports.wording.furniture import COPIES_TO, DRAFT_LINE, PRINTED, SEAL, list_copies

_UPRIGHT: Final = (37, 26, 35, 28)
_ACROSS: Final = (28, 37, 26, 35)
_RED: Final = str(RED)


def begin_section(section: Office, *, across: bool) -> None:
    """Pages of one orientation."""
    set_page(section, margins=_ACROSS if across else _UPRIGHT, across=across)
    set_grid(section)


def add_head(word: Office, document: Document) -> None:
    """The red head, the number, and the red line 4 mm below (7.2.4 to 7.2.7)."""
    if not document.issuer:
        return
    head = word.add_paragraph(style="公文顶格")
    head.alignment, shape = WD_ALIGN_PARAGRAPH.CENTER, head.paragraph_format
    shape.space_before, shape.line_spacing = Mm(35), 1.1
    run = head.add_run(plain(document.issuer))
    set_font(run._r.get_or_add_rPr(), BIAO)  # noqa: SLF001
    run.font.size, run.font.color.rgb = Pt(head_size(document.issuer)), RED
    if document.number:
        head = word.add_paragraph(plain(document.number), style="发文字号")
    _underline(head)


def _underline(paragraph: Office) -> None:
    """In its place: Word wants the border before the spacing of the paragraph."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    borders = put(properties, "pBdr")
    put(borders, "bottom", val="single", sz="12", space="11", color=_RED)
    style = properties.find(qn("w:pStyle"))
    style.addnext(borders)


def add_footers(word: Office) -> None:
    """— 1 —, a character in: right on odd pages, left on even ones (7.5)."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        line.style, line.alignment = word.styles["页码"], align
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
        line.add_run("— ")
        _page_number(line)
        line.add_run(" —")


def _page_number(line: Office) -> None:
    field = put(line._p, "fldSimple", instr="PAGE")  # noqa: SLF001
    put(put(field, "r"), "t").text = "1"


def mark_draft(word: Office) -> None:
    """Say it at the head of every page."""
    section = word.sections[0]
    for header in (section.header, section.even_page_header):
        line = header.paragraphs[0]
        line.style, line.alignment = word.styles["页码"], WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(DRAFT_LINE).font.color.rgb = RED


def add_closing(word: Office, closing: Closing, *, draft: bool) -> None:
    """7.3.5.2: two characters from the right, the date two characters further in."""
    wide = max(width(closing.issuer), width(closing.date) + 4) / 2
    left = (28 - 2 - wide) * CHARACTER
    if draft:
        seal = _close(word, SEAL, left=left, before=LINE)
        seal.runs[0].font.color.rgb = RGBColor(0x77, 0x77, 0x77)
    _close(word, closing.issuer, left=left, before=0 if draft else 2 * LINE)
    date = _close(word, closing.date, left=left + 2 * CHARACTER, before=0)
    date.paragraph_format.keep_with_next = False


def _close(word: Office, words: str, *, left: float, before: float) -> Office:
    line = word.add_paragraph(plain(words), style="落款")
    shape = line.paragraph_format
    shape.left_indent, shape.space_before, shape.keep_with_next = Pt(left), Pt(before), True
    return line


def add_record(word: Office, record: Record) -> None:
    """A table that floats to the foot of the last page (7.4)."""
    add_gap(word)
    grid = word.add_table(rows=2 if record.copies else 1, cols=2)
    _lines(grid)
    _sink(grid)
    if record.copies:
        copies = grid.cell(0, 0).merge(grid.cell(0, 1)).paragraphs[0]
        copies.add_run(COPIES_TO + plain(list_copies(record.copies)))
        copies.paragraph_format.left_indent = Pt(4 * 14)
        copies.paragraph_format.first_line_indent = Pt(-3 * 14)
    grid.rows[-1].cells[0].paragraphs[0].add_run(plain(record.printed_by))
    printed = grid.rows[-1].cells[1].paragraphs[0]
    printed.add_run(plain(record.printed_on) + PRINTED)
    for row in grid.rows:
        put(row._tr.get_or_add_trPr(), "cantSplit")  # noqa: SLF001
        for cell in row.cells:
            cell.paragraphs[0].style = word.styles["版记"]
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    grid.rows[-1].cells[0].paragraphs[0].paragraph_format.left_indent = Pt(14)
    printed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    printed.paragraph_format.right_indent = Pt(14)
    add_gap(word)


def _lines(grid: Office) -> None:
    """0.35 mm outside, 0.25 mm between, in eighths of a point."""
    borders = tell(grid._tbl.tblPr, "tblBorders")  # noqa: SLF001
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "6")):
        put(borders, side, val="single", sz=size, space="0", color="000000")


def _sink(grid: Office) -> None:
    properties = grid._tbl.tblPr  # noqa: SLF001
    tell(properties, "tblW", w="5000", type="pct")
    place = {"tblpXSpec": "left", "tblpYSpec": "bottom"}
    tell(properties, "tblpPr", horzAnchor="margin", vertAnchor="margin", **place)
