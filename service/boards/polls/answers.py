"""What the routes of this board share: where to go next, the numbers of a box."""

from typing import Final

from litestar.response import Redirect

from service.boards.polls import store, view
from service.dossier.box import read_turnout
from service.web.resources import Resources

HERE: Final = "/console/polls"


def to_page(survey: str) -> Redirect:
    """Go to the page of a poll; a reload there repeats nothing."""
    return Redirect(f"{HERE}/{survey}", status_code=303)


async def look_at_turnout(reach: Resources, row: store.PollRow) -> view.TurnoutView | None:
    """The numbers of its box; none before there is a manifest."""
    if not row.manifest:
        return None
    return view.turnout_view(row, await read_turnout(reach.box, row.survey_id))
