"""What the secretary's browser asks of questionnaires: begin, paste, edit, try, upload."""

import asyncio
from typing import Final

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.interchange import FORMATS
from reports.wording.questionnaires import FILE, explain_cell
from reports.wording.refusals import explain
from service.boards.questionnaires import actions, list_editor, store, trial_routes
from service.boards.questionnaires.store import VersionRow
from service.boards.questionnaires.view import HERE, EditorView, Findings, fingerprint
from service.dossier.visits import deed_of
from service.identity.guards import Signed, provide_signed
from service.identity.sessions import Session
from service.spreadsheets.apart import read_sheets_apart
from service.spreadsheets.questionnaire_sheet import read_questionnaire
from service.spreadsheets.questionnaire_template import write_template
from service.spreadsheets.reading import MOST_BYTES
from service.web import pages
from service.web.asking import AnyRequest
from service.web.fields import Fields, one, read_fields
from service.web.files import give, receive
from service.web.resources import Conn
from surveys.questionnaire.paste.dumping import dump
from surveys.questionnaire.paste.reading import Reading, parse
from surveys.questionnaire.presets import PRESETS
from surveys.refusals import Refusal

LARGEST: Final = MOST_BYTES + 1024 * 1024
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/")
async def list_all(conn: Conn, session: Signed) -> Response[str]:
    """Every questionnaire of the town."""
    rows = await store.list_questionnaires.all(conn, session.town)
    return pages.show("console/questionnaires.html", rows=rows, session=session)


@get("/new")
async def begin(request: AnyRequest, session: Signed) -> Response[str]:
    """What to begin from; with `preset`, its text in the box."""
    preset = PRESETS.get(str(request.query_params.get("preset", "")))
    if preset:
        return await _box(session, preset.text)
    return pages.show("console/questionnaire_new.html", presets=PRESETS.values(), session=session)


@post("/new", status_code=200)
async def create(body: RawBody, conn: Conn, session: Signed) -> Response[str] | Redirect:
    """Show what a pasted text becomes, or keep it."""
    fields = read_fields(body)
    text = one_text(fields)
    if one(fields, "go") != "save":
        return await _box(session, text)
    key = await actions.create(conn, deed_of(session), text)
    return Redirect(f"{HERE}/{key}", status_code=303)


@post("/preview", status_code=200)
async def show_preview(body: RawBody, session: Signed) -> Response[str]:
    """The preview alone, for the box that asks while somebody types."""
    return await asyncio.to_thread(_draw_preview, one_text(read_fields(body)), session)


def _draw_preview(text: str, session: Session) -> Response[str]:
    findings = Findings.of(parse(text), session.congress)
    return pages.show("console/questionnaire_preview.html", findings=findings)


@get("/template.xlsx")
async def download_template() -> Response[bytes]:
    """The table to fill in."""
    content = await asyncio.to_thread(write_template)
    return give(content, FILE, media=SPREADSHEET, manner="attachment")


@post("/upload", status_code=200)
async def upload(request: AnyRequest, session: Signed) -> Response[str]:
    """Read a table into the box, or say every mistake in it; nothing is kept."""
    form = await request.form()
    try:
        content = await receive(form.get("file"), most=MOST_BYTES)
        sheets = await read_sheets_apart(content)
        read = await asyncio.to_thread(read_questionnaire, sheets[0])
    except Refusal as refusal:
        return _ask_again(session, refused=refusal)
    if isinstance(read, Reading):
        return await _box(session, await asyncio.to_thread(dump, read.form))
    rejected = Refusal("questionnaire.rejected", number=len(read))
    return _ask_again(session, refused=rejected, mistakes=tuple(map(explain_cell, read[:200])))


@get("/{key:str}")
async def show_editor(key: FromPath[str], conn: Conn, session: Signed) -> Response[str] | Redirect:
    """The list editor of the newest version; a text that was not read whole is mended as text."""
    row = await actions.find(conn, session.town, key)
    reading = await asyncio.to_thread(parse, row.source)
    if reading.unread:
        return Redirect(f"{HERE}/{key}/text", status_code=303)
    return await asyncio.to_thread(_draw_editor, row, reading, session)


