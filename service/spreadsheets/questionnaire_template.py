"""An .xlsx to write a questionnaire in: one question a row, drop-downs, how to fill it in."""

import io
from typing import Any, Final

import xlsxwriter

from reports.wording.questionnaires import (
    COLUMNS,
    EXAMPLES,
    HOW_TO,
    INSTRUCTIONS,
    SHEET,
    SUBJECTS,
    TITLE,
)
from reports.wording.roll import NO, YES
from surveys.questionnaire.paste.hints import KINDS

ROWS: Final = 300
"""Rows with drop-downs; below them one may go on typing."""
HEAD: Final = 3
"""The header's row, counted from nought; the title and the departments stand above it."""
_WIDTHS: Final = {"title": 40, "options": 36, "grades": 26, "hints": 24, "condition": 28}


def write_template() -> bytes:
    """A workbook with three questions to overwrite."""
    written = io.BytesIO()
    book: Any = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    try:
        heading = book.add_format({"bold": True, "bg_color": "#f1ece3", "border": 1})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(SHEET)
        for row, label in enumerate((TITLE, SUBJECTS)):
            sheet.write_string(row, 0, label, heading)
        for at, (column, label) in enumerate(COLUMNS.items()):
            sheet.set_column(at, at, _WIDTHS.get(column, 12), text)
            sheet.write_string(HEAD, at, label, heading)
        for row, example in enumerate(EXAMPLES, HEAD + 1):
            for column, words in example.items():
                sheet.write_string(row, _at(column), words, text)
        _offer(sheet, "kind", [words[0] for words in KINDS.values()])
        _offer(sheet, "required", [YES, NO])
        sheet.freeze_panes(HEAD + 1, 0)
        instructions = book.add_worksheet(INSTRUCTIONS)
        instructions.set_column(0, 0, 96, text)
        for row, line in enumerate(HOW_TO):
            instructions.write_string(row, 0, line, text)
    finally:
        book.close()
    return written.getvalue()


def _at(column: str) -> int:
    return list(COLUMNS).index(column)


def _offer(sheet: Any, column: str, choices: list[str]) -> None:  # noqa: ANN401 -- xlsxwriter is untyped
    """A drop-down that warns and does not forbid: 打分0-100 is typed, not chosen."""
    at = _at(column)
    check = {"validate": "list", "source": choices, "error_type": "warning"}
    sheet.data_validation(HEAD + 1, at, HEAD + ROWS, at, check)
