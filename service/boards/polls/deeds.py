"""A step taken with a poll, from where it stands."""

from service.boards.polls import store
from service.database import Connection
from service.dossier.deeds import Deed, demand_from
from surveys.stages import POLL_TRANSITIONS, Stage, advance


async def take(conn: Connection, deed: Deed, there: Stage) -> store.PollRow:
    """Lock the poll and check that this step is open from where it stands."""
    row = await store.lock(conn, deed.town, deed.survey)
    advance(row.stage, there, by=POLL_TRANSITIONS)
    return row


async def take_from(conn: Connection, deed: Deed, here: Stage, there: Stage) -> store.PollRow:
    """A step that leads to the same stage from two places, taken from this one."""
    row = await take(conn, deed, there)
    demand_from(row.stage, here, there)
    return row
