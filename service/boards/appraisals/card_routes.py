"""The pages of drawn slips: print them, void those nobody drew."""

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from service.boards.appraisals import slips, store, view
from service.boards.appraisals.answers import HERE, to_page
from service.boards.appraisals.door_view import look_at_doors
from service.boards.appraisals.doors import Doors
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
from service.web.fields import Fields, one, read_fields, whole
from service.web.files import give
from service.web.press import print_now
from service.web.resources import Conn, Reach, Resources
from surveys.electorate.eligibility import slips_needed
from surveys.manifest import SlipCount
from surveys.refusals import Refusal
from surveys.stages import Stage

_MOST_CARDS: Final = 20_000


@get("/{survey:str}/cards")
async def ask_for_cards(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """How many cards to print of each pile."""
    return _ask_for_cards(session, await store.find(conn, session.town, survey))


def _ask_for_cards(
    session: Session, row: store.EvaluationRow, refused: Refusal | None = None
) -> Response[str]:
    if row.read_stage() is not Stage.PREPARED or row.box_key is None:
        raise refused or Refusal("slip.too_late_to_print")
    due = slips_needed(row.read_roll(), row.read_plan().appraisees)
    return pages.answer(
        "console/cards.html",
        refused,
        row=row,
        piles=view.piles_due(row, due),
        sealed=row.read_plan().sealed,
        most=_MOST_CARDS,
        session=session,
    )


@post("/{survey:str}/cards", status_code=200)
async def print_cards(
    survey: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[bytes] | Response[str] | Redirect:
    """Print: the codes pass through here once and are kept nowhere."""
    async with transaction(reach.registrar) as conn:
        row = await store.find(conn, session.town, survey)
    fields = read_fields(body)
    beside = Doors(signin=one(fields, "signin") == "yes", paper=_wanted(row, fields, "paper"))
    try:
        document = await slips.issue(
            reach.registrar,
            reach.box,
            reach.settings,
            deed=deed_of(session, survey),
            slips=_wanted(row, fields),
            beside=beside,
        )
        if not document.blocks:
            return to_page(survey)
        printed = await print_now(document, reach.settings)
    except Refusal as refusal:
        if refusal.status >= 500:
            raise
        return _ask_for_cards(session, row, refusal)
    return give(printed, f"{row.title}-票卡.pdf", media="application/pdf", manner="attachment")


def _wanted(row: store.EvaluationRow, fields: Fields, prefix: str = "") -> tuple[SlipCount, ...]:
    """The piles of which anything is printed."""
    due = slips_needed(row.read_roll(), row.read_plan().appraisees)
    wanted = tuple(
        SlipCount(
            each.group,
            each.unit,
            whole(fields, prefix + view.pile_name(each.group, each.unit), most=_MOST_CARDS),
        )
        for each in due
    )
    if sum(each.printed for each in wanted) > _MOST_CARDS:
        raise Refusal("request.bad_number", name="cards", most=_MOST_CARDS)
    return tuple(each for each in wanted if each.printed)


@get("/{survey:str}/left-over")
async def ask_for_left_over(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """Which cards nobody drew."""
    row = await store.find(conn, session.town, survey)
    return await _show_left_over(session, reach, row, Told())


async def _show_left_over(
    session: Session, reach: Resources, row: store.EvaluationRow, told: Told
) -> Response[str]:
    turnout = await read_turnout(reach.box, row.survey_id)
    async with transaction(reach.registrar) as conn:
        doors = await look_at_doors(conn, row, turnout)
    printed, voided = count(turnout)
    shown = LeftOverView(
        here="appraisals",
        page=f"{HERE}/{row.survey_id}",
        title=row.title,
        tellers=row.read_rules().session.tellers,
        printed=printed,
        voided=voided,
        rights=doors.rights,
        present="" if row.present is None else str(row.present),
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


ROUTES: Final = (ask_for_cards, print_cards, ask_for_left_over, void_left_over)
