"""A file of a paper that somebody wants to see: printed before, being printed, or asked for now."""

from typing import Final, TypeAlias

from reports.document import Document
from reports.rendering.fonts import locate_fonts
from reports.wording.jobs import WAITING
from reports.wording.rules import say_rules
from service.boards.documents import store
from service.boards.documents.composing import Draft
from service.boards.documents.store import AppraisedRow
from service.database import Connection
from service.dossier.files import read_file
from service.jobs import queue
from service.press import keeping
from service.press.orders import Form, Order, key_of, order
from service.settings import Settings
from surveys import canonical
from surveys.values import Value

PRINT: Final = "paper.print"
ISSUE: Final = "paper.issue"
PDF: Final = "application/pdf"


class Asked(Value, frozen=True):
    """What the worker is asked: which paper of this day, in which form, seen as which print."""

    document: str
    form: Form
    day: str
    key: str


class ToIssue(Value, frozen=True):
    """The paper whose file the worker is to keep."""

    document: str


class Ready(Value, frozen=True):
    """The file."""

    content: bytes


class Underway(Value, frozen=True):
    """How far it is."""

    words: str


class Failed(Value, frozen=True):
    """Why there is none."""

    words: str


Printing: TypeAlias = Ready | Underway | Failed


def order_of(row: AppraisedRow, document: Document, form: Form) -> Order:
    """The order that makes a file of a document; the rule goes on a sheet of the workbook."""
    told = say_rules(row.rules.read()) if form is Form.XLSX else ()
    return order(document, form=form, rule_words=told)


def file_name(document: str) -> str:
    """Under which name the file of an issued paper is kept."""
    return f"paper-{document}.pdf"


async def look(conn: Connection, settings: Settings, draft: Draft, form: Form) -> Printing:
    """The file, or how far it is; nothing is asked for."""
    row = draft.row
    if draft.issued_at and form is Form.PDF:
        return await _look_for_issued(conn, draft)
    wish = _wish(settings, draft, form)
    known = await keeping.find_print.maybe(conn, row.town_id, wish.key)
    return Ready(known) if known is not None else await _look_for_job(conn, row, PRINT, wish)


async def ask(conn: Connection, settings: Settings, draft: Draft, form: Form) -> None:
    """Ask the worker for the file, again if it failed before."""
    wish = _wish(settings, draft, form)
    if draft.issued_at and form is Form.PDF:
        await ask_to_keep(conn, draft)
    else:
        await _enqueue(conn, draft.row, PRINT, wish)


async def look_or_ask(conn: Connection, settings: Settings, draft: Draft, form: Form) -> Printing:
    """The file; asked for if nobody did."""
    found = await look(conn, settings, draft, form)
    if found == Underway(""):
        await ask(conn, settings, draft, form)
        return Underway(WAITING)
    return found


async def ask_to_keep(conn: Connection, draft: Draft) -> None:
    """Ask the worker to print an issued paper and keep its file."""
    await _enqueue(conn, draft.row, ISSUE, ToIssue(draft.wanted.key))


async def _look_for_issued(conn: Connection, draft: Draft) -> Printing:
    row, key = draft.row, draft.wanted.key
    file = await read_file.maybe(conn, row.town_id, row.survey_id, file_name(key))
    return Ready(file.content) if file else await _look_for_job(conn, row, ISSUE, ToIssue(key))


async def _look_for_job(
    conn: Connection, row: AppraisedRow, kind: str, wish: Asked | ToIssue
) -> Printing:
    job = await store.find_press_job.maybe(
        conn, row.town_id, row.survey_id, kind, canonical.encode(wish).decode()
    )
    match job:
        case store.PressJobRow("failed"):
            return Failed(job.error)
        case store.PressJobRow("waiting" | "taken"):
            return Underway(job.progress or job.error or WAITING)
        case _:  # nobody asked, or its print was forgotten
            return Underway("")


def _wish(settings: Settings, draft: Draft, form: Form) -> Asked:
    wanted = order_of(draft.row, draft.written, form)
    key = key_of(wanted, locate_fonts(settings.fonts))
    return Asked(draft.wanted.key, form, draft.day, key)


async def _enqueue(conn: Connection, row: AppraisedRow, kind: str, wish: Asked | ToIssue) -> None:
    payload = canonical.encode(wish).decode()
    await queue.enqueue(conn, kind=kind, town=row.town_id, survey=row.survey_id, payload=payload)
