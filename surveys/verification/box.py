"""The opened box streams by: every ballot is checked against the form and handed on to count."""

from collections.abc import Iterator
from typing import Final

from surveys.ballots.ballot import Ballot, digest
from surveys.ballots.stamps import StampedBallot
from surveys.manifest import Manifest
from surveys.publication import BOX
from surveys.verification import lines
from surveys.verification.belonging import strangers
from surveys.verification.report import Notebook
from surveys.verification.stamps import Stamps

_CHECKS: Final = (
    "box.order",
    "box.nonce",
    "box.survey",
    "box.group",
    "box.unit",
    "box.answers",
)


def read(
    data: bytes, manifest: Manifest, notes: Notebook, *, of: str, stamps: Stamps | None
) -> Iterator[Ballot]:
    """One pass over `box.jsonl`; a ballot that does not belong is noted and still counted.

    `of` is the manifest's fingerprint, which binds every digest.
    """
    before, nonces, number = "", set[str](), 0
    handed_out = {(slip.group, slip.unit) for slip in manifest.slips}
    for line, body, read_ in lines.each(BOX, data, StampedBallot if stamps else Ballot, notes):
        ballot = read_.ballot if isinstance(read_, StampedBallot) else read_
        if stamps is not None and isinstance(read_, StampedBallot):
            stamps.check_ballot(line, read_, notes)
        here = digest(of, body)
        if here <= before:
            notes.differs("box.order", line=line)
        if ballot.nonce in nonces:
            notes.differs("box.nonce", line=line, nonce=ballot.nonce)
        _belongs(ballot, line, manifest, notes)
        if (ballot.group, ballot.unit) not in handed_out:
            notes.differs("box.unit", line=line, group=ballot.group, unit=ballot.unit)
        before = here
        nonces.add(ballot.nonce)
        number += 1
        yield ballot
    for check in _CHECKS:
        notes.made(check, file=BOX, lines=number)
    if stamps is not None:
        notes.made("box.stamp", file=BOX, lines=number)


def _belongs(ballot: Ballot, line: int, manifest: Manifest, notes: Notebook) -> None:
    if ballot.survey != manifest.survey:
        notes.differs("box.survey", line=line, survey=ballot.survey)
    if ballot.group not in {group.key for group in manifest.rules.electorate.groups}:
        notes.differs("box.group", line=line, group=ballot.group)
    for question in strangers(ballot, manifest.form):
        notes.differs("box.answers", line=line, question=question)
