"""The sealed list streams by: leaves, order, groups and the Merkle root, all taken anew."""

import base64
import hashlib
import unicodedata
from collections import Counter
from typing import Final

import msgspec

from surveys.manifest import Manifest
from surveys.publication import SEALED
from surveys.tally.results import Count
from surveys.values import Value
from surveys.verification import lines
from surveys.verification.merkle import Merkle
from surveys.verification.published import Envelope, StampedEnvelope
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
    bound = b"sealed\0" + bytes.fromhex(of)
    kind = StampedEnvelope if stamps else Envelope
    for line, _, sealed in lines.each(SEALED, data, kind, notes):
        leaf = _leaf_of(sealed.envelope, bound)
        if leaf.hex() != sealed.leaf:
            notes.differs("sealed.leaf", line=line, leaf=sealed.leaf)
        if sealed.leaf <= before:
            notes.differs("sealed.order", line=line, leaf=sealed.leaf)
        if sealed.group not in known:
            notes.differs("sealed.group", line=line, group=sealed.group)
        if stamps is not None and isinstance(sealed, StampedEnvelope):
            stamps.check_envelope(line, sealed, leaf, notes)
            piles[sealed.group, sealed.unit] += 1
        before = sealed.leaf
        groups[sealed.group] += 1
        tree.add(leaf)
        if sealed.leaf in asked:
            found.add(sealed.leaf)
    for check in _CHECKS:
        notes.made(check, file=SEALED, lines=groups.total())
    if stamps is not None:
        notes.made("sealed.stamp", file=SEALED, lines=groups.total())
    return SealedList(
        groups.total(), dict(groups), dict(piles), tree.root().hex(), frozenset(found)
    )


def _leaf_of(written: str, bound: bytes) -> bytes:
    """SHA-256("sealed" ‖ 0 ‖ manifest ‖ envelope); nothing where the envelope is not base64."""
    envelope = bytes_of(written)
    return b"" if envelope is None else hashlib.sha256(bound + envelope).digest()


def bytes_of(written: str) -> bytes | None:
    """Base64 in the only way to write these bytes, or None.

    The reader takes no letter of another alphabet and no padding too many or too few: only of the
    bits that the last letters have to spare there are several ways.

    >>> bytes_of("QUI="), bytes_of("QUJ="), bytes_of("QUI")
    (b'AB', None, None)
    """
    try:
        read_ = msgspec.convert(written, bytes)
    except msgspec.ValidationError:
        return None
    over = len(read_) % 3
    if over and base64.b64encode(read_[-over:]).decode() != written[-4:]:
        return None
    return read_


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
