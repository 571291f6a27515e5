"""A Merkle root taken while leaves stream by: one hash kept for each level, never the list."""

import hashlib
from typing import Final

_EMPTY: Final = hashlib.sha256(b"").digest()


class Merkle:
    """RFC 9162 §2.1.1.

    >>> tree = Merkle()
    >>> for leaf in (b"a", b"b", b"c"):
    ...     tree.add(leaf)
    >>> tree.root().hex()[:8]
    '36642e73'
    """

    def __init__(self) -> None:
        """An empty tree."""
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """The next leaf, in order."""
        size, node = 1, hashlib.sha256(b"\0" + leaf).digest()
        while self._peaks and self._peaks[-1][0] == size:
            node = hashlib.sha256(b"\1" + self._peaks.pop()[1] + node).digest()
            size *= 2
        self._peaks.append((size, node))

    def root(self) -> bytes:
        """The root over everything added so far."""
        if not self._peaks:
            return _EMPTY
        node = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            node = hashlib.sha256(b"\1" + peak + node).digest()
        return node
