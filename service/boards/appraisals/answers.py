"""What the routes of this board share: whose deed it is, where to go next, the numbers of a box."""

from typing import Final, NamedTuple

from litestar.response import Redirect

from service.boards.appraisals import store, view
from service.boards.appraisals.deeds import Deed
from service.box import gate
from service.clock import now
from service.database import Connection, transaction
from service.identity.sessions import Session
from service.web.resources import Resources

HERE: Final = "/console/appraisals"


class Visit(NamedTuple):
    """A request of the workbench: its transaction, who sent it, what it may reach."""

    conn: Connection
    session: Session
    reach: Resources


def deed_of(session: Session, survey: str) -> Deed:
    """Whoever is signed in does it, now."""
    return Deed(town=session.town, survey=survey, actor=session.name, now=now())


def to_page(survey: str) -> Redirect:
    """Go to the page of an evaluation; a reload there repeats nothing."""
    return Redirect(f"{HERE}/{survey}", status_code=303)


async def look_at_turnout(reach: Resources, row: store.EvaluationRow) -> view.TurnoutView | None:
    """The numbers of its box; none before cards were printed."""
    if row.manifest is None:
        return None
    async with transaction(reach.box) as other:
        turnout = await gate.read_turnout(other, row.survey_id)
    return view.turnout_view(row, turnout, now=now())
