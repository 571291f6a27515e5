"""Custody level 2 (监票人持钥): a box key made away from the server, kept in k of n shares.

A share is 33 words after SLIP-39 (SatoshiLabs, 2017; Shamir's scheme over GF(256) with checksums,
by the `shamir-mnemonic` package). Fewer than k say nothing about the key. The server is given the
public half and a rehearsal envelope whose password only k scrutineers together can read: who can
read it before the vote can open the box after it.
"""

import secrets
from collections.abc import Sequence
from typing import Annotated, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORD_INDEX_MAP

from service.box.keys import public_half
from surveys import canonical, codes
from surveys.keys import Label
from surveys.refusals import Refusal
from surveys.values import Value

MOST: Final = 16
"""Shares SLIP-39 can deal."""
_WORDS: Final = 33  # of a share of 256 bits
_PASSWORD: Final = 5  # bytes: eight letters to type
_INFO: Final = b"minping rehearsal\0"
_SUITE: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Custodians(Value, frozen=True):
    """Who keeps the shares (持钥监票人), and how many of them open together."""

    names: tuple[Label, ...]
    needed: Annotated[int, msgspec.Meta(ge=2)]


class PublicKey(Value, frozen=True):
    """What the server is given: the public half, who keeps the other, and the rehearsal."""

    box_key: str
    """P-256, uncompressed point, hexadecimal."""
    custodians: Custodians
    rehearsal: str
    """HPKE envelope of the password, hexadecimal."""
    answer: str
    """The password's SHA-256 bound to the key, hexadecimal: to check what is typed."""


class Dealt(Value, frozen=True):
    """A new key as its shares; the key itself stands nowhere."""

    public: PublicKey
    shares: tuple[str, ...]
    """Words, one share a custodian, in the order of their names."""


def deal(custodians: Custodians) -> Dealt:
    """Make a box key and deal its shares."""
    _demand_possible(custodians)
    key = ec.generate_private_key(ec.SECP256R1())
    number = key.private_numbers().private_value.to_bytes(32)
    shares = generate_mnemonics(1, [(custodians.needed, len(custodians.names))], number)[0]
    password = codes.spell(secrets.token_bytes(_PASSWORD))
    sealed = _SUITE.encrypt(password.encode(), key.public_key(), info=_INFO)
    box_key = public_half(key)
    return Dealt(
        PublicKey(box_key, custodians, sealed.hex(), answer_of(box_key, password)), tuple(shares)
    )


def read_share(typed: str) -> str:
    """One share as it was typed, each word looked at: where it was misread, the place is said.

    Its checksum finds up to three wrong words for certain; of the key it says nothing.
    """
    words = typed.lower().split()
    for at, word in enumerate(words, start=1):
        if word not in WORD_INDEX_MAP:
            raise Refusal("custody.unknown_word", at=at, word=word[:20])
    if len(words) != _WORDS:
        raise Refusal("custody.not_all_words", number=len(words), words=_WORDS)
    share = " ".join(words)
    try:
        Share.from_mnemonic(share)
    except MnemonicError as error:
        raise Refusal("custody.misread") from error
    return share


def combine(shares: Sequence[str], public: PublicKey) -> ec.EllipticCurvePrivateKey:
    """The key from enough shares, or that they do not make it: which of them, nobody can tell.

    SLIP-39 takes exactly as many as are needed: those handed in beyond that are left aside.
    """
    words = dict.fromkeys(" ".join(share.split()).lower() for share in shares)
    try:
        number = combine_mnemonics([*words][: public.custodians.needed])
        key = ec.derive_private_key(int.from_bytes(number), ec.SECP256R1())
    except (MnemonicError, ValueError) as error:
        raise Refusal("custody.wrong_shares", needed=public.custodians.needed) from error
    if public_half(key) != public.box_key:
        raise Refusal("custody.wrong_shares", needed=public.custodians.needed)
    return key


def read_rehearsal(public: PublicKey, key: ec.EllipticCurvePrivateKey) -> str:
    """The password of the rehearsal, to be typed at the workbench before the vote."""
    try:
        return _SUITE.decrypt(bytes.fromhex(public.rehearsal), key, info=_INFO).decode()
    except (InvalidTag, ValueError) as error:
        raise Refusal("custody.wrong_shares", needed=public.custodians.needed) from error


def proves(public: PublicKey, typed: str) -> bool:
    """Whether this is the password of the rehearsal: the shares have been tried together."""
    password = codes.spell(codes.read(typed, size=_PASSWORD, code="custody.wrong_password"))
    answer = answer_of(public.box_key, password)
    return secrets.compare_digest(answer.encode(), public.answer.encode())


def answer_of(box_key: str, password: str) -> str:
    """The password's mark. Forty bits are guessed in hours: it proves presence, it guards nothing.

    >>> answer_of("04", "0000-0000")[:8]
    '9057fbc6'
    """
    return canonical.fingerprint(_INFO + bytes.fromhex(box_key) + password.encode())


def _demand_possible(custodians: Custodians) -> None:
    names = custodians.names
    if len(set(names)) != len(names) or not 2 <= custodians.needed <= len(names) <= MOST:
        raise Refusal("custody.impossible", needed=custodians.needed, names=len(names), most=MOST)
