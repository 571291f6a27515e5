"""The test's own book of what people did; the published result is held against it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from service.demonstration.sealed_phone import Envelope
from surveys import publication
from surveys.ballots.receipt import Receipt
from tests.elections import meant
from tests.elections.crowds import GROUPS, ON_CARDS, ON_PAPER, Person, piles_of
from tests.elections.meant import Meant
from tests.elections.voters import Handset


class Sheet(NamedTuple):
    """A paper ballot that was drawn, and what its voter did with it."""

    serial: str
    way: str
    meant: Meant


class Ledger:
    """What people did. Nobody else keeps it."""

    def __init__(self) -> None:
        self.ballots: list[Meant] = []
        self.receipts: list[Receipt] = []
        self.sheets: list[Sheet] = []
        self.waiting: list[tuple[Handset, Envelope]] = []
        """Sealed and stamped, and not handed in before the close."""
        self.late: Counter[str] = Counter()
        self.spoiled: Counter[tuple[str, str]] = Counter()
        """Group and reason."""

    def count(self, ballot: Meant, receipt: Receipt | None = None) -> None:
        """A ballot that counts; on paper it has no receipt."""
        self.ballots.append(ballot)
        self.receipts += [receipt] if receipt else []

    def spoil(self, group: str, reason: str, receipt: Receipt | None = None) -> None:
        """An envelope that holds none."""
        self.spoiled[group, reason] += 1
        self.receipts += [receipt] if receipt else []

    def put_off(self, group: str, phone: Handset, envelope: Envelope) -> None:
        """Somebody has both stamps, and goes home."""
        self.late[group] += 1
        self.waiting.append((phone, envelope))

    def paper_counted(self) -> dict[str, tuple[int, int]]:
        """Sheets issued and returned by group, as two scrutineers count them."""
        issued = Counter(sheet.meant.group for sheet in self.sheets)
        kept = Counter(sheet.meant.group for sheet in self.sheets if sheet.way == "kept")
        return {group: (issued[group], issued[group] - kept[group]) for group in GROUPS}

    def agrees(self, people: Sequence[Person], files: Mapping[str, bytes]) -> None:
        """Hold what was published against it, to the last digit."""
        count = json.loads(files[publication.RESULT])["count"]
        meant.agrees(self.ballots, json.loads(files[publication.MANIFEST]), count)
        assert count["meeting"] == count["meeting"] | self._meeting(people)
        assert count["unopened"] == _by(1, self.spoiled)
        assert count["unopened_by_group"] == _by(0, self.spoiled)
        taken = {of["group"]: of["outer"] - of["sealed"] for of in count["stamps"]}
        assert taken == {group: self.late[group] for group in GROUPS}
        assert len(files[publication.SEALED].splitlines()) == count["sealed"]
        assert count["sealed"] == len(self.ballots) + self.spoiled.total()

    def remarks(self, files: Mapping[str, bytes]) -> Counter[str]:
        """What people wrote, all of it of one department; too few are read by nobody."""
        rules = json.loads(files[publication.MANIFEST])["rules"]
        written = Counter(ballot.remark for ballot in self.ballots if ballot.remark)
        enough = written.total() >= rules["publication"]["min_remarks"]
        return written if enough else Counter()

    def _meeting(self, people: Sequence[Person]) -> dict[str, int]:
        ways = Counter(person.way for person in people)
        issued = sum(ways[way] for way in ON_PAPER | ON_CARDS | {"phone", "numberless"})
        printed = len(people) + sum(cards + papers for cards, papers in piles_of(people).values())
        return {
            "entitled": len(people),
            "present": len(people) - ways["absent"],
            "printed": printed,
            "voided": printed - issued,
            "issued": issued,
            "returned": len(self.ballots) + self.spoiled.total(),
            "valid": len(self.ballots),
        }


def _by(place: int, numbers: Counter[tuple[str, str]]) -> dict[str, int]:
    """Over one part of the key."""
    told: Counter[str] = Counter()
    for key, number in numbers.items():
        told[key[place]] += number
    return dict(told)
