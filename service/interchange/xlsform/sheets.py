"""An XLSForm as .xlsx, .xls, .csv or Markdown becomes rows of text that know their row."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, Final

from service.interchange.objections import Cell, Desk
from service.spreadsheets.reading import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, decoded, read_workbook
from surveys.electorate.mistakes import letter
from surveys.refusals import Refusal
from surveys.values import Value

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
KNOWN: Final = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_SPACES: Final = re.compile(r"\s+")
_WORDED: Final = frozenset({"label", "hint", "caption", "guidance_hint", "form_title", "title"})
_MARKDOWN_ROW: Final = re.compile(r"\s*\|(.*)\|\s*")
_MARKDOWN_CELL: Final = re.compile(r"(?<!\\)\|")
_MARKDOWN_RULE: Final = re.compile(r"[|:\s-]+")


class Row(Value, frozen=True):
    """What stands under each heading of one row; `row` as Excel counts."""

    row: int
    cells: dict[str, str]


class Table(Value, frozen=True):
    """One sheet under its own spelling of its name."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


_Lines = list[tuple[int, tuple[str, ...]]]


def read_tables(desk: Desk, name: str, data: bytes) -> dict[str, Table]:
    """The sheets an XLSForm may have, by their names in small letters."""
    found: dict[str, Table] = {}
    for title, lines in _sheets(name, data):
        key = title.strip().lower()
        if key in KNOWN and key not in found:
            found[key] = _table(desk, title, lines)
    return found


def _sheets(name: str, data: bytes) -> list[tuple[str, _Lines]]:
    if data.startswith(ZIP):
        sheets = read_workbook(data, say=say)
        return [(each.name, list(enumerate(each.rows, each.first))) for each in sheets]
    if len(data) > MOST_BYTES:
        raise Refusal("file.too_large", limit=MOST_BYTES // 1024 // 1024)
    if data.startswith(OLE):
        return _read_old(data)
    text = decoded(data)
    if name.lower().endswith((".md", ".markdown")) or text.lstrip().startswith("|"):
        return _in_one(_markdown(text))
    return _in_one(_csv(text))


def say(cell: object) -> str:
    """A cell as XLSForm reads it: TRUE and FALSE, whole numbers without a point.

    >>> say(True), say(3.0), say(" a ")
    ('TRUE', '3', 'a')
    """
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat()
        case None:
            return ""
        case _:
            return str(cell).strip()


def _read_old(data: bytes) -> list[tuple[str, _Lines]]:
    """An .xls. Its reader believes what the file says of itself, hence the wide net."""
    import xlrd  # noqa: PLC0415 -- slow import, and only for old files

    try:
        book: Any = xlrd.open_workbook(
            file_contents=data, ragged_rows=True, logfile=io.StringIO(), on_demand=True
        )
        return [(sheet.name, list(_old_rows(sheet))) for sheet in book.sheets()]
    except Refusal:
        raise
    except Exception as error:
        raise Refusal("file.broken") from error


def _old_rows(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:  # noqa: ANN401 -- xlrd is untyped
    if sheet.nrows > MOST_ROWS:
        raise Refusal("file.too_long", limit=MOST_ROWS, columns=MOST_COLUMNS)
    for at in range(sheet.nrows):
        if sheet.row_len(at) > MOST_COLUMNS + 200:
            raise Refusal("file.too_long", limit=MOST_ROWS, columns=MOST_COLUMNS)
        yield at + 1, tuple(_old_cell(cell) for cell in sheet.row(at))


def _old_cell(cell: Any) -> str:  # noqa: ANN401
    if cell.ctype == 4:  # a truth value; 5 is an error such as #N/A
        return say(bool(cell.value))
    return "" if cell.ctype == 5 else say(cell.value)


def _csv(text: str) -> _Lines:
    try:
        lines = csv.reader(io.StringIO(text, newline=""))
        return list(_counted(tuple(cell.strip() for cell in line) for line in lines))
    except csv.Error as error:
        raise Refusal("file.broken") from error


def _markdown(text: str) -> _Lines:
    return list(_counted(_markdown_cells(line) for line in text.splitlines()))


def _markdown_cells(line: str) -> tuple[str, ...]:
    found = _MARKDOWN_ROW.fullmatch(line)
    if not found or _MARKDOWN_RULE.fullmatch(found[1]):
        return ()
    return tuple(cell.replace("\\|", "|").strip() for cell in _MARKDOWN_CELL.split(found[1]))


def _counted(lines: Iterable[tuple[str, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS or len(line) > MOST_COLUMNS:
            raise Refusal("file.too_long", limit=MOST_ROWS, columns=MOST_COLUMNS)
        yield number, line


def _in_one(lines: _Lines) -> list[tuple[str, _Lines]]:
    """Several sheets in one text: the first cell names the sheet that begins here."""
    sheets: list[tuple[str, _Lines]] = []
    for number, (name, *cells) in ((at, line) for at, line in lines if line):
        if name:
            sheets.append((name, []))
        if sheets and any(cells):
            sheets[-1][1].append((number, tuple(cells)))
    return sheets


def _table(desk: Desk, title: str, lines: _Lines) -> Table:
    if not lines:
        return Table(name=title, headings=(), rows=())
    first, head = lines[0]
    headings = tuple(_SPACES.sub(" ", cell).strip() for cell in head)
    for at, heading in enumerate(headings):
        if heading and heading in headings[:at]:
            desk.deny("twin_column", Cell(title, first, letter(at)), word=heading)
    rows = (Row(row=number, cells=_cells(headings, line)) for number, line in lines[1:])
    kept = tuple(row for row in rows if row.cells)
    return Table(name=title, headings=tuple(filter(None, headings)), rows=kept)


def _cells(headings: tuple[str, ...], line: tuple[str, ...]) -> dict[str, str]:
    return {
        heading: cell if _worded(heading) else _SPACES.sub(" ", cell)
        for heading, cell in zip(headings, line, strict=False)
        if heading and cell.strip()
    }


def _worded(heading: str) -> bool:
    return heading.partition(":")[0].strip().lower() in _WORDED
