"""What the secretary's browser asks of consultations: list, draft, run, read."""

from typing import Final

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.consultations import OPEN_TO_ALL
from reports.wording.refusals import explain
from service.boards.consultations import plan_routes, review_routes, steps, store, view
from service.boards.consultations.answers import HERE, Visit, deed_of, runs, to_page
from service.boards.consultations.reading import read_reviewed
from service.boards.consultations.view import ConsultationView
from service.database import transaction
from service.identity.guards import Signed, provide_signed
from service.web import pages
from service.web.fields import Fields, read_fields
from service.web.resources import Conn, Reach
from service.web.views.live import draw_code
from surveys.consultation.course import Stage
from surveys.refusals import Refusal

LARGEST: Final = 2 * 1024 * 1024
"""Bytes: a long text, pasted."""


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
    return await _show(Visit(conn, session, reach), survey)


async def _show(visit: Visit, survey: str, refused: Refusal | None = None) -> Response[str]:
    session = visit.session
    return pages.show(
        "console/consultation.html",
        status=refused.status if refused else 200,
        view=await _look(visit, survey),
        session=session,
        runs=runs(session),
        refused=explain(refused) if refused else "",
        site=_address(visit, survey),
    )


async def _look(visit: Visit, survey: str) -> ConsultationView:
    conn, session, _ = visit
    return ConsultationView.of(
        await store.find(conn, session.town, survey),
        reviewed=await read_reviewed(conn, session.town, survey),
        jobs=await store.read_progress.all(conn, session.town, survey),
        deeds=await store.read_chronicle.all(conn, session.town, survey),
    )


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
    if step not in steps.ASKED:
        raise Refusal("request.unknown_page")
    row = await store.find(conn, session.town, survey)
    if row.read_stage() not in steps.ASKED[step]:
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
    return pages.show(
        "console/consultation_step.html",
        status=refused.status if refused else 200,
        view=await _look(visit, survey),
        step=step,
        given={name: values[0] for name, values in (fields or {}).items()},
        session=visit.session,
        refused=explain(refused) if refused else "",
    )


@post("/{survey:str}/{step:str}", status_code=200)
async def take_step(
    survey: FromPath[str], step: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Take a step; what stands against it is said on the page it was asked from."""
    act = steps.ACTS.get(step)
    if act is None:
        raise Refusal("request.unknown_page")
    fields = read_fields(body)
    try:
        async with transaction(reach.registrar) as conn:
            await act(conn, deed_of(session, survey), fields)
    except Refusal as refusal:
        if refusal.status >= 500 or refusal.code == "request.unknown_page":
            raise
        async with transaction(reach.registrar) as conn:
            visit = Visit(conn, session, reach)
            row = await store.find(conn, session.town, survey)
            if row.read_stage() in steps.ASKED.get(step, frozenset[Stage]()):
                return await _ask_for_step(visit, survey, step, refused=refusal, fields=fields)
            return await _show(visit, survey, refusal)
    return to_page(survey)


router = Router(
    HERE,
    route_handlers=[
        show_list, *plan_routes.ROUTES, *review_routes.ROUTES, show_consultation, show_poster,
        ask_for_step, take_step,
    ],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=LARGEST,
)  # fmt: skip
