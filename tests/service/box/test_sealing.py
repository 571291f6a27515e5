"""HPKE, held against RFC 9180 itself and not only against the library we call.

The library's one-shot call takes no associated data, which every vector of the RFC has. So the
RFC is written down here a second time, checked with its vectors, and then our envelopes are opened
with that second writing, and its envelopes with ours.
"""

from typing import Final

import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from service.box.keys import public_half
from service.box.sealing import OVERHEAD, Seal, seal, unseal
from surveys.ballots.ballot import Enclosure, Remark, pad, unpad
from surveys.canonical import decode
from surveys.refusals import Refusal
from tests.builders import a_ballot

# RFC 9180 appendix A.3.1 (AES-128-GCM), and the vector of our own suite (AES-256-GCM) from the
# CFRG's test-vectors.json: receiver's private key, enc, shared secret, key, first ciphertext.
INFO: Final = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
PLAIN: Final = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
VECTORS: Final = {
    1: (
        "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
        (
            "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325a"
            "c98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
        ),
        "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8",
        "868c066ef58aae6dc589b6cfdd18f97e",
        "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
    ),
    2: (
        "317f915db7bc629c48fe765587897e01e282d3e8445f79f27f65d031a88082b2",
        (
            "04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f0"
            "3e0b21bd31a86c6048af3cb2d98e0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0"
        ),
        "48893fecd82f7c3456af6a42d8f56325d21e08c10fa81299986aaff54cde7b49",
        "ee16802a936d5f544771131900ee6973d0551de9e852ece2ef34bf0d5f9e1d1d",
        "58c61a45059d0c5704560e9d88b564a8b63f1364b8d1fcb3c4c6ddc1d291742465e902cd216f8908da49f8f96f",
    ),
}
KEM: Final = b"KEM\x00\x10"


def suite(aead: int) -> bytes:
    return b"HPKE\x00\x10\x00\x01" + aead.to_bytes(2)


def extract(salt: bytes, label: bytes, ikm: bytes, *, of: bytes) -> bytes:
    mac = hmac.HMAC(salt or bytes(32), hashes.SHA256())
    mac.update(b"HPKE-v1" + of + label + ikm)
    return mac.finalize()


def expand(key: bytes, label: bytes, info: bytes, *, of: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2) + b"HPKE-v1" + of + label + info
    return HKDFExpand(hashes.SHA256(), length, labelled).derive(key)


def decapsulate(key: ec.EllipticCurvePrivateKey, enc: bytes) -> bytes:
    """RFC 9180 §4.1."""
    sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), enc)
    shared = extract(b"", b"eae_prk", key.exchange(ec.ECDH(), sender), of=KEM)
    context = enc + bytes.fromhex(public_half(key))
    return expand(shared, b"shared_secret", context, of=KEM, length=32)


def schedule(secret: bytes, info: bytes, aead: int) -> tuple[bytes, bytes]:
    """RFC 9180 §5.1, base mode: key and base nonce."""
    of = suite(aead)
    context = b"\0" + b"".join(
        extract(b"", label, part, of=of)
        for label, part in ((b"psk_id_hash", b""), (b"info_hash", info))
    )
    secret = extract(secret, b"secret", b"", of=of)
    key = expand(secret, b"key", context, of=of, length=16 * aead)
    return key, expand(secret, b"base_nonce", context, of=of, length=12)


@pytest.mark.parametrize("aead", VECTORS)
def test_the_second_writing_of_the_rfc_gives_its_vectors(aead: int) -> None:
    private, enc, shared, key, sealed = VECTORS[aead]
    receiver = ec.derive_private_key(int(private, 16), ec.SECP256R1())
    assert decapsulate(receiver, bytes.fromhex(enc)).hex() == shared
    made, nonce = schedule(bytes.fromhex(shared), INFO, aead)
    assert made.hex() == key
    assert AESGCM(made).decrypt(nonce, bytes.fromhex(sealed), b"Count-0") == PLAIN


