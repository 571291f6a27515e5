"""A document becomes a workbook: its words on one sheet, every table and the rule on their own.

A cell is a number only where its whole column is one: every cell of it a plain decimal, or the
dash that stands for no number. So 07 and a telephone stay text, and a department called 12 does
too. Digits are shown as they were written. Text is stored as text: nothing in it is a formula.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final, TypeAlias

from xlsxwriter import Workbook

from reports.charts import tabulate
from reports.document import (
    Align,
    Block,
    Cards,
    Clause,
    Codes,
    Copy,
    Document,
    Facts,
    Figure,
    Paragraph,
    Scan,
    SignatureLines,
    Table,
)
from reports.escaping import plain
from reports.rendering.docx_tables import table_of
from reports.rendering.numbering import number_blocks
from reports.rendering.packing import pack
from reports.rendering.terminal import width
from reports.rendering.xlsx_cells import NO_NUMBER, RISKY, numeric_columns, sheet_name
from reports.wording.furniture import DRAFT_LINE, NOTE, RULE_SHEET, TABLE_SHEET, TEXT_SHEET, UNIT

Office: TypeAlias = Any
"""A workbook, a sheet, a format: xlsxwriter types them in part only."""
_UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
_WIDEST: Final = 46
_PAGE: Final = 80
"""Half letters across the sheet of words."""
_LINE: Final = 15.75
"""Points of a line of 11 pt: not every program fits a wrapped row by itself."""


def render_xlsx(document: Document, *, rule_words: Sequence[str] = ()) -> bytes:
    """Write the workbook; `rule_words` say how the numbers were made, on a sheet of their own."""
    stream = io.BytesIO()
    book: Office = Workbook(stream, {"in_memory": True})
    _sign_nobody(book, document)
    _Sheets(book).write(document, rule_words)
    book.close()
    return pack(stream.getvalue())


def _sign_nobody(book: Office, document: Document) -> None:
    day = datetime.fromisoformat(document.dated).astimezone(UTC) if document.dated else _UNDATED
    book.set_properties({"title": plain(document.title), "created": day.replace(tzinfo=None)})


class _Sheets:
    """The sheets of one workbook, and the looks they share."""

    def __init__(self, book: Office) -> None:
        self.book = book
        self.taken: list[str] = []
        self.formats: dict[tuple[tuple[str, object], ...], Office] = {}

    def write(self, document: Document, rule_words: Sequence[str]) -> None:
        sheet = self._begin(TEXT_SHEET, otherwise=TEXT_SHEET)
        lines = tuple(_lines(document))
        self._words(sheet, document.title, lines, draft=document.draft)
        for table in _tables(document):
            self._table(table)
        if rule_words:
            sheet = self._begin(RULE_SHEET, otherwise=RULE_SHEET)
            self._words(sheet, RULE_SHEET, tuple(rule_words), draft=False)

    def _begin(self, caption: str, *, otherwise: str) -> Office:
        name = sheet_name(caption, self.taken, otherwise=otherwise)
        self.taken.append(name)
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)  # A4
        sheet.set_footer("&C— &P —")
        return sheet

    def _look(self, **looks: object) -> Office:
        key = tuple(sorted(looks.items()))
        if key not in self.formats:
            base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
            self.formats[key] = self.book.add_format(base | looks)
        return self.formats[key]

    def _text(self, sheet: Office, at: tuple[int, int], words: str, **looks: object) -> None:
        """A string and nothing else; a quote prefix keeps it one when it is edited."""
        said = plain(words)
        risky = {"quote_prefix": True} if said.startswith(RISKY) else {}
        sheet.write_string(*at, said, self._look(**risky, **looks))

    def _words(self, sheet: Office, title: str, lines: Sequence[str], *, draft: bool) -> None:
        sheet.set_column(0, 0, _PAGE)
        self._text(sheet, (0, 0), title, font_size=16, bold=True, text_wrap=True)
        if draft:
            lines = (DRAFT_LINE, *lines)
        for row, line in enumerate(lines, 2):
            self._text(sheet, (row, 0), line, text_wrap=True)
            sheet.set_row(row, _height(line, _PAGE))
        sheet.fit_to_pages(1, 0)

    def _table(self, table: Table) -> None:
        sheet = self._begin(table.caption, otherwise=TABLE_SHEET.format(place=len(self.taken)))
        self._text(sheet, (0, 0), table.caption, font_size=14, bold=True)
        if table.unit:
            self._text(sheet, (1, 0), UNIT + table.unit)
        top = self._heads(sheet, table)
        self._rows(sheet, table, top)
        self._notes(sheet, table, top + len(table.rows) + 1)
        self._set_up(sheet, table, top)

    def _notes(self, sheet: Office, table: Table, first: int) -> None:
        """Under the table and no wider: a long line would shrink the whole print."""
        last, across = len(table.columns) - 1, sum(_widths(table))
        for row, note in enumerate((NOTE, *table.notes) if table.notes else (), first):
            if last:
                sheet.merge_range(row, 0, row, last, "")
            self._text(sheet, (row, 0), note, text_wrap=True)
            sheet.set_row(row, _height(note, across))

    def _heads(self, sheet: Office, table: Table) -> int:
        """Write the heads from the third row on; say where the data begin."""
        grouped = any(column.group for column in table.columns)
        if grouped:
            self._groups(sheet, table)
        for at, column in enumerate(table.columns):
            if grouped and not column.group:
                sheet.merge_range(2, at, 3, at, "")
            self._head(sheet, (2 + bool(column.group), at), column.label)
        return 3 + grouped

    def _groups(self, sheet: Office, table: Table) -> None:
        at = 0
        for group, columns in groupby(table.columns, key=lambda column: column.group):
            last = at + len(tuple(columns)) - 1
            if group and last > at:
                # Merged empty, then written as a string: merging would read it for a formula.
                sheet.merge_range(2, at, 2, last, "")
            if group:
                self._head(sheet, (2, at), group)
            at = last + 1

    def _head(self, sheet: Office, at: tuple[int, int], words: str) -> None:
        looks = {"bold": True, "border": 1, "align": "center", "text_wrap": True}
        self._text(sheet, at, words, bg_color="#F1ECE3", **looks)

    def _rows(self, sheet: Office, table: Table, top: int) -> None:
        numeric = numeric_columns(table)
        for place, row in enumerate(table.rows):
            for at, words in enumerate(row):
                if numeric[at] and words not in NO_NUMBER:
                    self._number(sheet, (top + place, at), words)
                else:
                    align = "left" if table.columns[at].align is Align.LEFT else "center"
                    self._text(sheet, (top + place, at), words, border=1, align=align)

    def _number(self, sheet: Office, at: tuple[int, int], words: str) -> None:
        """Excel keeps a binary fraction, which shows the same digits up to fifteen of them."""
        digits, share = words.rstrip("%"), words.endswith("%")
        places = len(digits.partition(".")[2])
        form = f"0.{'0' * places}" if places else "0"
        value = float(digits) / 100 if share else float(digits)
        sheet.write_number(*at, value, self._look(border=1, num_format=form + "%" * share))

    def _set_up(self, sheet: Office, table: Table, top: int) -> None:
        """Heads stay in sight on the screen and come again on every printed page."""
        sheet.freeze_panes(top, min(table.heads, len(table.columns) - 1))
        sheet.repeat_rows(2, top - 1)
        sheet.fit_to_pages(1, 0)
        if len(table.columns) > 8:
            sheet.set_landscape()
        for at, letters in enumerate(_widths(table)):
            sheet.set_column(at, at, letters)


def _widths(table: Table) -> list[int]:
    """Half letters of every column."""
    return [
        min(_WIDEST, max(width(column.label), *(width(row[at]) for row in table.rows)) + 3)
        for at, column in enumerate(table.columns)
    ]


def _height(words: str, across: int) -> float:
    """Points that words take when they wrap in so many half letters."""
    return _LINE * max(1, -(-width(plain(words)) // max(1, across - 4)))


def _all_blocks(document: Document) -> Iterator[tuple[str, Block]]:
    yield from number_blocks(document.blocks)
    for annex in document.annexes:
        yield from number_blocks(annex.blocks)


def _tables(document: Document) -> Iterator[Table]:
    for _, block in _all_blocks(document):
        match block:
            case Table():
                yield block
            case Figure():
                yield table_of(tabulate(block.chart), block.caption)
            case _:
                pass


def _lines(document: Document) -> Iterator[str]:
    """The document's sentences, line by line."""
    yield from filter(None, (document.issuer, document.number))
    if document.addressee:
        yield f"{document.addressee}："
    for number, block in _all_blocks(document):
        yield from _lines_of(number, block)
    if document.closing:
        yield from (document.closing.issuer, document.closing.date)


def _lines_of(number: str, block: Block) -> Iterator[str]:
    match block:
        case Clause(_, lead, words):
            yield f"{number}{lead}{words}"
        case Paragraph(words):
            yield words
        case Facts(facts) | Codes(facts):
            yield from (f"{fact.label}：{fact.words}" for fact in facts)
        case SignatureLines(roles):
            yield from (f"{role}：" for role, _ in roles)
        case Cards():
            raise TypeError("cards are cut out of paper, not counted in a workbook")
        case Copy(heading, title, serial):
            yield from filter(None, (heading, title, serial))
        case Scan(address, words):
            yield f"{words}{address}"
        case Table() | Figure():
            pass
        case heading:
            yield f"{number}{heading.words}"
