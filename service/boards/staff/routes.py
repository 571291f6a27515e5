"""What the browser asks of the staff: the list, a newcomer, a forgotten password, one's own."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Final

import msgspec
from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.staff import OFFICES
from service.database import transaction
from service.dossier.deeds import record
from service.dossier.steps import attempt, carry_out, look_up
from service.dossier.visits import Visit, deed_of
from service.identity import staff, store
from service.identity.guards import Signed, provide_signed
from service.identity.roles import Office
from service.identity.sessions import Session
from service.identity.staff import Newcomer
from service.web import pages
from service.web.fields import one, read_fields
from service.web.resources import Conn, Reach
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal

STAFF: Final = "/console/staff"


class Handed(msgspec.Struct, frozen=True):
    """A starting password, to be handed to one person and shown this once."""

    name: str
    word: str


@get("/staff")
async def show_staff(conn: Conn, session: Signed, reach: Reach) -> Response[str]:
    """Everybody who may sign in."""
    return await _show(Visit(conn, session, reach))


@post("/staff", status_code=200)
async def take_on(body: RawBody, session: Signed, reach: Reach) -> Response[str]:
    """Take somebody on; their starting password is on the page that answers, and nowhere else."""
    fields = read_fields(body)
    name = clean(one(fields, "name"), lines=False)[:60]
    newcomer = Newcomer(name, _office(one(fields, "office")))

    async def welcome() -> Response[str]:
        async with transaction(reach.registrar) as conn:
            word = await staff.take_on(conn, session, newcomer)
            await record(conn, deed_of(session), "take-on", f"{name} {newcomer.office.value}")
            return await _show(Visit(conn, session, reach), handed=Handed(name, word))

    return await carry_out(session, reach, act=welcome(), say_no=partial(_show, name=name))


def _office(written: str) -> Office:
    try:
        return Office(written)
    except ValueError:
        raise Refusal("request.malformed", detail="office") from None


@post("/staff/{account:str}/{step:str}", status_code=200)
async def take_step(
    account: FromPath[str], step: FromPath[str], session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """A new starting password, or the end of an account."""
    act = look_up(_STEPS, step)

    async def take() -> Response[str] | Redirect:
        async with transaction(reach.registrar) as conn:
            return await act(Visit(conn, session, reach), account)

    return await carry_out(session, reach, act=take(), say_no=_show)


async def _give_password(visit: Visit, account: str) -> Response[str]:
    name = await _name_of(visit, account)
    word = await staff.give_starting_password(visit.conn, visit.session, account)
    await record(visit.conn, deed_of(visit.session), "new-password", name)
    return await _show(visit, handed=Handed(name, word))


async def _dismiss(visit: Visit, account: str) -> Redirect:
    name = await _name_of(visit, account)
    await staff.dismiss(visit.conn, visit.session, account)
    await record(visit.conn, deed_of(visit.session), "dismiss", name)
    return Redirect(STAFF, status_code=303)


_STEPS: Final[Mapping[str, Callable[[Visit, str], Awaitable[Response[str] | Redirect]]]] = {
    "password": _give_password,
    "dismiss": _dismiss,
}


@get("/password")
async def ask_for_password(session: Signed) -> Response[str]:
    """One's own password."""
    return await _show_password(session)


@post("/password", status_code=200)
async def change_password(body: RawBody, session: Signed, reach: Reach) -> Response[str] | Redirect:
    """Change it."""
    fields = read_fields(body)

    async def change() -> Response[str] | Redirect:
        async with transaction(reach.registrar) as conn:
            await staff.change_password(conn, session, one(fields, "old"), one(fields, "new"))
        return Redirect("/console", status_code=303)

    return await attempt(change(), partial(_show_password, session))


async def _show_password(session: Session, refused: Refusal | None = None) -> Response[str]:
    return pages.answer("console/password.html", refused, session=session)


async def _show(
    visit: Visit, refused: Refusal | None = None, *, handed: Handed | None = None, name: str = ""
) -> Response[str]:
    conn, session, _ = visit
    return pages.answer(
        "console/staff.html",
        refused,
        session=session,
        rows=await store.list_accounts.all(conn, session.town),
        offices=OFFICES,
        handed=handed,
        name=name,
    )


async def _name_of(visit: Visit, account: str) -> str:
    rows = await store.list_accounts.all(visit.conn, visit.session.town)
    return next((row.name for row in rows if row.account_id == account), "")


router = Router(
    "/console",
    route_handlers=[show_staff, take_on, take_step, ask_for_password, change_password],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=4096,
)
