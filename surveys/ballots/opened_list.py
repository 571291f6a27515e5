"""The opened box as published (`box.jsonl`): ballots become lines whose order tells nothing."""

from collections.abc import Iterable, Mapping

from surveys import canonical
from surveys.ballots.ballot import Ballot, Nonce, digest
from surveys.ballots.stamps import Stamp, StampedBallot
from surveys.values import Value


def write_box(
    manifest: str, ballots: Iterable[Ballot], stamps: Mapping[Nonce, Stamp] | None = None
) -> bytes:
    """Opened ballots, one a line, sorted by their own digest so that order tells nothing.

    `stamps` are the inner stamps by nonce, where voters sealed on their own device.
    """
    lines = (canonical.encode(_line(ballot, stamps or {})) for ballot in ballots)
    return b"".join(line + b"\n" for line in sorted(lines, key=lambda line: digest(manifest, line)))


def _line(ballot: Ballot, stamps: Mapping[Nonce, Stamp]) -> Value:
    given = stamps.get(ballot.nonce)
    if given is None:
        return ballot
    return StampedBallot(ballot=ballot, prefix=given.prefix, stamp=given.stamp)
