"""Openings made apart (各自开箱, `opened.json`) beside the published box: did the same come out?

Nothing else finds a ballot that was swapped while the box was opened. What is told is a group and
how many: never which ballot, since whoever brought an opening has them all.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from surveys import canonical
from surveys.ballots.ballot import Ballot
from surveys.ballots.opened_file import OpenedFile, fingerprint
from surveys.ballots.stamps import StampedBallot
from surveys.manifest import Manifest
from surveys.refusals import Refusal
from surveys.tally.results import Count
from surveys.values import Value
from surveys.verification.recount import Recount
from surveys.verification.report import CHECKS as EVERY
from surveys.verification.report import Notebook

CHECKS: Final = frozenset(check for check in EVERY if check.startswith("opening."))
SEVERAL: Final = "opening.remarks"
"""Remarks are in no published file: two openings can only be held against each other."""


class Published(Value, frozen=True, dict=True):
    """What an opening is held against."""

    manifest: Manifest
    of: str
    """The manifest's fingerprint."""
    root: str
    """Merkle root of the sealed list as it was read."""
    box: bytes
    count: Count

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {one.key: one.label for one in self.manifest.rules.electorate.groups}

    def label(self, group: str) -> str:
        """What a weighting group is called."""
        return self._labels.get(group, group)


def read(openings: Sequence[bytes], notes: Notebook) -> list[tuple[int, OpenedFile]]:
    """The openings that can be read, numbered as they were handed in."""
    readable: list[tuple[int, OpenedFile]] = []
    for number, data in enumerate(openings, 1):
        try:
            readable.append((number, canonical.decode(data, OpenedFile)))
        except Refusal as refusal:
            notes.differs("opening.readable", number=number, detail=refusal.data["detail"])
    fingerprints = tuple(fingerprint(opened) for _, opened in readable)
    notes.made("opening.readable", openings=len(openings), fingerprints=fingerprints)
    return readable


def check(
    openings: Sequence[tuple[int, OpenedFile]],
    published: Published,
    notes: Notebook,
    *,
    countable: bool,
) -> None:
    """Each opening against what was published, and all of them against the first.

    `countable`: whether the rule set can be reckoned with, so that withheld totals can be counted.
    """
    ours = [pair for pair in openings if pair[1].manifest == published.of]
    for number, opened in openings:
        where = {"number": number, "recounted": opened.manifest}
        if (number, opened) not in ours:
            notes.differs("opening.manifest", published=published.of, **where)
    notes.made("opening.manifest", openings=len(openings))
    if not ours:
        return
    for number, opened in ours:
        root = opened.sealed_root
        notes.compare("opening.root", published=published.root, recounted=root, number=number)
        _compare_ballots(number, opened, published, notes)
        _compare_spoiled(number, opened, published, notes)
        _compare_remarks(number, opened, ours[0][1], notes)
    notes.made("opening.root", root=published.root)
    if countable:
        _compare_withheld(ours, published, notes)


def _compare_ballots(
    number: int, opened: OpenedFile, published: Published, notes: Notebook
) -> None:
    """Line by line, but for the groups that are published as totals."""
    shown = Counter(line for line in published.box.split(b"\n") if line)
    groups = {
        canonical.encode(line): _ballot(line).group
        for line in (*opened.stamped, *opened.ballots)
        if _ballot(line).group not in published.count.withheld.groups
    }
    missing = Counter(groups[line] for line in groups.keys() - shown.keys())
    strange = Counter(_group(line) for line in (shown - Counter(groups.keys())).elements())
    for group in sorted(missing.keys() | strange.keys()):
        notes.differs(
            "opening.ballots",
            number=number,
            group=published.label(group),
            strange=strange[group],
            missing=missing[group],
        )
    notes.made("opening.ballots", lines=len(groups), groups=len(set(groups.values())))


def _ballot(line: Ballot | StampedBallot) -> Ballot:
    return line.ballot if isinstance(line, StampedBallot) else line


def _group(line: bytes) -> str:
    """The group of a published line; nothing where another check has found no ballot in it."""
    for kind in (StampedBallot, Ballot):
        try:
            return _ballot(canonical.decode(line, kind)).group
        except Refusal:
            continue
    return ""


def _compare_spoiled(
    number: int, opened: OpenedFile, published: Published, notes: Notebook
) -> None:
    """Envelopes that held no ballot: as many of each group, and as many for each reason."""
    groups, reasons = Counter[str](), Counter[str]()
    for one in opened.spoiled:
        groups[one.group] += one.number
        reasons[one.reason.value] += one.number
    count = published.count
    for where, theirs, mine in (
        *_unlike(Counter(count.unopened_by_group), groups),
        *_unlike(Counter(count.unopened), reasons),
    ):
        notes.differs(
            "opening.spoiled",
            number=number,
            where=published.label(where),
            published=theirs,
            recounted=mine,
        )
    notes.made("opening.spoiled", unopened=groups.total())


def _unlike(theirs: Counter[str], ours: Counter[str]) -> Iterator[tuple[str, int, int]]:
    for key in sorted(theirs.keys() | ours.keys()):
        if theirs[key] != ours[key]:
            yield key, theirs[key], ours[key]


def _compare_remarks(number: int, opened: OpenedFile, first: OpenedFile, notes: Notebook) -> None:
    """Texts beside those of the first opening, wherever each was drawn to lie."""
    here, there = (Counter(map(canonical.encode, one.remarks)) for one in (opened, first))
    more, fewer = (here - there).total(), (there - here).total()
    if more or fewer:
        notes.differs(SEVERAL, number=number, more=more, fewer=fewer)
    notes.made(SEVERAL, remarks=here.total())


def _compare_withheld(
    openings: Sequence[tuple[int, OpenedFile]], published: Published, notes: Notebook
) -> None:
    """Totals of small groups, counted anew from the ballots that only an opening has."""
    manifest, withheld = published.manifest, published.count.withheld
    given = Recount(manifest.form, manifest.rules)
    given.take(withheld)
    for number, opened in openings:
        ours = Recount(manifest.form, manifest.rules)
        for ballot in map(_ballot, (*opened.stamped, *opened.ballots)):
            if ballot.group in withheld.groups:
                ours.put(ballot)
        for group, totals in sorted(ours.unlike(given).items()):
            notes.differs(
                "opening.withheld", number=number, group=published.label(group), totals=totals
            )
    notes.made("opening.withheld", groups=len(withheld.groups))
