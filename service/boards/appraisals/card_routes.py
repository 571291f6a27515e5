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
from service.dossier import left_over
from service.dossier.box import read_turnout
from service.dossier.cards import hand_out, show_progress
from service.dossier.left_over import LeftOverView, count
from service.dossier.steps import attempt
from service.dossier.visits import deed_of
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.web import pages
from service.web.fields import Fields, one, read_fields, whole
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
    if row.stage is not Stage.PREPARED or row.box_key is None:
        raise refused or Refusal("slip.too_late_to_print")
    due = slips_needed(row.roll.read(), row.plan.read().appraisees)
    return pages.answer(
        "console/cards.html",
        refused,
        row=row,
        piles=view.piles_due(row, due),
        sealed=row.plan.read().sealed,
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
    deed = deed_of(session, survey)

    async def print_them() -> Response[bytes] | Response[str] | Redirect:
        document = await slips.issue(
            reach.registrar,
            reach.box,
            reach.settings,
            deed=deed,
            slips=_wanted(row, fields),
            beside=Doors(one(fields, "signin") == "yes", _wanted(row, fields, "paper")),
        )
        if not document.blocks:
            return to_page(survey)
        return await hand_out(document, reach, survey, title=row.title)

    async def say_no(refusal: Refusal) -> Response[bytes] | Response[str] | Redirect:
        return _ask_for_cards(session, row, refusal)

    return await attempt(print_them(), say_no)


def _wanted(row: store.EvaluationRow, fields: Fields, prefix: str = "") -> tuple[SlipCount, ...]:
    """The piles of which anything is printed."""
    due = slips_needed(row.roll.read(), row.plan.read().appraisees)
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


@get("/{survey:str}/cards/progress")
async def show_printing(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """How far the sheets are."""
    row = await store.find(conn, session.town, survey)
    return show_progress(reach, row.survey_id, page=f"{HERE}/{row.survey_id}")


async def _look_at_left_over(session: Session, reach: Resources, survey: str) -> LeftOverView:
    turnout = await read_turnout(reach.box, survey)
    async with transaction(reach.registrar) as conn:
        row = await store.find(conn, session.town, survey)
        doors = await look_at_doors(conn, row, turnout)
    printed, voided = count(turnout)
    return LeftOverView(
        here="appraisals",
        page=f"{HERE}/{survey}",
        title=row.title,
        tellers=row.rules.read().session.tellers,
        printed=printed,
        voided=voided,
        rights=doors.rights,
        present="" if row.present is None else str(row.present),
    )


ROUTES: Final = (
    ask_for_cards,
    print_cards,
    show_printing,
    *left_over.routes(_look_at_left_over, slips.void_left_over),
)
