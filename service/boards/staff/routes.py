"""What the browser asks of the staff: the list, a newcomer, a forgotten password, one's own."""

from typing import Final

import msgspec
from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.refusals import explain
from reports.wording.staff import OFFICES
from service.database import Connection, transaction
from service.dossier.deeds import record
from service.dossier.visits import deed_of
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
async def show_staff(conn: Conn, session: Signed) -> Response[str]:
    """Everybody who may sign in."""
    return await _show(conn, session)


@post("/staff", status_code=200)
async def take_on(body: RawBody, session: Signed, reach: Reach) -> Response[str]:
    """Take somebody on; their starting password is on the page that answers, and nowhere else."""
    fields = read_fields(body)
    name = clean(one(fields, "name"), lines=False)[:60]
    try:
        newcomer = Newcomer(name, Office(one(fields, "office")))
        async with transaction(reach.registrar) as conn:
            word = await staff.take_on(conn, session, newcomer)
            await record(conn, deed_of(session), "take-on", f"{name} {newcomer.office.value}")
            return await _show(conn, session, handed=Handed(name, word))
    except ValueError:
        raise Refusal("request.malformed", detail="office") from None
    except Refusal as refusal:
        return await _say_no(reach, session, refusal, name=name)


@post("/staff/{account:str}/{step:str}", status_code=200)
async def take_step(
    account: FromPath[str], step: FromPath[str], session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """A new starting password, or the end of an account."""
    try:
        async with transaction(reach.registrar) as conn:
            name = await _name_of(conn, session, account)
            if step == "password":
                word = await staff.give_starting_password(conn, session, account)
                await record(conn, deed_of(session), "new-password", name)
                return await _show(conn, session, handed=Handed(name, word))
            if step == "dismiss":
                await staff.dismiss(conn, session, account)
                await record(conn, deed_of(session), "dismiss", name)
                return Redirect(STAFF, status_code=303)
    except Refusal as refusal:
        return await _say_no(reach, session, refusal)
    raise Refusal("request.unknown_page")


@get("/password")
async def ask_for_password(session: Signed) -> Response[str]:
    """One's own password."""
    return pages.show("console/password.html", session=session, refused="")


@post("/password", status_code=200)
async def change_password(body: RawBody, session: Signed, reach: Reach) -> Response[str] | Redirect:
    """Change it."""
    fields = read_fields(body)
    try:
        async with transaction(reach.registrar) as conn:
            await staff.change_password(conn, session, one(fields, "old"), one(fields, "new"))
    except Refusal as refusal:
        refused = explain(refusal)
        return pages.show(
            "console/password.html", status=refusal.status, session=session, refused=refused
        )
    return Redirect("/console", status_code=303)


async def _show(
    conn: Connection,
    session: Session,
    *,
    handed: Handed | None = None,
    refused: Refusal | None = None,
    name: str = "",
) -> Response[str]:
    return pages.answer(
        "console/staff.html",
        refused,
        session=session,
        rows=await store.list_accounts.all(conn, session.town),
        offices=OFFICES,
        handed=handed,
        name=name,
    )


async def _say_no(
    reach: Reach, session: Session, refusal: Refusal, name: str = ""
) -> Response[str]:
    """The deed was rolled back; the page says why."""
    async with transaction(reach.registrar) as conn:
        return await _show(conn, session, refused=refusal, name=name)


async def _name_of(conn: Connection, session: Session, account: str) -> str:
    rows = await store.list_accounts.all(conn, session.town)
    return next((row.name for row in rows if row.account_id == account), "")


router = Router(
    "/console",
    route_handlers=[show_staff, take_on, take_step, ask_for_password, change_password],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=4096,
)
