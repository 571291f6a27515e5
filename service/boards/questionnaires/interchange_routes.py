"""Questionnaires from other systems, and to them: upload with a look first, and downloads."""

import asyncio
from typing import Final, cast

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import Provide
from litestar.params import FromPath

from reports.wording.interchange import FORMATS
from service.boards.questionnaires import actions
from service.boards.questionnaires.view import HERE, Findings
from service.identity.guards import Signed, provide_signed
from service.identity.sessions import Session
from service.interchange.apart import Become, read_apart
from service.interchange.objections import Objection
from service.interchange.writing import file_name, write_questionnaire
from service.spreadsheets.reading import MOST_BYTES
from service.web import pages
from service.web.asking import AnyRequest
from service.web.files import give
from service.web.resources import Conn
from surveys import canonical
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.reading import parse
from surveys.refusals import Refusal

_LARGEST: Final = 2 * MOST_BYTES + 1024 * 1024
_SHOWN: Final = 200


@get("/import")
async def ask_for_file(session: Signed) -> Response[str]:
    """Where a file is chosen."""
    return _ask(session)


@post("/import", status_code=200)
async def read_file(request: AnyRequest, session: Signed) -> Response[str]:
    """What the file becomes, in the box where it can be mended and saved; nothing is kept yet."""
    form = await request.form()
    try:
        name, content = await _content(form.get("file"))
        became = await read_apart(name, content)
    except Refusal as refusal:
        return _ask(session, refused=refusal)
    return await asyncio.to_thread(_show, session, became)


def _show(session: Session, became: Become) -> Response[str]:
    return pages.show(
        "console/questionnaire_text.html",
        session=session,
        text=became.text,
        row=None,
        seen="",
        action=f"{HERE}/new",
        findings=Findings.of(parse(became.text), session.congress),
        remarks=tuple(remark.sentence() for remark in became.read.remarks),
    )


@get("/{key:str}/as/{format:str}")
async def download(
    key: FromPath[str],
    format: FromPath[str],  # noqa: A002 -- as the address says it
    conn: Conn,
    session: Signed,
) -> Response[bytes]:
    """The newest version as a file; what the format cannot hold is refused by name."""
    row = await actions.find(conn, session.town, key)
    if not row.ready:
        unread = (await asyncio.to_thread(parse, row.source)).unread
        raise Refusal("questionnaire.unread", number=max(1, len(unread)))
    form = canonical.decode(row.form, Questionnaire)
    content = await asyncio.to_thread(write_questionnaire, form, format)
    called = file_name(form, format)
    return give(content, called, media="application/octet-stream", manner="attachment")


def _ask(session: Session, *, refused: Refusal | None = None) -> Response[str]:
    found = refused.data.get("objections", ()) if refused else ()
    objections = cast("tuple[Objection, ...]", found)
    return pages.answer(
        "console/questionnaire_import.html",
        refused,
        session=session,
        objections=tuple(each.sentence() for each in objections[:_SHOWN]),
        more=max(0, len(objections) - _SHOWN),
        formats=FORMATS.values(),
    )


async def _content(file: object) -> tuple[str, bytes]:
    if not isinstance(file, UploadFile):
        raise Refusal("file.missing")
    return file.filename or "", await file.read(2 * MOST_BYTES + 1)


router = Router(
    HERE,
    route_handlers=[ask_for_file, read_file, download],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=_LARGEST,
)
