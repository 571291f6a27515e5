"""A leaf becomes a receipt (回执) signed with the box's Ed25519 key (RFC 8032)."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from service.database.secrets import receipt_seed
from service.settings import Settings
from surveys.ballots.receipt import Receipt, lookup_code, signed_message


def receipt_key(settings: Settings) -> Ed25519PrivateKey:
    """The key this installation signs receipts with."""
    return Ed25519PrivateKey.from_private_bytes(receipt_seed(settings))


def public_receipt_key(settings: Settings) -> str:
    """What a manifest says of it (`Manifest.receipt_key`)."""
    return receipt_key(settings).public_key().public_bytes_raw().hex()


def sign(key: Ed25519PrivateKey, manifest: str, leaf: bytes) -> bytes:
    """64 bytes. Ed25519 draws nothing: the same leaf gets the same signature."""
    return key.sign(signed_message(manifest, leaf))


def write_receipt(manifest: str, leaf: bytes, signature: bytes) -> Receipt:
    """The receipt as the voter keeps it."""
    return Receipt(
        manifest=manifest, leaf=leaf.hex(), signature=signature.hex(), code=lookup_code(leaf)
    )


def holds_signature(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature over a message is the key's own; nonsense is not."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_genuine(receipt: Receipt, public_key: str) -> bool:
    """Whether the box signed this; `public_key` is the manifest's `receipt_key`."""
    try:
        leaf, key = bytes.fromhex(receipt.leaf), bytes.fromhex(public_key)
        message = signed_message(receipt.manifest, leaf)
        signature = bytes.fromhex(receipt.signature)
    except ValueError:
        return False
    return holds_signature(key, message, signature) and receipt.code == lookup_code(leaf)
