"""While a poll runs: open, pause, resume, move the end, close, void; and what comes after.

A poll closes by itself: a job waits for the announced time, and looks again whether that is still
the time.
"""

from datetime import datetime

from service.boards.polls import slips, store
from service.boards.polls.deeds import take, take_from
from service.box import gate
from service.box.gate import GateState
from service.database import Connection, Pool, transaction
from service.dossier.box import move_gate
from service.dossier.deeds import Deed, demand_later, leave_work, record
from service.settings import Settings
from surveys.poll import Entry
from surveys.refusals import Refusal
from surveys.stages import Stage

CLOSING = "poll.close"
"""The job that closes a poll at its time."""


async def open_poll(
    conn: Connection, box: Pool, settings: Settings, *, deed: Deed, closes_at: datetime
) -> None:
    """Let answers come until `closes_at`. An open link is frozen now; cards were when printed."""
    demand_later(closes_at, deed)
    row = await take_from(conn, deed, Stage.PREPARED, Stage.OPEN)
    if row.plan.read().entry is Entry.OPEN_LINK:
        await slips.freeze(conn, box, settings, deed=deed)
        row = await store.find(conn, deed.town, deed.survey)
    if not row.manifest:
        raise Refusal("slip.none_printed")
    await store.open_poll.run(conn, deed.town, deed.survey, deed.now, closes_at)
    await leave_work(conn, deed, CLOSING, at=closes_at)
    await record(conn, deed, "open-poll", row.manifest_digest or "")
    await move_gate(box, deed, GateState.OPEN)


async def pause_poll(conn: Connection, box: Pool, deed: Deed) -> None:
    """Hold the poll; what people filled in stays on their phones."""
    await take(conn, deed, Stage.PAUSED)
    await store.pause_poll.run(conn, deed.town, deed.survey)
    await record(conn, deed, "pause-poll")
    await move_gate(box, deed, GateState.PAUSED)


async def resume_poll(conn: Connection, box: Pool, deed: Deed) -> None:
    """Go on."""
    await take_from(conn, deed, Stage.PAUSED, Stage.OPEN)
    await store.resume_poll.run(conn, deed.town, deed.survey)
    await record(conn, deed, "resume-poll")
    await move_gate(box, deed, GateState.OPEN)


async def move_closing(conn: Connection, deed: Deed, closes_at: datetime) -> None:
    """Move the end; the job that waits for a later one is overtaken by this one's."""
    demand_later(closes_at, deed)
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage not in {Stage.OPEN, Stage.PAUSED}:
        raise Refusal("stage.not_from_here", here=row.stage, there="extend")
    await store.move_closing.run(conn, deed.town, deed.survey, closes_at)
    if row.closes_at is None or closes_at < row.closes_at:
        await leave_work(conn, deed, CLOSING, at=closes_at)
    await record(conn, deed, "extend-poll", closes_at.isoformat())


async def close_poll(conn: Connection, box: Pool, deed: Deed) -> None:
    """Close before the time, for good."""
    await take(conn, deed, Stage.CLOSED)
    await store.close_poll.run(conn, deed.town, deed.survey, deed.now)
    await record(conn, deed, "close-poll")
    await move_gate(box, deed, GateState.CLOSED)


async def close_on_time(conn: Connection, box: Pool, deed: Deed) -> None:
    """Close now if this is the time; earlier than that, wait for it anew.

    The time may have been moved since the job was made, and this clock may be a little before the
    database's. A poll somebody closed or declared void meanwhile is left alone.
    """
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage not in {Stage.OPEN, Stage.PAUSED} or row.closes_at is None:
        return
    if deed.now < row.closes_at:
        await leave_work(conn, deed, CLOSING, at=row.closes_at)
        return
    await store.close_poll.run(conn, deed.town, deed.survey, deed.now)
    await record(conn, deed, "close-poll")
    async with transaction(box) as other:
        await gate.close_gate(other, deed.survey)


async def declare_void(conn: Connection, box: Pool, deed: Deed, reason: str) -> None:
    """Declare the poll void, for a reason that stays on record."""
    if not reason:
        raise Refusal("session.reason_missing")
    row = await take(conn, deed, Stage.VOID)
    await store.void_poll.run(conn, deed.town, deed.survey, reason)
    await record(conn, deed, "void", reason)
    await leave_work(conn, deed, "box.destroy-key")
    if row.manifest:
        await move_gate(box, deed, GateState.VOID)


async def ask_to_open(conn: Connection, deed: Deed) -> None:
    """Ask the opener to open the box; the count follows by itself."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.CLOSED:
        raise Refusal("box.still_open")
    await leave_work(conn, deed, "box.open")
    await record(conn, deed, "open-box")


async def ask_to_publish(conn: Connection, deed: Deed) -> None:
    """Ask the worker to protect the tables and publish them."""
    await take(conn, deed, Stage.PUBLISHED)
    await leave_work(conn, deed, "poll.publish")
    await record(conn, deed, "publish")
