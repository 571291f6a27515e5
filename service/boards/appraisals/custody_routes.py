"""The pages of a key in shares: hand it over, try it, hand the closed box out, take it back."""

from typing import Final

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath
from litestar.response import Redirect

from reports.wording.refusals import explain
from service.boards.appraisals import custody, store
from service.boards.appraisals.answers import deed_of, to_page
from service.boards.appraisals.deeds import Deed
from service.boards.appraisals.shares import find_custody
from service.database import transaction
from service.identity import store as staff
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.identity.signin import Claim, vouch
from service.web import pages
from service.web.asking import AnyRequest
from service.web.resources import Conn, Reach, Resources
from surveys.refusals import Refusal

_LARGEST: Final = 32 * 1024 * 1024
"""Bytes: ten thousand opened ballots with their stamps."""


@get("/{survey:str}/custody")
async def show_custody(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """Who keeps the key now, and what comes next."""
    return await _show(conn, session, survey)


@post("/{survey:str}/custody", status_code=200)
async def hand_over(
    survey: FromPath[str], request: AnyRequest, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Take the public key file, the password of the rehearsal, or give the key back."""
    form = await request.form()
    deed = deed_of(session, survey)
    try:
        async with transaction(reach.registrar) as conn:
            await _act(conn, deed, form)
    except Refusal as refusal:
        return await _say_no(reach, session, survey, refusal)
    return Redirect(f"/console/appraisals/{survey}/custody", status_code=303)


async def _act(conn: Conn, deed: Deed, form: FormMultiDict) -> None:
    match form.get("act"):
        case "hand-over":
            await custody.hand_over(conn, deed, await _content(form.get("file")))
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
    try:
        content = await _content(form.get("file"))
        claim = Claim(str(form.get("second", "")), str(form.get("second_password", "")))
        second = await vouch(reach.registrar, session, claim, now=deed.now)
        async with transaction(reach.registrar) as conn:
            of_two = Deed(deed.town, survey, deed.actor, deed.now, second)
            await custody.bring_opened(conn, reach.box, of_two, content)
    except Refusal as refusal:
        return await _say_no(reach, session, survey, refusal)
    return to_page(survey)


async def _show(
    conn: Conn, session: Session, survey: str, refused: Refusal | None = None
) -> Response[str]:
    row = await store.find(conn, session.town, survey)
    kept = await find_custody.maybe(conn, session.town, survey)
    everybody = await staff.list_accounts.all(conn, session.town)
    documents = await store.list_documents.all(conn, session.town, survey)
    return pages.show(
        "console/custody.html",
        status=refused.status if refused else 200,
        session=session,
        row=row,
        kept=kept,
        public=kept.read_public() if kept else None,
        files=[document.name for document in documents],
        others=[
            one.name for one in everybody if not one.disabled and one.account_id != session.account
        ],
        refused=explain(refused) if refused else "",
    )


async def _say_no(
    reach: Resources, session: Session, survey: str, refusal: Refusal
) -> Response[str]:
    if refusal.status >= 500 or refusal.code == "request.unknown_page":
        raise refusal
    async with transaction(reach.registrar) as conn:
        return await _show(conn, session, survey, refusal)


async def _content(file: object) -> bytes:
    if not isinstance(file, UploadFile):
        raise Refusal("file.missing")
    return await file.read(_LARGEST)


ROUTES: Final = (show_custody, hand_over, bring_opened)
