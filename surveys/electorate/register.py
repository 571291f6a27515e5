"""A workbook's rows become a roll and its summary, or every mistake in it: all or nothing.

Cells are text throughout: whatever looks like a formula is a text that begins with `=`.
"""

from collections import Counter
from typing import Final

import msgspec

from surveys.appraisal.plan import Appraisee
from surveys.electorate.columns import Column, Header, find_header, read_header
from surveys.electorate.entries import Entry, Known, read_entry
from surveys.electorate.merging import merge
from surveys.electorate.mistakes import Mistake, Place, mistake
from surveys.electorate.roll import Body, DeputyGroup, Person, Roll, WeightingGroup, entitled
from surveys.keys import GroupKey
from surveys.values import Value

MOST_ROWS: Final = 200_000
"""More rows than any town has voters."""


class Sheet(Value, frozen=True):
    """One sheet as read: `rows[0]` stands in Excel row `first`."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    first: int = 1


class Summary(Value, frozen=True):
    """What an import would bring, shown before anybody confirms it."""

    people: int
    entitled: int
    bodies: dict[Body, int]
    groups: dict[GroupKey, int]
    weightings: dict[GroupKey, int]
    merged: tuple[str, ...]
    """Names found in two bodies, one person each."""
    recused: tuple[str, ...]
    without_phone: int
    ignored: tuple[str, ...]
    """Headings of columns that are not read."""


class Register(Value, frozen=True):
    """A roll ready to be taken over, and what is in it."""

    roll: Roll
    summary: Summary


def register(
    sheets: tuple[Sheet, ...],
    *,
    weightings: tuple[WeightingGroup, ...],
    appraisees: tuple[Appraisee, ...] = (),
    groups: tuple[DeputyGroup, ...] = (),
) -> Register | tuple[Mistake, ...]:
    """Read a whole workbook. Without known `groups` the table's own become the groups.

    With a single weighting group its column may be missing.
    """
    known = Known(groups=groups, weightings=weightings, appraisees=appraisees)
    readings = tuple(_read_sheet(sheet, known) for sheet in _read_in(sheets))
    entries = tuple(entry for reading in readings for entry in reading.entries)
    people, clashes = merge(entries)
    mistakes = (*(m for reading in readings for m in reading.mistakes), *clashes)
    if not entries and not mistakes:
        mistakes = (mistake("no_people", Place(sheet=sheets[0].name if sheets else "", row=0)),)
    if mistakes:
        return _in_order(mistakes, sheets)
    ignored = tuple(heading for reading in readings for heading in reading.ignored)
    roll = _roll(people, known)
    return Register(roll=roll, summary=_summarise(roll, people, ignored))


class _Reading(Value, frozen=True):
    entries: tuple[Entry, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    ignored: tuple[str, ...] = ()


def _read_in(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Sheets with anything on them, except the instructions (填写说明) a template carries."""
    return tuple(
        sheet
        for sheet in sheets
        if "说明" not in sheet.name and any(not _blank(row) for row in sheet.rows)
    )


def _blank(row: tuple[str, ...]) -> bool:
    return not any(cell.strip() for cell in row)


def _read_sheet(sheet: Sheet, known: Known) -> _Reading:
    top = Place(sheet=sheet.name, row=0)
    if len(sheet.rows) > MOST_ROWS:
        wrong = mistake("too_many", top, number=len(sheet.rows), limit=MOST_ROWS)
        return _Reading(mistakes=(wrong,))
    at = find_header(sheet.rows)
    if at is None:
        return _Reading(mistakes=(mistake("no_header", top),))
    place = Place(sheet=sheet.name, row=sheet.first + at)
    header, wrong_header = read_header(sheet.rows[at], at, place)
    if Column.GROUP not in header.cells:  # else every row would complain of the same
        return _Reading(mistakes=tuple(wrong_header))
    reading = _read_rows(sheet, header, known)
    return msgspec.structs.replace(reading, mistakes=(*wrong_header, *reading.mistakes))


def _read_rows(sheet: Sheet, header: Header, known: Known) -> _Reading:
    entries: list[Entry] = []
    mistakes: list[Mistake] = []
    for index, row in enumerate(sheet.rows[header.row + 1 :], start=header.row + 1):
        if _blank(row):
            continue
        place = Place(sheet=sheet.name, row=sheet.first + index)
        match read_entry(row, header=header, place=place, known=known):
            case Entry() as entry:
                entries.append(entry)
            case wrong:
                mistakes += wrong
    return _Reading(entries=tuple(entries), mistakes=tuple(mistakes), ignored=header.ignored)


def _in_order(mistakes: tuple[Mistake, ...], sheets: tuple[Sheet, ...]) -> tuple[Mistake, ...]:
    order = {sheet.name: index for index, sheet in enumerate(sheets)}
    return tuple(
        sorted(mistakes, key=lambda m: (order.get(m.sheet, 0), m.row, len(m.column), m.column))
    )


def _roll(entries: tuple[Entry, ...], known: Known) -> Roll:
    groups = known.groups or _own_groups(entries)
    keys = {group.label: group.key for group in groups}
    people = tuple(
        Person(
            key=f"p{number}",
            name=entry.name,
            bodies=entry.bodies,
            group=keys[entry.group],
            weighting=entry.weighting,
            phone=entry.phone,
            recused_from=entry.recused_from,
            eligible=entry.eligible,
        )
        for number, entry in enumerate(entries, start=1)
    )
    return Roll(groups=groups, weightings=known.weightings, people=people)


def _own_groups(entries: tuple[Entry, ...]) -> tuple[DeputyGroup, ...]:
    labels = dict.fromkeys(entry.group for entry in entries)
    return tuple(
        DeputyGroup(key=f"g{number}", label=label) for number, label in enumerate(labels, start=1)
    )


def _summarise(roll: Roll, entries: tuple[Entry, ...], ignored: tuple[str, ...]) -> Summary:
    groups = Counter(person.group for person in roll.people)
    weightings = Counter(person.weighting for person in roll.people)
    seats = Counter(body for person in roll.people for body in person.bodies)
    return Summary(
        people=len(roll.people),
        entitled=entitled(roll),
        bodies={body: seats[body] for body in Body if seats[body]},
        groups={group.key: groups[group.key] for group in roll.groups},
        weightings={group.key: weightings[group.key] for group in roll.weightings},
        merged=tuple(entry.name for entry in entries if entry.rows > 1),
        recused=tuple(person.name for person in roll.people if person.recused_from),
        without_phone=sum(not person.phone for person in roll.people),
        ignored=ignored,
    )
