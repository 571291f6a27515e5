"""What a verification found: every check with what it read, and what no file can prove."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from surveys.values import Value

CHECKS: Final = (
    "files.present",
    "fingerprint.printed",
    "manifest.canonical",
    "result.canonical",
    "manifest.protocol",
    "manifest.fingerprint",
    "manifest.survey",
    "manifest.rules",
    "manifest.stamps",
    "manifest.cosigner",
    "sealed.canonical",
    "sealed.leaf",
    "sealed.order",
    "sealed.group",
    "sealed.stamp",
    "sealed.number",
    "sealed.root",
    "sealed.witness",
    "box.canonical",
    "box.fingerprint",
    "box.order",
    "box.nonce",
    "box.stamp",
    "box.survey",
    "box.group",
    "box.unit",
    "box.answers",
    "withheld.shape",
    "withheld.group",
    "balance.groups",
    "balance.reasons",
    "stamps.numbers",
    "slips.issued",
    "slips.returned",
    "slips.people",
    "meeting.numbers",
    "meeting.quorum",
    "meeting.confirmation",
    "recount.appraisees",
    "recount.ballots",
    "recount.counts",
    "recount.bases",
    "recount.metrics",
    "recount.grade",
    "recount.standing",
    "receipt.readable",
    "receipt.manifest",
    "receipt.code",
    "receipt.signature",
    "receipt.leaf",
    "opening.readable",
    "opening.manifest",
    "opening.root",
    "opening.ballots",
    "opening.withheld",
    "opening.spoiled",
    "opening.remarks",
)
"""Every check, in the order it is listed."""

LIMITS: Final = (
    "opening.complete",
    "slips.entitled",
    "pairs.dropped",
    "stamps.given",
    "server.read",
    "groups.withheld",
    "meeting.observed",
    "remarks.apart",
)
"""Everything a report may have to say that it cannot prove."""

ABSENT: Final = "absent"
"""In the place of a value that is not there at all."""

MOST_SHOWN: Final = 20
"""Differences listed for one check; the rest are counted."""


class Finding(Value, frozen=True):
    """One check: it held over what was read, or one thing that differs."""

    check: str
    ok: bool
    data: dict[str, object]


class Limit(Value, frozen=True):
    """One thing that the published files cannot prove."""

    about: str
    data: dict[str, object] = {}


class Report(Value, frozen=True):
    """The whole verification. A check that could not be made is no check passed."""

    findings: tuple[Finding, ...]
    unexamined: tuple[str, ...]
    unprovable: tuple[Limit, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was examined and nothing differs."""
        return not self.unexamined and all(finding.ok for finding in self.findings)


class Notebook:
    """Where differences are noted while the files stream by; `close` makes findings of them."""

    def __init__(self) -> None:
        """Start with every check unmade."""
        self._made: dict[str, dict[str, object]] = {}
        self._differences: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
        self._number: Counter[str] = Counter()

    def made(self, check: str, **read: object) -> None:
        """The check was made over what `read` tells."""
        self._made[check] = read

    def differs(self, check: str, **data: object) -> None:
        """Something is not as it should be."""
        self._number[check] += 1
        if self._number[check] <= MOST_SHOWN:
            self._differences[check].append(data)

    def compare(self, check: str, *, published: object, recounted: object, **where: object) -> None:
        """Note a difference between a published value and our own."""
        if published != recounted or type(published) is not type(recounted):
            self.differs(check, published=published, recounted=recounted, **where)

    def close(self, unprovable: tuple[Limit, ...], *, skipped: frozenset[str]) -> Report:
        """All findings, in the order of `CHECKS`; `skipped` were not asked for."""
        findings = tuple(
            finding for check in CHECKS if check not in skipped for finding in self._findings(check)
        )
        unmade = {check for check in CHECKS if check not in self._made} - self._number.keys()
        unexamined = tuple(check for check in CHECKS if check in unmade - skipped)
        return Report(findings, unexamined, unprovable)

    def _findings(self, check: str) -> Iterator[Finding]:
        if check in self._made and not self._number[check]:
            yield Finding(check, ok=True, data=self._made[check])
        for data in self._differences[check]:
            yield Finding(check, ok=False, data=data)
        if self._number[check] > MOST_SHOWN:
            yield Finding(check, ok=False, data={"more": self._number[check] - MOST_SHOWN})
