"""Stamps (内章、外章): what the registrar signs without seeing it, so that a right counts once.

RSABSSA-SHA384-PSS-Randomized of RFC 9474: the signature covers 32 random bytes, then the message.
The inner stamp is on a ballot, the outer one on exactly one envelope; whoever has both lists and
the manifest can check each of them, and nobody can tell which request became which stamp.
"""

from collections.abc import Callable
from typing import Annotated, Final, TypeAlias

import msgspec

from surveys.ballots.ballot import Ballot, Remark
from surveys.keys import GroupKey, UnitKey
from surveys.manifest import StampKeys
from surveys.values import Value

PREFIX: Final = 32
"""Random bytes before each message that is stamped."""
SHORTEST: Final = 256
LONGEST: Final = 1024
"""Bytes of a stamp: as many as its key has."""

Prefix: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Signature: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"^([0-9a-f]{16}){32,127}([0-9a-f]{2}){0,8}\Z")
]
"""256 to 1024 whole bytes; counted by eights, four times as fast as by ones."""

StampHolds: TypeAlias = Callable[[str, bytes, bytes], bool]
"""RSA-PSS, SHA-384, salt of 48 bytes, exponent 65537: modulus (hexadecimal), message, signature;
false for whatever is no key or no signature."""


class Stamp(Value, frozen=True):
    """A stamp and the random prefix of what it covers, hexadecimal in its one spelling."""

    prefix: str
    stamp: str

    def __post_init__(self) -> None:
        """Turned to bytes and back it is the same: told five times as fast as by a pattern."""
        written = self.prefix + self.stamp
        sized = len(self.prefix) == 2 * PREFIX and SHORTEST <= len(self.stamp) // 2 <= LONGEST
        if not sized or bytes.fromhex(written).hex() != written:
            raise ValueError("no stamp behind its prefix, in lower-case hexadecimal")


class StampedEnclosure(Stamp, frozen=True):
    """What is sealed on the voter's own device: the ballot, its inner stamp, the remarks."""

    ballot: Ballot
    remarks: tuple[Remark, ...] = ()


class StampedBallot(Stamp, frozen=True):
    """An opened ballot as published with its inner stamp."""

    ballot: Ballot


class StampedEnvelope(Stamp, frozen=True):
    """An envelope as published with its outer stamp: leaf hexadecimal, envelope base64."""

    leaf: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    group: GroupKey
    unit: UnitKey
    envelope: str


def inner_message(prefix: bytes, manifest: str, ballot: bytes) -> bytes:
    """What an inner stamp covers: prefix ‖ "inner" ‖ 0 ‖ manifest ‖ canonical ballot."""
    return prefix + b"inner\0" + bytes.fromhex(manifest) + ballot


def outer_message(prefix: bytes, manifest: str, leaf: bytes) -> bytes:
    """What an outer stamp covers: prefix ‖ "outer" ‖ 0 ‖ manifest ‖ leaf."""
    return prefix + b"outer\0" + bytes.fromhex(manifest) + leaf


def keys_by_unit(keys: tuple[StampKeys, ...]) -> dict[tuple[GroupKey, UnitKey], StampKeys]:
    """The pair of keys of each weighting group and unit."""
    return {(pair.group, pair.unit): pair for pair in keys}