@pytest.fixture(scope="module")
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="module")
def under(key: ec.EllipticCurvePrivateKey) -> Seal:
    return Seal(manifest="ab" * 32, box_key=public_half(key), padded=2048)


ENCLOSURE: Final = Enclosure(ballot=a_ballot())


def test_the_rfc_opens_what_we_sealed(under: Seal, key: ec.EllipticCurvePrivateKey) -> None:
    envelope = seal(under, "deputies", ENCLOSURE)
    info = bytes.fromhex(under.manifest) + b"deputies"
    made, nonce = schedule(decapsulate(key, envelope[:65]), info, 2)
    padded = AESGCM(made).decrypt(nonce, envelope[65:], b"")
    assert decode(unpad(padded), Enclosure) == ENCLOSURE


def test_we_open_what_the_rfc_sealed(under: Seal, key: ec.EllipticCurvePrivateKey) -> None:
    sender = ec.generate_private_key(ec.SECP256R1())
    enc = bytes.fromhex(public_half(sender))
    shared = extract(b"", b"eae_prk", sender.exchange(ec.ECDH(), key.public_key()), of=KEM)
    context = enc + bytes.fromhex(under.box_key)
    secret = expand(shared, b"shared_secret", context, of=KEM, length=32)
    made, nonce = schedule(secret, bytes.fromhex(under.manifest) + b"deputies", 2)
    envelope = enc + AESGCM(made).encrypt(nonce, pad(ENCLOSURE, under.padded), b"")
    opened = unseal(under, "deputies", envelope=envelope, key=key)
    assert opened == pad(ENCLOSURE, under.padded)


def test_every_envelope_of_a_survey_has_one_length(under: Seal) -> None:
    talkative = Enclosure(
        ballot=a_ballot(), remarks=(Remark(question="remark.1", about="finance", words="好" * 99),)
    )
    lengths = {len(seal(under, "deputies", one)) for one in (ENCLOSURE, talkative)}
    assert lengths == {under.padded + OVERHEAD}


def test_two_sealings_of_one_ballot_are_never_alike(under: Seal) -> None:
    assert len({seal(under, "deputies", ENCLOSURE) for _ in range(9)}) == 9


def test_an_envelope_opens_only_for_its_group_its_manifest_and_its_key(
    under: Seal, key: ec.EllipticCurvePrivateKey
) -> None:
    envelope = seal(under, "deputies", ENCLOSURE)
    other = msgspec.structs.replace(under, manifest="ac" * 32)
    stranger = ec.generate_private_key(ec.SECP256R1())
    assert unseal(under, "deputies", envelope=envelope, key=key) is not None
    assert unseal(under, "public", envelope=envelope, key=key) is None
    assert unseal(other, "deputies", envelope=envelope, key=key) is None
    assert unseal(under, "deputies", envelope=envelope, key=stranger) is None


def test_no_byte_of_an_envelope_can_be_changed(
    under: Seal, key: ec.EllipticCurvePrivateKey
) -> None:
    envelope = seal(under, "deputies", ENCLOSURE)
    for at in (0, 1, 40, 64, 65, 100, len(envelope) - 1):
        spoiled = bytearray(envelope)
        spoiled[at] ^= 1
        assert unseal(under, "deputies", envelope=bytes(spoiled), key=key) is None


def test_what_is_too_long_is_refused_and_not_cut(under: Seal) -> None:
    narrow = msgspec.structs.replace(under, padded=256)
    with pytest.raises(Refusal, match=r"form\.too_long"):
        seal(narrow, "deputies", ENCLOSURE)


def test_the_second_writing_notices_a_changed_byte_too() -> None:
    private, enc, *_, sealed = VECTORS[2]
    receiver = ec.derive_private_key(int(private, 16), ec.SECP256R1())
    made, nonce = schedule(decapsulate(receiver, bytes.fromhex(enc)), INFO, 2)
    with pytest.raises(InvalidTag):
        AESGCM(made).decrypt(nonce, bytes.fromhex(sealed), b"Count-1")
