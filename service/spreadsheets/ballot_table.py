"""A table of ballots (逐票录入) becomes lines to score: a row a ballot, a column a cell of it."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reports.wording.scoring import GROUPS, NOTES, SERIALS, say_place
from service.spreadsheets.departments import Departments
from service.spreadsheets.mistakes import at, wrong
from service.spreadsheets.words import Lexicon, nearest, plain
from surveys.electorate.mistakes import Mistake, Place
from surveys.electorate.register import Sheet
from surveys.keys import AppraiseeKey, GroupKey, IndicatorKey
from surveys.tally.sheet_lines import BallotLine

_SEARCHED: Final = 15
_BETWEEN: Final = re.compile(r"[·・\-—:_/|]")


class _Cell(NamedTuple):
    appraisee: AppraiseeKey
    item: IndicatorKey


class _Columns(NamedTuple):
    """`first` is the row of the first ballot; columns of marks with what they are marks of."""

    first: int
    serial: int | None
    group: int | None
    marks: dict[int, _Cell]


def read_ballots(
    sheet: Sheet, words: Lexicon, departments: Departments
) -> tuple[list[BallotLine], list[Mistake]]:
    """Every ballot, and everything wrong; a row with nothing but its number is a blank ballot."""
    head = _find_header(sheet)
    if head is None:
        return [], []
    columns, mistakes = _columns(sheet, head, words=words, departments=departments)
    rows = [
        row
        for row, cells in enumerate(sheet.rows[columns.first :], columns.first)
        if any(plain(cell) for cell in cells)
    ]
    if not rows:
        return [], []
    mistakes += _repeated(sheet, rows, columns.serial)
    lines: list[BallotLine] = []
    for row in rows:
        line, wrongs = _line(sheet, row, columns=columns, words=words)
        lines.append(line)
        mistakes += wrongs
    return lines, [*_untouched(sheet, rows, columns), *mistakes]


def _untouched(sheet: Sheet, rows: list[int], columns: _Columns) -> Iterator[Mistake]:
    """A department nobody marked at all was left on the template, or never typed."""
    filled = {
        cell.appraisee
        for column, cell in columns.marks.items()
        if any(plain(sheet.rows[row][column]) for row in rows)
    }
    seen: set[AppraiseeKey] = set()
    for column, cell in columns.marks.items():
        if cell.appraisee not in filled | seen:
            seen.add(cell.appraisee)
            yield wrong("untouched", at(sheet, columns.first - 1, column))


def _find_header(sheet: Sheet) -> int | None:
    """The row that numbers the ballots; else the first row with several cells, or with any."""
    top = [{plain(cell) for cell in row if plain(cell)} for row in sheet.rows[:_SEARCHED]]
    named = (row for row, cells in enumerate(top) if cells & (SERIALS | GROUPS))
    several = (row for row, cells in enumerate(top) if len(cells) > 1)
    some = (row for row, cells in enumerate(top) if cells)
    return next(named, next(several, next(some, None)))


def _columns(
    sheet: Sheet, head: int, *, words: Lexicon, departments: Departments
) -> tuple[_Columns, list[Mistake]]:
    below = sheet.rows[head + 1] if head + 1 < len(sheet.rows) else ()
    two = len(words.rules.items) > 1 and any(plain(cell) in words.items for cell in below)
    top = [plain(cell) for cell in sheet.rows[head]]
    serial, group = (
        next((column for column, word in enumerate(top) if word in known), None)
        for known in (SERIALS, GROUPS)
    )
    skipped = {column for column, word in enumerate(top) if word in SERIALS | GROUPS | NOTES}
    marks: dict[int, _Cell] = {}
    mistakes = list(_missing_group(sheet, head, group=group, words=words))
    first = head + 1 + two
    for column, name, item in _headings(sheet, head, words=words, two=two):
        if column in skipped:
            continue
        place = at(sheet, head + two, column)
        if not name:
            if any(plain(cells[column]) for cells in sheet.rows[first:]):
                mistakes.append(wrong("no_heading", place))
        elif (key := departments.find(name)) is None:
            mistakes.append(departments.unknown(name, place))
        elif item not in words.items:
            mistakes.append(_unknown_item(item, words, place=at(sheet, head + two, column)))
        elif (cell := _Cell(key, words.items[item])) in marks.values():
            mistakes.append(wrong("twice", place, word=name))
        else:
            marks[column] = cell
    found = _Columns(first=first, serial=serial, group=group, marks=marks)
    return found, mistakes or list(_missing_items(sheet, head, columns=found, words=words))


def _headings(
    sheet: Sheet, head: int, *, words: Lexicon, two: bool
) -> Iterator[tuple[int, str, str]]:
    """Column, department, item. A merged department stands over its first item only."""
    only = plain(words.rules.items[0].label) if len(words.rules.items) == 1 else ""
    carried = ""
    for column, cell in enumerate(sheet.rows[head]):
        if two:
            item = plain(sheet.rows[head + 1][column])
            carried = cell if plain(cell) else carried
            yield column, (carried if item else ""), item
            continue
        parts = [part for part in _BETWEEN.split(cell) if plain(part)]
        if len(parts) > 1 and plain(parts[-1]) in words.items:
            yield column, cell[: cell.rindex(parts[-1]) - 1], plain(parts[-1])
        else:
            yield column, (cell if plain(cell) else ""), only


def _unknown_item(item: str, words: Lexicon, *, place: Place) -> Mistake:
    labels = [each.label for each in words.rules.items]
    if near := nearest(item, labels):
        return wrong("near_column", place, word=item, near=near)
    return wrong("unknown_item", place, word=item, known="、".join(labels))


def _missing_group(
    sheet: Sheet, head: int, *, group: int | None, words: Lexicon
) -> Iterator[Mistake]:
    groups = words.rules.electorate.groups
    if group is None and len(groups) > 1:
        known = "、".join(each.label for each in groups)
        yield wrong("no_group_column", at(sheet, head), known=known)


def _missing_items(
    sheet: Sheet, head: int, *, columns: _Columns, words: Lexicon
) -> Iterator[Mistake]:
    """A department must have a column for every item, else all its ballots would look blank."""
    there = set(columns.marks.values())
    for column, cell in columns.marks.items():
        for item in words.rules.items:
            if _Cell(cell.appraisee, item.key) not in there:
                there.add(_Cell(cell.appraisee, item.key))
                yield wrong("missing_column", at(sheet, head, column), item=item.label)


def _repeated(sheet: Sheet, rows: list[int], serial: int | None) -> Iterator[Mistake]:
    """A number that stands twice is one ballot typed twice."""
    if serial is None:
        return
    seen: dict[str, int] = {}
    for row in rows:
        number = plain(sheet.rows[row][serial])
        if number and number in seen:
            first = sheet.first + seen[number]
            yield wrong("serial_twice", at(sheet, row, serial), number=number, first=first)
        seen.setdefault(number, row)


def _line(
    sheet: Sheet, row: int, *, columns: _Columns, words: Lexicon
) -> tuple[BallotLine, list[Mistake]]:
    cells, mistakes = sheet.rows[row], list[Mistake]()
    marks: dict[AppraiseeKey, dict[IndicatorKey, tuple[str, ...]]] = {}
    for column, cell in columns.marks.items():
        given, strange = words.read_marks(cells[column])
        place = at(sheet, row, column)
        mistakes += [_unknown_mark(word, cell.item, words=words, place=place) for word in strange]
        if any(mark not in words.allowed[cell.item] for mark in given):
            known = "、".join(words.options(cell.item))
            mistakes.append(wrong("not_of_item", place, known=known))
        marks.setdefault(cell.appraisee, {})[cell.item] = given
    group = _group(sheet, row, columns=columns, words=words)
    if group is None:
        known = "、".join(each.label for each in words.rules.electorate.groups)
        word = plain(cells[columns.group or 0])
        place = at(sheet, row, columns.group)
        mistakes.append(wrong("unknown_word", place, word=word, known=known))
    return BallotLine(at=say_place(at(sheet, row)), marks=marks, group=group or ""), mistakes


def _unknown_mark(word: str, item: IndicatorKey, *, words: Lexicon, place: Place) -> Mistake:
    options = words.options(item)
    if near := nearest(word, options):
        return wrong("near_mark", place, word=word, near=near)
    if words.rules.points:
        points = words.rules.points
        return wrong("not_a_score", place, word=word, low=points.low, high=points.high)
    return wrong("unknown_word", place, word=word, known="、".join(options))


def _group(sheet: Sheet, row: int, *, columns: _Columns, words: Lexicon) -> GroupKey | None:
    groups = words.rules.electorate.groups
    word = "" if columns.group is None else plain(sheet.rows[row][columns.group])
    if not word and len(groups) == 1:
        return groups[0].key
    return words.groups.get(word)
