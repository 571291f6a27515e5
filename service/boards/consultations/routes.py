"""What the secretary's browser asks of consultations: list, draft, run, read."""

from functools import partial
from typing import Final

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.consultations import FORMATS, OPEN_TO_ALL
from service.boards.consultations import plan_routes, review_routes, steps, store, taking_out, view
from service.boards.consultations.answers import HERE, runs, to_page
from service.boards.consultations.reading import read_reviewed
from service.boards.consultations.view import ConsultationView
from service.dossier.course import read_progress
from service.dossier.history import read_history
from service.dossier.steps import Pressed, carry_out, look_up, perform, press
from service.dossier.visits import Visit, deed_of
from service.identity.guards import Signed, provide_signed
from service.web import pages
from service.web.fields import Fields, again, one, read_fields
from service.web.files import give_all
from service.web.resources import Conn, Reach
from service.web.views.live import draw_code
from surveys.consultation.course import Stage
from surveys.refusals import Refusal

LARGEST: Final = 2 * 1024 * 1024
"""Bytes: a long text, pasted."""
_AT_THE_DESK: Final = ("review-opinion",)
"""Deeds that stand by each opinion."""


@get("/")
async def show_list(conn: Conn, session: Signed) -> Response[str]:
    """Every consultation of the town."""
    rows = view.listed(await store.list_consultations.all(conn, session.town))
    return pages.show("console/consultations.html", rows=rows, session=session, runs=runs(session))


@get("/{survey:str}")
async def show_consultation(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """One consultation: where it stands, the next step, everything known of it."""
    return await _show(survey, Visit(conn, session, reach))


async def _show(survey: str, visit: Visit, refused: Refusal | None = None) -> Response[str]:
    session = visit.session
    return pages.answer(
        "console/consultation.html",
        refused,
        view=await _look(visit, survey),
        session=session,
        runs=runs(session),
        site=_address(visit, survey),
        formats=FORMATS,
    )


async def _look(visit: Visit, survey: str) -> ConsultationView:
    conn, session, _ = visit
    return ConsultationView.of(
        await store.find(conn, session.town, survey),
        reviewed=await read_reviewed(conn, session.town, survey),
        jobs=await read_progress.all(conn, session.town, survey),
        deeds=await read_history(conn, session.town, survey, without=_AT_THE_DESK),
    )


@post("/{survey:str}/opinions", status_code=200)
async def take_out(
    survey: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str] | Response[bytes]:
    """Give every opinion as a table; a deed, since what is taken out cannot be called back."""
    wanted, deed = one(read_fields(body), "format"), deed_of(session, survey)

    async def write() -> Response[str] | Response[bytes]:
        files = await taking_out.take_out(reach.registrar, deed, wanted)
        return give_all(files, f"{survey}-opinions")

    return await carry_out(session, reach, act=write(), say_no=partial(_show, survey))


def _address(visit: Visit, survey: str) -> str:
    return f"{visit.reach.settings.public_address}/c/{survey}"


@get("/{survey:str}/poster")
async def show_poster(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """The link as a QR code on a sheet to be put up."""
    visit = Visit(conn, session, reach)
    site = _address(visit, survey)
    return pages.show(
        "console/consultation_poster.html",
        view=await _look(visit, survey),
        session=session,
        site=site,
        code=draw_code(site),
        caveat=OPEN_TO_ALL,
    )


@get("/{survey:str}/{step:str}")
async def ask_for_step(
    survey: FromPath[str], step: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Say what a step does before it is done; an old address leads back to the consultation."""
    row = await store.find(conn, session.town, survey)
    if row.stage not in look_up(steps.ASKED, step):
        return to_page(survey)
    return await _ask_for_step(Visit(conn, session, reach), survey, step)


async def _ask_for_step(
    visit: Visit,
    survey: str,
    step: str,
    *,
    refused: Refusal | None = None,
    fields: Fields | None = None,
) -> Response[str]:
    return pages.answer(
        "console/consultation_step.html",
        refused,
        view=await _look(visit, survey),
        step=step,
        given=again(fields),
        session=visit.session,
    )


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
    survey, fields = pressed.deed.survey, pressed.fields
    row = await store.find(visit.conn, visit.session.town, survey)
    if row.stage in steps.ASKED.get(step, frozenset[Stage]()):
        return await _ask_for_step(visit, survey, step, refused=refusal, fields=fields)
    return await _show(survey, visit, refusal)


router = Router(
    HERE,
    route_handlers=[
        show_list, *plan_routes.ROUTES, *review_routes.ROUTES, show_consultation, show_poster,
        take_out, ask_for_step, take_step,
    ],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=LARGEST,
)  # fmt: skip
