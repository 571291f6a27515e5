"""What the routes of this board share: whose deed it is, where to go next, files to hand out."""

from typing import Final, NamedTuple

from litestar.response import Redirect

from service.boards.consultations.deeds import Deed
from service.clock import now
from service.database import Connection
from service.identity.roles import Office
from service.identity.sessions import Session
from service.web.resources import Resources

HERE: Final = "/console/consultations"


class Visit(NamedTuple):
    """A request of the workbench: its transaction, who sent it, what it may reach."""

    conn: Connection
    session: Session
    reach: Resources


def deed_of(session: Session, survey: str) -> Deed:
    """Whoever is signed in does it, now."""
    return Deed(town=session.town, survey=survey, actor=session.name, now=now())


def runs(session: Session) -> bool:
    """Whether this is the secretary, who handles opinions and sees who sent them."""
    return session.office is Office.SECRETARY


def to_page(survey: str) -> Redirect:
    """Go to the page of a consultation; a reload there repeats nothing."""
    return Redirect(f"{HERE}/{survey}", status_code=303)
