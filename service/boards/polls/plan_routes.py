"""The pages of a draft: typed, read back, kept."""

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from service.boards.polls import drafting, planning, store
from service.boards.polls.answers import HERE, to_page
from service.boards.polls.drafting import Draft
from service.boards.polls.planning import Proposal
from service.dossier.deeds import new_key
from service.dossier.visits import deed_of
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.register import read_groups
from service.web import pages
from service.web.asking import AnyRequest
from service.web.fields import read_fields
from service.web.resources import Conn
from surveys.refusals import Refusal
from surveys.stages import Stage


@get("/new")
async def ask_for_plan(request: AnyRequest, conn: Conn, session: Signed) -> Response[str]:
    """The page of a new poll, with the town's groups filled in."""
    proposal = planning.propose(await read_groups(conn, session.town))
    source = str(request.query_params.get("questionnaire", ""))[:60]
    proposal = Proposal(source=source, groups=proposal.groups)
    return await _ask_for_plan(conn, session, proposal, action=f"{HERE}/new")


@post("/new", status_code=200)
async def draft(body: RawBody, conn: Conn, session: Signed) -> Response[str] | Redirect:
    """Keep what was typed, or say every mistake in it."""
    deed = deed_of(session, new_key())
    answer = await _look_over(conn, session, body, action=f"{HERE}/new")
    if not isinstance(answer, Draft):
        return answer
    await drafting.draft(conn, deed, answer)
    return to_page(deed.survey)


@get("/{survey:str}/edit")
async def ask_for_changes(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """The page of a draft."""
    row = await store.find(conn, session.town, survey)
    if row.stage is not Stage.DRAFTED:
        raise Refusal("poll.unmendable")
    proposal = planning.proposal_of(row)
    return await _ask_for_plan(conn, session, proposal, action=f"{HERE}/{survey}/edit")


@post("/{survey:str}/edit", status_code=200)
async def revise(
    survey: FromPath[str], body: RawBody, conn: Conn, session: Signed
) -> Response[str] | Redirect:
    """Change a draft."""
    answer = await _look_over(conn, session, body, action=f"{HERE}/{survey}/edit")
    if not isinstance(answer, Draft):
        return answer
    await drafting.revise(conn, deed_of(session, survey), answer)
    return to_page(survey)


async def _look_over(
    conn: Conn, session: Session, body: bytes, *, action: str
) -> Draft | Response[str]:
    proposal = planning.read_proposal(read_fields(body))
    drafted = await planning.work_out(conn, session.town, proposal)
    if isinstance(drafted, Draft):
        return drafted
    return await _ask_for_plan(conn, session, proposal, action=action, mistakes=drafted)


async def _ask_for_plan(
    conn: Conn,
    session: Session,
    proposal: Proposal,
    *,
    action: str,
    mistakes: tuple[str, ...] = (),
) -> Response[str]:
    return pages.show(
        "console/poll_plan.html",
        status=400 if mistakes else 200,
        session=session,
        proposal=proposal,
        action=action,
        mistakes=mistakes,
        questionnaires=await store.list_questionnaires.all(conn, session.town),
    )


ROUTES: Final = (ask_for_plan, draft, ask_for_changes, revise)
