"""Whole publications, honest ones: a meeting's ballots become the four published files."""

import base64
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from surveys import canonical
from surveys.ballots.ballot import Ballot
from surveys.ballots.receipt import leaf
from surveys.ballots.sealed_list import Sealed
from surveys.ballots.stamps import StampedEnvelope
from surveys.manifest import PROTOCOL, Manifest, fingerprint
from surveys.publication import BOX, MANIFEST, RESULT, SEALED, write_box, write_sealed
from surveys.tally.conclusion import Attendance, Opened, Unopened, conclude
from surveys.tally.results import Confirmation, Count, Result
from tests.people import LI, SUN, WU, ZHAO


class Publication(NamedTuple):
    """The four files, and the fingerprint printed on the notice."""

    files: dict[str, bytes]
    fingerprint: str
    manifest: Manifest
    count: Count

    def with_file(self, file: str, data: bytes) -> "Publication":
        """The same with one file replaced, under the same printed fingerprint."""
        return self._replace(files=self.files | {file: data})

    def reprinted(self, **files: bytes) -> "Publication":
        """A forger's: files replaced (`box_jsonl=…`), and the notice printed anew to match."""
        replaced = {name.replace("_", "."): data for name, data in files.items()}
        files_ = self.files | replaced
        return self._replace(files=files_, fingerprint=canonical.fingerprint(files_[RESULT]))


def some_envelopes(manifest: Manifest, groups: Iterable[str]) -> list[Sealed]:
    """Envelopes nobody can open, one for each group named."""
    of, sealed = fingerprint(manifest), list[Sealed]()
    for number, group in enumerate(groups, 1):
        envelope = b"envelope" + number.to_bytes(4)
        sealed.append(
            Sealed(
                leaf=leaf(of, envelope).hex(),
                group=group,
                envelope=base64.b64encode(envelope).decode(),
            )
        )
    return sealed


def a_confirmation(**changes: Any) -> Confirmation:
    """Two scrutineers, one teller, 主席 presiding."""
    confirmation = Confirmation(
        scrutineers=(SUN.name, LI.name),
        tellers=(WU,),
        presiding=ZHAO.name,
        confirmed_at="2026-11-20T11:05:00+08:00",
    )
    return msgspec.structs.replace(confirmation, **changes)


def a_publication(
    manifest: Manifest,
    ballots: Sequence[Ballot],
    attendance: Attendance,
    *,
    unopened: Sequence[Unopened] = (),
) -> Publication:
    """Concluded, confirmed and written out as it is published."""
    groups = [part.group for part in (*ballots, *unopened)]
    envelopes = some_envelopes(manifest, groups)
    leaves = tuple(sorted(envelope.leaf for envelope in envelopes))
    opened = Opened(tuple(ballots), tuple(unopened), leaves)
    return published(manifest, opened, attendance, envelopes=envelopes)


def published(
    manifest: Manifest,
    opened: Opened,
    attendance: Attendance,
    *,
    envelopes: Sequence[Sealed | StampedEnvelope],
) -> Publication:
    """What came out of a box, with the list of what lay in it."""
    conclusion = conclude(manifest, opened, attendance)
    result = Result(
        protocol=PROTOCOL,
        count=conclusion.count,
        confirmation=a_confirmation(),
        published_at="2026-11-20T11:30:00+08:00",
        approved_by="主席团第12次会议",
    )
    files = {
        MANIFEST: canonical.encode(manifest),
        SEALED: write_sealed(envelopes),
        BOX: write_box(fingerprint(manifest), conclusion.published, conclusion.inner),
        RESULT: canonical.encode(result),
    }
    return Publication(files, canonical.fingerprint(files[RESULT]), manifest, conclusion.count)
