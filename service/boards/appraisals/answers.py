"""What the routes of this board share: where to go next, the numbers of a box."""

from typing import Final

import msgspec
from litestar.response import Redirect

from service.boards.appraisals import store
from service.boards.appraisals.door_view import look_at_doors
from service.boards.appraisals.turnout_view import TurnoutView, turnout_view
from service.clock import now
from service.database import lent
from service.dossier.box import read_turnout
from service.web.resources import Resources

HERE: Final = "/console/appraisals"


def to_page(survey: str) -> Redirect:
    """Go to the page of an evaluation; a reload there repeats nothing."""
    return Redirect(f"{HERE}/{survey}", status_code=303)


async def look_at_turnout(reach: Resources, row: store.EvaluationRow) -> TurnoutView | None:
    """The numbers of its box; none before cards were printed."""
    if not row.manifest:
        return None
    turnout = await read_turnout(reach.box, row.survey_id)
    async with lent(reach.registrar) as conn:
        doors = await look_at_doors(conn, row, turnout)
    shown = turnout_view(row, turnout, doors=doors, now=now())
    if not row.manifest.read().cosigners:
        return shown
    connected = reach.stamping.relay.is_connected(row.survey_id)
    return msgspec.structs.replace(shown, cosigning="up" if connected else "down")
