"""What anybody's browser asks of a consultation: read, write, look up, read the digest."""

from typing import Final

from litestar import Response, Router, get, post
from litestar.params import FromPath, RawBody

from reports.wording.refusals import explain
from service.boards.consultations import receiving, store
from service.boards.consultations.digest_view import DigestView
from service.boards.consultations.letterbox import Headed, LetterView, tell, words_in
from service.boards.consultations.receiving import Arrival, demand_open, new_code
from service.boards.consultations.store import ConsultationRow
from service.clock import now
from service.database import Connection, transaction
from service.register import read_congress
from service.web import pages
from service.web.asking import AnyRequest, wants_big
from service.web.fields import Fields, one, read_fields
from service.web.files import give
from service.web.resources import Conn, Reach, Resources
from surveys.consultation.course import Stage
from surveys.consultation.opinion import Submission, read_submission
from surveys.refusals import Refusal

LARGEST: Final = 768 * 1024
"""Bytes: forty boxes of a thousand letters, each sent as nine bytes, and some room."""


@get("/{survey:str}")
async def show_consultation(
    survey: FromPath[str], request: AnyRequest, conn: Conn
) -> Response[str]:
    """The text with a box under each section; after publication, what came of it."""
    row = await store.find_by_address(conn, survey)
    if row.stage is Stage.VOID:
        raise Refusal("consultation.void")
    congress = await read_congress.get(conn, row.town_id)
    if row.stage is Stage.PUBLISHED:
        return pages.show(
            "public/consultation.html",
            view=Headed(congress, row.survey_id, row.title),
            digest=DigestView.of(row.digest.read()),
            big=wants_big(request),
        )
    view = LetterView.of(row, congress, fields={}, code=new_code(), is_open=_is_open(row))
    return pages.show("voter/consultation.html", view=view, refused="", big=wants_big(request))


@post("/{survey:str}", status_code=200)
async def send(survey: FromPath[str], body: RawBody, reach: Reach) -> Response[str]:
    """Take in what somebody wrote; if that cannot be, give it back with the reason."""
    fields = read_fields(body)
    try:
        async with transaction(reach.registrar) as conn:
            code = await _receive(conn, reach, survey, fields)
    except Refusal as refusal:
        if refusal.status >= 500 or not refusal.code.startswith("consultation."):
            raise
        return await _give_back(reach, survey, fields, refusal)
    async with transaction(reach.registrar) as conn:
        row = await store.find_by_address(conn, survey)
        congress = await read_congress.get(conn, row.town_id)
    return pages.show(
        "voter/consultation_receipt.html",
        view=Headed(congress, row.survey_id, row.title),
        code=code,
        site=f"{reach.settings.public_address}/c/{survey}/reply",
    )


async def _receive(conn: Connection, reach: Resources, survey: str, fields: Fields) -> str:
    at = now()
    row = await receiving.find_open(conn, survey, now=at)
    arrival = Arrival(_read(row, fields), one(fields, "code") or new_code(), at)
    return await receiving.receive(conn, reach.settings, row, arrival)


def _read(row: ConsultationRow, fields: Fields) -> Submission:
    return read_submission(
        row.plan.read(),
        words_in(fields),
        name=one(fields, "name"),
        contact=one(fields, "contact"),
        consented=bool(one(fields, "consented")),
    )


async def _give_back(
    reach: Resources, survey: str, fields: Fields, refusal: Refusal
) -> Response[str]:
    """Nobody's words are lost: they stand in their boxes again."""
    async with transaction(reach.registrar) as conn:
        row = await store.find_by_address(conn, survey)
        congress = await read_congress.get(conn, row.town_id)
    code = one(fields, "code") or new_code()
    view = LetterView.of(row, congress, fields=fields, code=code, is_open=_is_open(row))
    return pages.show(
        "voter/consultation.html",
        status=refusal.status,
        view=view,
        refused=explain(refusal),
        big=False,
    )


def _is_open(row: ConsultationRow) -> bool:
    try:
        demand_open(row, now())
    except Refusal:
        return False
    return True


@get("/{survey:str}/reply")
async def ask_for_code(survey: FromPath[str], request: AnyRequest, conn: Conn) -> Response[str]:
    """Ask for the code."""
    row = await store.find_by_address(conn, survey)
    congress = await read_congress.get(conn, row.town_id)
    return pages.show(
        "public/consultation_reply.html",
        view=Headed(congress, row.survey_id, row.title),
        fates=(),
        code="",
        refused="",
        big=wants_big(request),
    )


@post("/{survey:str}/reply", status_code=200)
async def show_fate(
    survey: FromPath[str], body: RawBody, conn: Conn, reach: Reach
) -> Response[str]:
    """What became of everything sent under a code."""
    row = await store.find_by_address(conn, survey)
    congress = await read_congress.get(conn, row.town_id)
    code, refused, fates = one(read_fields(body), "code"), None, ()
    try:
        fates = tell(row, await receiving.look_up(conn, reach.settings, row, code))
    except Refusal as refusal:
        refused = refusal
    return pages.answer(
        "public/consultation_reply.html",
        refused,
        view=Headed(congress, row.survey_id, row.title),
        fates=fates,
        code=code,
        big=False,
    )


@get("/{survey:str}/files/{name:str}")
async def download(survey: FromPath[str], name: FromPath[str], conn: Conn) -> Response[bytes]:
    """The printed digest, once it is published."""
    file = await store.read_public_digest.find(conn, survey, name)
    return give(file.content, f"{survey}-{name}", media=file.media_type)


router = Router(
    "/c",
    route_handlers=[show_consultation, send, ask_for_code, show_fate, download],
    request_max_body_size=LARGEST,
)
