"""RSA keys and their raw private operation, by the system's libcrypto: constant time, off the GIL.

A blind signature is the bare power m^d mod n of what a voter's phone blinded, which `cryptography`
does not offer. Keys used here are used for nothing else: a blind signer signs whatever it is given.
"""

import ctypes
from functools import cache
from typing import Final

LIBRARY: Final = "libcrypto.so.3"
_NO_PADDING: Final = 3  # RSA_NO_PADDING of openssl/rsa.h
_RSA: Final = 6  # EVP_PKEY_RSA
_LONG: Final = 3072
"""From here on a modulus has three primes (RFC 8017 §3): to sign takes less than half the time. A
prime of 1,024 bits is as hard to find as 3,072 bits are to factor; a shorter one would not be."""
_MANNER: Final = {"EVP_PKEY_decrypt": ctypes.CDLL, "EVP_PKEY_encrypt": ctypes.PyDLL}
"""Only the private operation releases the GIL: to get it back in a full hall takes longer than
any other function of the library does."""


class LibraryLacksError(OSError):
    """The library is not there, or does not compute what it should."""


class Signer:
    """One private key. Several threads may sign with it at the same time."""

    def __init__(self, private: bytes) -> None:
        """Take a key as PKCS #1 in DER."""
        self._library: ctypes.CDLL = load()
        place = ctypes.c_char_p(private)
        key = self._library.d2i_PrivateKey(_RSA, None, ctypes.byref(place), len(private))
        if not key:
            raise ValueError("not an RSA private key")
        self._key: ctypes.c_void_p = ctypes.c_void_p(key)
        self.size: int = self._library.EVP_PKEY_get_size(self._key)
        self.modulus: int = _modulus(self._library, self._key)

    def __del__(self) -> None:
        """The library wipes the key as it frees it."""
        if getattr(self, "_key", None):
            self._library.EVP_PKEY_free(self._key)

    def sign(self, blinded: bytes) -> bytes:
        """Raise to the private power; `blinded` is as long as the modulus and smaller.

        The answer is raised back and compared: a fault in a CRT computation would betray the key
        (RFC 9474 §7.1; Boneh, DeMillo and Lipton 1997).
        """
        if len(blinded) != self.size or int.from_bytes(blinded) >= self.modulus:
            raise ValueError("a blinded message is a number below the modulus")
        signed = self._power("EVP_PKEY_decrypt", blinded)
        if self._power("EVP_PKEY_encrypt", signed) != blinded:
            raise LibraryLacksError("the private operation went wrong")
        return signed

    def _power(self, operation: str, message: bytes) -> bytes:
        library, doing = self._library, getattr(load(_MANNER[operation]), operation)
        context = ctypes.c_void_p(library.EVP_PKEY_CTX_new(self._key, None))
        room, length = ctypes.create_string_buffer(self.size), ctypes.c_size_t(self.size)
        try:
            ready = getattr(library, operation + "_init")(context) == 1
            ready = ready and library.EVP_PKEY_CTX_set_rsa_padding(context, _NO_PADDING) == 1
            done = ready and doing(context, room, ctypes.byref(length), message, len(message))
        finally:
            library.EVP_PKEY_CTX_free(context)
        if done != 1 or length.value != self.size:
            raise LibraryLacksError(f"{operation} failed")
        return room.raw


def make_key(bits: int) -> bytes:
    """A new private key with the exponent 65537, as PKCS #1 in DER; takes a moment."""
    library = load(ctypes.CDLL)
    context = ctypes.c_void_p(library.EVP_PKEY_CTX_new_id(_RSA, None))
    key, written, length = ctypes.c_void_p(), ctypes.c_void_p(), 0
    try:
        ready = library.EVP_PKEY_keygen_init(context) == 1
        ready = ready and library.EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1
        primes = 3 if bits >= _LONG else 2
        ready = ready and library.EVP_PKEY_CTX_set_rsa_keygen_primes(context, primes) == 1
        if not ready or library.EVP_PKEY_generate(context, ctypes.byref(key)) != 1:
            raise LibraryLacksError(f"no key of {bits} bits and {primes} primes")
        length = library.i2d_PrivateKey(key, ctypes.byref(written))
        return ctypes.string_at(written, length)
    finally:
        library.CRYPTO_clear_free(written, length, None, 0)
        library.EVP_PKEY_free(key)
        library.EVP_PKEY_CTX_free(context)


@cache
def load(manner: type[ctypes.CDLL] = ctypes.PyDLL) -> ctypes.CDLL:
    """The library with its functions described; whether calls release the GIL, `manner` says."""
    try:
        library = manner(LIBRARY)
        _describe(library)
    except (OSError, AttributeError) as error:
        raise LibraryLacksError(f"{LIBRARY}: {error}") from error
    return library


def _describe(library: ctypes.CDLL) -> None:
    pointer, size, whole = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    sized = (pointer, pointer, ctypes.POINTER(size), ctypes.c_char_p, size)
    shapes: dict[str, tuple[object, tuple[object, ...]]] = {
        "d2i_PrivateKey": (pointer, (whole, pointer, pointer, ctypes.c_long)),
        "EVP_PKEY_get_size": (whole, (pointer,)),
        "EVP_PKEY_free": (None, (pointer,)),
        "EVP_PKEY_CTX_new": (pointer, (pointer, pointer)),
        "EVP_PKEY_CTX_new_id": (pointer, (whole, pointer)),
        "EVP_PKEY_CTX_free": (None, (pointer,)),
        "EVP_PKEY_keygen_init": (whole, (pointer,)),
        "EVP_PKEY_CTX_set_rsa_keygen_bits": (whole, (pointer, whole)),
        "EVP_PKEY_CTX_set_rsa_keygen_primes": (whole, (pointer, whole)),
        "EVP_PKEY_generate": (whole, (pointer, pointer)),
        "i2d_PrivateKey": (whole, (pointer, pointer)),
        "CRYPTO_clear_free": (None, (pointer, size, ctypes.c_char_p, whole)),
        "EVP_PKEY_CTX_set_rsa_padding": (whole, (pointer, whole)),
        "EVP_PKEY_decrypt_init": (whole, (pointer,)),
        "EVP_PKEY_encrypt_init": (whole, (pointer,)),
        "EVP_PKEY_decrypt": (whole, sized),
        "EVP_PKEY_encrypt": (whole, sized),
        "EVP_PKEY_get_bn_param": (whole, (pointer, ctypes.c_char_p, pointer)),
        "BN_bn2binpad": (whole, (pointer, ctypes.c_char_p, whole)),
        "BN_free": (None, (pointer,)),
        "OpenSSL_version": (ctypes.c_char_p, (whole,)),
    }
    for name, (result, arguments) in shapes.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments


def _modulus(library: ctypes.CDLL, key: ctypes.c_void_p) -> int:
    number, size = ctypes.c_void_p(), library.EVP_PKEY_get_size(key)
    if library.EVP_PKEY_get_bn_param(key, b"n", ctypes.byref(number)) != 1:
        raise LibraryLacksError("the modulus cannot be read")
    room = ctypes.create_string_buffer(size)
    library.BN_bn2binpad(number, room, size)
    library.BN_free(number)
    return int.from_bytes(room.raw)
