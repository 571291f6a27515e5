"""What a browser asks of a paper's print: how far it is, once more, the file."""

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.downloads import DRAFT
from service.boards.documents import asking
from service.boards.documents.answers import read, tell, to_page
from service.boards.documents.asking import Failed, Ready
from service.boards.documents.composing import Draft
from service.boards.documents.view import PaperView
from service.database import transaction
from service.dossier.files import MEDIA
from service.dossier.visits import Visit
from service.identity.guards import Signed
from service.press.orders import Form
from service.web import assets, pages
from service.web.asking import AnyRequest
from service.web.fields import one, read_fields
from service.web.files import give
from service.web.resources import Conn, Reach
from service.web.safety import content_policy
from surveys.refusals import Refusal

_SHOWN_BY_US: Final = {
    "content-security-policy": content_policy(assets.inline_hashes(), framed="'self'"),
    "x-frame-options": "SAMEORIGIN",
}


@get("/{paper:str}/print")
async def show_print(
    survey: FromPath[str], paper: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """How far the print is, for a page that asks again and again."""
    draft = await read(Visit(conn, session, reach), survey, paper)
    found = await asking.look_or_ask(conn, reach.settings, draft, Form.PDF)
    return pages.show(
        "console/paper_print.html",
        survey=survey,
        key=draft.wanted.key,
        seen=draft.fingerprint,
        printing=tell(found),
        session=session,
    )


@post("/{paper:str}/print", status_code=200)
async def print_again(
    survey: FromPath[str], paper: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Redirect:
    """Ask once more for a file that could not be printed."""
    form = _form(one(read_fields(body), "form"))
    async with transaction(reach.registrar) as conn:
        draft = await read(Visit(conn, session, reach), survey, paper)
        if isinstance(await asking.look(conn, reach.settings, draft, form), Failed):
            await asking.ask(conn, reach.settings, draft, form)
    return to_page(survey, draft.wanted.key)


@get("/{paper:str}/{form:str}")
async def download(
    request: AnyRequest, survey: FromPath[str], paper: FromPath[str], session: Signed, reach: Reach
) -> Response[bytes] | Response[str]:
    """The file; until it is made, a page that says how far it is and asks again."""
    wanted, asks_again = _form(request.path_params["form"]), "hx-request" in request.headers
    async with transaction(reach.registrar) as conn:
        draft = await read(Visit(conn, session, reach), survey, paper)
        if wanted not in draft.wanted.paper.forms:
            raise Refusal("request.unknown_page")
        found = await asking.look_or_ask(conn, reach.settings, draft, wanted)
    if isinstance(found, Ready) and not asks_again:
        return _give(draft, wanted, found.content)
    return pages.show(
        "console/paper_wait.html",
        row=draft.row,
        view=PaperView.of(draft, typed={}, faults={}),
        form=wanted.value,
        printing=tell(found),
        session=session,
    )


def _give(draft: Draft, form: Form, content: bytes) -> Response[bytes]:
    title = draft.written.title
    name = f"{DRAFT.format(title=title) if draft.written.draft else title}.{form.value}"
    manner = "inline" if form is Form.PDF else "attachment"
    return give(content, name, media=MEDIA[form.value], manner=manner, headers=_SHOWN_BY_US)


def _form(written: str) -> Form:
    try:
        return Form(written)
    except ValueError as error:
        raise Refusal("request.unknown_page") from error


ROUTES: Final = (show_print, print_again, download)
