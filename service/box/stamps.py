"""Is a stamp genuine: RSA-PSS with SHA-384 and a salt of 48 bytes, as RFC 9474 verifies it."""

import functools
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

EXPONENT = 65537
_HASH: Final = hashes.SHA384()
_PADDING: Final = padding.PSS(padding.MGF1(_HASH), 48)


def stamp_holds(modulus: str, message: bytes, stamp: bytes) -> bool:
    """Whether a stamp over a message is that key's own; nonsense is not."""
    try:
        _public(modulus).verify(stamp, message, _PADDING, _HASH)
    except (InvalidSignature, ValueError):
        return False
    return True


@functools.lru_cache(maxsize=1024)
def _public(modulus: str) -> rsa.RSAPublicKey:
    return rsa.RSAPublicNumbers(EXPONENT, int(modulus, 16)).public_key()
