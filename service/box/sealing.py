"""An enclosure becomes an envelope only the box key opens: HPKE, RFC 9180.

DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, all of it native to browsers, so that a phone
can seal what this room opens. The associated data is empty: manifest and group stand in `info`.
"""

import functools
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from surveys.ballots.ballot import pad
from surveys.keys import GroupKey
from surveys.manifest import AnyManifest, fingerprint
from surveys.values import Value

OVERHEAD: Final = 65 + 16
"""Bytes an envelope is longer than its padded enclosure: encapsulated key and GCM tag."""
_SUITE: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Seal(Value, frozen=True):
    """What every envelope of one box is bound to: manifest fingerprint, box key, one length."""

    manifest: str
    box_key: str
    padded: int


def seal_of(manifest: AnyManifest, digest: str = "") -> Seal:
    """The seal of a survey. Keep it: taking a manifest's fingerprint is not cheap.

    `digest` is that of the manifest's bytes as they were frozen. A later release may know more
    fields and encode it anew otherwise; a vote that began before must go on under the old one.
    """
    return Seal(digest or fingerprint(manifest), manifest.box_key, manifest.padded)


def seal(under: Seal, group: GroupKey, enclosure: Value) -> bytes:
    """Pad, then seal to the box key; two sealings of one enclosure are never alike."""
    padded = pad(enclosure, under.padded)
    return _SUITE.encrypt(padded, _public(under.box_key), info=_info(under, group))


def unseal(
    under: Seal, group: GroupKey, *, envelope: bytes, key: ec.EllipticCurvePrivateKey
) -> bytes | None:
    """The padded enclosure, or None where the envelope is no envelope of this seal and group."""
    if len(envelope) != under.padded + OVERHEAD:
        return None
    try:
        return _SUITE.decrypt(envelope, key, info=_info(under, group))
    except (InvalidTag, ValueError):  # a foreign key, or a point that is not on the curve
        return None


def _info(under: Seal, group: GroupKey) -> bytes:
    return bytes.fromhex(under.manifest) + group.encode()


@functools.lru_cache(maxsize=64)
def _public(box_key: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(box_key))
