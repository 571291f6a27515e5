"""Before the first stamp is given, the library must compute the test vector of RFC 9474."""

import json
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.stamping.libcrypto import LibraryLacksError, Signer, load

VECTORS: Final = Path(__file__).with_name("rfc9474.json")


class Vector(msgspec.Struct, frozen=True):
    """One test vector of RFC 9474, appendix A, hexadecimal."""

    name: str
    p: str
    q: str
    n: str
    e: str
    d: str
    msg: str
    msg_prefix: str
    salt: str
    inv: str
    blinded_msg: str
    blind_sig: str
    sig: str


def read_vectors() -> list[Vector]:
    """All four variants; ours is the first."""
    return msgspec.convert(json.loads(VECTORS.read_text("ascii")), list[Vector])


def private_key(vector: Vector) -> bytes:
    """The key of a vector, as PKCS #1 in DER."""
    p, q, d = (int(part, 16) for part in (vector.p, vector.q, vector.d))
    numbers = rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, p),
        dmq1=rsa.rsa_crt_dmq1(d, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(int(vector.e, 16), int(vector.n, 16)),
    )
    # Proving the primes again would take a second of every start.
    key = numbers.private_key(unsafe_skip_rsa_key_validation=True)
    return key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())


@cache
def check_library() -> str:
    """Which library it is, once it has proven itself; otherwise `LibraryLacksError`."""
    ours = read_vectors()[0]
    signed = Signer(private_key(ours)).sign(bytes.fromhex(ours.blinded_msg))
    if signed.hex() != ours.blind_sig:
        raise LibraryLacksError(f"{ours.name}: another signature")
    return load().OpenSSL_version(0).decode()
