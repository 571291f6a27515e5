"""The headings the import reads become an .xlsx that a town fills in: text cells, drop-downs."""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import xlsxwriter

from reports.wording.roll import BODIES, HOW_TO, INSTRUCTIONS, NO, SHEET, YES
from surveys.electorate.columns import Column

_WIDTHS: Final = {Column.NAME: 12, Column.RECUSED: 24, Column.NOTE: 24}
_ROWS: Final = 1000
"""Rows that are formatted as text and have drop-downs."""


def write_template(
    groups: Sequence[str],
    weightings: Sequence[str],
    *,
    rows: Sequence[Mapping[Column, str]] = (),
) -> bytes:
    """A workbook with the town's own groups to choose from; `rows` fill it in."""
    written = io.BytesIO()
    book: Any = xlsxwriter.Workbook(written, {"in_memory": True})
    try:
        heading = book.add_format({"bold": True, "bg_color": "#f1ece3", "border": 1})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(SHEET)
        for at, column in enumerate(Column):
            sheet.write_string(0, at, column.value, heading)
            sheet.set_column(at, at, _WIDTHS.get(column, 16), text)
        for number, row in enumerate(rows, start=1):
            for at, column in enumerate(Column):
                sheet.write_string(number, at, row.get(column, ""), text)
        sheet.freeze_panes(1, 0)
        for column, choices in _choices(groups, weightings).items():
            at = list(Column).index(column)
            sheet.data_validation(1, at, _ROWS, at, _choice(choices))
        instructions = book.add_worksheet(INSTRUCTIONS)
        instructions.set_column(0, 0, 90)
        for at, line in enumerate(HOW_TO):
            instructions.write_string(at, 0, line)
    finally:
        book.close()
    return written.getvalue()


def _choices(groups: Sequence[str], weightings: Sequence[str]) -> dict[Column, Sequence[str]]:
    offered = {
        Column.GROUP: groups,
        Column.BODY: tuple(BODIES.values()),
        Column.WEIGHTING: weightings,
        Column.ELIGIBLE: (YES, NO),
    }
    # Excel keeps no more than 255 characters of choices in a cell.
    return {
        column: choices for column, choices in offered.items() if 0 < len(",".join(choices)) <= 255
    }


def _choice(choices: Sequence[str]) -> dict[str, object]:
    """A drop-down that warns and does not forbid: a new group is typed, not chosen."""
    return {"validate": "list", "source": list(choices), "error_type": "warning"}
