"""The stamp keys of a survey: two for each weighting group and unit, made once, on one file.

The file lies beside the box keys under `settings.keys`, outside the database and every backup of
it, wrapped with a key from `settings.secrets`. It is destroyed once no more stamps are needed.
"""

import secrets
from collections.abc import Iterable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.database.secrets import custody_key, make_once
from service.settings import Settings
from service.stamping.libcrypto import Signer, make_key
from surveys import canonical
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.refusals import Refusal
from surveys.values import Value

BITS: Final = 3072  # 128 bits of strength (ASVS 5.0, 11.2.3); 2048 is allowed
_NONCE: Final = 12

Pile = tuple[GroupKey, UnitKey]


class PrivatePair(Value, frozen=True):
    """The keys of one group and unit: PKCS #1 in DER, hexadecimal."""

    group: GroupKey
    unit: UnitKey
    inner: str
    outer: str


class PublicPair(Value, frozen=True):
    """Their moduli, hexadecimal, as a manifest says them."""

    group: GroupKey
    unit: UnitKey
    inner: str
    outer: str


def make_stamp_keys(
    settings: Settings, survey: SurveyKey, piles: Iterable[Pile], *, bits: int = BITS
) -> tuple[PublicPair, ...]:
    """Make a survey's keys once, and hand out their public halves; takes seconds."""
    path = settings.keys / f"{survey}.stamps"
    if not path.exists():
        pairs = [PrivatePair(*pile, inner=_make(bits), outer=_make(bits)) for pile in sorted(piles)]
        nonce = secrets.token_bytes(_NONCE)
        wrapped = AESGCM(custody_key(settings)).encrypt(
            nonce, canonical.encode(pairs), _bound(survey)
        )
        make_once(path, (nonce + wrapped).hex())
    return tuple(
        PublicPair(pair.group, pair.unit, modulus_of(pair.inner), modulus_of(pair.outer))
        for pair in read_stamp_keys(settings, survey)
    )


def read_stamp_keys(settings: Settings, survey: SurveyKey) -> list[PrivatePair]:
    """The private keys; missing, foreign or spoiled, they are refused by the same name."""
    try:
        kept = bytes.fromhex((settings.keys / f"{survey}.stamps").read_text("ascii"))
        plain = AESGCM(custody_key(settings)).decrypt(kept[:_NONCE], kept[_NONCE:], _bound(survey))
        return canonical.decode(plain, list[PrivatePair])
    except (OSError, ValueError, InvalidTag) as error:
        raise Refusal("stamp.no_key") from error


def destroy_stamp_keys(settings: Settings, survey: SurveyKey) -> bool:
    """Remove the keys for good, so that nobody makes another stamp; False where there are none."""
    path = settings.keys / f"{survey}.stamps"
    stood = path.exists()
    path.unlink(missing_ok=True)
    return stood


def modulus_of(private: str) -> str:
    """The public half of a private key, as a manifest says it."""
    return f"{Signer(bytes.fromhex(private)).modulus:x}"


def _make(bits: int) -> str:
    return make_key(bits).hex()


def _bound(survey: SurveyKey) -> bytes:
    return b"stamps\0" + survey.encode()
