"""The header of a table of counts becomes the columns to read, or what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reports.wording.scoring import (
    APPRAISEES,
    COUNTED,
    GROUPS,
    ITEMS,
    RATIOS,
    REPORTED,
    RETURNED,
    SPOILED,
    TOTALS,
    UNMARKED,
)
from service.spreadsheets.mistakes import at, wrong
from service.spreadsheets.words import Lexicon, among, nearest, plain
from surveys.electorate.mistakes import Mistake
from surveys.electorate.register import Sheet
from surveys.keys import OptionKey

_SEARCHED: Final = 15
"""A header stands among the first rows, below a title at most."""


class Columns(NamedTuple):
    """Where what is read stands; None where a column is not there."""

    first: int
    """The row of the first line."""
    appraisee: int
    item: int | None
    group: int | None
    returned: int | None
    spoiled: int | None
    unmarked: int | None
    total: int | None
    marks: dict[int, OptionKey]


def find_header(sheet: Sheet, words: Lexicon) -> int | None:
    """The row of the options, if this is a table of counts."""
    for row, cells in enumerate(sheet.rows[:_SEARCHED]):
        options = [plain(cell) for cell in cells if plain(cell) in words.marks]
        above = sheet.rows[row - 1] if row else ()
        named = among((*cells, *above), dict.fromkeys(APPRAISEES))
        if named and options:
            return row
    return None


def _headings(sheet: Sheet, head: int) -> tuple[list[str], set[int], int]:
    """The header's words, the columns of what was worked out (比率), the first row below.

    A cell merged down is read where it begins. 票数 and 比率 stand over the options or under them.
    """
    here = [plain(cell) for cell in sheet.rows[head]]
    above = _carried(sheet, head - 1) if head else [""] * len(here)
    below = [plain(c) for c in sheet.rows[head + 1]] if head + 1 < len(sheet.rows) else []
    if any(below) and all(not word or word in COUNTED | RATIOS for word in below):
        over = _carried(sheet, head)
        words = [
            carried if low else word for word, low, carried in zip(here, below, over, strict=True)
        ]
        return words, {at for at, low in enumerate(below) if low in RATIOS}, head + 2
    ratios = {at for at, word in enumerate(here) if word and above[at] in RATIOS}
    merged = [plain(cell) for cell in sheet.rows[head - 1]] if head else above
    return [word or up for word, up in zip(here, merged, strict=True)], ratios, head + 1


def _carried(sheet: Sheet, row: int) -> list[str]:
    """A row whose cells are merged to the right; a title alone is no heading."""
    words = [plain(cell) for cell in sheet.rows[row]]
    if sum(map(bool, words)) < 2:
        return [""] * len(words)
    carried: list[str] = []
    for word in words:
        carried.append(word or (carried[-1] if carried else ""))
    return carried


def find_columns(sheet: Sheet, words: Lexicon) -> tuple[Columns, list[Mistake], list[Mistake]]:
    """The columns; what lacks; what is strange."""
    head = find_header(sheet, words) or 0
    named, ratios, first = _headings(sheet, head)
    marks = {
        column: words.marks[word]
        for column, word in enumerate(named)
        if word in words.marks and column not in ratios
    }
    one: dict[str, int | None] = {
        kind: next((c for c, word in enumerate(named) if word in known and c not in marks), None)
        for kind, known in _KINDS.items()
    }
    lacking: list[Mistake] = []
    strange = [
        *_strange(sheet, head, named=named, read={*marks, *ratios}, words=words),
        *_double(sheet, head, marks),
    ]
    if one["item"] is None and len(words.rules.items) > 1:
        items = "、".join(item.label for item in words.rules.items)
        lacking.append(wrong("no_item_column", at(sheet, head), known=items))
    if one["group"] is None and len(words.rules.electorate.groups) > 1:
        groups = "、".join(group.label for group in words.rules.electorate.groups)
        lacking.append(wrong("no_group_column", at(sheet, head), known=groups))
    appraisee = one.pop("appraisee")
    return Columns(first=first, appraisee=appraisee or 0, marks=marks, **one), lacking, strange


_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "appraisee": APPRAISEES,
    "item": ITEMS,
    "group": GROUPS,
    "returned": RETURNED,
    "spoiled": SPOILED,
    "unmarked": UNMARKED,
    "total": TOTALS,
}


def _strange(
    sheet: Sheet, head: int, *, named: Sequence[str], read: set[int], words: Lexicon
) -> Iterator[Mistake]:
    """Columns neither read nor known to be left alone: perhaps votes under a wrong word."""
    known = {word for words in _KINDS.values() for word in words}
    computed = {plain(metric.label) for metric in words.rules.metrics}
    for column, word in enumerate(named):
        if column in read or word in known or word in REPORTED or word in computed:
            continue
        below = any(plain(cells[column]) for cells in sheet.rows[head + 1 :] if column < len(cells))
        options = words.options()
        if near := nearest(word, options):
            yield wrong("near_column", at(sheet, head, column), word=word, near=near)
        elif word:
            listed = "、".join(options)
            yield wrong("unknown_column", at(sheet, head, column), word=word, known=listed)
        elif below:
            yield wrong("no_heading", at(sheet, head, column))


def _double(sheet: Sheet, head: int, marks: Mapping[int, OptionKey]) -> Iterator[Mistake]:
    seen: set[OptionKey] = set()
    for column, key in marks.items():
        if key in seen:
            word = plain(sheet.rows[head][column])
            yield wrong("twice", at(sheet, head, column), word=word)
        seen.add(key)
