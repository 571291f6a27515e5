"""The pages of drawn slips: print them, void those nobody drew."""

from typing import Final, NamedTuple

from litestar import Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.refusals import explain
from service.boards.appraisals import slips, steps, store, view
from service.boards.appraisals.answers import deed_of, look_at_turnout, to_page
from service.boards.appraisals.doors import Doors
from service.database import transaction
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.web import pages
from service.web.fields import Fields, one, read_fields
from service.web.files import give
from service.web.press import print_now
from service.web.resources import Conn, Reach, Resources
from surveys.electorate.eligibility import slips_needed
from surveys.manifest import SlipCount
from surveys.refusals import Refusal
from surveys.stages import Stage

_MOST_CARDS: Final = 20_000
_MOST_CODES: Final = 2000


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
    return pages.show(
        "console/cards.html",
        status=refused.status if refused else 200,
        row=row,
        piles=view.piles_due(row, due),
        sealed=row.read_plan().sealed,
        most=_MOST_CARDS,
        session=session,
        refused=explain(refused) if refused else "",
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
            steps.whole(fields, prefix + view.pile_name(each.group, each.unit), most=_MOST_CARDS),
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
    return await _show_left_over(session, reach, row, _Told())


class _Told(NamedTuple):
    """What the page says of the cards it was sent: what became of each, or why nothing did."""

    became: tuple[tuple[str, str], ...] = ()
    given: Fields = {}
    refused: Refusal | None = None


async def _show_left_over(
    session: Session, reach: Resources, row: store.EvaluationRow, told: _Told
) -> Response[str]:
    became, given, refused = told
    return pages.show(
        "console/left_over.html",
        status=refused.status if refused else 200,
        row=row,
        became=became,
        turnout=await look_at_turnout(reach, row),
        tellers=row.read_rules().session.tellers,
        given={name: values[0] for name, values in given.items()},
        session=session,
        refused=explain(refused) if refused else "",
    )


@post("/{survey:str}/left-over", status_code=200)
async def void_left_over(
    survey: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str]:
    """Void left-over cards and say what became of each."""
    fields = read_fields(body)
    left = slips.LeftOver(
        codes=_codes(one(fields, "codes")), witnesses=steps.names(fields, "witnesses")
    )
    async with transaction(reach.registrar) as conn:
        row = await store.find(conn, session.town, survey)
    try:
        async with transaction(reach.registrar) as conn:
            became = await slips.void_left_over(
                conn, reach.box, reach.settings, deed=deed_of(session, survey), left=left
            )
    except Refusal as refusal:
        if refusal.status >= 500:
            raise
        return await _show_left_over(session, reach, row, _Told(given=fields, refused=refusal))
    told = tuple((code, outcome.value) for code, outcome in became)
    return await _show_left_over(session, reach, row, _Told(told))


def _codes(text: str) -> tuple[str, ...]:
    """One card a line, typed or scanned: then an address, after `#` the code, after `&` no more."""
    lines = (line.rpartition("#")[2].partition("&")[0].strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line[:40] for line in lines if line))[:_MOST_CODES]


ROUTES: Final = (ask_for_cards, print_cards, ask_for_left_over, void_left_over)
