"""The cards of a poll's groups: print them, say who was drawn, void those nobody was handed."""

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody

from service.boards.polls import slips, store, view
from service.boards.polls.answers import HERE
from service.database import transaction
from service.dossier.box import read_turnout
from service.dossier.left_over import (
    LeftOverView,
    Told,
    count,
    read_left_over,
    show_left_over,
    void,
)
from service.dossier.visits import deed_of
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.web import pages
from service.web.fields import read_fields
from service.web.files import give
from service.web.press import print_now
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
        "console/poll_drawn.html", row=row, plan=row.read_plan(), drawn=drawn, session=session
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
    try:
        document = await slips.issue(
            reach.registrar, reach.box, reach.settings, deed=deed_of(session, survey)
        )
        printed = await print_now(document, reach.settings)
    except Refusal as refusal:
        if refusal.status >= 500:
            raise
        return _ask_for_cards(session, row, refusal)
    return give(printed, f"{row.title}-票卡.pdf", media="application/pdf", manner="attachment")


@get("/{survey:str}/left-over")
async def ask_for_left_over(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """Which cards nobody was handed."""
    row = await store.find(conn, session.town, survey)
    return await _show_left_over(session, reach, row, Told())


async def _show_left_over(
    session: Session, reach: Resources, row: store.PollRow, told: Told
) -> Response[str]:
    if row.manifest is None or row.read_plan().entry is not Entry.CARDS:
        raise Refusal("request.unknown_page")
    printed, voided = count(await read_turnout(reach.box, row.survey_id))
    shown = LeftOverView(
        here="polls",
        page=f"{HERE}/{row.survey_id}",
        title=row.title,
        tellers=slips.WITNESSES,
        printed=printed,
        voided=voided,
    )
    return show_left_over(session, shown, told)


@post("/{survey:str}/left-over", status_code=200)
async def void_left_over(
    survey: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str]:
    """Void left-over cards and say what became of each."""
    left, deed = read_left_over(read_fields(body)), deed_of(session, survey)
    async with transaction(reach.registrar) as conn:
        row = await store.find(conn, session.town, survey)
    told = await void(
        reach.registrar,
        left,
        lambda conn: slips.void_left_over(conn, reach.box, reach.settings, deed=deed, left=left),
    )
    return await _show_left_over(session, reach, row, told)


ROUTES: Final = (show_drawn, ask_for_cards, print_cards, ask_for_left_over, void_left_over)
