"""Workbooks as a secretary would leave them: any sheets, or a template with cells filled in."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from service.spreadsheets.reading import read_sheets
from service.spreadsheets.score_sheet import MOST_COLUMNS
from service.spreadsheets.score_template import write_template
from surveys.rules.ruleset import RuleSet

Rows = Sequence[Sequence[str | int]]


def book(**sheets: Rows) -> bytes:
    """An .xlsx of these sheets."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as new:
        for name, rows in sheets.items():
            sheet = new.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return written.getvalue()


def table(*rows: Sequence[str | int], name: str = "票数汇总") -> bytes:
    """An .xlsx of one sheet."""
    return book(**{name: rows})


def filled(
    rules: RuleSet, departments: Sequence[str], cells: Mapping[str, Mapping[tuple[int, int], str]]
) -> bytes:
    """The template of these rules with cells filled in: sheet → (row, column) from 0 → words."""
    sheets: dict[str, list[list[str | int]]] = {}
    for sheet in read_sheets(write_template(rules, departments), columns=MOST_COLUMNS):
        rows: list[list[str | int]] = [list(row) for row in sheet.rows]
        for (row, column), words in cells.get(sheet.name, {}).items():
            while len(rows) <= row:
                rows.append([])
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = words
        sheets[sheet.name] = rows
    return book(**sheets)
