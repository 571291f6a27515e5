"""A table pasted out of Word, or rows of empty boxes, become the grades and rows of a matrix.

部门⇥满意⇥不满意      很差 一般 很好
财政所⇥⇥              服务态度 ○ ○ ○
"""

import re
from collections.abc import Sequence
from typing import Final

from surveys.questionnaire.paste.lines import Kind, read_line
from surveys.questionnaire.paste.numbering import read_number
from surveys.questionnaire.paste.shielding import escape, shield
from surveys.questionnaire.texts import clean
from surveys.values import Value

_EMPTY: Final = re.compile(r"[□○☐◯]?|[(（][ \u3000]*[)）]")
_BOXED: Final = re.compile(r"(.*[^\s□○☐◯])\s+((?:[□○☐◯]\s*){2,})")
_COUNTING: Final = frozenset({"序号", "编号", "No.", "No"})
_ABOUT_SOMEBODY: Final = re.compile("部门|单位|对象|站所|机构")


class Grid(Value, frozen=True):
    """One table: how many lines it takes, and what stands along its sides; all shielded."""

    lines: int
    grades: tuple[str, ...]
    rows: tuple[str, ...]
    somebody: bool
    """Whether its rows are those who are rated."""


def read_grid(lines: Sequence[str], at: int = 0) -> Grid | None:
    r"""The table that begins with this one of the lines.

    >>> grid = read_grid(["单位\t满意\t不满意", "财政所\t\t", "派出所\t\t", "三、意见"])
    >>> grid.lines, grid.grades, grid.rows, grid.somebody
    (3, ('满意', '不满意'), ('财政所', '派出所'), True)
    """
    if _row(lines[at]):  # no head; to look under each row again would take minutes
        return None
    width, rows = 0, list[str]()
    for below in range(at + 1, len(lines)):
        cells = _row(lines[below])
        if len(cells) < 3 or len(cells) != (width or len(cells)):
            break
        width = len(cells)
        rows.append(cells[0])
    head = _head(lines[at], width) if rows else ()
    if not head:
        return None
    return Grid(
        lines=1 + len(rows),
        grades=tuple(map(_word, head[1:])),
        rows=tuple(map(_word, rows)),
        somebody=bool(_ABOUT_SOMEBODY.search(head[0])),
    )


def _word(cell: str) -> str:
    return shield(escape(cell))


def _row(line: str) -> tuple[str, ...]:
    """The name of a row and its empty cells; nothing where the line is no row."""
    if _kind(line) not in {Kind.PLAIN, Kind.QUESTION}:
        return ()
    if "\t" in line:
        cells = _uncounted([clean(cell, lines=False) for cell in line.split("\t")])
        empty = all(_EMPTY.fullmatch(cell) for cell in cells[1:])
        return tuple(cells) if empty and cells[0] else ()
    found = _BOXED.fullmatch(line.strip())
    return (_unnumbered(found[1]), *"".join(found[2].split())) if found else ()


def _kind(line: str) -> Kind:
    return read_line(shield(clean(line, lines=False)).strip()).kind


def _unnumbered(name: str) -> str:
    numbered = read_number(name)
    return clean(numbered.text if numbered else name, lines=False)


def _uncounted(cells: list[str]) -> list[str]:
    """Without the column that counts the rows."""
    counts = cells[0].rstrip(".、．").isdecimal() or cells[0] in _COUNTING
    return cells[1:] if len(cells) > 1 and counts else cells


def _head(line: str, width: int) -> tuple[str, ...]:
    """The corner and the grades over so many cells."""
    if _kind(line) is not Kind.PLAIN:
        return ()
    if "\t" in line:
        cells = _uncounted([clean(cell, lines=False) for cell in line.split("\t")])
    else:
        cells = line.split()
    if len(cells) == width - 1:
        cells = ["", *cells]
    fits = len(cells) == width and all(not _EMPTY.fullmatch(cell) for cell in cells[1:])
    return tuple(cells) if fits else ()
