"""A second verifier, written from `docs/reference/publication.md` alone, sharing nothing of ours.

Published files and the printed fingerprint become the names of the checks that do not hold. The
recount is in `tests/second_count.py` and `tests/second_grades.py`.
"""

import base64
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.second_count import OPS
from tests.second_grades import recount

Json = Any
REASONS = {
    *("unreadable", "wrong_group", "wrong_unit", "wrong_survey", "wrong_form"),
    *("unstamped", "duplicate"),
}


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) < 2:
        return sha(b"\0", leaves[0]) if leaves else sha()
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1", root(leaves[:left]), root(leaves[left:]))


def write(value: Json) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def holds(modulus: str, message: bytes, stamp: str) -> bool:
    key = rsa.RSAPublicNumbers(65537, int(modulus, 16)).public_key()
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
    try:
        key.verify(bytes.fromhex(stamp), message, pss, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def verify(files: Mapping[str, bytes], printed: str) -> set[str]:
    """The checks that do not hold, under their names on the page."""
    try:
        return {name for name, held in Files(files, printed).checks() if not held}
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        return {f"unreadable: {error!r}"}


class Files:
    """The four files, read."""

    def __init__(self, files: Mapping[str, bytes], printed: str) -> None:
        self.files, self.printed = files, "".join(printed.split()).lower()
        self.m, self.result = json.loads(files["manifest.json"]), json.loads(files["result.json"])
        self.hash, self.count = sha(files["manifest.json"]), self.result["count"]
        self.box, self.sealed = self.lines("box.jsonl"), self.lines("sealed.jsonl")
        self.stamped = self.m["secrecy"] == "sealed"
        self.ballots = [line["ballot"] for line in self.box] if self.stamped else self.box
        self.opened = Counter((ballot["group"], ballot["unit"]) for ballot in self.ballots)
        self.keys = {(pair["group"], pair["unit"]): pair for pair in self.m.get("stamps", [])}
        self.slips = Counter[Any]()
        for pile in self.m["slips"]:
            self.slips[pile["group"], pile["unit"]] += pile["printed"]
        given = self.count["issued"].items()
        self.issued = Counter({(g, unit): n for g, units in given for unit, n in units.items()})

    def lines(self, name: str) -> list[Json]:
        return [json.loads(line) for line in self.files[name].split(b"\n")[:-1]]

    def checks(self) -> Iterator[tuple[str, bool]]:
        yield from self.papers()
        yield from self.sealed_list()
        yield from self.opened_box()
        yield from self.numbers()
        yield from self.meeting()
        yield from recount(self.m, self.count, self.ballots, self.issued)

    def papers(self) -> Iterator[tuple[str, bool]]:
        whole = sha(self.files["result.json"]).hex()
        yield "fingerprint.printed", len(self.printed) >= 16 and whole.startswith(self.printed)
        yield "manifest.fingerprint", self.count["manifest"] == self.hash.hex()
        yield "box.fingerprint", self.count["box"] == sha(self.files["box.jsonl"]).hex()
        yield "manifest.protocol", self.m["protocol"] == self.result["protocol"] == "minping/1"
        yield "manifest.survey", self.count["survey"] == self.m["survey"]
        for name, value in (("manifest", self.m), ("result", self.result)):
            yield f"{name}.canonical", write(value) == self.files[f"{name}.json"]
        for name, lines in (("sealed", self.sealed), ("box", self.box)):
            written = b"".join(write(line) + b"\n" for line in lines)
            yield f"{name}.canonical", written == self.files[f"{name}.jsonl"]

    def sealed_list(self) -> Iterator[tuple[str, bool]]:
        fields = {"leaf", "group", "envelope", *(("unit", "prefix", "stamp") * self.stamped)}
        for line in self.sealed:
            envelope = base64.b64decode(line["envelope"], validate=True)
            leaf = sha(b"sealed\0", self.hash, envelope)
            same = base64.b64encode(envelope).decode() == line["envelope"]
            yield "sealed.canonical", line.keys() == fields
            yield "sealed.leaf", same and leaf.hex() == line["leaf"]
            if self.stamped:
                key = self.keys[line["group"], line["unit"]]["outer"]
                message = bytes.fromhex(line["prefix"]) + b"outer\0" + self.hash + leaf
                yield "sealed.stamp", holds(key, message, line["stamp"])
        leaves = [line["leaf"] for line in self.sealed]
        yield "sealed.order", leaves == sorted(set(leaves))
        yield "sealed.number", self.count["sealed"] == len(leaves)
        yield "sealed.root", self.count["sealed_root"] == root([*map(bytes.fromhex, leaves)]).hex()

    def opened_box(self) -> Iterator[tuple[str, bool]]:
        digests = [sha(b"ballot\0", self.hash, write(line)) for line in self.box]
        yield "box.order", digests == sorted(set(digests))
        yield "box.nonce", len({ballot["nonce"] for ballot in self.ballots}) == len(self.ballots)
        for line, ballot in zip(self.box, self.ballots, strict=True):
            pile = (ballot["group"], ballot["unit"])
            yield "box.survey", ballot["survey"] == self.m["survey"]
            yield "box.unit", pile in self.slips
            yield "slips.returned", self.opened[pile] <= self.issued[pile]
            if self.stamped:
                message = bytes.fromhex(line["prefix"]) + b"inner\0" + self.hash + write(ballot)
                yield "box.stamp", holds(self.keys[pile]["inner"], message, line["stamp"])

    def numbers(self) -> Iterator[tuple[str, bool]]:
        moduli = [pair[kind] for pair in self.keys.values() for kind in ("inner", "outer")]
        eligible = Counter({pile: pair["eligible"] for pile, pair in self.keys.items()})
        sound = all(int(modulus, 16).bit_length() >= 2048 for modulus in moduli)
        once = len(set(moduli)) == 2 * len(self.m.get("stamps", []))
        yield "manifest.stamps", sound and once
        yield "manifest.stamps", eligible == (self.slips if self.stamped else Counter())
        yield from self.cosigners(moduli)
        piles = {(pile["group"], pile["unit"]): pile for pile in self.count["stamps"]}
        yield "stamps.numbers", [*piles] == [*self.keys]
        for kind, pile in piles.items():
            number = sum((line["group"], line["unit"]) == kind for line in self.sealed)
            least = min(self.issued[kind], pile["inner"])
            yield "stamps.numbers", self.opened[kind] <= number == pile["sealed"] <= pile["outer"]
            yield "stamps.numbers", pile["outer"] <= least and pile["inner"] <= 2 * eligible[kind]
            yield "stamps.numbers", pile["eligible"] == eligible[kind]

    def cosigners(self, moduli: list[str]) -> Iterator[tuple[str, bool]]:
        halves = [pair.get("cosigner", "") for pair in self.keys.values()]
        if not any(halves) and "cosigners" not in self.m:
            return
        yield "manifest.cosigner", bool(halves and self.m.get("cosigners"))
        yield "manifest.cosigner", len({*halves, *moduli}) == len(halves) + len(moduli)
        for pair in self.keys.values():
            theirs, outer = int(pair["cosigner"], 16), int(pair["outer"], 16)
            own = outer // theirs
            yield "manifest.cosigner", own * theirs == outer and math.gcd(own, theirs) == 1
            yield "manifest.cosigner", min(own.bit_length(), theirs.bit_length()) >= 2048

    @staticmethod
    def doors(meeting: dict[str, Any], doors: dict[str, Any]) -> bool:
        cards, signin, paper = doors["cards"], doors["signin"], doors["paper"]
        signin = signin or dict.fromkeys(("eligible", "handed", "untaken"), 0)
        paper = paper or dict.fromkeys(("printed", "issued", "returned", "invalid"), 0)
        unused = signin["handed"] + signin["untaken"]
        every = [*cards.values(), *signin.values(), *paper.values()]
        return (
            min(every) >= 0
            and cards["printed"] + signin["eligible"] + paper["printed"] == meeting["printed"]
            and cards["voided"] + unused + paper["printed"] - paper["issued"] == meeting["voided"]
            and cards["voided"] <= cards["printed"]
            and unused <= signin["eligible"]
            and paper["invalid"] <= paper["returned"] <= paper["issued"] <= paper["printed"]
            and 0 <= meeting["returned"] - paper["returned"] <= meeting["issued"] - paper["issued"]
        )

    def meeting(self) -> Iterator[tuple[str, bool]]:
        count, meeting, session = self.count, self.count["meeting"], self.m["rules"]["session"]
        lost, units = [*count["unopened_by_group"].values()], Counter[str]()
        printed, issued, sealed = self.slips.total(), self.issued.total(), len(self.sealed)
        yield (
            "meeting.numbers",
            meeting
            == meeting
            | {
                "entitled": self.m["entitled"],
                "printed": printed,
                "issued": issued,
                "voided": printed - issued,
                "returned": sealed,
                "valid": sealed - sum(lost),
                "spoiled": count["unopened"],
            },
        )
        if (doors := meeting["doors"]) is not None:
            yield "meeting.numbers", self.doors(meeting, doors)
        most = meeting["entitled"] + meeting["invited"]
        yield "meeting.numbers", 0 <= meeting["present"] <= most and meeting["invited"] >= 0
        for (group, unit), number in self.issued.items():
            units[unit] += number
            yield "slips.issued", 0 <= number <= self.slips[group, unit]
        people = units.pop("", 0) + max(units.values(), default=0)
        yield "slips.people", people <= meeting["present"]
        yield "balance.reasons", sum(lost) == sum(count["unopened"].values())
        yield "balance.reasons", min([*lost, *count["unopened"].values()], default=1) > 0
        yield "balance.reasons", count["unopened"].keys() <= REASONS
        for group in {line["group"] for line in self.sealed} | count["unopened_by_group"].keys():
            number = sum(line["group"] == group for line in self.sealed)
            given = sum(n for (its, _), n in self.issued.items() if its == group)
            shown = sum(n for (its, _), n in self.opened.items() if its == group)
            opened = number - count["unopened_by_group"].get(group, 0)
            hidden = [
                part["returned"] for part in count["withheld"]["groups"].get(group, {}).values()
            ]
            units_of = {unit for its, unit in self.slips if its == group}
            low = max(hidden, default=0) if "" in units_of else sum(hidden)
            high = min(hidden, default=0) if units_of == {""} else sum(hidden)
            yield "balance.groups", shown + low <= opened <= shown + high and number <= given
        quorum = session["quorum"]
        if quorum is not None:
            wanted = Fraction(quorum["fraction"]) * meeting["entitled"]
            yield "meeting.quorum", OPS[quorum["op"]](meeting[quorum["numerator"]], wanted)
        yield "meeting.quorum", count["quorate"] is True
        signed = self.result["confirmation"]["scrutineers"]
        yield "meeting.confirmation", len(set(signed)) == len(signed) >= session["tellers"]
