"""A voter's own device where it seals the ballot itself, in plain integers: for play and tests.

It says the same as the script on the voter's page, and shares no line with the server's side.
"""

import base64
import hashlib
import math
import secrets
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from service.box.sealing import Seal, seal, seal_of
from service.box.stamps import stamp_holds
from surveys import canonical
from surveys.ballots.ballot import Ballot, Remark
from surveys.ballots.receipt import leaf
from surveys.ballots.stamps import (
    PREFIX,
    StampedEnclosure,
    inner_message,
    keys_by_unit,
    outer_message,
)
from surveys.keys import GroupKey, UnitKey
from surveys.manifest import Manifest, StampKeys
from surveys.questionnaire.answer import Answers
from surveys.values import Value

_E: Final = 65537
_HASH: Final = 48
"""Bytes of SHA-384, and of the salt."""


class Blinded(Value, frozen=True):
    """A message as the registrar sees it, and what takes the blinding off its answer."""

    modulus: str
    message: bytes
    sent: bytes
    inverse: int


class Envelope(Value, frozen=True):
    """What is handed to the box."""

    group: GroupKey
    unit: UnitKey
    envelope: bytes
    prefix: bytes
    stamp: bytes

    def body(self) -> dict[str, str]:
        """As `POST /box/{survey}/cast` wants it."""
        return {
            "group": self.group,
            "unit": self.unit,
            "envelope": base64.b64encode(self.envelope).decode(),
            "prefix": self.prefix.hex(),
            "stamp": self.stamp.hex(),
        }


Ask: TypeAlias = Callable[[str, bytes], Awaitable[bytes]]
"""Kind of stamp and blinded message → what the registrar answers."""


class Phone:
    """One ballot on its way: `write`, `close`, then hand over what `close` gave."""

    def __init__(self, manifest: Manifest, group: GroupKey, unit: UnitKey, digest: str) -> None:
        """Trust the manifest whose fingerprint stands on the notice."""
        self._seal: Seal = seal_of(manifest, digest)
        self._keys: StampKeys = keys_by_unit(manifest.stamps)[group, unit]
        self._survey: str = manifest.survey

    async def vote(self, ask: Ask, answers: Answers, *remarks: Remark) -> Envelope:
        """Both stamps, one envelope."""
        ballot = Ballot(
            survey=self._survey,
            group=self._keys.group,
            unit=self._keys.unit,
            answers=answers,
            nonce=secrets.token_hex(16),
        )
        return await self.close(ask, await self.write(ask, ballot, *remarks))

    async def write(self, ask: Ask, ballot: Ballot, *remarks: Remark) -> StampedEnclosure:
        """The ballot with its inner stamp."""
        prefix = secrets.token_bytes(PREFIX)
        message = inner_message(prefix, self._seal.manifest, canonical.encode(ballot))
        stamp = await _stamped(ask, "inner", self._keys.inner, message)
        return StampedEnclosure(
            ballot=ballot, prefix=prefix.hex(), stamp=stamp.hex(), remarks=remarks
        )

    async def close(self, ask: Ask, enclosure: StampedEnclosure) -> Envelope:
        """The envelope with its outer stamp."""
        envelope = seal(self._seal, self._keys.group, enclosure)
        prefix = secrets.token_bytes(PREFIX)
        name = leaf(self._seal.manifest, envelope)
        message = outer_message(prefix, self._seal.manifest, name)
        stamp = await _stamped(ask, "outer", self._keys.outer, message)
        return Envelope(self._keys.group, self._keys.unit, envelope, prefix, stamp)


async def _stamped(ask: Ask, kind: str, modulus: str, message: bytes) -> bytes:
    blinded = blind(modulus, message)
    return finalize(blinded, await ask(kind, blinded.sent))


def blind(
    modulus: str, message: bytes, *, salt: bytes | None = None, inverse: int | None = None
) -> Blinded:
    """RFC 9474 §4.2; salt and inverse are drawn unless a test vector gives them."""
    n = int(modulus, 16)
    encoded = int.from_bytes(
        encode(message, n.bit_length() - 1, secrets.token_bytes(_HASH) if salt is None else salt)
    )
    inverse = _draw(n) if inverse is None else inverse
    hidden = encoded * pow(pow(inverse, -1, n), _E, n) % n
    return Blinded(modulus, message, hidden.to_bytes(_size(n)), inverse)


def finalize(blinded: Blinded, answer: bytes) -> bytes:
    """RFC 9474 §4.4: take the blinding off, and use no stamp that does not hold."""
    n = int(blinded.modulus, 16)
    stamp = (int.from_bytes(answer) * blinded.inverse % n).to_bytes(_size(n))
    if not stamp_holds(blinded.modulus, blinded.message, stamp):
        raise ValueError("the registrar answered with something that is no stamp")
    return stamp


def encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS of RFC 8017 §9.1.1 with SHA-384."""
    length = -(-bits // 8)
    digest = hashlib.sha384(message).digest()
    hashed = hashlib.sha384(bytes(8) + digest + salt).digest()
    block = bytes(length - len(salt) - _HASH - 2) + b"\1" + salt
    masked = bytes(a ^ b for a, b in zip(block, _mask(hashed, len(block)), strict=True))
    first = masked[0] & (0xFF >> (8 * length - bits))
    return bytes([first]) + masked[1:] + hashed + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 of RFC 8017 §B.2.1."""
    blocks = range(-(-length // _HASH))
    return b"".join(hashlib.sha384(seed + at.to_bytes(4)).digest() for at in blocks)[:length]


def _draw(n: int) -> int:
    while True:
        drawn = secrets.randbelow(n - 2) + 2
        if math.gcd(drawn, n) == 1:
            return drawn


def _size(n: int) -> int:
    return -(-n.bit_length() // 8)
