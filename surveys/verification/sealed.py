"""The sealed list streams by: leaves, order, groups and the Merkle root, all taken anew."""

import base64
import hashlib
from collections import Counter
from typing import Final

from surveys.ballots.sealed_list import Sealed
from surveys.manifest import Manifest
from surveys.publication import SEALED
from surveys.tally.results import Count
from surveys.values import Value
from surveys.verification import lines
from surveys.verification.merkle import Merkle
from surveys.verification.report import Notebook

_CHECKS: Final = ("sealed.leaf", "sealed.order", "sealed.group")


class SealedList(Value, frozen=True):
    """What the list turned out to hold."""

    number: int
    groups: dict[str, int]
    root: str
    found: frozenset[str]
    """Those of the leaves asked for that are in the list."""


def read(
    data: bytes, manifest: Manifest, asked: frozenset[str], notes: Notebook, *, of: str
) -> SealedList:
    """One pass over `sealed.jsonl`; `of` is the manifest's fingerprint."""
    groups: Counter[str] = Counter()
    tree, found, before = Merkle(), set[str](), ""
    known = {group.key for group in manifest.rules.electorate.groups}
    fingerprint = bytes.fromhex(of)
    for line, _, sealed in lines.each(SEALED, data, Sealed, notes):
        if leaf_of(sealed, fingerprint) != sealed.leaf:
            notes.differs("sealed.leaf", line=line, leaf=sealed.leaf)
        if sealed.leaf <= before:
            notes.differs("sealed.order", line=line, leaf=sealed.leaf)
        if sealed.group not in known:
            notes.differs("sealed.group", line=line, group=sealed.group)
        before = sealed.leaf
        groups[sealed.group] += 1
        tree.add(bytes.fromhex(sealed.leaf))
        found |= asked & {sealed.leaf}
    for check in _CHECKS:
        notes.made(check, file=SEALED, lines=groups.total())
    return SealedList(groups.total(), dict(groups), tree.root().hex(), frozenset(found))


def leaf_of(sealed: Sealed, fingerprint: bytes) -> str | None:
    """SHA-256("sealed" ‖ 0 ‖ manifest ‖ envelope); None where the envelope is not base64."""
    try:
        envelope = base64.b64decode(sealed.envelope, validate=True)
    except ValueError:
        return None
    if base64.b64encode(envelope).decode() != sealed.envelope:
        return None
    return hashlib.sha256(b"sealed\0" + fingerprint + envelope).hexdigest()


def compare(sealed: SealedList, count: Count, witness: str, notes: Notebook) -> None:
    """The list against the result, and against the witness sheet where one was read."""
    notes.compare("sealed.number", published=count.sealed, recounted=sealed.number)
    notes.made("sealed.number", envelopes=sealed.number)
    notes.compare("sealed.root", published=count.sealed_root, recounted=sealed.root)
    notes.made("sealed.root", root=sealed.root)
    if witness:
        printed = "".join(witness.split()).lower()
        notes.compare("sealed.witness", published=printed, recounted=sealed.root)
        notes.made("sealed.witness", root=sealed.root)
