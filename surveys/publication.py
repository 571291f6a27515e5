"""The published files and their bytes; `docs/reference/publication.md` says how to check them."""

from collections.abc import Sequence
from typing import Final

from surveys import canonical
from surveys.ballots.opened_list import write_box
from surveys.ballots.sealed_list import Sealed
from surveys.ballots.stamps import StampedEnvelope

MANIFEST: Final = "manifest.json"
SEALED: Final = "sealed.jsonl"
BOX: Final = "box.jsonl"
RESULT: Final = "result.json"
READING: Final = "reading.json"
"""The statistical reading; nothing is verified by it, and it is not among `FILES`."""
VOTERS: Final = "voters.json"
"""Beside an evaluation: what a published poll says of its appraisees; not among `FILES` either."""
COMMENTS: Final = "comments.json"
"""Of a poll: what was written, as far as somebody reviewed it and released it, by question."""
FILES: Final = (MANIFEST, SEALED, BOX, RESULT)

__all__ = [
    "BOX",
    "COMMENTS",
    "FILES",
    "MANIFEST",
    "READING",
    "RESULT",
    "SEALED",
    "VOTERS",
    "write_box",
    "write_sealed",
]


def write_sealed(envelopes: Sequence[Sealed | StampedEnvelope]) -> bytes:
    """The sealed list, one envelope a line, sorted by leaf."""
    ordered = sorted(envelopes, key=lambda envelope: envelope.leaf)
    return b"".join(canonical.encode(envelope) + b"\n" for envelope in ordered)
