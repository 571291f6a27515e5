"""Stamps on paper that tellers typed in: the server has read it, so there is nothing to blind.

The right is spent as any other; then the key signs the encoded message itself, which is the same
stamp that blinding and unblinding would have given (RFC 9474 with an inverse of one).
"""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Final

from service.database import Connection
from service.database.statements import query
from service.stamping.cosigned import Right
from service.stamping.stamping import REFUSED, Claimed, Kind, Stamping
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.refusals import Refusal
from surveys.values import Value

_HASH: Final = 48
"""Bytes of SHA-384, and of the salt."""

_claim = query("stamps", "claim_collected", Claimed)


class ToStamp(Value, frozen=True):
    """A message of one paper ballot; the same salt again gives the same stamp."""

    mark: bytes
    group: GroupKey
    unit: UnitKey
    message: bytes
    salt: bytes


async def stamp_collected(
    conn: Connection,
    stamping: Stamping,
    survey: SurveyKey,
    asked: Sequence[ToStamp],
    *,
    kind: Kind,
) -> list[bytes]:
    """A stamp for each, in order; asked again, the same ones."""
    signers = [await stamping.signer(survey, one.group, one.unit, kind) for one in asked]
    encoded = [
        encode(one.message, one.salt, signer.size)
        for one, signer in zip(asked, signers, strict=True)
    ]
    claimed = await _claim.all(
        conn,
        survey,
        [one.mark for one in asked],
        [one.unit for one in asked],
        [kind.value for _ in asked],
        [hashlib.sha256(data).digest() for data in encoded],
    )
    if len(claimed) != len(asked):
        raise Refusal("collected.unknown_serial")
    for one in claimed:
        if one.outcome in REFUSED:
            raise Refusal(REFUSED[one.outcome])
    rights = [Right(survey, one.group, one.unit, slip=one.mark) for one in asked]
    return await asyncio.gather(
        *(
            stamping.sign(signer, data, right)
            for signer, data, right in zip(signers, encoded, rights, strict=True)
        )
    )


def encode(message: bytes, salt: bytes, length: int) -> bytes:
    """EMSA-PSS of RFC 8017 §9.1.1 with SHA-384, for a modulus of `length` whole bytes."""
    hashed = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - _HASH - 2) + b"\1" + salt
    mask = b"".join(
        hashlib.sha384(hashed + at.to_bytes(4)).digest() for at in range(-(-len(block) // _HASH))
    )
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=False))
    masked[0] &= 0x7F
    return bytes(masked) + hashed + b"\xbc"
