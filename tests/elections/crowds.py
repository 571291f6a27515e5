"""Who comes, and what each of them does with a ballot."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tests.elections.meant import BLANK, TWICE, Cell, Meant
from tests.service.boards.roll.spreadsheets import a_workbook

GROUPS = {"deputies": "代表", "committee": "常委会", "public": "群众"}
BODIES = {"deputies": "镇人大代表", "committee": "镇人大代表", "public": "选民"}
SHARES = (5, 2, 3)
"""Of ten people, how many are of each group."""
GRADES = ("satisfied", "fairly_satisfied", "dissatisfied")
HEADINGS = ("姓名", "代表小组", "身份", "计票组", "手机号")

ON_CARDS = frozenset({"card", "tablet", "unheard", "late", "tampers", "invents", "twin"})
ON_PAPER = frozenset({"paper", "disputed", "blank", "twice", "named", "kept"})


class Crowd(NamedTuple):
    """So many people of three groups. Whoever is not named signs in with phone and printed code.

    `numberless`: the roll has no number of theirs, they sign in with the printed code alone.
    `card`, `tablet`: vote with a drawn slip on a phone, on a tablet; `unheard`: so too, and the
    reply is lost. `late`: takes both stamps and comes after the close. `tampers`: changes a stamped
    ballot; `invents`: has nonsense stamped; `twin`: two of one group hand in the same ballot twice.
    `paper`; `disputed`: two tellers read it differently; `blank`: nothing on it; `twice`: ticks one
    cell twice; `named`: writes a name on it; `kept`: takes the sheet home. `absent`: stays away.
    """

    people: int
    rules: str
    numberless: int = 0
    card: int = 0
    tablet: int = 0
    unheard: int = 0
    late: int = 0
    tampers: int = 0
    invents: int = 0
    twin: int = 0
    paper: int = 0
    disputed: int = 0
    blank: int = 0
    twice: int = 0
    named: int = 0
    kept: int = 0
    absent: int = 0


class Person(NamedTuple):
    """Somebody on the roll."""

    name: str
    phone: str
    group: str
    way: str


def gather(crowd: Crowd, chance: random.Random) -> list[Person]:
    """Everybody, in no order; twins are of one group."""
    groups = [group for group, share in zip(GROUPS, SHARES, strict=True) for _ in range(share)]
    places = [groups[at * 7 % len(groups)] for at in range(crowd.people)]
    order = list(range(crowd.people))
    chance.shuffle(order)
    order.sort(key=lambda at: places[at] != "deputies")
    twins, others = order[: crowd.twin], order[crowd.twin :]
    chance.shuffle(others)
    ways = dict(zip([*twins, *others], _ways(crowd), strict=False))
    return [_person(at, places[at], ways.get(at, "phone")) for at in [*twins, *others]]


def _person(at: int, group: str, way: str) -> Person:
    return Person(f"评议人{at:05}", "" if way == "numberless" else f"139{at:08}", group, way)


def _ways(crowd: Crowd) -> Iterator[str]:
    numbers = {name: getattr(crowd, name) for name in crowd._fields[2:]}
    for way in ("twin", *numbers):
        yield from [way] * numbers.pop(way, 0)


def a_roll_of(people: Sequence[Person]) -> bytes:
    """The workbook the secretary has of them."""
    rows = (
        (one.name, f"第{1 + at % 5}代表小组", BODIES[one.group], GROUPS[one.group], one.phone)
        for at, one in enumerate(people)
    )
    return a_workbook(*rows, headings=HEADINGS)


def piles_of(people: Sequence[Person]) -> dict[str, tuple[int, int]]:
    """Cards and paper to print for each group: one of each to spare."""
    cards = Counter(one.group for one in people if one.way in ON_CARDS)
    papers = Counter(one.group for one in people if one.way in ON_PAPER)
    return {group: (cards[group] + 1, papers[group] + 1) for group in GROUPS}


def opinion(person: Person, cells: Sequence[Cell], chance: random.Random) -> Meant:
    """What somebody means: every department fares differently."""
    marks = {
        cell: chance.choices(GRADES, (5, 3, 1 + 2 * (cell[0] == cells[-1][0])))[0] for cell in cells
    }
    remark = f"意见{chance.randrange(10**9)}" if chance.random() < 0.3 else ""
    if person.way == "blank":
        return Meant(person.group, dict.fromkeys(cells, BLANK))
    if person.way == "twice":
        marks[cells[0]] = TWICE
    if person.way == "disputed":
        marks[cells[-1]] = BLANK
    return Meant(person.group, marks, remark)
