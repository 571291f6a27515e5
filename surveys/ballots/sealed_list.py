"""The sealed list: every envelope in the box, sorted by leaf, under one Merkle root."""

import hashlib
from collections.abc import Sequence
from typing import Annotated

import msgspec

from surveys.keys import GroupKey
from surveys.values import Value


class Sealed(Value, frozen=True):
    """One envelope as published before opening: leaf hexadecimal, envelope base64."""

    leaf: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    group: GroupKey
    envelope: str


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Merkle tree hash over leaves in order, after RFC 9162 §2.1.1.

    >>> merkle_root([]).hex()[:8]
    'e3b0c442'
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\1" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]
