"""Receipts (回执) of voters: signed by this survey's key, and their envelope in the list."""

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from surveys import canonical
from surveys.ballots.receipt import Receipt, lookup_code, signed_message
from surveys.manifest import Manifest
from surveys.refusals import Refusal
from surveys.verification.report import Notebook

SignatureHolds: TypeAlias = Callable[[bytes, bytes, bytes], bool]
"""Ed25519: public key, message, signature; false for whatever is no key or no signature."""

_SHAPES: Final = {
    "manifest": re.compile("[0-9a-f]{64}"),
    "leaf": re.compile("[0-9a-f]{64}"),
    "signature": re.compile("([0-9a-f]{2})*"),
}

CHECKS: Final = frozenset(
    {
        "receipt.readable",
        "receipt.manifest",
        "receipt.code",
        "receipt.signature",
        "receipt.leaf",
    }
)


def read(receipts: Sequence[bytes], notes: Notebook) -> list[tuple[int, Receipt]]:
    """The receipts that can be read, numbered as they were handed in."""
    readable: list[tuple[int, Receipt]] = []
    for number, data in enumerate(receipts, 1):
        try:
            receipt = canonical.decode(data, Receipt)
            _demand_plain(receipt)
        except Refusal as refusal:
            notes.differs("receipt.readable", number=number, detail=refusal.data["detail"])
        else:
            readable.append((number, receipt))
    notes.made("receipt.readable", receipts=len(receipts))
    return readable


def _demand_plain(receipt: Receipt) -> None:
    """One spelling each: a leaf in capitals is in no list, and would seem to have been dropped."""
    for name, shape in _SHAPES.items():
        if not shape.fullmatch(getattr(receipt, name)):
            raise Refusal("publication.malformed", detail=name)


def check(  # noqa: PLR0913 -- a receipt is held against this many things
    receipts: Sequence[tuple[int, Receipt]],
    manifest: Manifest,
    *,
    of: str,
    found: frozenset[str],
    holds: SignatureHolds,
    notes: Notebook,
) -> None:
    """Each receipt against the manifest, whose fingerprint is `of`, and the sealed list."""
    key = key_of(manifest)
    for number, receipt in receipts:
        leaf = bytes.fromhex(receipt.leaf)
        where = {"number": number, "code": receipt.code}
        notes.compare("receipt.manifest", published=receipt.manifest, recounted=of, **where)
        notes.compare("receipt.code", published=receipt.code, recounted=lookup_code(leaf), **where)
        if not holds(key, signed_message(of, leaf), bytes.fromhex(receipt.signature)):
            notes.differs("receipt.signature", **where)
        if receipt.leaf not in found:
            notes.differs("receipt.leaf", leaf=receipt.leaf, **where)
    for name in sorted(CHECKS - {"receipt.readable"}):
        notes.made(name, receipts=len(receipts))


def key_of(manifest: Manifest) -> bytes:
    """The key receipts are signed with; no bytes where the manifest holds none."""
    try:
        return bytes.fromhex(manifest.receipt_key)
    except ValueError:
        return b""
