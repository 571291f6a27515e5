"""A table becomes an HTML table with headers a screen reader can follow."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from reports.document import Align, Column, Table
from reports.escaping import say
from reports.rendering.lines import flow
from reports.wording.furniture import NOTE, UNIT

SHORT: Final = 12
"""Rows that stay together on a page, if each is one line."""
_LINE: Final = 26
"""Letters of a row that one line of a table holds, roughly."""
_WHOLE: Final = 4
"""Letters of a head that are never parted; in a tight table, half as many."""


def render_table(table: Table) -> str:
    """Write caption, unit, column heads in one or two rows, rows and notes."""
    caption = f'<p class="caption">{say(table.caption)}</p>' if table.caption else ""
    unit = f'<p class="unit">{UNIT}{say(table.unit)}</p>' if table.unit else ""
    return (
        f'<div class="table {_face(table)}">{caption}{unit}'
        f"<table>{_columns(table)}<thead>{_head(table)}</thead>"
        f"<tbody>{''.join(_row(table, row) for row in table.rows)}</tbody></table>"
        f"{_notes(table.notes)}</div>"
    )


def _face(table: Table) -> str:
    """Wide tables take a smaller face (小四, then 五号) rather than a narrower page."""
    columns = len(table.columns)
    face = "roomy" if columns <= 6 else "close" if columns <= 10 else "tight"
    return f"{face} short" if _lines(table) <= SHORT else face


def _lines(table: Table) -> int:
    """About how many lines the rows take; texts in several columns share them."""
    return sum(-(-max(1, sum(map(len, row))) // _LINE) for row in table.rows)


def _columns(table: Table) -> str:
    widths = (
        f'<col style="width:{column.width}%">' if column.width else "<col>"
        for column in table.columns
    )
    return f"<colgroup>{''.join(widths)}</colgroup>"


def _head(table: Table) -> str:
    grouped = any(column.group for column in table.columns)
    if not grouped:
        return f"<tr>{''.join(_label(table, column) for column in table.columns)}</tr>"
    return f"<tr>{''.join(_upper(table))}</tr><tr>{''.join(_lower(table))}</tr>"


def _upper(table: Table) -> Iterator[str]:
    for group, columns in groupby(table.columns, key=lambda column: column.group):
        found = list(columns)
        if group:
            yield f'<th scope="colgroup" colspan="{len(found)}">{say(group)}</th>'
        else:
            yield from (_label(table, column, rows=2) for column in found)


def _lower(table: Table) -> Iterator[str]:
    return (_label(table, column) for column in table.columns if column.group)


def _label(table: Table, column: Column, *, rows: int = 1) -> str:
    whole = _WHOLE if len(table.columns) <= SHORT else _WHOLE // 2
    kept = ' class="whole"' if len(column.label) <= whole else ""
    span = f' rowspan="{rows}"' if rows > 1 else ""
    return f'<th scope="col"{kept}{span}>{say(column.label)}</th>'


def _row(table: Table, row: tuple[str, ...]) -> str:
    cells = (
        _cell(column, words, head=at < table.heads)
        for at, (column, words) in enumerate(zip(table.columns, row, strict=True))
    )
    return f"<tr>{''.join(cells)}</tr>"


def _cell(column: Column, words: str, *, head: bool) -> str:
    tag = "th" if head else "td"
    scope = ' scope="row"' if head else ""
    align = "" if column.align is Align.CENTRE else f' class="{column.align.value}"'
    return f"<{tag}{scope}{align}>{flow(words)}</{tag}>"


def _notes(notes: tuple[str, ...]) -> str:
    if not notes:
        return ""
    if len(notes) == 1:
        return f'<div class="notes"><p><span>{NOTE}</span>{flow(notes[0])}</p></div>'
    items = (f"<p><span>{place}.</span>{flow(note)}</p>" for place, note in enumerate(notes, 1))
    return f'<div class="notes"><p class="notes-head">{NOTE}</p>{"".join(items)}</div>'
