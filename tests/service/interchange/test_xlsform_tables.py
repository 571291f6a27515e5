"""XLSForm: tables of choices, and rows of a workbook as Excel counts them."""

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from service.interchange.reading import read_questionnaire
from surveys.questionnaire.conditions import Chosen
from surveys.questionnaire.questions import GradeMatrix, Indicator, Option, Subject
from tests.service.interchange.xlsforms import read, refused, taken, the_file


def test_a_table_of_choices_is_a_matrix() -> None:
    came = taken(
        "begin_group,t,各方面,逐行选,,,,table-list",
        "select_one yn,r1,效率,,yes",
        "select_one yn,r2,作风,,yes",
        "end_group",
    )
    assert came == [
        GradeMatrix(
            key="t",
            title="各方面",
            help="逐行选",
            subjects=(Subject("t", "各方面"),),
            indicators=(Indicator("r1", "效率"), Indicator("r2", "作风")),
            grades=(Option("yes", "是"), Option("no", "否")),
        )
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("select_one yn,r1,效率,,yes", "select_one yn,r2,作风,,no"),
        ("select_one yn,r1,效率,说明", "select_one yn,r2,作风"),
        ("select_multiple yn,r1,效率", "select_multiple yn,r2,作风"),
    ],
)
def test_a_table_whose_rows_differ_is_asked_row_by_row(rows: tuple[str, ...]) -> None:
    came = read("begin_group,t,各方面,,,,,table-list", *rows, "end_group")
    assert [question.key for question in came.form.questions()] == ["r1", "r2"]
    assert came.form.sections[0].title == "各方面"
    assert "split_table" in {remark.code for remark in came.remarks}


def test_a_row_of_a_table_that_a_condition_looks_at_is_asked_by_itself() -> None:
    came = taken(
        "begin_group,t,各方面,,,,,table-list",
        "select_one yn,r1,效率",
        "select_one yn,r2,作风",
        "end_group",
        "text,why,为什么,,,${r2} = 'no'",
    )
    assert came[-1].show_if == Chosen("r2", ("no",))


def a_workbook(cells: Sequence[Sequence[object]], formula: str = "") -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet = book.add_worksheet("survey")
    for row, line in enumerate(cells):
        sheet.write_row(row, 0, line)
    if formula:
        sheet.write_formula(1, 2, formula, None, "算出来的题目")
    book.close()
    return written.getvalue()


def test_a_formula_is_read_as_the_value_it_showed() -> None:
    data = a_workbook([["type", "name", "label"], ["text", "a", ""]], '="算出来"&"的题目"')
    assert next(read_questionnaire("a.xlsx", data).form.questions()).title == "算出来的题目"


def test_rows_count_as_excel_counts_them() -> None:
    data = a_workbook([["type", "name", "label"], [], ["text", "a", "甲"], [], ["date", "b", "乙"]])
    assert refused(data, "a.xlsx") == [("type", 5)]


def test_a_workbook_that_is_no_form_is_named_so() -> None:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.add_worksheet("名册")
    book.close()
    assert refused(written.getvalue(), "a.xlsx") == [("no_survey_sheet", 0)]
    assert refused(the_file("name,label", "a,甲")) == [("no_column", 1)]
