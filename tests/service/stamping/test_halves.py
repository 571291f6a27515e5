"""Two halves, each by its own private key, are the stamp of one key of four primes."""

import math
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from service.box.stamps import stamp_holds
from service.cosigning.keyfile import draw
from service.demonstration.sealed_phone import blind, finalize
from service.stamping.cosigned import CosignedKey
from service.stamping.halves import EXPONENT, Joint, fit, octets, part
from service.stamping.libcrypto import LibraryLacksError, Signer

PRIMES = (10_007, 65_539, 104_729, 1_299_709, 15_485_863, 32_452_843)
"""None of them is one more than a multiple of 65537, so the exponent has an inverse."""


@cache
def keys() -> tuple[Signer, Signer]:
    """The registrar's, and the one that the scrutineers' machine draws beside it."""
    own = rsa.generate_private_key(EXPONENT, 1024)
    der = own.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return Signer(der), Signer(draw(own.public_key().public_numbers().n))


@given(st.permutations(PRIMES), st.integers(min_value=0))
def test_what_two_join_is_what_the_holder_of_all_four_primes_would_make(
    primes: list[int], number: int
) -> None:
    p, q, r, s = primes[:4]
    own, other = p * q, r * s
    joint = Joint.of(own, other)
    message = number % joint.modulus
    halves = [
        pow(message % n, pow(EXPONENT, -1, (a - 1) * (b - 1)), n)
        for n, a, b in ((own, p, q), (other, r, s))
    ]
    whole = pow(message, pow(EXPONENT, -1, math.lcm(p - 1, q - 1, r - 1, s - 1)), joint.modulus)
    assert joint.join(*halves) == whole
    blinded = message.to_bytes(joint.size)
    first, second = (half.to_bytes(octets(n)) for half, n in zip(halves, (own, other), strict=True))
    assert joint.stamp(blinded, own=first, other=second) == whole.to_bytes(joint.size)
    with pytest.raises(ValueError, match="no stamp"):
        joint.stamp(blinded, own=first, other=((halves[1] + 1) % other).to_bytes(octets(other)))


def test_a_phone_knows_of_no_halves() -> None:
    """It blinds for one modulus, takes the blinding off, and checks one signature."""
    own, other = keys()
    key = CosignedKey(own, other.modulus)
    assert fit(own.modulus, other.modulus)
    assert key.modulus.bit_length() == 2048
    modulus = f"{key.modulus:x}"
    hidden = blind(modulus, b"an envelope")
    half = other.sign(part(hidden.sent, other.modulus))
    stamp = finalize(hidden, key.finish(hidden.sent, half))
    assert stamp_holds(modulus, b"an envelope", stamp)
    assert len(stamp) == key.size == 256


def test_a_half_that_is_wrong_or_of_another_size_never_leaves_the_house() -> None:
    own, other = keys()
    key, sent = CosignedKey(own, other.modulus), b"\1" * 256
    for answer in (b"", b"\1" * 128, b"\xff" * 400):
        with pytest.raises(LibraryLacksError, match="does not fit"):
            key.finish(sent, answer)
