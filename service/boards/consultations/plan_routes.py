"""The pages of a draft: typed, read back, kept."""

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.consultations import NAMINGS, say_naming
from service.boards.consultations import drafting, store
from service.boards.consultations.answers import HERE, to_page
from service.boards.consultations.drafting import Proposal
from service.dossier.deeds import new_key
from service.dossier.visits import deed_of
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.web import pages
from service.web.asking import AnyRequest
from service.web.fields import read_fields
from service.web.resources import Conn
from surveys.consultation.consultation import Consultation, Naming
from surveys.refusals import Refusal


@get("/new")
async def ask_for_plan(request: AnyRequest, conn: Conn, session: Signed) -> Response[str]:
    """The page of a new consultation, with the departments of the evaluation it prepares."""
    evaluation = str(request.query_params.get("evaluation", ""))[:40]
    proposal = await drafting.propose(conn, session.town, evaluation)
    return await _ask_for_plan(conn, session, proposal, action=f"{HERE}/new")


@post("/new", status_code=200)
async def draft(body: RawBody, conn: Conn, session: Signed) -> Response[str] | Redirect:
    """Keep what was typed, or say what is wrong with it."""
    deed = deed_of(session, new_key())
    proposal = drafting.read_proposal(read_fields(body))
    try:
        drafted = await drafting.work_out(conn, deed, proposal)
    except Refusal as refusal:
        return await _ask_for_plan(conn, session, proposal, action=f"{HERE}/new", refused=refusal)
    await drafting.draft(conn, deed, drafted)
    return to_page(deed.survey)


@get("/{survey:str}/edit")
async def ask_for_changes(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """The page of a draft."""
    row = await store.find(conn, session.town, survey)
    drafting.demand_draft(row)
    proposal = drafting.proposal_of(row)
    return await _ask_for_plan(conn, session, proposal, action=f"{HERE}/{survey}/edit")


@post("/{survey:str}/edit", status_code=200)
async def revise(
    survey: FromPath[str], body: RawBody, conn: Conn, session: Signed
) -> Response[str] | Redirect:
    """Change a draft."""
    deed = deed_of(session, survey)
    proposal = drafting.read_proposal(read_fields(body))
    try:
        drafted = await drafting.work_out(conn, deed, proposal)
    except Refusal as refusal:
        action = f"{HERE}/{survey}/edit"
        return await _ask_for_plan(conn, session, proposal, action=action, refused=refusal)
    await drafting.revise(conn, deed, drafted)
    return to_page(survey)


async def _ask_for_plan(
    conn: Conn,
    session: Session,
    proposal: Proposal,
    *,
    action: str,
    refused: Refusal | None = None,
) -> Response[str]:
    return pages.answer(
        "console/consultation_plan.html",
        refused,
        session=session,
        proposal=proposal,
        action=action,
        namings=_namings(),
        evaluations=await store.list_upcoming.all(conn, session.town),
    )


def _namings() -> tuple[tuple[str, str, str], ...]:
    """Each choice with the sentence that senders will read."""
    return tuple(
        (each.value, NAMINGS[each.value], say_naming(Consultation("—", (), each)))
        for each in Naming
    )


ROUTES: Final = (ask_for_plan, draft, ask_for_changes, revise)
