"""Stamps, where voters sealed on their own device: each must be the key's own.

The messages are put together here a second time, from `docs/reference/publication.md`.
"""

from typing import Final

from surveys.ballots.stamps import PREFIX, StampHolds
from surveys.manifest import Manifest, StampKeys
from surveys.verification.published import StampedEnvelope, StampedOpened, from_hex
from surveys.verification.report import Notebook

_AFTER: Final = b',"prefix":"","stamp":""}'
"""What follows a ballot on its line, beside the digits."""

CHECKS: Final = frozenset({"sealed.stamp", "box.stamp"})
"""Made only where there are stamps."""


class Stamps:
    """What stamps of one survey are held against."""

    def __init__(self, manifest: Manifest, of: str, holds: StampHolds) -> None:
        """`of` is the manifest's fingerprint."""
        self._outer: bytes = b"outer\0" + bytes.fromhex(of)
        self._inner: bytes = b"inner\0" + bytes.fromhex(of)
        self._keys: dict[tuple[str, str], StampKeys] = {
            (pair.group, pair.unit): pair for pair in manifest.stamps
        }
        self._holds: StampHolds = holds

    def check_envelope(
        self, line: int, sealed: StampedEnvelope, leaf: bytes, notes: Notebook
    ) -> None:
        """The outer stamp: prefix ‖ "outer" ‖ 0 ‖ manifest ‖ leaf."""
        pair = self._keys.get((sealed.group, sealed.unit))
        if pair is None or not self._is_by(pair.outer, sealed, self._outer + leaf):
            notes.differs("sealed.stamp", line=line, leaf=sealed.leaf)

    def check_ballot(self, line: int, opened: StampedOpened, body: bytes, notes: Notebook) -> None:
        """The inner stamp: prefix ‖ "inner" ‖ 0 ‖ manifest ‖ canonical ballot.

        The ballot is cut out of its line, whose bytes are canonical or fail the check for that.
        """
        ballot = opened.ballot
        pair = self._keys.get((ballot.group, ballot.unit))
        text = body[len(b'{"ballot":') : -len(_AFTER) - len(opened.prefix) - len(opened.stamp)]
        if pair is None or not self._is_by(pair.inner, opened, self._inner + text):
            notes.differs("box.stamp", line=line, nonce=ballot.nonce)

    def _is_by(
        self, modulus: str, stamped: StampedEnvelope | StampedOpened, message: bytes
    ) -> bool:
        both = from_hex(stamped.prefix + stamped.stamp)
        return both is not None and self._holds(modulus, both[:PREFIX] + message, both[PREFIX:])
