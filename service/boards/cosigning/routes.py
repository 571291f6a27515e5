"""The desk's page of co-signing, and the address at which the scrutineers' machine dials in."""

from functools import partial
from typing import Final

from litestar import Response, Router, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from service.boards.cosigning import actions, store
from service.boards.cosigning.view import CosignView
from service.database import transaction
from service.dossier.deeds import Deed
from service.dossier.steps import carry_out
from service.dossier.visits import Visit, deed_of
from service.identity.guards import Signed, provide_signed
from service.stamping.cosigner import find_cosigner
from service.stamping.keyring import read_public
from service.stamping.relay import Turn, Work
from service.web import pages
from service.web.asking import AnyRequest
from service.web.files import give, receive
from service.web.resources import Conn, Reach
from surveys import canonical
from surveys.refusals import Refusal

HERE: Final = "/console/appraisals/{survey:str}/cosigner"
REQUEST: Final = "cosign-request.json"
_LARGEST: Final = 1024 * 1024
"""Bytes: two moduli and a proof for each of some hundreds of piles; or a turn full of answers."""


@get("/")
async def show_cosigner(
    survey: FromPath[str], request: AnyRequest, conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """Who co-signs, and what comes next; to a page that follows, what is new, or nothing.

    A page that is given nothing stays as it is: what somebody types into it is never lost.
    """
    shown = await _look(survey, Visit(conn, session, reach))
    seen = request.query_params.get("seen")
    if seen == shown.seen:
        return Response("", status_code=204)
    return pages.answer(
        "console/cosigner.html", None, view=shown, session=session, followed=seen is not None
    )


@post("/", status_code=200, request_max_body_size=_LARGEST)
async def change(
    survey: FromPath[str], request: AnyRequest, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Name who co-signs, take the machine's public file, or let nobody co-sign."""
    form, deed = await request.form(), deed_of(session, survey)

    async def take() -> Redirect:
        async with transaction(reach.registrar) as conn:
            await _act(conn, deed, form)
        return Redirect(HERE.replace("{survey:str}", survey), status_code=303)

    return await carry_out(session, reach, act=take(), say_no=partial(_show, survey))


async def _act(conn: Conn, deed: Deed, form: FormMultiDict) -> None:
    match form.get("act"):
        case "ask":
            await actions.ask(conn, deed, str(form.get("holder", "")))
        case "bring":
            await actions.bring(conn, deed, await receive(form.get("file"), most=_LARGEST))
        case "drop":
            await actions.drop(conn, deed)
        case _:
            raise Refusal("request.malformed", detail="act")


@get("/request")
async def hand_out(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[bytes]:
    """The request, for the scrutineers' machine."""
    row = await store.find.find(conn, session.town, survey)
    request = await actions.hand_out(conn, reach, row)
    data = canonical.encode(request)
    return give(data, REQUEST, media="application/json", manner="attachment")


@post("/{survey:str}", status_code=200)
async def take_turn(
    survey: FromPath[str], request: AnyRequest, body: RawBody, reach: Reach
) -> Work:
    """The machine hands answers in and takes questions; with nothing to do it is kept waiting."""
    turn = canonical.decode(body, Turn, code="request.malformed")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return await actions.take_turn(reach, survey, token if scheme == "Bearer" else "", turn)


async def _show(survey: str, visit: Visit, refused: Refusal | None = None) -> Response[str]:
    view = await _look(survey, visit)
    return pages.answer("console/cosigner.html", refused, view=view, session=visit.session)


async def _look(survey: str, visit: Visit) -> CosignView:
    conn, session, reach = visit
    row = await store.find.find(conn, session.town, survey)
    return CosignView.of(
        row,
        await find_cosigner.maybe(conn, session.town, survey),
        keys=len(await read_public(conn, session.town, survey)),
        connected=reach.stamping.relay.is_connected(survey),
    )


desk_router = Router(
    HERE,
    route_handlers=[show_cosigner, change, hand_out],
    dependencies={"session": Provide(provide_signed)},
)
machine_router = Router(
    "/cosign",
    route_handlers=[take_turn],
    request_max_body_size=_LARGEST,
    response_headers={"content-security-policy": "default-src 'none'; frame-ancestors 'none'"},
)
