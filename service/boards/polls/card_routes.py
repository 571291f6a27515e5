"""The cards of a poll's groups: print them, say who was drawn, void those nobody was handed."""

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath

from service.boards.polls import slips, store, view
from service.boards.polls.answers import HERE
from service.database import transaction
from service.dossier import left_over
from service.dossier.box import read_turnout
from service.dossier.cards import hand_out, show_progress
from service.dossier.left_over import LeftOverView, count
from service.dossier.steps import attempt
from service.dossier.visits import deed_of
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.web import pages
from service.web.resources import Conn, Reach, Resources
from surveys.poll import Entry
from surveys.refusals import Refusal


@get("/{survey:str}/drawn")
async def show_drawn(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """Who was drawn from the roll, to hand each of them a card of their group's pile."""
    row = await store.find(conn, session.town, survey)
    drawn = slips.drawn(row)
    if not drawn:
        raise Refusal("request.unknown_page")
    return pages.show(
        "console/poll_drawn.html", row=row, plan=row.plan.read(), drawn=drawn, session=session
    )


@get("/{survey:str}/cards")
async def ask_for_cards(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """Say what printing does."""
    return _ask_for_cards(session, await store.find(conn, session.town, survey))


def _ask_for_cards(
    session: Session, row: store.PollRow, refused: Refusal | None = None
) -> Response[str]:
    shown = view.PollView.of(row, jobs=(), deeds=())
    if not shown.may_print:
        raise refused or Refusal("slip.too_late_to_print")
    return pages.answer(
        "console/poll_cards.html",
        refused,
        view=shown,
        session=session,
    )


@post("/{survey:str}/cards", status_code=200)
async def print_cards(
    survey: FromPath[str], session: Signed, reach: Reach
) -> Response[bytes] | Response[str]:
    """Print: the codes pass through here once and are kept nowhere."""
    async with transaction(reach.registrar) as conn:
        row = await store.find(conn, session.town, survey)
    deed = deed_of(session, survey)

    async def print_them() -> Response[bytes] | Response[str]:
        document = await slips.issue(reach.registrar, reach.box, reach.settings, deed=deed)
        return await hand_out(document, reach, survey, title=row.title)

    async def say_no(refusal: Refusal) -> Response[bytes] | Response[str]:
        return _ask_for_cards(session, row, refusal)

    return await attempt(print_them(), say_no)


@get("/{survey:str}/cards/progress")
async def show_printing(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """How far the sheets are."""
    row = await store.find(conn, session.town, survey)
    return show_progress(reach, row.survey_id, page=f"{HERE}/{row.survey_id}")


async def _look_at_left_over(session: Session, reach: Resources, survey: str) -> LeftOverView:
    async with transaction(reach.registrar) as conn:
        row = await store.find(conn, session.town, survey)
    if not row.manifest or row.plan.read().entry is not Entry.CARDS:
        raise Refusal("request.unknown_page")
    printed, voided = count(await read_turnout(reach.box, survey))
    return LeftOverView(
        here="polls",
        page=f"{HERE}/{survey}",
        title=row.title,
        tellers=slips.WITNESSES,
        printed=printed,
        voided=voided,
    )


ROUTES: Final = (
    show_drawn,
    ask_for_cards,
    print_cards,
    show_printing,
    *left_over.routes(_look_at_left_over, slips.void_left_over),
)
