"""The course of a consultation: open, move the end, close, digest, publish; or declare it void.

It closes by itself: a job waits for the announced time, and looks again whether that is still it.
Nothing is taken in after that time, whether the job has run or not.
"""

from datetime import datetime

from service.boards.consultations import store
from service.boards.consultations.deeds import take
from service.boards.consultations.reading import demand_reviewed, read_reviewed
from service.database import Connection
from service.dossier.deeds import Deed, leave_work, record
from surveys.consultation.course import Stage
from surveys.refusals import Refusal

CLOSING = "consultation.close"
"""The job that closes a consultation at its time."""
DIGESTING = "consultation.digest"
"""The job that prints the digest."""


async def open_consultation(conn: Connection, deed: Deed) -> None:
    """Let opinions come until the announced time."""
    row = await take(conn, deed, Stage.OPEN)
    if row.closes_at <= deed.now:
        raise Refusal("consultation.past_deadline")
    await store.open_consultation.run(conn, deed.town, deed.survey, deed.now)
    await leave_work(conn, deed, CLOSING, at=row.closes_at)
    await record(conn, deed, "open-consultation")


async def move_closing(conn: Connection, deed: Deed, closes_at: datetime) -> None:
    """Move the end; the job that waits for another time looks again."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.OPEN:
        raise Refusal("consultation.not_from_here", here=row.stage, there="extend")
    await store.move_closing.run(conn, deed.town, deed.survey, closes_at)
    if closes_at < row.closes_at:
        await leave_work(conn, deed, CLOSING, at=closes_at)
    await record(conn, deed, "extend-consultation", closes_at.isoformat())


async def close_consultation(conn: Connection, deed: Deed) -> None:
    """Close before the time, for good."""
    await take(conn, deed, Stage.CLOSED)
    await store.close_consultation.run(conn, deed.town, deed.survey, deed.now)
    await record(conn, deed, "close-consultation")


async def close_on_time(conn: Connection, deed: Deed) -> None:
    """Close now if this is the time; earlier than that, wait for it anew."""
    row = await store.lock(conn, deed.town, deed.survey)
    if row.stage is not Stage.OPEN:
        return
    if deed.now < row.closes_at:
        await leave_work(conn, deed, CLOSING, at=row.closes_at)
        return
    await store.close_consultation.run(conn, deed.town, deed.survey, deed.now)
    await record(conn, deed, "close-consultation")


async def ask_to_digest(conn: Connection, deed: Deed) -> None:
    """Ask the worker to print, once every opinion was handled."""
    await take(conn, deed, Stage.DIGESTED)
    demand_reviewed(await read_reviewed(conn, deed.town, deed.survey))
    await leave_work(conn, deed, DIGESTING)
    await record(conn, deed, "digest-consultation")


async def publish(conn: Connection, deed: Deed) -> None:
    """Let anybody read the digest and the replies."""
    await take(conn, deed, Stage.PUBLISHED)
    await store.publish_consultation.run(conn, deed.town, deed.survey, deed.now)
    await record(conn, deed, "publish-consultation")


async def declare_void(conn: Connection, deed: Deed, reason: str) -> None:
    """Declare the consultation void, for a reason that stays on record."""
    if not reason:
        raise Refusal("session.reason_missing")
    await take(conn, deed, Stage.VOID)
    await store.void_consultation.run(conn, deed.town, deed.survey, reason)
    await record(conn, deed, "void", reason)
