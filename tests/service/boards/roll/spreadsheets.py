"""Tables as people send them: good ones, wrong ones, and files that mean harm."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

HEADINGS = ("姓名", "代表小组", "身份", "手机号")
DEPUTIES = (
    ("赵德明", "第一代表小组", "主席团成员、镇人大代表", "13800000001"),
    ("孙立新", "第一代表小组", "镇人大代表", "13800000002"),
    ("李春梅", "第二代表小组", "镇人大代表", "13800000003"),
)


def a_workbook(*rows: Sequence[str | int], headings: Sequence[str] = HEADINGS) -> bytes:
    """An .xlsx of one sheet named 名册."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    sheet = book.add_worksheet("名册")
    for number, row in enumerate((headings, *rows)):
        sheet.write_row(number, 0, row)
    book.close()
    return written.getvalue()


def a_csv(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(row) for row in (HEADINGS, *rows)).encode(encoding)


def with_parts(workbook: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same workbook with parts added or replaced."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return written.getvalue()
