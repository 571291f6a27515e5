"""A table of counts (票数汇总) becomes lines to score: a row an appraisee, or one of its items."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from reports.wording.scoring import TOTALS, say_place
from service.spreadsheets.count_header import Columns, find_columns
from service.spreadsheets.departments import Departments
from service.spreadsheets.mistakes import at, wrong
from service.spreadsheets.words import Lexicon, number, plain
from surveys.electorate.mistakes import Mistake, Place
from surveys.electorate.register import Sheet
from surveys.keys import Key
from surveys.tally.sheet_lines import CountLine


class Entered(NamedTuple):
    """A line and where it stands."""

    line: CountLine
    place: Place


def read_counts(
    sheet: Sheet, words: Lexicon, departments: Departments
) -> tuple[list[Entered], list[Mistake]]:
    """Every line of the table, and everything wrong in it."""
    columns, lacking, strange = find_columns(sheet, words)
    if lacking:
        return [], [*lacking, *strange]
    mistakes: list[Mistake] = []
    entered: list[Entered] = []
    carried = ""
    for row, cells in enumerate(sheet.rows[columns.first :], columns.first):
        name = plain(cells[columns.appraisee])
        carried = cells[columns.appraisee] if name or columns.item is None else carried
        if plain(carried) in TOTALS or not any(plain(cell) for cell in cells):
            continue
        line, wrongs = _line(sheet, row, name=carried, columns=columns, words=words)
        key = departments.find(carried) if plain(carried) else ""
        if key is None:
            place = at(sheet, row, columns.appraisee)
            wrongs = [departments.unknown(carried, place), *wrongs]
        mistakes += wrongs
        if not wrongs:
            line = msgspec.structs.replace(line, appraisee=key)
            entered.append(Entered(line, at(sheet, row)))
    if strange:  # sums would be those of the columns that are known
        return [], [*strange, *(m for m in mistakes if m.code != "other_total")]
    started = [each for each in entered if _filled(each.line)]
    if started:
        mistakes += [wrong("empty_row", e.place) for e in entered if not _filled(e.line)]
    return started, mistakes


def _filled(line: CountLine) -> bool:
    return bool(line.counts) or bool(line.spoiled) or bool(line.abstained)


def _line(
    sheet: Sheet, row: int, *, name: str, columns: Columns, words: Lexicon
) -> tuple[CountLine, list[Mistake]]:
    cells, mistakes = sheet.rows[row], list[Mistake]()

    def read(column: int | None) -> int | None:
        if column is None or not plain(cells[column]):
            return None
        found = number(cells[column])
        if found is None:
            mistakes.append(
                wrong("not_a_number", at(sheet, row, column), word=plain(cells[column]))
            )
        return found

    counts = {key: read(column) for column, key in columns.marks.items()}
    line = CountLine(
        at=say_place(at(sheet, row)),
        appraisee=name,
        counts={key: found for key, found in counts.items() if found is not None},
        item=_word(sheet, row, columns.item, known=words.items, mistakes=mistakes),
        group=_word(sheet, row, columns.group, known=words.groups, mistakes=mistakes),
        returned=read(columns.returned),
        spoiled=read(columns.spoiled) or 0,
        abstained=read(columns.unmarked) or 0,
    )
    mistakes += _outside(sheet, row, line=line, columns=columns, words=words)
    total = read(columns.total)
    summed = sum(line.counts.values())
    if total and not mistakes and total not in (summed, summed + line.spoiled + line.abstained):
        place = at(sheet, row, columns.total)
        mistakes.append(wrong("other_total", place, said=total, summed=summed))
    if not plain(name):
        mistakes.append(wrong("no_department", at(sheet, row, columns.appraisee)))
    return line, mistakes


def _outside(
    sheet: Sheet, row: int, *, line: CountLine, columns: Columns, words: Lexicon
) -> Iterator[Mistake]:
    """Votes for options that this item does not have."""
    item = line.item or words.rules.items[0].key
    for column, key in columns.marks.items():
        if line.counts.get(key) and key not in words.allowed[item]:
            known = "、".join(words.options(item))
            yield wrong("not_of_item", at(sheet, row, column), known=known)


def _word(
    sheet: Sheet,
    row: int,
    column: int | None,
    *,
    known: Mapping[str, Key],
    mistakes: list[Mistake],
) -> Key:
    """The key of an item or a group; with a single one the column may be missing."""
    keys = tuple(dict.fromkeys(known.values()))
    word = "" if column is None else plain(sheet.rows[row][column])
    if word in known:
        return known[word]
    if not word and len(keys) == 1:
        return keys[0]
    offered = "、".join(label for label in known if label not in keys)
    mistakes.append(wrong("unknown_word", at(sheet, row, column), word=word, known=offered))
    return ""
