"""Two thousand rows leave the page, go along whole, and the page says where they are."""

import io

import pytest
from openpyxl import load_workbook

from reports.document import Align, Annex, Column, Document, Heading, Paragraph, Table, proofread
from reports.rendering.fonts import Fonts
from reports.rendering.long_tables import MOST, WORKBOOK, set_aside
from reports.rendering.pdf import render_pdf
from tests.reports.rendering.reading import open_pdf, text

DATED = "2026-11-20T11:00:00+08:00"


def a_list(rows: int, *, caption: str = "", sign: bool = False) -> Table:
    columns = (Column("序号"), Column("姓名", align=Align.LEFT), Column("签名" if sign else "组"))
    cells = tuple((str(at), f"=代表{at}", "" if sign else "一组") for at in range(1, rows + 1))
    return Table(caption, columns, cells)


def a_report(table: Table) -> Document:
    annex = Annex("代表名册", (Heading(1, "甲"), table), landscape=True)
    return Document("报告", (Paragraph("见附件。"),), DATED, annexes=(annex,))


@pytest.fixture(scope="module")
def printed(fonts: Fonts) -> bytes:
    return render_pdf(a_report(a_list(2000)), fonts)


def test_the_page_says_where_the_list_is(printed: bytes) -> None:
    assert len(open_pdf(printed).pages) == 2
    said = text(printed).replace("\n", "")
    assert "“代表名册”共2000行" in said
    assert WORKBOOK in said
    assert "代表1999" not in said


def test_the_list_goes_along_whole_and_as_text(printed: bytes) -> None:
    (data,) = open_pdf(printed).attachments[WORKBOOK]
    sheets = load_workbook(io.BytesIO(data)).worksheets
    cells = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    names = [row[1] for row in cells if len(row) > 1 and str(row[1]).startswith("=代表")]
    assert names == [f"=代表{at}" for at in range(1, 2001)]


def test_the_same_list_gives_the_same_bytes(printed: bytes, fonts: Fonts) -> None:
    assert render_pdf(a_report(a_list(2000)), fonts) == printed


@pytest.mark.parametrize(
    "table", [a_list(MOST), a_list(2000, sign=True)], ids=["short enough", "to be signed by hand"]
)
def test_what_is_read_or_signed_on_paper_stays(table: Table) -> None:
    report = a_report(table)
    assert set_aside(report) == (report, ())


def test_two_long_tables_lie_in_one_workbook_under_their_names() -> None:
    tables = (a_list(400, caption="甲表"), a_list(500, caption="乙表"))
    short, (workbook,) = set_aside(Document("报告", tables, DATED))
    assert proofread(short) == ()
    assert [block.words[:6] for block in short.blocks if isinstance(block, Paragraph)] == [
        "“甲表”共4", "“乙表”共5"
    ]  # fmt: skip
    assert workbook.description == "纸上没有逐行列出的长表，2张"
