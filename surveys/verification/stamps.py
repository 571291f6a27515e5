"""Stamps, where voters sealed on their own device: each must be the key's own.

The messages are put together here a second time, from `docs/reference/publication.md`.
"""

import json
from typing import Final

import msgspec

from surveys.ballots.stamps import StampedBallot, StampedEnvelope, StampHolds
from surveys.manifest import Manifest, StampKeys
from surveys.verification.report import Notebook

CHECKS: Final = frozenset({"sealed.stamp", "box.stamp"})
"""Made only where there are stamps."""


class Stamps:
    """What stamps of one survey are held against."""

    def __init__(self, manifest: Manifest, of: str, holds: StampHolds) -> None:
        """`of` is the manifest's fingerprint."""
        self._bound: bytes = bytes.fromhex(of)
        self._keys: dict[tuple[str, str], StampKeys] = {
            (pair.group, pair.unit): pair for pair in manifest.stamps
        }
        self._holds: StampHolds = holds

    def check_envelope(self, line: int, sealed: StampedEnvelope, notes: Notebook) -> None:
        """The outer stamp: prefix ‖ "outer" ‖ 0 ‖ manifest ‖ leaf."""
        pair = self._keys.get((sealed.group, sealed.unit))
        message = bytes.fromhex(sealed.prefix) + b"outer\0" + self._bound
        message += bytes.fromhex(sealed.leaf)
        if pair is None or not self._holds(pair.outer, message, bytes.fromhex(sealed.stamp)):
            notes.differs("sealed.stamp", line=line, leaf=sealed.leaf)

    def check_ballot(self, line: int, opened: StampedBallot, notes: Notebook) -> None:
        """The inner stamp: prefix ‖ "inner" ‖ 0 ‖ manifest ‖ canonical ballot."""
        ballot = opened.ballot
        pair = self._keys.get((ballot.group, ballot.unit))
        message = bytes.fromhex(opened.prefix) + b"inner\0" + self._bound
        message += _canonical(msgspec.to_builtins(ballot))
        if pair is None or not self._holds(pair.inner, message, bytes.fromhex(opened.stamp)):
            notes.differs("box.stamp", line=line, nonce=ballot.nonce)


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
