"""Phone numbers at rest: sealed for those who may read them, and a keyed hash that finds doubles.

PIPL art. 51 asks for encryption; the keys lie in the secrets folder, never in the database.
"""

import hmac
import secrets
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.database.secrets import phone_key
from service.settings import Settings

_NONCE: Final = 12


def mark_of(settings: Settings, phone: str) -> bytes | None:
    """32 bytes that are the same for the same number; None for no number."""
    return hmac.digest(phone_key(settings), b"mark\0" + phone.encode(), "sha256") if phone else None


def seal(settings: Settings, phone: str) -> bytes | None:
    """Encrypt a number; two sealings of one number are never alike."""
    if not phone:
        return None
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_sealing_key(settings)).encrypt(nonce, phone.encode(), None)


def unseal(settings: Settings, sealed: bytes | None) -> str:
    """The number again; empty for none."""
    if sealed is None:
        return ""
    return AESGCM(_sealing_key(settings)).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()


def _sealing_key(settings: Settings) -> bytes:
    return hmac.digest(phone_key(settings), b"seal", "sha256")
