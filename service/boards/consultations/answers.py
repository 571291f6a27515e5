"""What the routes of this board share: where to go next, who handles opinions."""

from typing import Final

from litestar.response import Redirect

from service.identity.roles import Office
from service.identity.sessions import Session

HERE: Final = "/console/consultations"


def runs(session: Session) -> bool:
    """Whether this is the secretary, who handles opinions and sees who sent them."""
    return session.office is Office.SECRETARY


def to_page(survey: str) -> Redirect:
    """Go to the page of a consultation; a reload there repeats nothing."""
    return Redirect(f"{HERE}/{survey}", status_code=303)
