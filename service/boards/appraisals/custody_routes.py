"""The pages of a key in shares: hand it over, try it, hand the closed box out, take it back."""

from functools import partial
from typing import Final

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect

from service.boards.appraisals import custody, store
from service.boards.appraisals.answers import HERE, to_page
from service.boards.appraisals.shares import find_custody
from service.database import transaction
from service.dossier.deeds import Deed
from service.dossier.files import list_files
from service.dossier.steps import carry_out
from service.dossier.visits import Visit, deed_of, others_than
from service.identity.guards import Signed
from service.identity.signin import Claim, vouch
from service.web import pages
from service.web.asking import AnyRequest
from service.web.files import receive
from service.web.resources import Conn, Reach
from surveys.refusals import Refusal

_LARGEST: Final = 256 * 1024 * 1024
"""Bytes: opened ballots with their stamps, four of each of ten thousand people, and as much again;
a ballot takes some three thousand. Only who is signed in may send them."""


@get("/{survey:str}/custody")
async def show_custody(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """Who keeps the key now, and what comes next."""
    return await _show(survey, Visit(conn, session, reach))


@post("/{survey:str}/custody", status_code=200)
async def hand_over(
    survey: FromPath[str], request: AnyRequest, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Take the public key file, the password of the rehearsal, or give the key back."""
    form = await request.form()
    deed = deed_of(session, survey)

    async def take() -> Redirect:
        async with transaction(reach.registrar) as conn:
            await _act(conn, deed, form)
        return Redirect(f"{HERE}/{survey}/custody", status_code=303)

    return await carry_out(session, reach, act=take(), say_no=partial(_show, survey))


async def _act(conn: Conn, deed: Deed, form: FormMultiDict) -> None:
    match form.get("act"):
        case "hand-over":
            await custody.hand_over(conn, deed, await receive(form.get("file"), most=_LARGEST))
        case "rehearse":
            await custody.rehearse(conn, deed, str(form.get("password", "")))
        case "give-back":
            await custody.give_back(conn, deed)
        case _:
            raise Refusal("request.malformed", detail="act")


@post("/{survey:str}/opened", status_code=200, request_max_body_size=_LARGEST)
async def bring_opened(
    survey: FromPath[str], request: AnyRequest, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Take what scrutineers opened, before a second person."""
    form = await request.form()
    deed = deed_of(session, survey)

    async def take() -> Redirect:
        content = await receive(form.get("file"), most=_LARGEST)
        claim = Claim(str(form.get("second", "")), str(form.get("second_password", "")))
        second = await vouch(reach.registrar, session, claim, now=deed.now)
        async with transaction(reach.registrar) as conn:
            of_two = Deed(deed.town, survey, deed.actor, deed.now, second)
            await custody.bring_opened(conn, reach.box, of_two, content)
        return to_page(survey)

    return await carry_out(session, reach, act=take(), say_no=partial(_show, survey))


async def _show(survey: str, visit: Visit, refused: Refusal | None = None) -> Response[str]:
    conn, session, _ = visit
    row = await store.find(conn, session.town, survey)
    kept = await find_custody.maybe(conn, session.town, survey)
    documents = await list_files.all(conn, session.town, survey)
    return pages.answer(
        "console/custody.html",
        refused,
        session=session,
        row=row,
        kept=kept,
        public=kept.public_key.read() if kept else None,
        files=[document.name for document in documents],
        others=await others_than(conn, session),
    )


ROUTES: Final = (show_custody, hand_over, bring_opened)
