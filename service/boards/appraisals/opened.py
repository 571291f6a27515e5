"""What came out of the box, as the worker may read it: ballots, reasons, the sealed list."""

import base64
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import repeat
from typing import Final

import msgspec

from service.boards.appraisals.store import EvaluationRow
from service.box import gate
from service.clock import CHINA
from service.database import Connection
from service.database.statements import query
from service.stamping.doors import count_collected, count_signin
from service.stamping.rights import count_stamps
from surveys.ballots.ballot import Ballot
from surveys.ballots.ballot import Remark as BroughtRemark
from surveys.ballots.opened_file import OpenedFile, SpoiledEnvelopes, fingerprint
from surveys.ballots.sealed_list import Sealed
from surveys.ballots.stamps import Stamp, StampedBallot, StampedEnvelope
from surveys.ballots.validity import Spoiled
from surveys.canonical import decode
from surveys.manifest import Custody, Manifest, Secrecy
from surveys.tally.conclusion import Attendance, Opened, Unopened
from surveys.tally.remarks import Remark
from surveys.tally.results import StampCount
from surveys.tally.slips import Slips


class OpenedRow(msgspec.Struct, frozen=True):
    """One opened ballot."""

    ballot: bytes


class UnopenedRow(msgspec.Struct, frozen=True):
    """How many envelopes of a group held no ballot, and why."""

    weighting_group: str
    reason: str
    number: int


class SealedRow(msgspec.Struct, frozen=True):
    """One envelope of the sealed list."""

    leaf: bytes
    weighting_group: str
    envelope: bytes
    unit: str | None
    prefix: bytes | None
    stamp: bytes | None

    def published(self) -> Sealed | StampedEnvelope:
        """As a line of the sealed list."""
        leaf, group = self.leaf.hex(), self.weighting_group
        envelope = base64.b64encode(self.envelope).decode()
        if self.unit is None or self.prefix is None or self.stamp is None:
            return Sealed(leaf, group, envelope)
        return StampedEnvelope(
            self.prefix.hex(), self.stamp.hex(), leaf, group, self.unit, envelope
        )


_read_opened: Final = query("appraisals", "read_opened", OpenedRow)
_read_unopened: Final = query("appraisals", "read_unopened", UnopenedRow)
_read_sealed: Final = query("appraisals", "read_sealed_list", SealedRow)
read_remarks: Final = query("appraisals", "read_remarks", Remark)
_read_whole_remarks: Final = query("appraisals", "read_whole_remarks", BroughtRemark)


async def read_sealed(conn: Connection, survey: str) -> list[Sealed | StampedEnvelope]:
    """The sealed list as it is published."""
    return [row.published() for row in await _read_sealed.all(conn, survey)]


async def read_box(
    conn: Connection, manifest: Manifest, sealed: Sequence[Sealed | StampedEnvelope]
) -> Opened:
    """Every ballot, and a reason for every envelope that held none."""
    survey = manifest.survey
    rows = await _read_opened.all(conn, survey)
    reasons = await _read_unopened.all(conn, survey)
    if manifest.secrecy is Secrecy.SEALED:
        lines = [decode(row.ballot, StampedBallot) for row in rows]
        ballots = [line.ballot for line in lines]
        inner = {line.ballot.nonce: Stamp(line.prefix, line.stamp) for line in lines}
    else:
        ballots, inner = [decode(row.ballot, Ballot) for row in rows], {}
    return Opened(
        inner=inner,
        stamps=await _count_stamps(conn, manifest, sealed),
        ballots=tuple(ballots),
        unopened=tuple(
            unopened
            for row in reasons
            for unopened in repeat(Unopened(row.weighting_group, Spoiled(row.reason)), row.number)
        ),
        leaves=tuple(envelope.leaf for envelope in sealed),
    )


async def print_of_opening(conn: Connection, manifest: Manifest) -> str:
    """Fingerprint of what scrutineers opened and brought (开箱结果指纹), as the box holds it now.

    Empty where the system kept the key: nobody opened anything to compare it with.
    """
    if manifest.custody is not Custody.SCRUTINEERS:
        return ""
    survey, stamped = manifest.survey, manifest.secrecy is Secrecy.SEALED
    lines = [row.ballot for row in await _read_opened.all(conn, survey)]
    reasons = [
        SpoiledEnvelopes(row.weighting_group, Spoiled(row.reason), row.number)
        for row in await _read_unopened.all(conn, survey)
    ]
    opened = OpenedFile(
        survey=survey,
        manifest="",
        sealed_root="",
        ballots=() if stamped else tuple(decode(line, Ballot) for line in lines),
        stamped=tuple(decode(line, StampedBallot) for line in lines) if stamped else (),
        spoiled=tuple(sorted(reasons, key=lambda each: str((each.group, each.reason)))),
        remarks=tuple(await _read_whole_remarks.all(conn, survey)),
    )
    return fingerprint(opened)


async def _count_stamps(
    conn: Connection, manifest: Manifest, sealed: Sequence[Sealed | StampedEnvelope]
) -> tuple[StampCount, ...]:
    piles = Counter(
        (envelope.group, envelope.unit)
        for envelope in sealed
        if isinstance(envelope, StampedEnvelope)
    )
    rows = await count_stamps(conn, manifest.survey) if manifest.stamps else []
    given = {(row.weighting_group, row.unit): row for row in rows}
    return tuple(
        StampCount(
            group=pair.group,
            unit=pair.unit,
            eligible=given[pair.group, pair.unit].eligible,
            inner=given[pair.group, pair.unit].inner_stamps,
            outer=given[pair.group, pair.unit].outer_stamps,
            sealed=piles[pair.group, pair.unit],
        )
        for pair in manifest.stamps
    )


async def read_attendance(conn: Connection, row: EvaluationRow) -> Attendance:
    """Who came, and which slips nobody drew."""
    voided: Slips = {}
    for pile in await gate.read_turnout(conn, row.survey_id):
        voided.setdefault(pile.weighting_group, {})[pile.unit] = pile.voided
    return Attendance(
        present=row.present or 0,
        voided=voided,
        opened_at=_civil(row.opened_at),
        closed_at=_civil(row.closed_at),
        signin=await count_signin(conn, row.survey_id),
        paper=await count_collected(conn, row.survey_id),
    )


def _civil(moment: datetime | None) -> str:
    return moment.astimezone(CHINA).isoformat() if moment else ""
