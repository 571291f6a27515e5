"""A table becomes lines for a terminal, where a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Iterator, Sequence

from reports.document import Align, Table

GAP = "  "


def width(text: str) -> int:
    """Columns a text takes.

    >>> width("满意率 89.29%")
    13
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def render_table(table: Table) -> Iterator[str]:
    """Caption, headings, rows; names to the left, numbers to the right."""
    headings = [_heading(column.label, column.group) for column in table.columns]
    cells = [headings, *table.rows]
    widths = [max(width(row[at]) for row in cells) for at in range(len(headings))]
    left = [column.align is Align.LEFT for column in table.columns]
    yield f"{table.caption}（单位：{table.unit}）" if table.unit else table.caption
    yield _line(headings, widths, left)
    yield GAP.join("─" * wide for wide in widths)
    yield from (_line(row, widths, left) for row in table.rows)


def _heading(label: str, group: str) -> str:
    return f"{group}{label}"


def _line(cells: Sequence[str], widths: Sequence[int], left: Sequence[bool]) -> str:
    padded = (
        cell + " " * (wide - width(cell)) if to_left else " " * (wide - width(cell)) + cell
        for cell, wide, to_left in zip(cells, widths, left, strict=True)
    )
    return GAP.join(padded).rstrip()
