"""The opened box streams by: every ballot is checked against the form and handed on to count."""

import hashlib
from collections.abc import Iterator
from typing import Final

from surveys.manifest import Manifest
from surveys.publication import BOX
from surveys.verification import lines
from surveys.verification.belonging import Asked
from surveys.verification.published import Opened, StampedOpened
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


class _Checks:
    """What every ballot is held against, laid out once."""

    def __init__(self, manifest: Manifest, notes: Notebook) -> None:
        self._survey = manifest.survey
        self._groups = {group.key for group in manifest.rules.electorate.groups}
        self._handed_out = {(slip.group, slip.unit) for slip in manifest.slips}
        self._asked = Asked(manifest.form)
        self._nonces = set[str]()
        self._notes = notes

    def check(self, line: int, ballot: Opened) -> None:
        """It belongs to this survey, and none before it has its nonce."""
        if ballot.nonce in self._nonces:
            self._notes.differs("box.nonce", line=line, nonce=ballot.nonce)
        self._nonces.add(ballot.nonce)
        if ballot.survey != self._survey:
            self._notes.differs("box.survey", line=line, survey=ballot.survey)
        if ballot.group not in self._groups:
            self._notes.differs("box.group", line=line, group=ballot.group)
        for question in self._asked.strangers(ballot):
            self._notes.differs("box.answers", line=line, question=question)
        if (ballot.group, ballot.unit) not in self._handed_out:
            self._notes.differs("box.unit", line=line, group=ballot.group, unit=ballot.unit)


def read(
    data: bytes, manifest: Manifest, notes: Notebook, *, of: str, stamps: Stamps | None
) -> Iterator[Opened]:
    """One pass over `box.jsonl`; a ballot that does not belong is noted and still counted.

    `of` is the manifest's fingerprint, which binds every digest.
    """
    bound, before, number = b"ballot\0" + bytes.fromhex(of), b"", 0
    checks = _Checks(manifest, notes)
    for line, body, opened in lines.each(BOX, data, StampedOpened if stamps else Opened, notes):
        ballot = opened.ballot if isinstance(opened, StampedOpened) else opened
        if stamps is not None and isinstance(opened, StampedOpened):
            stamps.check_ballot(line, opened, body, notes)
        here = hashlib.sha256(bound + body).digest()
        if here <= before:
            notes.differs("box.order", line=line)
        checks.check(line, ballot)
        before = here
        number += 1
        yield ballot
    for check in _CHECKS:
        notes.made(check, file=BOX, lines=number)
    if stamps is not None:
        notes.made("box.stamp", file=BOX, lines=number)
