"""What came out of the box, as the worker may read it: ballots, reasons, the sealed list."""

import base64
from datetime import datetime
from itertools import repeat
from typing import Final

import msgspec

from service.boards.appraisals.store import EvaluationRow
from service.box import gate
from service.clock import CHINA
from service.database import Connection
from service.database.statements import query
from surveys.ballots.ballot import Ballot
from surveys.ballots.sealed_list import Sealed
from surveys.ballots.validity import Spoiled
from surveys.canonical import decode
from surveys.tally.conclusion import Attendance, Opened, Unopened
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


class RemarkRow(msgspec.Struct, frozen=True):
    """A remark, and the appraisee it is about."""

    about: str
    words: str


_read_opened: Final = query("appraisals", "read_opened", OpenedRow)
_read_unopened: Final = query("appraisals", "read_unopened", UnopenedRow)
_read_sealed: Final = query("appraisals", "read_sealed_list", SealedRow)
read_remarks: Final = query("appraisals", "read_remarks", RemarkRow)


async def read_sealed(conn: Connection, survey: str) -> list[Sealed]:
    """The sealed list as it is published."""
    return [
        Sealed(row.leaf.hex(), row.weighting_group, base64.b64encode(row.envelope).decode())
        for row in await _read_sealed.all(conn, survey)
    ]


async def read_box(conn: Connection, survey: str, sealed: list[Sealed]) -> Opened:
    """Every ballot, and a reason for every envelope that held none."""
    ballots = [decode(row.ballot, Ballot) for row in await _read_opened.all(conn, survey)]
    reasons = await _read_unopened.all(conn, survey)
    return Opened(
        ballots=tuple(ballots),
        unopened=tuple(
            unopened
            for row in reasons
            for unopened in repeat(Unopened(row.weighting_group, Spoiled(row.reason)), row.number)
        ),
        leaves=tuple(envelope.leaf for envelope in sealed),
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
    )


def _civil(moment: datetime | None) -> str:
    return moment.astimezone(CHINA).isoformat() if moment else ""
