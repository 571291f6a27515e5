"""A survey that closes by itself: a job waits for the announced time."""

from datetime import datetime, timedelta

from service.database import Connection
from service.dossier.deeds import Deed
from service.jobs import queue


async def close_later(conn: Connection, deed: Deed, kind: str, *, at: datetime) -> None:
    """Let a job of this kind wait; it looks again whether that is still the time."""
    await queue.enqueue(
        conn,
        kind=kind,
        town=deed.town,
        survey=deed.survey,
        after=max(at - deed.now, timedelta(seconds=1)),
    )
