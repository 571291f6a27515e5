"""Rows of answers become a workbook, or a csv with its description; nothing becomes a formula."""

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

from reports.wording.interchange import CODEBOOK, CODEBOOK_HEAD, CODES, KINDS, LABELS, SHIELDED
from service.interchange.answers.columns import Column, Told, columns, say, tell
from surveys.questionnaire.answer import Answers
from surveys.questionnaire.form import Questionnaire

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_WIDEST: Final = 32_000
"""Characters of a cell of Excel."""


def write_workbook(form: Questionnaire, rows: Sequence[Answers]) -> bytes:
    """Words, codes and the codebook, a sheet each."""
    known = columns(form)
    written = io.BytesIO()
    book: Any = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _EPOCH})
    for name, heads, spoken in (
        (LABELS, [column.title for column in known], True),
        (CODES, [column.name for column in known], False),
    ):
        sheet = book.add_worksheet(name)
        _write_row(sheet, 0, heads)
        for number, answers in enumerate(rows, start=1):
            cells = ((column, tell(column, answers)) for column in known)
            _write_cells(sheet, number, [(c, say(c, t) if spoken else t) for c, t in cells])
        sheet.freeze_panes(1, 0)
    _write_codebook(book.add_worksheet(CODEBOOK), known)
    book.close()
    return written.getvalue()


def _write_row(sheet: Any, number: int, words: Sequence[str]) -> None:  # noqa: ANN401 -- xlsxwriter is untyped
    for at, word in enumerate(words):
        sheet.write_string(number, at, word[:_WIDEST])


def _write_cells(sheet: Any, number: int, cells: Sequence[tuple[Column, Told]]) -> None:  # noqa: ANN401
    """Numbers are numbers, all else is text: what looks like a formula stays a word."""
    for at, (column, told) in enumerate(cells):
        if told is None:
            continue
        if isinstance(told, int) or (column.kind == "number" and _NUMBER.fullmatch(told)):
            sheet.write_number(number, at, float(told))
        else:
            sheet.write_string(number, at, told[:_WIDEST])


def _write_codebook(sheet: Any, known: Sequence[Column]) -> None:  # noqa: ANN401
    _write_row(sheet, 0, CODEBOOK_HEAD)
    number = 0
    for column in known:
        for code, words in column.codes or (("", ""),):
            number += 1
            head = (column.name, column.title, KINDS[column.kind], code, words)
            _write_row(sheet, number, head)


def write_csv(form: Questionnaire, rows: Sequence[Answers]) -> bytes:
    """Codes, UTF-8; a text that a spreadsheet would take for a formula begins with `'`."""
    known = columns(form)
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.name for column in known])
    for answers in rows:
        writer.writerow([_cell(column, tell(column, answers)) for column in known])
    return written.getvalue().encode()


def _cell(column: Column, told: Told) -> str:
    text = "" if told is None else str(told)
    if column.kind == "text" and text.startswith(_FORMULA):
        return f"'{text}"
    return text


def write_metadata(form: Questionnaire, *, url: str) -> bytes:
    """What the csv holds, after the W3C's “CSV on the Web” (Tabular Metadata, 2015)."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": url,
        "dc:title": form.title,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [_described(column) for column in columns(form)]},
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _described(column: Column) -> dict[str, object]:
    described: dict[str, object] = {
        "name": re.sub(r"[^A-Za-z0-9_.]", "_", column.name),
        "titles": column.name,
        "dc:title": column.title,
        "datatype": _datatype(column),
        "required": False,
    }
    if column.codes:
        described["dc:description"] = "；".join(f"{code}={words}" for code, words in column.codes)
    if column.kind == "text":
        described["dc:description"] = SHIELDED
    return described


def _datatype(column: Column) -> object:
    match column.kind:
        case "flag" | "place":
            return "integer"
        case "number":
            return "decimal" if column.digits else "integer"
        case "choice":
            one = "|".join(re.escape(code) for code, _ in column.codes)
            return {"base": "string", "format": f"({one})(\\+({one}))*"}
        case _:
            return "string"
