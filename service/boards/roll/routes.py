"""What the secretary's browser asks of the roll: look up, import, download the template."""

import asyncio
from typing import Final

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.response import Redirect

from reports.wording.refusals import explain
from reports.wording.roll import COPY, FILE, FIRST_WEIGHTING
from service.boards.roll import actions, importing, store, taking_out
from service.boards.roll.importing import DryRun, Table
from service.boards.roll.template import write_template
from service.boards.roll.view import MOST_SHOWN, PreviewView, RollView, say_mistakes
from service.dossier.visits import deed_of
from service.identity.guards import Signed, provide_signed
from service.identity.sessions import Session
from service.spreadsheets.apart import read_sheets_apart
from service.spreadsheets.reading import MOST_BYTES
from service.web import pages
from service.web.asking import AnyRequest
from service.web.files import give, receive
from service.web.resources import Conn, Reach
from surveys import canonical
from surveys.refusals import Refusal

LARGEST: Final = MOST_BYTES * 4
"""A table travels back as text: several bytes a character, quoted."""
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HERE: Final = "/console/roll"


@get("/")
async def show_roll(
    request: AnyRequest, conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """Everybody, or those whose name or group is asked for."""
    view = RollView.of(
        reach.settings,
        await store.list_people.all(conn, session.town),
        groups=await store.list_roll_groups.all(conn, session.town),
        weightings=await store.list_roll_weightings.all(conn, session.town),
        asked=str(request.query_params.get("q", "")).strip()[:40],
    )
    return pages.show("console/roll.html", view=view, session=session, most=MOST_SHOWN)


@get("/import")
async def ask_for_file(conn: Conn, session: Signed) -> Response[str]:
    """Ask for the file."""
    return _ask(session, weightings=await importing.offered_weightings(conn, session.town))


@post("/import", status_code=200)
async def preview(request: AnyRequest, conn: Conn, session: Signed, reach: Reach) -> Response[str]:
    """Read the file and say what it would bring, or every mistake in it; nothing is written."""
    form = await request.form()
    weightings = str(form.get("weightings", ""))
    try:
        content = await receive(form.get("file"), most=MOST_BYTES)
        table = Table(await read_sheets_apart(content), weightings)
        run = await importing.try_out(conn, reach.settings, session.town, table)
    except Refusal as refusal:
        return _ask(session, weightings=weightings, refused=explain(refusal), status=refusal.status)
    if not isinstance(run, DryRun):
        rejected = Refusal("roll.rejected", number=len(run))
        return _ask(
            session,
            weightings=weightings,
            refused=explain(rejected),
            mistakes=say_mistakes(run),
            status=rejected.status,
        )
    return await asyncio.to_thread(_show_preview, run, table, session)


def _show_preview(run: DryRun, table: Table, session: Session) -> Response[str]:
    view = PreviewView.of(run, table)
    return pages.show("console/roll_preview.html", view=view, session=session)


@post("/take-over")
async def take_over(request: AnyRequest, conn: Conn, session: Signed, reach: Reach) -> Redirect:
    """Import what was shown: everybody or nobody."""
    form = await request.form()
    table = canonical.decode(str(form.get("table", "")), Table, code="request.malformed")
    run = await importing.try_out(conn, reach.settings, session.town, table)
    if not isinstance(run, DryRun):
        raise Refusal("roll.rejected", number=len(run))
    await actions.take_over(conn, deed_of(session), run.register.roll, settings=reach.settings)
    return Redirect(HERE, status_code=303)


@get("/template.xlsx")
async def download_template(conn: Conn, session: Signed) -> Response[bytes]:
    """The table to fill in, with the town's own groups to choose from."""
    groups = [row.label for row in await store.list_roll_groups.all(conn, session.town)]
    weightings = [row.label for row in await store.list_roll_weightings.all(conn, session.town)]
    content = await asyncio.to_thread(write_template, groups, weightings or [FIRST_WEIGHTING])
    return give(content, FILE, media=SPREADSHEET, manner="attachment")


@post("/copy", status_code=200)
async def take_copy(conn: Conn, session: Signed, reach: Reach) -> Response[bytes]:
    """The roll as it stands, as a table that can be imported again."""
    content = await taking_out.take_out(conn, deed_of(session), reach.settings)
    return give(content, COPY, media=SPREADSHEET, manner="attachment")


def _ask(
    session: Session,
    *,
    weightings: str,
    refused: str = "",
    mistakes: tuple[str, ...] = (),
    status: int = 200,
) -> Response[str]:
    return pages.show(
        "console/roll_import.html",
        status=status,
        session=session,
        weightings=weightings,
        refused=refused,
        mistakes=mistakes,
    )


router = Router(
    HERE,
    route_handlers=[show_roll, ask_for_file, preview, take_over, download_template, take_copy],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=LARGEST,
)
