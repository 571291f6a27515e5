"""The library computes what RFC 9474 says; a stamp is an ordinary RSA-PSS signature."""

import ctypes.util
import itertools
import re
import subprocess
from math import prod

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.box.stamps import stamp_holds
from service.demonstration.sealed_phone import blind, encode, finalize
from service.stamping import libcrypto, selftest
from service.stamping.libcrypto import LibraryLacksError, Signer, make_key
from service.stamping.selftest import Vector, private_key, read_vectors

VECTORS = {vector.name: vector for vector in read_vectors()}


@pytest.fixture(scope="module")
def signer() -> Signer:
    """The key of the vectors."""
    return Signer(private_key(next(iter(VECTORS.values()))))


def the_primes(made: bytes) -> list[int]:
    """What the library itself reads in a key."""
    told = subprocess.run(
        ["openssl", "rsa", "-inform", "DER", "-noout", "-text"],
        input=made,
        capture_output=True,
        check=True,
    ).stdout.decode()
    found = re.findall(r"^prime\d+:\n((?: +[0-9a-f:]+\n)+)", told, re.MULTILINE)
    return [int(re.sub(r"[\s:]", "", block), 16) for block in found]


def prepared(vector: Vector) -> bytes:
    return bytes.fromhex(vector.msg_prefix + vector.msg)


@pytest.mark.parametrize("name", VECTORS)
def test_a_vector_of_the_rfc_is_blinded_signed_and_finalized_to_the_letter(
    signer: Signer, name: str
) -> None:
    vector = VECTORS[name]
    salt, inverse = bytes.fromhex(vector.salt), int(vector.inv, 16)
    blinded = blind(vector.n, prepared(vector), salt=salt, inverse=inverse)
    assert blinded.sent.hex() == vector.blinded_msg
    assert signer.sign(blinded.sent).hex() == vector.blind_sig
    unblinded = int(vector.blind_sig, 16) * inverse % int(vector.n, 16)
    assert f"{unblinded:01024x}" == vector.sig


def test_the_signature_of_our_variant_is_an_ordinary_pss_signature(signer: Signer) -> None:
    ours = VECTORS["RSABSSA-SHA384-PSS-Randomized"]
    stamp = bytes.fromhex(ours.sig)
    assert stamp_holds(ours.n, prepared(ours), stamp)
    assert not stamp_holds(ours.n, prepared(ours) + b"\0", stamp)
    assert not stamp_holds(ours.n, prepared(ours), stamp[:-1] + bytes([stamp[-1] ^ 1]))
    assert not stamp_holds("15", prepared(ours), stamp)
    message = bytes(32) + b"inner\0a ballot"
    blinded = blind(ours.n, message)
    assert stamp_holds(ours.n, message, finalize(blinded, signer.sign(blinded.sent)))


def test_a_malformed_answer_of_the_registrar_is_used_for_nothing(signer: Signer) -> None:
    """F008."""
    blinded = blind(VECTORS["RSABSSA-SHA384-PSS-Randomized"].n, b"a ballot")
    answer = signer.sign(blinded.sent)
    for tagged in (answer[:-1] + bytes([answer[-1] ^ 1]), bytes(512), answer[::-1]):
        with pytest.raises(ValueError, match="no stamp"):
            finalize(blinded, tagged)


def test_two_blindings_of_one_message_have_nothing_in_common() -> None:
    modulus = VECTORS["RSABSSA-SHA384-PSS-Randomized"].n
    first, second = (blind(modulus, b"a ballot", salt=bytes(48)) for _ in range(2))
    assert first.sent != second.sent
    assert encode(b"a ballot", 4095, bytes(48)) not in (first.sent, second.sent)


@pytest.mark.parametrize(("bits", "primes"), [(2048, 2), (3072, 3)])
def test_a_key_has_the_primes_its_length_bears_and_stamps_like_any_other(
    bits: int, primes: int
) -> None:
    made = make_key(bits)
    factors = the_primes(made)
    assert [prime.bit_length() for prime in factors] == [bits // primes] * primes
    signer = Signer(made)
    assert (signer.size, signer.modulus) == (bits // 8, prod(factors))
    assert signer.modulus.bit_length() == bits
    blinded = blind(f"{signer.modulus:x}", b"a ballot")
    stamp = finalize(blinded, signer.sign(blinded.sent))
    assert stamp_holds(f"{signer.modulus:x}", b"a ballot", stamp)
    assert make_key(bits) != made


def test_a_key_that_cannot_be_made_is_named() -> None:
    with pytest.raises(LibraryLacksError, match="no key of 256 bits"):
        make_key(256)


def test_what_is_no_number_below_the_modulus_is_not_signed() -> None:
    key = rsa.generate_private_key(65537, 2048)
    made = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    signer, modulus = Signer(made), key.public_key().public_numbers().n
    assert (signer.size, signer.modulus) == (256, modulus)
    small = (5).to_bytes(signer.size)
    assert pow(int.from_bytes(signer.sign(small)), 65537, modulus) == 5
    for wrong in (b"", small[1:], b"\0" + small, modulus.to_bytes(signer.size), b"\xff" * 384):
        with pytest.raises(ValueError, match="below the modulus"):
            signer.sign(wrong)
    with pytest.raises(ValueError, match="not an RSA"):
        Signer(b"\x30\x03\x02\x01\x00")


def test_a_fault_in_the_computation_is_noticed_before_it_leaves(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    true, turns = Signer._power, itertools.count()

    def once_wrong(self: Signer, operation: str, message: bytes) -> bytes:
        done = true(self, operation, message)
        return done[:-1] + bytes([done[-1] ^ 1]) if next(turns) == 0 else done

    monkeypatch.setattr(Signer, "_power", once_wrong)
    with pytest.raises(LibraryLacksError, match="went wrong"):
        signer.sign((7).to_bytes(signer.size))


def test_a_missing_library_and_one_that_computes_otherwise_are_told_apart_from_a_good_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert selftest.check_library().startswith("OpenSSL 3.")
    monkeypatch.setattr(Signer, "sign", lambda _self, blinded: blinded)
    with pytest.raises(LibraryLacksError, match="another signature"):
        selftest.check_library.__wrapped__()
    monkeypatch.setattr(libcrypto, "LIBRARY", "libnothing.so.3")
    with pytest.raises(LibraryLacksError, match=r"libnothing\.so\.3"):
        libcrypto.load.__wrapped__()
    monkeypatch.setattr(libcrypto, "LIBRARY", ctypes.util.find_library("c"))
    with pytest.raises(LibraryLacksError, match="d2i_PrivateKey"):
        libcrypto.load.__wrapped__()
