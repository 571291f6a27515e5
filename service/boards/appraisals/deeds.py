"""A step taken with an evaluation, from where it stands."""

from service.boards.appraisals import store
from service.database import Connection
from service.dossier.deeds import Deed, demand_from
from surveys.stages import Stage, advance


async def take(conn: Connection, deed: Deed, there: Stage) -> store.EvaluationRow:
    """Lock the evaluation and check that this step is open from where it stands."""
    row = await store.lock(conn, deed.town, deed.survey)
    advance(row.stage, there)
    return row


async def take_from(conn: Connection, deed: Deed, here: Stage, there: Stage) -> store.EvaluationRow:
    """A step that leads to the same stage from two places, taken from this one."""
    row = await take(conn, deed, there)
    demand_from(row.stage, here, there)
    return row
