"""Ballots wait until the last envelope is open: none is laid out before all of them line up.

In memory as far as there is room; what comes later waits on a file without a name, under a key
that is as old as this opening, so that no disk keeps the order in which envelopes were opened.
"""

import collections
import secrets
import tempfile
from collections.abc import Iterator
from typing import IO, Final, TypeAlias

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.box.judging import Opened
from surveys.ballots.ballot import Remark
from surveys.keys import GroupKey
from surveys.values import Value

ROOM: Final = 24 * 2**20
"""Bytes of ballots that wait in memory: some twelve thousand."""


class _Place(Value, frozen=True):
    """Where a ballot stands on the file."""

    start: int
    length: int


_Held: TypeAlias = tuple[bytes, GroupKey, str, bytes | _Place]
"""Digest, group, nonce, and the ballot or where it is."""


class Waiting:
    """What came out of one box so far.

    A nonce seen twice is one ballot in two envelopes: it spoils both and takes their remarks along.
    """

    def __init__(self, room: int = ROOM) -> None:
        """Bytes that may wait in memory."""
        self._room: int = room
        self._held: list[_Held] = []
        self._nonces: collections.Counter[str] = collections.Counter()
        self._remarks: list[tuple[str, Remark]] = []
        self._file: IO[bytes] | None = None
        self._cipher: AESGCM = AESGCM(AESGCM.generate_key(256))

    def take_in(self, group: GroupKey, ballot: Opened) -> None:
        """One more has come out."""
        self._nonces[ballot.nonce] += 1
        self._remarks += [(ballot.nonce, remark) for remark in ballot.remarks]
        self._room -= len(ballot.ballot)
        content = ballot.ballot if self._room >= 0 else self._put_away(ballot.ballot)
        self._held.append((ballot.digest, group, ballot.nonce, content))

    def _put_away(self, ballot: bytes) -> _Place:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- `close` closes it
        start = self._file.seek(0, 2)
        length = self._file.write(self._cipher.encrypt(_nonce(start), ballot, None))
        return _Place(start, length)

    def twins(self) -> collections.Counter[GroupKey]:
        """Envelopes of each group whose ballot lay in another one as well."""
        return collections.Counter(
            group for _, group, nonce, _ in self._held if self._nonces[nonce] > 1
        )

    def line_up(self, many: int) -> Iterator[list[tuple[bytes, bytes]]]:
        """Digest and bytes of every ballot, `many` at a time, in the order of digests.

        Nobody can tell a digest from an envelope.
        """
        kept = [one for one in self._held if self._nonces[one[2]] == 1]
        kept.sort(key=lambda one: one[0])
        for start in range(0, len(kept), many):
            yield [(one[0], self._fetch(one[3])) for one in kept[start : start + many]]

    def _fetch(self, content: bytes | _Place) -> bytes:
        if isinstance(content, bytes):
            return content
        assert self._file is not None
        self._file.seek(content.start)
        return self._cipher.decrypt(_nonce(content.start), self._file.read(content.length), None)

    def draw(self) -> list[tuple[bytes, Remark]]:
        """Remarks, each with its lot, in the order of lots; the nonces of ballots stay here."""
        kept = [remark for nonce, remark in self._remarks if self._nonces[nonce] == 1]
        lots = sorted(secrets.token_bytes(16) for _ in kept)
        secrets.SystemRandom().shuffle(kept)
        return list(zip(lots, kept, strict=True))

    def close(self) -> None:
        """Nobody waits any more."""
        if self._file is not None:
            self._file.close()


def _nonce(start: int) -> bytes:
    """No two ballots begin at the same place, and the key is of this opening alone."""
    return start.to_bytes(12)
