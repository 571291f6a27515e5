"""Files are read by what they are; what is no table, or means harm, is refused by name."""

import random
import struct

import pytest

from service.spreadsheets import reading
from service.spreadsheets.apart import read_sheets_apart
from surveys.refusals import Refusal
from tests.service.boards.roll.spreadsheets import DEPUTIES, a_workbook, with_parts

SHEET = "xl/worksheets/sheet1.xml"


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        reading.read_sheets(content)
    return refusal.value.code


def test_a_phone_kept_as_a_number_is_still_a_phone() -> None:
    (sheet,) = reading.read_sheets(
        a_workbook(("孙立新", "第一代表小组", "镇人大代表", 13800000002))
    )
    assert sheet.rows[1][3] == "13800000002"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.missing"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file.old"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "file.web_page"),
        (b"%PDF-1.7", "file.unknown"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "file.unknown"),
        (b"PK\x03\x04 not a zip at all", "file.broken"),
        (a_workbook(*DEPUTIES)[:-40], "file.broken"),
        (b"a," * 200, "file.too_long"),
        (b"a\n" * 20_001, "file.too_long"),
        (bytes(reading.MOST_BYTES + 1), "file.too_large"),
    ],
    ids=["nothing", "xls", "html", "pdf", "png", "no-zip", "cut-off", "wide", "long", "large"],
)
def test_a_file_that_is_no_table_is_refused_by_name(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_parts(a_workbook(*DEPUTIES), {"xl/media/a.xml": bytes(40 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refused(bomb) == "file.swollen"


def test_a_bomb_that_lies_about_its_size_is_refused_too() -> None:
    bomb = bytearray(with_parts(a_workbook(*DEPUTIES), {"zz.xml": bytes(3 * 1024 * 1024)}))
    at = bomb.rfind(b"PK\x01\x02")  # the last entry of the directory is the bomb
    struct.pack_into("<I", bomb, at + 24, 1000)
    assert refused(bytes(bomb)) == "file.broken"


def test_a_cell_at_the_far_end_of_the_sheet_is_refused() -> None:
    far = (
        b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'
    )
    assert refused(with_parts(a_workbook(), {SHEET: far})) == "file.too_long"
    assert refused(with_parts(a_workbook(), {SHEET: far.replace(b'"', b"'")})) == ("file.too_long")


@pytest.mark.parametrize(
    "part",
    [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/activeX/activeX1.xml",
    ],
)
def test_macros_links_and_objects_are_refused(part: str) -> None:
    assert refused(with_parts(a_workbook(*DEPUTIES), {part: b"x"})) == "file.active"


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    document = with_parts(a_workbook(), {"word/document.xml": b"<w/>"})
    assert refused(document.replace(b"xl/workbook.xml", b"xl/workb00k.xml")) == "file.unknown"


def test_a_wider_sheet_is_read_where_the_caller_asks_for_it() -> None:
    wide = ("甲," * 149 + "甲").encode()
    assert refused(wide) == "file.too_long"
    (sheet,) = reading.read_sheets(wide, columns=150)
    assert len(sheet.rows[0]) == 150


def the_sheet(*rows: bytes) -> bytes:
    return b"<worksheet><sheetData>" + b"".join(rows) + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    "rows",
    [
        b"<c " * 20_000,
        b"<row>" + b"<c><v>1</v></c>" * 101 + b"</row>",
        b"".join(b"<row><c><v>%d</v></c></row>" % (at * at) for at in range(20_001)),
        b'<row r="20000"><c><v>1</v></c></row><row><c><v>1</v></c></row>',
    ],
    ids=["no end of a tag", "a wide row", "many rows", "a row behind the last"],
)
def test_cells_that_do_not_say_where_they_stand_are_counted(rows: bytes) -> None:
    assert refused(with_parts(a_workbook(), {SHEET: the_sheet(rows)})) == "file.too_long"


def test_cells_that_do_not_say_where_they_stand_are_read() -> None:
    rows = the_sheet(b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    (sheet, *_) = reading.read_sheets(with_parts(a_workbook(), {SHEET: rows}))
    assert sheet.rows == (("1", "2"), ("3", ""))


def test_a_hundred_sheets_that_are_one_part_are_refused() -> None:
    sheets = b"".join(
        b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (at, at) for at in range(1, 102)
    )
    book = (
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        b"<sheets>" + sheets + b"</sheets></workbook>"
    )
    assert refused(with_parts(a_workbook(), {"xl/workbook.xml": book})) == "file.too_many_sheets"


def test_one_long_text_in_every_cell_is_refused() -> None:
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(1, 61)
    )
    text = b"<sst><si><t>" + random.Random("text").randbytes(50_000).hex().encode()
    parts = {SHEET: the_sheet(cells), "xl/sharedStrings.xml": text + b"</t></si></sst>"}
    assert refused(with_parts(a_workbook(*DEPUTIES), parts)) == "file.swollen"


async def test_a_file_read_apart_comes_back_the_same() -> None:
    content = a_workbook(*DEPUTIES)
    assert await read_sheets_apart(content) == reading.read_sheets(content)
    with pytest.raises(Refusal) as refusal:
        await read_sheets_apart(b"a\n" * 20_001)
    assert refusal.value.code == "file.too_long"
    assert refusal.value.data == {"limit": 20_000, "columns": 100}
