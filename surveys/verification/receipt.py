"""Receipts (回执) of voters: signed by this survey's key, and their envelope in the list."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from surveys import canonical
from surveys.ballots.receipt import Receipt, lookup_code, signed_message
from surveys.manifest import Manifest
from surveys.refusals import Refusal
from surveys.verification.report import Notebook

SignatureHolds: TypeAlias = Callable[[bytes, bytes, bytes], bool]
"""Ed25519: public key, message, signature; false for whatever is no key or no signature."""

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
            bytes.fromhex(receipt.leaf + receipt.manifest + receipt.signature)
        except (Refusal, ValueError) as error:
            detail = error.data["detail"] if isinstance(error, Refusal) else str(error)
            notes.differs("receipt.readable", number=number, detail=detail)
        else:
            readable.append((number, receipt))
    notes.made("receipt.readable", receipts=len(receipts))
    return readable


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
        notes.compare("receipt.code", published=receipt.code, recounted=code_of(leaf), **where)
        if not holds(key, signed_message(of, leaf), bytes.fromhex(receipt.signature)):
            notes.differs("receipt.signature", **where)
        if receipt.leaf not in found:
            notes.differs("receipt.leaf", leaf=receipt.leaf, **where)
    for name in sorted(CHECKS - {"receipt.readable"}):
        notes.made(name, receipts=len(receipts))


def code_of(leaf: bytes) -> str:
    """The short code of a leaf, or nothing where it is too short to be one."""
    return lookup_code(leaf) if len(leaf) == 32 else ""


def key_of(manifest: Manifest) -> bytes:
    """The key receipts are signed with; no bytes where the manifest holds none."""
    try:
        return bytes.fromhex(manifest.receipt_key)
    except ValueError:
        return b""
