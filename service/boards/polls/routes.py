"""What the secretary's browser asks of polls: list, draft, run, read."""

from functools import partial
from typing import Final

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.polls import say_poll_stage
from service.boards.polls import card_routes, comment_routes, plan_routes, steps, store, view
from service.boards.polls.answers import HERE, look_at_turnout, to_page
from service.boards.polls.comments import read_comments
from service.boards.polls.reading import read_totals
from service.dossier.course import read_progress
from service.dossier.history import read_history
from service.dossier.listing import listed
from service.dossier.steps import Pressed, carry_out, look_up, perform, press
from service.dossier.visits import Visit, deed_of
from service.identity.guards import Signed, provide_signed
from service.web import pages
from service.web.fields import Fields, again
from service.web.resources import Conn, Reach
from service.web.views.live import draw_code
from surveys.refusals import Refusal
from surveys.stages import Stage

LARGEST: Final = 2 * 1024 * 1024
"""Bytes: a long questionnaire, pasted."""
_SECRETARY: Final = "secretary"


@get("/")
async def show_list(conn: Conn, session: Signed) -> Response[str]:
    """Every poll of the town."""
    rows = listed(await store.list_polls.all(conn, session.town), say_poll_stage)
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
        jobs=await read_progress.all(conn, session.town, survey),
        deeds=await read_history(conn, session.town, survey),
    )
    return pages.answer(
        "console/poll.html",
        refused,
        view=shown,
        turnout=await look_at_turnout(reach, row),
        totals=read_totals(row),
        session=session,
        runs=session.office.value == _SECRETARY,
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


@get("/{survey:str}/{step:str}")
async def ask_for_step(
    survey: FromPath[str], step: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Say what a step does before it is done; an old address leads back to the poll."""
    row = await store.find(conn, session.town, survey)
    if row.stage not in look_up(steps.ASKED, step):
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
    return pages.answer(
        "console/poll_step.html",
        refused,
        view=view.PollView.of(row, jobs=(), deeds=()),
        turnout=await look_at_turnout(visit.reach, row),
        step=step,
        waiting=await _waiting(visit, row) if step == "publish" else 0,
        given=again(fields),
        session=visit.session,
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
    act = look_up(steps.ACTS, step)
    pressed = press(deed_of(session, survey), body)
    said = await carry_out(
        session,
        reach,
        act=perform(act, reach, pressed),
        say_no=partial(_say_no, step, pressed),
    )
    return said or to_page(survey)


async def _say_no(step: str, pressed: Pressed, visit: Visit, refusal: Refusal) -> Response[str]:
    row = await store.find(visit.conn, visit.session.town, pressed.deed.survey)
    if row.stage in steps.ASKED.get(step, frozenset[Stage]()):
        return await _ask_for_step(visit, row, step, refused=refusal, fields=pressed.fields)
    return await _show_poll(visit, row.survey_id, refusal)


router = Router(
    HERE,
    route_handlers=[
        show_list, *plan_routes.ROUTES, *comment_routes.ROUTES, show_poll, show_turnout,
        show_poster, *card_routes.ROUTES, ask_for_step, take_step,
    ],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=LARGEST,
)  # fmt: skip
