"""The sealed list streams by: leaves, order, groups and the Merkle root, all taken anew."""

import base64
import hashlib
import unicodedata
from collections import Counter
from typing import Final

from surveys.ballots.sealed_list import Sealed
from surveys.ballots.stamps import StampedEnvelope
from surveys.manifest import Manifest
from surveys.publication import SEALED
from surveys.tally.results import Count
from surveys.values import Value
from surveys.verification import lines
from surveys.verification.merkle import Merkle
from surveys.verification.report import Notebook
from surveys.verification.stamps import Stamps

_CHECKS: Final = ("sealed.leaf", "sealed.order", "sealed.group")


class SealedList(Value, frozen=True):
    """What the list turned out to hold."""

    number: int
    groups: dict[str, int]
    piles: dict[tuple[str, str], int]
    """Envelopes by weighting group and unit, where they say one."""
    root: str
    found: frozenset[str]
    """Those of the leaves asked for that are in the list."""


def read(  # noqa: PLR0913 -- a list is held against this many things
    data: bytes,
    manifest: Manifest,
    asked: frozenset[str],
    notes: Notebook,
    *,
    of: str,
    stamps: Stamps | None,
) -> SealedList:
    """One pass over `sealed.jsonl`; `of` is the manifest's fingerprint."""
    groups: Counter[str] = Counter()
    piles: Counter[tuple[str, str]] = Counter()
    tree, found, before = Merkle(), set[str](), ""
    known = {group.key for group in manifest.rules.electorate.groups}
    fingerprint = bytes.fromhex(of)
    for line, _, sealed in lines.each(SEALED, data, StampedEnvelope if stamps else Sealed, notes):
        if leaf_of(sealed, fingerprint) != sealed.leaf:
            notes.differs("sealed.leaf", line=line, leaf=sealed.leaf)
        if sealed.leaf <= before:
            notes.differs("sealed.order", line=line, leaf=sealed.leaf)
        if sealed.group not in known:
            notes.differs("sealed.group", line=line, group=sealed.group)
        if stamps is not None and isinstance(sealed, StampedEnvelope):
            stamps.check_envelope(line, sealed, notes)
            piles[sealed.group, sealed.unit] += 1
        before = sealed.leaf
        groups[sealed.group] += 1
        tree.add(bytes.fromhex(sealed.leaf))
        found |= asked & {sealed.leaf}
    for check in _CHECKS:
        notes.made(check, file=SEALED, lines=groups.total())
    if stamps is not None:
        notes.made("sealed.stamp", file=SEALED, lines=groups.total())
    return SealedList(
        groups.total(), dict(groups), dict(piles), tree.root().hex(), frozenset(found)
    )


def leaf_of(sealed: Sealed | StampedEnvelope, fingerprint: bytes) -> str | None:
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
    if witness.strip():
        printed = "".join(unicodedata.normalize("NFKC", witness).split()).lower()
        notes.compare("sealed.witness", published=printed, recounted=sealed.root)
        notes.made("sealed.witness", root=sealed.root)
