"""What a browser asks at the door of the workbench."""

from typing import Final

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import RawBody
from litestar.response import Redirect

from reports.wording.refusals import explain
from service.clock import now
from service.database import transaction
from service.identity import acquaintance, sessions, setup, signin, store
from service.identity.guards import Signed, provide_signed
from service.identity.setup import Founding
from service.identity.signin import Claim, Known
from service.web import masthead, pages
from service.web.asking import AnyRequest
from service.web.fields import one, read_fields
from service.web.resources import Conn, Reach, Resources
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal

WORKBENCH: Final = "/console"
SET_UP: Final = "/console/setup"
SIGN_IN: Final = "/console/signin"
ATTEMPTS: Final = acquaintance.Attempts()
"""Of known browsers, for as long as this process lives."""


@get("/setup")
async def ask_to_set_up(conn: Conn) -> Response[str] | Redirect:
    """The first page of a new site; afterwards it leads to signing in."""
    if await setup.is_set_up(conn):
        return Redirect(SIGN_IN, status_code=303)
    town = await store.find_first_town.maybe(conn)
    given = Founding("", town.name if town else "", town.congress if town else "", "", "")
    return pages.show("console/setup.html", given=given, refused="")


@post("/setup", status_code=200)
async def set_up(request: AnyRequest, body: RawBody, reach: Reach) -> Response[str] | Redirect:
    """Name the town, keep the first password, and sign in with it."""
    fields = read_fields(body)
    given = Founding(
        key=one(fields, "key"),
        town=clean(one(fields, "town"), lines=False)[:60],
        congress=clean(one(fields, "congress"), lines=False)[:60],
        name=clean(one(fields, "name"), lines=False)[:60],
        password=one(fields, "password"),
    )
    try:
        async with transaction(reach.registrar) as conn:
            account = await setup.set_up(conn, reach.settings, given)
            cookie = await sessions.begin(conn, reach.settings, account, now=now())
    except Refusal as refusal:
        return _again("console/setup.html", refusal, given=given)
    masthead.remember(request.app.state, given.congress)
    return _seated(reach, cookie)


@get("/signin")
async def ask_to_sign_in(conn: Conn) -> Response[str] | Redirect:
    """Ask for the password; before set-up there is none to ask for."""
    if not await setup.is_set_up(conn):
        return Redirect(SET_UP, status_code=303)
    return pages.show("console/signin.html", refused="", name="", several=await _several(conn))


@post("/signin", status_code=200)
async def sign_in(request: AnyRequest, body: RawBody, reach: Reach) -> Response[str] | Redirect:
    """Open a session, or say why not."""
    fields = read_fields(body)
    claim = Claim(clean(one(fields, "name"), lines=False)[:60], one(fields, "password"))
    try:
        cookie = await signin.sign_in(
            reach.registrar, reach.settings, claim, now=now(), known=_known(request, reach)
        )
    except Refusal as refusal:
        async with transaction(reach.registrar) as conn:
            several = await _several(conn)
        return _again("console/signin.html", refusal, name=claim.name, several=several)
    return _seated(reach, cookie)


@post("/signout")
async def sign_out(conn: Conn, session: Signed, reach: Reach) -> Redirect:
    """End the session on the server; the cookie alone is worth nothing then."""
    await sessions.end(conn, session)
    answer = Redirect(SIGN_IN, status_code=303)
    answer.delete_cookie(sessions.cookie_name(reach.settings))
    return answer


async def _several(conn: Conn) -> bool:
    """Whether a name has to be asked."""
    return await store.count_accounts.get(conn) > 1


def _known(request: AnyRequest, reach: Resources) -> Known | None:
    mark = request.cookies.get(acquaintance.cookie_name(reach.settings))
    word = acquaintance.recognise(reach.settings, mark)
    return None if word is None else Known(word, ATTEMPTS)


def _again(template: str, refusal: Refusal, **context: object) -> Response[str]:
    if refusal.status >= 500:
        raise refusal
    return pages.show(template, status=refusal.status, refused=explain(refusal), **context)


def _seated(reach: Resources, cookie: str) -> Redirect:
    answer = Redirect(WORKBENCH, status_code=303)
    answer.set_cookie(
        key=sessions.cookie_name(reach.settings),
        value=cookie,
        path="/",
        secure=sessions.is_secure(reach.settings),
        httponly=True,
        samesite="strict",
    )
    answer.set_cookie(
        key=acquaintance.cookie_name(reach.settings),
        value=acquaintance.introduce(reach.settings),
        max_age=int(acquaintance.LASTS.total_seconds()),
        path=WORKBENCH if not sessions.is_secure(reach.settings) else "/",
        secure=sessions.is_secure(reach.settings),
        httponly=True,
        samesite="strict",
    )
    return answer


router = Router(
    "/console",
    route_handlers=[ask_to_set_up, set_up, ask_to_sign_in, sign_in, sign_out],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=4096,
)
