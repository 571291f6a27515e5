"""A table becomes a Word table: heads that repeat, rows that do not break, groups merged."""

from itertools import groupby
from typing import Final

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from reports.charts import Grid
from reports.document import Align, Column, Table
from reports.escaping import plain
from reports.rendering.docx_styles import HEI
from reports.rendering.docx_xml import Office, add_gap, make, put, set_font, tell
from reports.rendering.terminal import width
from reports.wording.furniture import NOTE, UNIT

_ALIGN: Final = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_BESIDE: Final = "45"
"""Twentieths of a point between words and the line beside them: 0.8 mm."""
_MOST = 24
"""Half letters beyond which a column wraps rather than pushes the others."""


def add_table(word: Office, table: Table, *, alternative: str = "") -> None:
    """Write caption, unit, table and notes; `alternative` is read to whoever cannot see it."""
    if table.caption:
        word.add_paragraph(plain(table.caption), style="表题")
    if not (table.caption or table.unit):
        add_gap(word)
    if table.unit:
        word.add_paragraph(UNIT + plain(table.unit), style="单位")
    heads = 2 if any(column.group for column in table.columns) else 1
    grid = word.add_table(rows=heads + len(table.rows), cols=len(table.columns))
    grid.style = "Table Grid"
    _frame(grid, table)
    if alternative:
        tell(grid._tbl.tblPr, "tblDescription", val=plain(alternative))  # noqa: SLF001
    _heads(grid, table, heads)
    cells = [list(row.cells) for row in grid.rows]
    for row, line in zip(table.rows, cells[heads:], strict=True):
        for column, words, cell in zip(table.columns, row, line, strict=True):
            _fill(cell, words, align=column.align, size=_size(table))
    _notes(word, table.notes)


def table_of(grid: Grid, caption: str) -> Table:
    """The data of a chart as a table of ours."""
    columns = (
        Column(head, align=Align.CENTRE if at else Align.LEFT) for at, head in enumerate(grid.heads)
    )
    return Table(caption, tuple(columns), grid.rows, unit=grid.unit)


def _frame(grid: Office, table: Table) -> None:
    """As wide as the text; columns in proportion to what stands in them."""
    tell(grid._tbl.tblPr, "tblW", w="5000", type="pct")  # noqa: SLF001
    tell(grid._tbl.tblPr, "tblInd", w=_BESIDE, type="dxa")  # noqa: SLF001
    margins = tell(grid._tbl.tblPr, "tblCellMar")  # noqa: SLF001
    for side in ("left", "right"):
        put(margins, side, w=_BESIDE, type="dxa")
    weights = _weights(table)
    for column, weight in zip(grid._tbl.tblGrid.findall(qn("w:gridCol")), weights, strict=True):  # noqa: SLF001
        column.set(qn("w:w"), str(weight * 100))
    for row in grid._tbl.tr_lst:  # noqa: SLF001
        put(row.get_or_add_trPr(), "cantSplit")
        for cell, weight in zip(row.tc_lst, weights, strict=True):
            size = cell.get_or_add_tcPr().get_or_add_tcW()
            size.set(qn("w:w"), str(round(5000 * weight / sum(weights))))
            size.set(qn("w:type"), "pct")


def _weights(table: Table) -> list[int]:
    total = 100
    natural = [
        min(_MOST, max(4, *(width(row[at]) for row in (_labels(table), *table.rows)))) + 2
        for at in range(len(table.columns))
    ]
    return [
        column.width * sum(natural) // total or weight
        for column, weight in zip(table.columns, natural, strict=True)
    ]


def _labels(table: Table) -> tuple[str, ...]:
    return tuple(column.label for column in table.columns)


def _heads(grid: Office, table: Table, heads: int) -> None:
    for row in grid._tbl.tr_lst[:heads]:  # noqa: SLF001
        put(row.get_or_add_trPr(), "tblHeader")
    at = 0
    for group, columns in groupby(table.columns, key=lambda column: column.group):
        for offset, column in enumerate(found := list(columns)):
            _head(grid.cell(heads - 1, at + offset), column.label, table)
            if heads == 2 and not group:
                grid.cell(1, at + offset).text = ""
                _head(
                    grid.cell(0, at + offset).merge(grid.cell(1, at + offset)), column.label, table
                )
        if group:
            _head(grid.cell(0, at).merge(grid.cell(0, at + len(found) - 1)), group, table)
        at += len(found)


def _head(cell: Office, words: str, table: Table) -> None:
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)  # noqa: SLF001
    cell.paragraphs[0].text = ""
    _fill(cell, words, align=Align.CENTRE, size=_size(table), face=HEI)


def _fill(cell: Office, words: str, *, align: Align, size: float, face: str = "") -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment, shape = _ALIGN[align], paragraph.paragraph_format
    shape.line_spacing = Pt(size * 1.4)
    shape.space_before = shape.space_after = Pt(2)
    spacing = paragraph._p.pPr.find(qn("w:spacing"))  # noqa: SLF001
    spacing.addprevious(make("snapToGrid", val="0"))
    run = paragraph.add_run(plain(words))
    run.font.size = Pt(size)
    if face:
        set_font(run._r.get_or_add_rPr(), face)  # noqa: SLF001


def _size(table: Table) -> float:
    columns = len(table.columns)
    return 14 if columns <= 6 else 12 if columns <= 10 else 10.5


def _notes(word: Office, notes: tuple[str, ...]) -> None:
    if len(notes) == 1:
        word.add_paragraph(NOTE + plain(notes[0]), style="表注")
    elif notes:
        word.add_paragraph(NOTE, style="表注")
    for place, note in enumerate(notes if len(notes) > 1 else (), 1):
        word.add_paragraph(f"{place}.{plain(note)}", style="表注")
