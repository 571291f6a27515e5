"""What scrutineers bring back from a box they opened away from the server (`opened.json`).

Ballots are sorted by digest and remarks lie in drawn order: neither tells an envelope.
"""

from surveys import canonical
from surveys.ballots.ballot import Ballot, Remark
from surveys.ballots.stamps import StampedBallot
from surveys.ballots.validity import Spoiled
from surveys.keys import GroupKey, SurveyKey
from surveys.values import Value


class SpoiledEnvelopes(Value, frozen=True):
    """How many envelopes of a group held no valid ballot, and why."""

    group: GroupKey
    reason: Spoiled
    number: int


class OpenedFile(Value, frozen=True):
    """Every envelope of a sealed list, opened or accounted for."""

    survey: SurveyKey
    manifest: str
    """Fingerprint of the manifest, as on the notice."""
    sealed_root: str
    """Merkle root of the leaves that were opened, as on the witness sheet."""
    ballots: tuple[Ballot, ...] = ()
    stamped: tuple[StampedBallot, ...] = ()
    """Where voters sealed on their own device; otherwise `ballots`."""
    spoiled: tuple[SpoiledEnvelopes, ...] = ()
    remarks: tuple[Remark, ...] = ()


def fingerprint(opened: OpenedFile) -> str:
    """Fingerprint of an opening (开箱结果指纹): all but the order drawn for the remarks.

    The same for everybody who opened the same box.
    """
    remarks = sorted(canonical.encode(remark).decode() for remark in opened.remarks)
    whole = (opened.ballots, opened.stamped, opened.spoiled, remarks)
    return canonical.fingerprint(canonical.encode(whole))
