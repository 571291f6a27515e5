"""The review desk and the digest that grows out of it."""

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.consultations import STATES
from reports.wording.downloads import DIGEST_DRAFT
from reports.writing.digest import write_digest
from service.boards.consultations import reviewing, store
from service.boards.consultations.answers import HERE, runs
from service.boards.consultations.desk import Asked, DeskView, lay_out
from service.boards.consultations.digest_view import DigestView
from service.boards.consultations.reading import occasion_of, read_reviewed
from service.clock import now
from service.database import transaction
from service.dossier.files import read_file
from service.dossier.steps import carry_out
from service.dossier.visits import Visit, deed_of
from service.identity.guards import Signed
from service.web import pages
from service.web.asking import AnyRequest
from service.web.fields import Fields, again, one, read_fields
from service.web.files import give
from service.web.press import print_now
from service.web.resources import Conn, Reach
from surveys.consultation.digest import digest_of
from surveys.consultation.review import Received
from surveys.refusals import Refusal


@get("/{survey:str}/opinions")
async def show_desk(
    survey: FromPath[str], request: AnyRequest, conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """One opinion after another; the secretary sees who sent it, nobody else does."""
    asked = Asked(
        state=str(request.query_params.get("state", "received")),
        at=_number(request.query_params.get("at", "")),
        after=_number(request.query_params.get("after", "")),
    )
    return await _show_desk(Visit(conn, session, reach), survey, asked)


async def _show_desk(
    visit: Visit,
    survey: str,
    asked: Asked,
    *,
    refused: Refusal | None = None,
    fields: Fields | None = None,
) -> Response[str]:
    session = visit.session
    return pages.answer(
        "console/consultation_desk.html",
        refused,
        view=await _lay_out(visit, survey, asked),
        given=again(fields),
        session=session,
        runs=runs(session),
    )


async def _lay_out(visit: Visit, survey: str, asked: Asked) -> DeskView:
    conn, session, _ = visit
    row = await store.find(conn, session.town, survey)
    senders = await store.read_senders.all(conn, session.town, survey) if runs(session) else []
    return lay_out(
        row,
        await read_reviewed(conn, session.town, survey),
        await store.read_reviews.all(conn, session.town, survey),
        senders=senders,
        asked=asked,
    )


@post("/{survey:str}/opinions/{number:int}", status_code=200)
async def review(
    survey: FromPath[str],
    number: FromPath[int],
    body: RawBody,
    session: Signed,
    reach: Reach,
) -> Response[str] | Redirect:
    """Take a step and go to the next of the heap; what stands against it is said beside it."""
    fields, deed = read_fields(body), deed_of(session, survey)
    heap = one(fields, "heap") if one(fields, "heap") in STATES else ""
    onward = "after" if heap == Received.__struct_config__.tag else "at"

    async def decide() -> Response[str] | Redirect:
        entry = reviewing.read_entry(fields, deed)
        async with transaction(reach.registrar) as conn:
            await reviewing.review(conn, deed, number, entry)
        return Redirect(f"{HERE}/{survey}/opinions?state={heap}&{onward}={number}", status_code=303)

    async def say_no(visit: Visit, refusal: Refusal) -> Response[str] | Redirect:
        asked = Asked(state=heap, at=number)
        return await _show_desk(visit, survey, asked, refused=refusal, fields=fields)

    return await carry_out(session, reach, act=decide(), say_no=say_no)


@get("/{survey:str}/digest-preview")
async def preview_digest(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """What the digest would say now."""
    row = await store.find(conn, session.town, survey)
    digest = digest_of(row.plan.read(), await read_reviewed(conn, session.town, survey))
    view = DigestView.of(digest)
    return pages.show("console/consultation_digest.html", row=row, view=view, session=session)


@get("/{survey:str}/digest-draft.pdf")
async def print_draft(survey: FromPath[str], session: Signed, reach: Reach) -> Response[bytes]:
    """The same on official paper, marked as a draft and kept nowhere."""
    async with transaction(reach.registrar) as conn:
        row = await store.find(conn, session.town, survey)
        digest = digest_of(row.plan.read(), await read_reviewed(conn, session.town, survey))
    document = write_digest(digest, occasion_of(row, session.congress, now()), draft=True)
    printed = await print_now(document, reach.settings)
    return give(printed, DIGEST_DRAFT.format(title=row.title), media="application/pdf")


@get("/{survey:str}/files/{name:str}")
async def download(
    survey: FromPath[str], name: FromPath[str], conn: Conn, session: Signed
) -> Response[bytes]:
    """The printed digest."""
    file = await read_file.find(conn, session.town, survey, name)
    return give(file.content, f"{survey}-{name}", media=file.media_type)


def _number(written: object) -> int:
    text = str(written)
    return int(text[:9]) if text.isascii() and text.isdigit() else 0


ROUTES: Final = (show_desk, review, preview_digest, print_draft, download)
