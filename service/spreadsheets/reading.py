"""A file somebody sent becomes sheets of text, or is refused before a parser ever sees it.

An .xlsx is a zip that anybody may have packed. Its parts are taken out one by one within limits,
looked at, and packed anew; only that clean copy is parsed.
"""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from reports.wording.roll import NO, YES
from surveys.electorate.register import Sheet
from surveys.refusals import Refusal

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
"""Of a list of people; a sheet of ballots is as wide as departments times items."""
_MOST_UNPACKED: Final = 50 * 1024 * 1024
_MOST_RATIO: Final = 100
_MOST_PARTS: Final = 500
_MOST_SHEETS: Final = 100
"""Any number of them may show the same part of the file."""
_MOST_LETTERS: Final = 5_000_000
"""Cells and letters of all sheets; any number of cells may show the same text of the file."""
_SMALL: Final = 64 * 1024
"""A part this small may be packed as tightly as it likes."""

_BROKEN: Final = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError),
    *(zlib.error, struct.error, ValueError, OverflowError),
)
"""What `zipfile` may raise over a directory that lies."""
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK: Final = "xl/workbook.xml"
_ACTIVE: Final = re.compile(
    r"vbaproject|externallinks/|embeddings/|oleobject|activex|macrosheets|dialogsheets|\.bin$",
    re.IGNORECASE,
)
_HARMLESS_BINARY: Final = re.compile(r"xl/printersettings/", re.IGNORECASE)
_TAG: Final = re.compile(
    rb"""<(?:\w+:)?(c|row)(?=[\s/>])(?:[^<]*?\br\s*=\s*["']([A-Za-z]*)\$?([0-9]+)["'])?"""
)
"""A cell or a row, and where it says it stands. A tag ends where the next begins at the latest:
were it looked for up to its `>`, a file without any would be looked through once a tag."""
_EMPTY_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^<>]*(?:/>|>\s*</(?:\w+:)?row>)")
"""LibreOffice and WPS write the last rows of a sheet for their height alone."""
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


def read_sheets(content: bytes, *, columns: int = MOST_COLUMNS) -> tuple[Sheet, ...]:
    """Read a file by what it is, not by what it is called; no wider than `columns`."""
    _bound(content)
    if content.startswith(_ZIP):
        return read_workbook(content, columns=columns)
    return (_read_csv(decoded(content), columns),)


def _bound(content: bytes) -> None:
    if not content:
        raise Refusal("file.missing")
    if len(content) > MOST_BYTES:
        raise Refusal("file.too_large", limit=MOST_BYTES // 1024 // 1024)
    if content.startswith(_OLE):
        raise Refusal("file.old")


def _repacked(content: bytes, columns: int) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _look_over(packed.infolist())
            return _pack(
                (part.filename, _take_out(packed, part, columns)) for part in packed.infolist()
            )
    except _BROKEN as error:
        raise Refusal("file.broken") from error


def _look_over(parts: list[zipfile.ZipInfo]) -> None:
    """Judge by the directory alone: nothing is unpacked yet."""
    names = [part.filename for part in parts]
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise Refusal("file.swollen")
    if any(
        part.file_size > _SMALL and part.file_size > _MOST_RATIO * part.compress_size
        for part in parts
    ):
        raise Refusal("file.swollen")
    if any(_ACTIVE.search(name) and not _HARMLESS_BINARY.search(name) for name in names):
        raise Refusal("file.active")
    if _WORKBOOK not in names:
        raise Refusal("file.unknown")
    if len(set(names)) < len(names) or any(part.compress_type not in _PACKED for part in parts):
        raise Refusal("file.broken")


def _take_out(packed: zipfile.ZipFile, part: zipfile.ZipInfo, columns: int) -> bytes:
    """One part, never more of it than the directory promised, and no cell too far out."""
    content = packed.read(part)
    _demand_near(_EMPTY_ROW.sub(b"", content), columns)
    return content


def _demand_near(content: bytes, columns: int) -> None:
    """A cell that does not say where it is stands behind the one before it."""
    row = column = 0
    for tag in _TAG.finditer(content):
        what, letters, digits = tag.groups()
        if what == b"row":
            row, column = int(digits[:9]) if digits else row + 1, 0
        else:
            column = _number(letters) if letters else column + 1
            row = int(digits[:9]) if digits else row
        if row > MOST_ROWS or column > columns:
            raise _too_many(columns)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    return number


def _pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w") as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return clean.getvalue()


def read_workbook(
    content: bytes, *, columns: int = MOST_COLUMNS, say: Callable[[object], str] | None = None
) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx; `say` writes a cell where it is not read as on our screens."""
    _bound(content)
    clean = _repacked(content, columns)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(clean)) as book:
            named = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            if len(named) > _MOST_SHEETS:
                raise Refusal("file.too_many_sheets", limit=_MOST_SHEETS)
            sheets = [book.get_sheet_by_name(name) for name in named]
            return tuple(_written(sheets, say or _text))
    except (CalamineError, ValueError) as error:
        raise Refusal("file.broken") from error


def _written(sheets: Iterable[CalamineSheet], say: Callable[[object], str]) -> Iterator[Sheet]:
    room = _MOST_LETTERS
    for sheet in sheets:
        rows: list[tuple[str, ...]] = []
        for row in sheet.to_python(skip_empty_area=False):
            rows.append(tuple(say(cell) for cell in row))
            room -= len(row) + sum(map(len, rows[-1]))
            if room < 0:
                raise Refusal("file.swollen")
        yield Sheet(sheet.name, tuple(rows))


def _text(cell: object) -> str:
    """A cell as it is read on the screen; Excel keeps a phone number as a number if it may.

    >>> _text(13800000001.0), _text(" 李 "), _text(True)
    ('13800000001', ' 李 ', '是')
    """
    match cell:
        case bool():
            return YES if cell else NO
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            return cell.isoformat()
        case _:
            return str(cell)


def decoded(content: bytes) -> str:
    """Text in whichever encoding Excel or a Chinese Windows wrote it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # Excel's “Unicode text”
        return _decode(content, "utf-16")
    for encoding in _ENCODINGS:
        try:
            return _plain(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Refusal("file.unknown")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return _plain(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise Refusal("file.unknown") from error


def _plain(text: str) -> str:
    """Text people typed: no control characters, and no web page that calls itself a table."""
    if text.lstrip("\ufeff \t\r\n")[:1] == "<":
        raise Refusal("file.web_page")
    if "\0" in text or text.lstrip().startswith(("%PDF", "{")):
        raise Refusal("file.unknown")
    return text


def _read_csv(text: str, columns: int) -> Sheet:
    head = text[:4096]
    mark = max(",\t;", key=head.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        rows = tuple(_bounded(lines, columns))
    except csv.Error as error:
        raise Refusal("file.broken") from error
    return Sheet("CSV", rows)


def _bounded(rows: Iterable[list[str]], columns: int) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS or len(row) > columns:
            raise _too_many(columns)
        yield tuple(row)


def _too_many(columns: int) -> Refusal:
    return Refusal("file.too_long", limit=MOST_ROWS, columns=columns)