def _draw_editor(row: VersionRow, reading: Reading, session: Session) -> Response[str]:
    view = EditorView.of(row, reading, session.congress)
    return pages.show(
        "console/questionnaire_list.html", view=view, formats=FORMATS, session=session
    )


@post("/{key:str}/list", status_code=200)
async def edit_list(
    key: FromPath[str], request: AnyRequest, body: RawBody, conn: Conn, session: Signed
) -> Response[str] | Redirect:
    """One small change, kept at once."""
    fields = read_fields(body)
    row = await actions.find(conn, session.town, key)
    reading = await asyncio.to_thread(parse, row.source)
    if reading.unread:
        raise Refusal("questionnaire.unread", number=len(reading.unread))
    edited = await asyncio.to_thread(list_editor.edit, reading.form, fields)
    text, seen = await asyncio.to_thread(dump, edited.form), one(fields, "seen")
    await actions.revise(conn, deed_of(session), key, text, seen=seen)
    if request.headers.get("hx-request") != "true":
        return Redirect(f"{HERE}/{key}#{edited.focus or 'top'}", status_code=303)
    row = await actions.find(conn, session.town, key)
    return await asyncio.to_thread(_draw_rows, row, session, edited.focus)


def _draw_rows(row: VersionRow, session: Session, focus: str) -> Response[str]:
    reading = parse(row.source)
    view = EditorView.of(row, reading, session.congress, focus=focus, said="saved")
    return pages.show("console/questionnaire_rows.html", view=view, session=session)


@get("/{key:str}/text")
async def show_text(key: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """The newest version as text."""
    row = await actions.find(conn, session.town, key)
    return await _box(session, row.source, row=row)


@post("/{key:str}/text", status_code=200)
async def edit_text(
    key: FromPath[str], body: RawBody, conn: Conn, session: Signed
) -> Response[str] | Redirect:
    """Show what a changed text becomes, or keep it."""
    fields = read_fields(body)
    text, seen = one_text(fields), one(fields, "seen")
    if one(fields, "go") != "save":
        return await _box(session, text, row=await actions.find(conn, session.town, key), seen=seen)
    await actions.revise(conn, deed_of(session), key, text, seen=seen)
    return Redirect(f"{HERE}/{key}", status_code=303)


@post("/{key:str}/copy")
async def copy(key: FromPath[str], conn: Conn, session: Signed) -> Redirect:
    """Begin the next version."""
    await actions.copy(conn, deed_of(session), key)
    return Redirect(f"{HERE}/{key}", status_code=303)


@post("/{key:str}/delete")
async def delete(key: FromPath[str], conn: Conn, session: Signed) -> Redirect:
    """Throw away a draft."""
    await actions.delete(conn, deed_of(session), key)
    return Redirect(HERE, status_code=303)


def one_text(fields: Fields) -> str:
    """The pasted text, its lines as they are."""
    return "\n".join(fields.get("text", [""])[:1])


async def _box(
    session: Session, text: str, *, row: VersionRow | None = None, seen: str = ""
) -> Response[str]:
    """Read and drawn beside the loop: a long text takes a while, and voters do not wait for it."""
    return await asyncio.to_thread(_draw_box, session, text, row=row, seen=seen)


def _draw_box(session: Session, text: str, *, row: VersionRow | None, seen: str) -> Response[str]:
    return pages.show(
        "console/questionnaire_text.html",
        session=session,
        text=text,
        row=row,
        seen=seen or (fingerprint(row.source) if row else ""),
        action=f"{HERE}/{row.questionnaire_id}/text" if row else f"{HERE}/new",
        findings=Findings.of(parse(text), session.congress),
    )


def _ask_again(
    session: Session, *, refused: Refusal, mistakes: tuple[str, ...] = ()
) -> Response[str]:
    return pages.show(
        "console/questionnaire_new.html",
        status=refused.status,
        presets=PRESETS.values(),
        session=session,
        refused=explain(refused),
        mistakes=mistakes,
    )


router = Router(
    HERE,
    route_handlers=[
        list_all,
        begin,
        create,
        show_preview,
        download_template,
        upload,
        show_editor,
        edit_list,
        show_text,
        edit_text,
        copy,
        delete,
        *trial_routes.ROUTES,
    ],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=LARGEST,
)
