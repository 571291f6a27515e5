"""During the meeting: attendance, open, pause, extend, close, void; the gate moves last of all."""

from datetime import datetime

from service.boards.appraisals import rights, store
from service.boards.appraisals.course import ATTENDANCE_OPEN, is_quorate
from service.boards.appraisals.deeds import take, take_from
from service.boards.appraisals.store import EvaluationRow
from service.box.gate import GateState
from service.database import Connection, Pool
from service.dossier.box import move_gate
from service.dossier.deeds import Deed, leave_work, record
from service.stamping.cosigner import demand_frozen
from surveys.refusals import Refusal
from surveys.stages import Stage


async def note_attendance(conn: Connection, deed: Deed, present: int) -> None:
    """Note how many are present (实到); possible until the box is opened."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage not in ATTENDANCE_OPEN:
        raise Refusal("stage.not_from_here", here=row.stage, there="attendance")
    if not 0 <= present <= (row.entitled or 0):
        raise Refusal("session.over_present", present=present, entitled=row.entitled)
    await store.note_attendance.run(conn, deed.town, deed.survey, present)
    await record(conn, deed, "attendance", str(present))


async def open_vote(
    conn: Connection,
    box: Pool,
    deed: Deed,
    *,
    closes_at: datetime | None = None,
    in_spite_of_quorum: str = "",
) -> None:
    """Open the box. Without a quorum only a written reason opens it."""
    row = await take_from(conn, deed, Stage.PREPARED, Stage.OPEN)
    if not row.manifest:
        raise Refusal("slip.none_printed")
    await demand_frozen(conn, row.manifest.read(), town=deed.town)
    _demand_quorum(row, in_spite_of_quorum)
    await store.open_vote.run(conn, deed.town, deed.survey, deed.now, closes_at)
    await record(conn, deed, "open", f"{row.manifest_digest} {in_spite_of_quorum}".strip())
    await _tell_taken(conn, deed, row)
    await move_gate(box, deed, GateState.OPEN)


async def pause_vote(conn: Connection, box: Pool, deed: Deed) -> None:
    """Hold the vote; what voters filled in stays on their phones."""
    await take(conn, deed, Stage.PAUSED)
    await store.pause_vote.run(conn, deed.town, deed.survey)
    await record(conn, deed, "pause")
    await move_gate(box, deed, GateState.PAUSED)


async def resume_vote(conn: Connection, box: Pool, deed: Deed) -> None:
    """Go on; the announced time moves by as long as the vote was held."""
    await take_from(conn, deed, Stage.PAUSED, Stage.OPEN)
    await store.resume_vote.run(conn, deed.town, deed.survey, deed.now)
    await record(conn, deed, "resume")
    await move_gate(box, deed, GateState.OPEN)


async def move_closing(conn: Connection, deed: Deed, closes_at: datetime) -> None:
    """Announce another closing time."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage not in {Stage.OPEN, Stage.PAUSED}:
        raise Refusal("stage.not_from_here", here=row.stage, there="extend")
    await store.move_closing.run(conn, deed.town, deed.survey, closes_at)
    await record(conn, deed, "extend", closes_at.isoformat())


async def close_vote(conn: Connection, box: Pool, deed: Deed) -> None:
    """Close the box for good; a ballot is in before this or not at all.

    Paper ballots are part of the vote: they are accounted for, before two scrutineers, and in the
    box before it is closed.
    """
    row = await take(conn, deed, Stage.CLOSED)
    if await store.paper_outside.get(conn, deed.town, deed.survey):
        raise Refusal("collected.not_sealed")
    await store.close_vote.run(conn, deed.town, deed.survey, deed.now)
    await leave_work(conn, deed, "evaluation.hand-out")
    await _tell_taken(conn, deed, row)
    await record(conn, deed, "close")
    if row.plan.read().sealed:
        await rights.settle(conn, box, deed.survey)
    await move_gate(box, deed, GateState.CLOSED)


async def declare_void(conn: Connection, box: Pool, deed: Deed, reason: str) -> None:
    """Declare the evaluation void, for a reason that stays on record."""
    if not reason:
        raise Refusal("session.reason_missing")
    row = await take(conn, deed, Stage.VOID)
    await store.void_evaluation.run(conn, deed.town, deed.survey, reason)
    await record(conn, deed, "void", reason)
    if row.box_key is not None:
        await leave_work(conn, deed, "box.destroy-key")
    if row.plan.read().sealed:
        await leave_work(conn, deed, "stamps.destroy")
    if row.manifest:
        await move_gate(box, deed, GateState.VOID)


def _demand_quorum(row: EvaluationRow, reason: str) -> None:
    if not (reason or is_quorate(row)):
        present, entitled = row.present or 0, row.entitled or 0
        raise Refusal("session.no_quorum", present=present, entitled=entitled)


async def _tell_taken(conn: Connection, deed: Deed, row: EvaluationRow) -> None:
    """Where people sign in, whoever took a ballot is told so, in batches until after the close."""
    if row.plan.read().sealed:
        await leave_work(conn, deed, "evaluation.tell-taken")
