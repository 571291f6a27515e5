"""What the routes of this board share: a paper by its address, where to go next, how a print is."""

from litestar.response import Redirect

from service.boards.documents import asking, store
from service.boards.documents.asking import Failed, Ready, Underway
from service.boards.documents.composing import Desk, Draft, read_draft, sit_down
from service.boards.documents.wanted import Wanted, find_wanted
from service.clock import now
from service.dossier.visits import Visit


async def sit_down_at(visit: Visit, survey: str, name: str) -> tuple[Desk, Wanted]:
    """The desk of an evaluation, and which paper somebody asked for at it."""
    row = await store.find(visit.conn, visit.session.town, survey)
    desk = await sit_down(visit.conn, row, now(), visit.reach.settings.public_address)
    return desk, find_wanted(row, name)


async def read(visit: Visit, survey: str, name: str) -> Draft:
    """The paper as it stands."""
    return await read_draft(visit.conn, *await sit_down_at(visit, survey, name))


def to_page(survey: str, name: str) -> Redirect:
    """Go to the page of a paper; a reload there repeats nothing."""
    return Redirect(f"/console/appraisals/{survey}/papers/{name}", status_code=303)


def tell(found: asking.Printing) -> dict[str, str]:
    """How a print is, as the pages show it."""
    match found:
        case Ready():
            return {"state": "ready", "words": ""}
        case Underway(words):
            return {"state": "underway", "words": words}
        case Failed(words):
            return {"state": "failed", "words": words}
