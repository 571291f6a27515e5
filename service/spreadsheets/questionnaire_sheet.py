"""A table with one question a row becomes a reading of the paste grammar, or every mistake in it.

Cells hold the very words a clerk would paste; their place takes the place of a line number.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from reports.wording.questionnaires import COLUMNS, SUBJECTS, TITLE, TYPED_KINDS
from reports.wording.roll import NO, YES
from surveys.electorate.mistakes import Mistake, letter
from surveys.electorate.register import Sheet
from surveys.questionnaire.paste.hints import is_hint, split_words
from surveys.questionnaire.paste.labels import split_list
from surveys.questionnaire.paste.lines import Kind, Line, read_line
from surveys.questionnaire.paste.outline import Outline, Part, Sketch
from surveys.questionnaire.paste.reading import Reading, assemble
from surveys.questionnaire.paste.shielding import shield, unshield
from surveys.questionnaire.paste.titles import read_title
from surveys.questionnaire.paste.unread import Unread
from surveys.questionnaire.texts import clean
from surveys.values import Value

_SEARCHED: Final = 10
"""A title and a few words often stand above the header."""
_WIDE: Final = 1000
"""A place is a row times this, and a column."""
_COLUMN_OF: Final = {
    "hint": "hints",
    "hint_unfit": "hints",
    "two_kinds": "kind",
    "score": "hints",
    "condition": "condition",
    "condition_question": "condition",
    "condition_ambiguous": "condition",
    "condition_option": "condition",
}
_Cells = Mapping[str, str]


class _Header(Value, frozen=True):
    """Where the header stands, and which column is which."""

    row: int
    columns: dict[str, int]


def read_questionnaire(sheet: Sheet) -> Reading | tuple[Mistake, ...]:
    """The form a sheet holds; one mistake anywhere and it holds none."""
    header = _header(sheet)
    if header is None:
        return (_mistake(sheet, "no_header"),)
    columns = header.columns
    if missing := [COLUMNS[name] for name in ("title", "kind") if name not in columns]:
        return tuple(_mistake(sheet, "missing_column", heading=each) for each in missing)
    rows = tuple(_rows(sheet, header))
    mistakes = [*_above(sheet, header), *_cells(sheet, header, rows)]
    if not rows:
        mistakes.append(_mistake(sheet, "no_questions"))
    reading = assemble(_outline(sheet, header, rows))
    mistakes += [_misread(sheet, header, each) for each in reading.unread]
    return tuple(sorted(mistakes, key=lambda each: each.row)) if mistakes else reading


def _header(sheet: Sheet) -> _Header | None:
    for row, cells in enumerate(sheet.rows[:_SEARCHED]):
        named = {clean(cell, lines=False): at for at, cell in reversed(list(enumerate(cells)))}
        columns = {name: named[label] for name, label in COLUMNS.items() if label in named}
        if "title" in columns:
            return _Header(row=row, columns=columns)
    return None


def _rows(sheet: Sheet, header: _Header) -> Iterator[tuple[int, _Cells]]:
    """Every row below the header that says anything, with its index."""
    for row, cells in enumerate(sheet.rows[header.row + 1 :], header.row + 1):
        words = {
            name: clean(cells[at], lines=True) if at < len(cells) else ""
            for name, at in header.columns.items()
        }
        if any(words.values()):
            yield row, words


def _cells(
    sheet: Sheet, header: _Header, rows: tuple[tuple[int, _Cells], ...]
) -> Iterator[Mistake]:
    for row, cells in rows:
        required, kind = cells.get("required", ""), cells.get("kind", "")
        if not cells["title"]:
            yield _mistake(sheet, "no_words", row, header.columns["title"])
        if required not in {"", YES, NO}:
            yield _mistake(sheet, "yes_or_no", row, header.columns["required"], word=required)
        if kind and not all(is_hint(word) for word in split_words(kind)):
            known = "、".join(TYPED_KINDS)
            yield _mistake(
                sheet, "unknown_kind", row, header.columns["kind"], word=kind, known=known
            )


def _above(sheet: Sheet, header: _Header) -> Iterator[Mistake]:
    if not _said(sheet, header, TITLE):
        yield _mistake(sheet, "no_title")


def _said(sheet: Sheet, header: _Header, label: str) -> str:
    """What stands beside a label above the header."""
    for cells in sheet.rows[: header.row]:
        words = [clean(cell, lines=False) for cell in cells]
        if words and words[0] == label:
            return next((word for word in words[1:] if word), "")
    return ""


def _outline(sheet: Sheet, header: _Header, rows: tuple[tuple[int, _Cells], ...]) -> Outline:
    subjects = split_list(shield(_said(sheet, header, SUBJECTS)))
    headed: list[tuple[Part, list[Sketch]]] = [(Part(), [])]
    for number, (row, cells) in enumerate(rows, start=1):
        section = cells.get("section", "").replace("\n", " ")
        if section and section != headed[-1][0].title:
            headed.append((Part(title=section, implied=False), []))
        headed[-1][1].append(_sketch(cells, row * _WIDE, number=number, subjects=subjects))
    kept = tuple(
        msgspec.structs.replace(part, sketches=tuple(sketches))
        for part, sketches in headed
        if sketches
    )
    return Outline(title=_said(sheet, header, TITLE), version=1, parts=kept, unread=())


def _sketch(cells: _Cells, at: int, *, number: int, subjects: tuple[str, ...]) -> Sketch:
    titled = read_title(shield(cells["title"].replace("\n", " ")))
    must = {YES: ("必填",), NO: ("选填",)}.get(cells.get("required", ""), ())
    said = (shield(cells.get(name, "").replace("\n", "，")) for name in ("kind", "hints"))
    hints = tuple(word for cell in said for word in split_words(cell))
    condition = shield(cells.get("condition", "").replace("\n", " "))
    titled = msgspec.structs.replace(
        titled,
        hints=(*titled.hints, *hints, *must),
        condition=condition.strip("()（） ") if _bracketed(condition) else condition,
    )
    return Sketch(
        at=at, titled=titled, number=number, body=tuple(_body(cells, at, hints)), subjects=subjects
    )


def _bracketed(condition: str) -> bool:
    """Whether the whole condition was typed in its brackets."""
    return condition[:1] in {"(", "（"} and not set(condition[1:-1]) & set("()（）")


def _body(cells: _Cells, at: int, hints: tuple[str, ...]) -> Iterator[Line]:
    matrix = "矩阵" in hints or "矩阵题" in hints or bool(cells.get("grades"))
    for column, kind in (("options", Kind.ROW if matrix else Kind.OPTIONS), ("help", Kind.NOTE)):
        for text in filter(None, cells.get(column, "").split("\n")):
            yield from _lines(shield(text).strip(), at, kind)
    if grades := cells.get("grades", ""):
        joined = " / ".join(filter(None, shield(grades).split("\n")))
        yield Line(at=at, kind=Kind.GRADES, text=joined)


def _lines(text: str, at: int, kind: Kind) -> Iterator[Line]:
    line = read_line(text, at)
    parts = line.parts if line.kind is Kind.OPTIONS else (text,)
    match kind:
        case Kind.OPTIONS:
            yield Line(at=at, kind=kind, text=text, parts=parts)
        case Kind.ROW:
            yield from (Line(at=at, kind=kind, text=part) for part in parts)
        case _:
            yield Line(at=at, kind=kind, text=text)


def _misread(sheet: Sheet, header: _Header, found: Unread) -> Mistake:
    """Which cell of the row the words stood in."""
    name = _COLUMN_OF.get(found.code, "options")
    column = header.columns.get(name, header.columns["title"])
    data = {
        name: unshield(each) if isinstance(each, str) else each for name, each in found.data.items()
    }
    return _mistake(sheet, found.code, found.at // _WIDE, column, **data)


def _mistake(
    sheet: Sheet, code: str, row: int | None = None, column: int | None = None, **data: str | int
) -> Mistake:
    return Mistake(
        code=code,
        sheet=sheet.name,
        row=0 if row is None else sheet.first + row,
        column="" if column is None else letter(column),
        data=data,
    )
