"""A workbook is read back by openpyxl: numbers are numbers, text is text, nothing is a formula."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from reports.document import Column, Document, Paragraph, Table
from reports.rendering.xlsx import render_xlsx
from reports.rendering.xlsx_cells import is_number, numeric_columns
from tests.reports.rendering.sample import DATED, the_sample

RULE = ("比率以有效票为基数。", "=1+1")
EVIL = ('=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(A1)", "\t=1", "http://x", "{=1}")


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(the_sample(), rule_words=RULE)))


def a_book(*rows: tuple[str, ...], text: bool = False) -> Any:
    columns = tuple(Column(f"列{at}", text=text) for at in range(len(rows[0])))
    document = Document("表", (Table("甲", columns, rows),), DATED)
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))["甲"]


def test_every_table_and_chart_has_its_sheet_and_the_rule_its_own(book: Any) -> None:
    assert book.sheetnames == [
        "正文",
        "民主测评结果统计表",
        "各部门等次构成",
        "得分与平均",
        "名次范围",
        "历年得分",
        "各项指标满意率",
        "民主测评结果统计表2",
        "各项指标得分表",
        "代表名册",
        "参评情况",
        "计票规则",
    ]
    assert [cell.value for cell in book["计票规则"]["A"][2:]] == list(RULE)


def test_a_number_is_a_number_and_shows_the_digits_of_the_document(book: Any) -> None:
    sheet = book["民主测评结果统计表"]
    assert [cell.value for cell in sheet[5]] == [1, "镇财政所", 37, 88.1, "满意"]
    assert [cell.data_type for cell in sheet[5]] == ["n", "s", "n", "n", "s"]
    assert sheet["D5"].number_format == "0.00"


def test_a_telephone_is_no_number(book: Any) -> None:
    assert [cell.value for cell in book["代表名册"][4]] == [1, "代表1", "第2小组", "13800000001"]


def test_heads_stay_in_sight_and_come_again_in_print(book: Any) -> None:
    sheet = book["民主测评结果统计表"]
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$3:$4"
    assert [cell.value for cell in sheet[3]] == ["序号", "测评对象", "满意", None, "等次"]
    assert [cell.value for cell in sheet[4]] == [None, None, "票数", "比率", None]


def test_the_notes_stand_below(book: Any) -> None:
    column = [cell.value for cell in book["民主测评结果统计表"]["A"]]
    assert column[-3:] == ["注：", "比率以有效票为基数。", "满意率达到75%评为满意。"]


def test_the_sentences_are_on_the_first_sheet_numbered(book: Any) -> None:
    lines = [cell.value for cell in book["正文"]["A"]]
    assert "一、测评结果" in lines
    assert "1.镇财政所：满意37票，满意率88.10%。" in lines
    assert lines[-1] == "2026年11月20日"


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_typed_becomes_a_formula(evil: str) -> None:
    table = Table(evil, (Column(evil, group=evil), Column("乙", group=evil)), ((evil, evil),))
    document = Document(evil, (Paragraph(evil), table), DATED)
    read = openpyxl.load_workbook(io.BytesIO(render_xlsx(document, rule_words=(evil,))))
    cells = [cell for sheet in read for row in sheet.iter_rows() for cell in row if cell.value]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    quoted = [cell.quotePrefix for cell in cells if str(cell.value) == evil and evil[0] in "=+-@"]
    assert all(quoted)


def test_a_column_with_one_word_in_it_is_text() -> None:
    sheet = a_book(("12", "12"), ("15", "镇财政所"), ("—", "15"))
    assert [cell.value for cell in sheet["A"][3:]] == [12, 15, "—"]
    assert [cell.value for cell in sheet["B"][3:]] == ["12", "镇财政所", "15"]


def test_what_excel_cannot_keep_exactly_is_text() -> None:
    sheet = a_book(("007", "1234567890123456", "1.2.3"), ("008", "1234567890123457", "1"))
    assert [cell.data_type for cell in sheet[4]] == ["s", "s", "s"]


def test_a_rate_is_a_share_shown_in_percent() -> None:
    sheet = a_book(("89.29%",), ("100.00%",))
    assert (sheet["A4"].value, sheet["A4"].number_format) == (0.8929, "0.00%")


def test_a_column_that_says_it_is_text_is_text() -> None:
    assert a_book(("12",), ("15",), text=True)["A4"].value == "12"


@given(some.decimals(-(10**9), 10**9, places=4))
def test_a_number_comes_back_with_every_digit(number: Decimal) -> None:
    words = f"{number:f}"
    assert is_number(words)
    assert f"{float(words):.4f}" == words


def test_a_table_without_numbers_has_no_numeric_column() -> None:
    assert numeric_columns(Table("", (Column("甲"),), (("—",), ("",)))) == (False,)


def test_the_same_document_gives_the_same_bytes_and_names_nobody(book: Any) -> None:
    assert render_xlsx(the_sample(), rule_words=RULE) == render_xlsx(the_sample(), rule_words=RULE)
    about = book.properties
    assert (about.creator or "", about.lastModifiedBy or "") == ("", "")
    assert about.created.isoformat() == "2026-11-20T03:00:00"
