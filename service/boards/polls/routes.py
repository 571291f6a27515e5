"""What the secretary's browser asks of polls: list, draft, run, read."""

from typing import Final

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.refusals import explain
from service.boards.polls import comment_routes, plan_routes, slips, steps, store, view
from service.boards.polls.answers import HERE, Visit, deed_of, look_at_turnout, to_page
from service.boards.polls.comments import read_comments
from service.boards.polls.reading import read_totals
from service.database import transaction
from service.identity.guards import Signed, provide_signed
from service.identity.sessions import Session
from service.web import pages
from service.web.fields import Fields, read_fields
from service.web.files import give
from service.web.press import print_now
from service.web.resources import Conn, Reach, Resources
from service.web.views.live import draw_code
from surveys.refusals import Refusal
from surveys.stages import Stage

LARGEST: Final = 2 * 1024 * 1024
"""Bytes: a long questionnaire, pasted."""
_SECRETARY: Final = "secretary"


@get("/")
async def show_list(conn: Conn, session: Signed) -> Response[str]:
    """Every poll of the town."""
    rows = view.listed(await store.list_polls.all(conn, session.town))
    return pages.show("console/polls.html", rows=rows, session=session)


@get("/{survey:str}")
async def show_poll(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """One poll: where it stands, the next step, everything known of it."""
    return await _show_poll(Visit(conn, session, reach), survey)


async def _show_poll(visit: Visit, survey: str, refused: Refusal | None = None) -> Response[str]:
    conn, session, reach = visit
    row = await store.find(conn, session.town, survey)
    shown = view.PollView.of(
        row,
        jobs=await store.read_progress.all(conn, session.town, survey),
        deeds=await store.read_chronicle.all(conn, session.town, survey),
    )
    return pages.show(
        "console/poll.html",
        status=refused.status if refused else 200,
        view=shown,
        turnout=await look_at_turnout(reach, row),
        totals=read_totals(row),
        session=session,
        runs=session.office.value == _SECRETARY,
        refused=explain(refused) if refused else "",
        site=f"{reach.settings.public_address}/v/{survey}",
    )


@get("/{survey:str}/turnout")
async def show_turnout(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """The numbers alone, for a page that asks again and again."""
    row = await store.find(conn, session.town, survey)
    return pages.show("console/poll_turnout.html", turnout=await look_at_turnout(reach, row))


@get("/{survey:str}/poster")
async def show_poster(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """The open link as a QR code on a sheet to be put up."""
    row = await store.find(conn, session.town, survey)
    shown = view.PollView.of(row, jobs=(), deeds=())
    if not shown.open_to_all:
        raise Refusal("request.unknown_page")
    site = f"{reach.settings.public_address}/v/{survey}"
    return pages.show(
        "console/poll_poster.html",
        view=shown,
        session=session,
        site=site,
        code=draw_code(site),
    )


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
    return pages.show(
        "console/poll_cards.html",
        status=refused.status if refused else 200,
        view=shown,
        session=session,
        refused=explain(refused) if refused else "",
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


@get("/{survey:str}/{step:str}")
async def ask_for_step(
    survey: FromPath[str], step: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Say what a step does before it is done; an old address leads back to the poll."""
    if step not in steps.ASKED:
        raise Refusal("request.unknown_page")
    row = await store.find(conn, session.town, survey)
    if row.read_stage() not in steps.ASKED[step]:
        return to_page(survey)
    return await _ask_for_step(Visit(conn, session, reach), row, step)


async def _ask_for_step(
    visit: Visit,
    row: store.PollRow,
    step: str,
    *,
    refused: Refusal | None = None,
    fields: Fields | None = None,
) -> Response[str]:
    return pages.show(
        "console/poll_step.html",
        status=refused.status if refused else 200,
        view=view.PollView.of(row, jobs=(), deeds=()),
        turnout=await look_at_turnout(visit.reach, row),
        step=step,
        waiting=await _waiting(visit, row) if step == "publish" else 0,
        given={name: values[0] for name, values in (fields or {}).items()},
        session=visit.session,
        refused=explain(refused) if refused else "",
    )


async def _waiting(visit: Visit, row: store.PollRow) -> int:
    """How many of the comments nobody has reviewed."""
    written = await read_comments(visit.conn, row.town_id, row.survey_id)
    return sum(each.verdict is None for each in written)


@post("/{survey:str}/{step:str}", status_code=200)
async def take_step(
    survey: FromPath[str], step: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Take a step; what stands against it is said on the page it was asked from."""
    act = steps.ACTS.get(step)
    if act is None:
        raise Refusal("request.unknown_page")
    fields = {name: list(values) for name, values in read_fields(body).items()}
    pressed = steps.Pressed(deed_of(session, survey), fields)
    try:
        async with transaction(reach.registrar) as conn:
            await act(conn, reach, pressed)
    except Refusal as refusal:
        if refusal.status >= 500 or refusal.code == "request.unknown_page":
            raise
        return await _say_no(session, reach, pressed, step=step, refusal=refusal)
    return to_page(survey)


async def _say_no(
    session: Session, reach: Resources, pressed: steps.Pressed, *, step: str, refusal: Refusal
) -> Response[str]:
    """The deed was rolled back; a transaction of its own looks at how things stand."""
    survey = pressed.deed.survey
    async with transaction(reach.registrar) as conn:
        visit = Visit(conn, session, reach)
        row = await store.find(conn, session.town, survey)
        if row.read_stage() in steps.ASKED.get(step, frozenset[Stage]()):
            return await _ask_for_step(visit, row, step, refused=refusal, fields=pressed.fields)
        return await _show_poll(visit, survey, refusal)


router = Router(
    HERE,
    route_handlers=[
        show_list, *plan_routes.ROUTES, *comment_routes.ROUTES, show_poll, show_turnout,
        show_poster, show_drawn, ask_for_cards, print_cards, ask_for_step, take_step,
    ],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=LARGEST,
)  # fmt: skip
