"""The opened box as published (`box.jsonl`): ballots become lines whose order tells nothing."""

from collections.abc import Iterable

from surveys import canonical
from surveys.ballots.ballot import Ballot, digest


def write_box(manifest: str, ballots: Iterable[Ballot]) -> bytes:
    """Opened ballots, one a line, sorted by their own digest so that order tells nothing."""
    lines = (canonical.encode(ballot) for ballot in ballots)
    return b"".join(line + b"\n" for line in sorted(lines, key=lambda line: digest(manifest, line)))
