"""What tellers ask: enter a sheet by its serial, decide between two, sign, put into the box."""

from typing import Final

import msgspec
from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.document import Document
from reports.wording.downloads import PAPER_BALLOTS
from reports.writing.paper_ballot import Serial, write_paper_ballot
from service.boards.collected import actions, signing
from service.boards.collected.actions import Bench, Known, Typed
from service.boards.collected.balancing import Signed
from service.boards.collected.sealing import put_into_box
from service.boards.collected.view import CollectedView, SheetView, pile_name
from service.database import transaction
from service.identity.guards import Signed as SignedIn
from service.identity.guards import provide_signed
from service.identity.sessions import Session
from service.web import pages
from service.web.asking import AnyRequest
from service.web.fields import Fields, names, one, read_fields, whole
from service.web.files import give
from service.web.press import print_now
from service.web.resources import Reach, Resources
from surveys.refusals import Refusal

LARGEST_SHEET: Final = 256 * 1024
_MOST: Final = 100_000


@get("/")
async def show(survey: FromPath[str], session: SignedIn, reach: Reach) -> Response[str]:
    """How far the paper is."""
    return _show(session, await _look(reach, session, survey))


async def _look(reach: Resources, session: Session, survey: str) -> Bench:
    async with transaction(reach.registrar) as conn:
        return await actions.look(conn, reach.settings, session, survey)


def _show(
    session: Session,
    bench: Bench,
    refused: Refusal | None = None,
    *,
    given: Fields | None = None,
    done: str = "",
) -> Response[str]:
    return pages.answer(
        "console/collected.html",
        refused,
        view=CollectedView.of(bench, session),
        session=session,
        given={name: values[0] for name, values in (given or {}).items()},
        done=done,
    )


@get("/sheet")
async def ask_for_sheet(
    survey: FromPath[str], request: AnyRequest, session: SignedIn, reach: Reach
) -> Response[str]:
    """The form of one serial."""
    bench = await _look(reach, session, survey)
    try:
        known = actions.find_serial(
            reach.settings, bench, request.query_params.get("serial", "")[:40]
        )
        deciding = request.query_params.get("third") == "1"
        _demand_open(bench, known, session, deciding=deciding)
    except Refusal as refusal:
        return _show(session, bench, refusal)
    view = SheetView.of(bench, known, deciding=deciding, settings=reach.settings)
    return pages.answer("console/collected_sheet.html", None, view=view, session=session)


def _demand_open(bench: Bench, known: Known, session: Session, *, deciding: bool) -> None:
    """What entering it would refuse anyway, before anybody has typed for two minutes."""
    entries = next((s.entries for s in bench.entered if s.known.mark == known.mark), ())
    if bench.piles:
        raise Refusal("collected.signed")
    if session.account in {entry.account_id for entry in entries}:
        raise Refusal("collected.same_account")
    differs = any(sheet.differs for sheet in bench.entered if sheet.known.mark == known.mark)
    if deciding and not differs:
        raise Refusal("collected.agreed")
    if not deciding and len(entries) > 1:
        raise Refusal("collected.entered_twice")


@post("/sheet", status_code=200)
async def enter_sheet(
    survey: FromPath[str], body: RawBody, session: SignedIn, reach: Reach
) -> Response[str]:
    """Enter it; what cannot stand on this form goes back to be mended."""
    fields = read_fields(body)
    bench = await _look(reach, session, survey)
    try:
        known = actions.find_serial(reach.settings, bench, one(fields, "serial"))
    except Refusal as refusal:
        return _show(session, bench, refusal)
    try:
        await _enter(reach, session, bench, known, fields)
    except Refusal as refusal:
        if refusal.status >= 500:
            raise
        if refusal.code.startswith("form."):
            return _mend(session, reach, bench, known, fields=fields, refusal=refusal)
        return _show(session, bench, refusal)
    return _show(session, await _look(reach, session, survey), done=known.serial)


async def _enter(
    reach: Resources, session: Session, bench: Bench, known: Known, fields: Fields
) -> None:
    sheet = actions.read_form(bench, known, fields)
    typed = Typed(known, sheet, deciding=one(fields, "third") == "1")
    async with transaction(reach.registrar) as conn:
        await actions.enter(conn, reach.settings, session, typed, survey=bench.row.survey_id)


def _mend(  # noqa: PLR0913 -- a page is made of this
    session: Session,
    reach: Resources,
    bench: Bench,
    known: Known,
    *,
    fields: Fields,
    refusal: Refusal,
) -> Response[str]:
    deciding = one(fields, "third") == "1"
    view = SheetView.of(bench, known, fields=fields, deciding=deciding, settings=reach.settings)
    return pages.answer("console/collected_sheet.html", refusal, view=view, session=session)


@post("/seal", status_code=200)
async def seal(
    survey: FromPath[str], body: RawBody, session: SignedIn, reach: Reach
) -> Response[str] | Redirect:
    """Sign for the batch and put it into the box; cut short, the same button goes on."""
    fields = read_fields(body)
    bench = await _look(reach, session, survey)
    try:
        bench = await signing.sign_for(reach, session, survey, _signed(bench, fields))
        await put_into_box(reach, session.town, bench)
    except Refusal as refusal:
        if refusal.status >= 500:
            raise
        bench = await _look(reach, session, survey)
        return _show(session, bench, refusal, given=fields)
    return Redirect(f"/console/doors/{survey}/paper", status_code=303)


def _signed(bench: Bench, fields: Fields) -> Signed:
    piles = [(count.group, count.unit) for count in bench.printed]
    numbers = {
        what: {
            (group, unit): whole(fields, f"{what}:{pile_name(group, unit)}", most=_MOST)
            for group, unit in piles
        }
        for what in ("issued", "returned")
    }
    return Signed(numbers["issued"], numbers["returned"], names(fields, "scrutineers"))


@get("/ballots.pdf")
async def print_ballots(survey: FromPath[str], session: SignedIn, reach: Reach) -> Response[bytes]:
    """The paper ballots with their serials; printed again they are the same."""
    bench = await _look(reach, session, survey)
    if not bench.printed:
        raise Refusal("collected.none_printed")
    printed = await print_now(_lay_out(bench), reach.settings)
    name = PAPER_BALLOTS.format(title=bench.row.title)
    return give(printed, name, media="application/pdf", manner="attachment")


def _lay_out(bench: Bench) -> Document:
    """Where several groups vote, each sheet says whose it is: it is drawn from that pile."""
    manifest = bench.row.manifest.read()
    groups = manifest.rules.electorate.groups
    labels = {group.key: group.label for group in groups} if len(groups) > 1 else {}
    piles = [
        write_paper_ballot(
            bench.form_of(count.unit),
            congress=manifest.congress,
            dated=manifest.frozen_at,
            rules=manifest.rules,
            serials=tuple(
                Serial(known.serial, pile=labels.get(known.group, ""))
                for known in bench.serials.values()
                if (known.group, known.unit) == (count.group, count.unit)
            ),
        )
        for count in bench.printed
    ]
    together = tuple(block for pile in piles for block in pile.blocks)
    return msgspec.structs.replace(piles[0], blocks=together)


router = Router(
    "/console/doors/{survey:str}/paper",
    route_handlers=[show, ask_for_sheet, enter_sheet, seal, print_ballots],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=LARGEST_SHEET,
)
