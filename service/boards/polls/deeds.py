"""What somebody does to a poll, by whom and when; every deed is chronicled."""

from datetime import datetime

from service.boards.polls import store
from service.database import Connection, chronicle
from surveys.refusals import Refusal
from surveys.stages import POLL_TRANSITIONS, Stage, advance
from surveys.values import Value


class Deed(Value, frozen=True):
    """Who acts on which poll, and when."""

    town: str
    survey: str
    actor: str
    now: datetime


async def take(conn: Connection, deed: Deed, there: Stage) -> store.PollRow:
    """Lock the poll and check that this step is open from where it stands."""
    row = await store.lock(conn, deed.town, deed.survey)
    advance(row.read_stage(), there, by=POLL_TRANSITIONS)
    return row


async def take_from(conn: Connection, deed: Deed, here: Stage, there: Stage) -> store.PollRow:
    """A step that leads to the same stage from two places, taken from this one."""
    row = await take(conn, deed, there)
    if row.read_stage() is not here:
        raise Refusal("stage.not_from_here", here=row.stage, there=there.value)
    return row


async def record(conn: Connection, deed: Deed, action: str, detail: str = "") -> None:
    """Write the deed into the chronicle."""
    await chronicle.record(
        conn,
        town=deed.town,
        survey=deed.survey,
        at=deed.now,
        actor=deed.actor,
        action=action,
        detail=detail,
    )
