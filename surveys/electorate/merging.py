"""Rows of one person become one entry; rows that may or may not be one person become mistakes.

The same name and the same phone are the same person. A person who sits in two bodies may stand
on two rows and votes once; the same body twice is a mistake. The first row names the group.
"""

from collections import defaultdict

import msgspec

from surveys.electorate.entries import Entry
from surveys.electorate.mistakes import Mistake, mistake


def merge(entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], list[Mistake]]:
    """One entry a person, in the order of their first rows; and every clash."""
    kept: dict[tuple[str, str], Entry] = {}
    mistakes: list[Mistake] = []
    for entry in entries:
        first = kept.get((entry.name, entry.phone))
        if first is None:
            kept[entry.name, entry.phone] = entry
        elif not entry.phone:
            mistakes.append(_clash("unnamed_twin", entry, first))
        elif entry.bodies & first.bodies:
            mistakes.append(_clash("duplicate_person", entry, first))
        elif entry.weighting != first.weighting:
            mistakes.append(_clash("two_weightings", entry, first))
        else:
            kept[entry.name, entry.phone] = _joined(first, entry)
    people = tuple(kept.values())
    return people, mistakes + _shared_phones(people) + _unclear_twins(people)


def _clash(code: str, entry: Entry, first: Entry) -> Mistake:
    return mistake(code, entry.place, sheet=first.place.sheet, first=first.place.row)


def _joined(first: Entry, second: Entry) -> Entry:
    """Recused in either row is recused; able to vote only if both rows say so."""
    return msgspec.structs.replace(
        first,
        bodies=first.bodies | second.bodies,
        recused_from=first.recused_from | second.recused_from,
        eligible=first.eligible and second.eligible,
        rows=first.rows + second.rows,
    )


def _shared_phones(people: tuple[Entry, ...]) -> list[Mistake]:
    """One phone, two names: one of them would sign in as the other."""
    owner: dict[str, Entry] = {}
    mistakes: list[Mistake] = []
    for entry in people:
        first = owner.setdefault(entry.phone, entry) if entry.phone else entry
        if first is not entry:
            where = {"sheet": first.place.sheet, "first": first.place.row, "name": first.name}
            mistakes.append(mistake("duplicate_phone", entry.place, **where))
    return mistakes


def _unclear_twins(people: tuple[Entry, ...]) -> list[Mistake]:
    """The same name with a phone and without one."""
    named: dict[str, list[Entry]] = defaultdict(list)
    for entry in people:
        named[entry.name].append(entry)
    return [
        _clash("unnamed_twin", twin, entries[0])
        for entries in named.values()
        if any(not entry.phone for entry in entries)
        for twin in entries[1:]
    ]
