"""The receipt (回执): it proves that a ballot is in the box and says nothing of the choice."""

import hashlib

from surveys import codes
from surveys.values import Value


class Receipt(Value, frozen=True):
    """Manifest fingerprint, leaf and Ed25519 signature, hexadecimal; and a short lookup code."""

    manifest: str
    leaf: str
    signature: str
    code: str


def leaf(manifest: str, envelope: bytes) -> bytes:
    """The name of a sealed envelope: SHA-256("sealed" ‖ 0 ‖ manifest ‖ envelope), 32 bytes."""
    return hashlib.sha256(b"sealed\0" + bytes.fromhex(manifest) + envelope).digest()


def signed_message(manifest: str, leaf_: bytes) -> bytes:
    """What the receipt key signs: "receipt" ‖ 0 ‖ manifest ‖ leaf."""
    return b"receipt\0" + bytes.fromhex(manifest) + leaf_


def lookup_code(leaf_: bytes) -> str:
    """The short code a voter keeps: the leaf's first 40 bits, such as `K7M4-92TX`."""
    return codes.spell(leaf_[:5])
