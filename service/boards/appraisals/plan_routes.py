"""The pages of a draft: typed, looked over in full with its rules in words, kept."""

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.rules import say_rules
from service.boards.appraisals import drafting, planning, store, view
from service.boards.appraisals.answers import HERE, to_page
from service.boards.appraisals.planning import Drafted, Proposal
from service.dossier.deeds import new_key
from service.dossier.visits import deed_of
from service.identity.guards import Signed
from service.identity.sessions import Session
from service.register import read_roll
from service.web import pages
from service.web.asking import AnyRequest
from service.web.fields import Fields, one, read_fields
from service.web.resources import Conn
from surveys import canonical
from surveys.appraisal.presets import PRESETS, SCALES
from surveys.electorate.roll import WeightingGroup
from surveys.refusals import Refusal
from surveys.rules.presets import presets
from surveys.stages import Stage


@get("/new")
async def ask_for_plan(request: AnyRequest, session: Signed) -> Response[str]:
    """The page of a new evaluation, filled from a preset."""
    proposal = planning.propose(str(request.query_params.get("preset", planning.FIRST_PLAN)))
    return _ask_for_plan(session, proposal, action=f"{HERE}/new")


@post("/new", status_code=200)
async def draft(body: RawBody, conn: Conn, session: Signed) -> Response[str] | Redirect:
    """Show what was typed in full, rules in words; then, when that was seen, keep it."""
    deed = deed_of(session, new_key())
    answer = await _look_over(conn, session, read_fields(body), action=f"{HERE}/new")
    if not isinstance(answer, Drafted):
        return answer
    await drafting.draft(conn, deed, answer.plan, answer.rules)
    return to_page(deed.survey)


@get("/{survey:str}/edit")
async def ask_for_changes(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """The page of a draft."""
    row = await store.find(conn, session.town, survey)
    if row.stage is not Stage.DRAFTED:
        raise Refusal("stage.not_from_here", here=row.stage, there=Stage.DRAFTED.value)
    proposal = planning.proposal_of(row.plan.read(), row.rules.read())
    return _ask_for_plan(session, proposal, action=f"{HERE}/{survey}/edit")


@post("/{survey:str}/edit", status_code=200)
async def revise(
    survey: FromPath[str], body: RawBody, conn: Conn, session: Signed
) -> Response[str] | Redirect:
    """Change a draft, in the same two looks."""
    row = await store.find(conn, session.town, survey)
    keys = planning.keys_of(row.plan.read())
    answer = await _look_over(
        conn, session, read_fields(body), action=f"{HERE}/{survey}/edit", keys=keys
    )
    if not isinstance(answer, Drafted):
        return answer
    await drafting.revise(conn, deed_of(session, survey), answer.plan, answer.rules)
    return to_page(survey)


async def _look_over(
    conn: Conn,
    session: Session,
    fields: Fields,
    *,
    action: str,
    keys: planning.Keys | None = None,
) -> Drafted | Response[str]:
    proposal = planning.read_proposal(fields)
    if one(fields, "go") == "edit":
        return _ask_for_plan(session, proposal, action=action)
    weightings = await _weightings(conn, session)
    drafted = planning.work_out(proposal, weightings, keys=keys)
    if not isinstance(drafted, Drafted):
        return _ask_for_plan(session, proposal, action=action, mistakes=drafted)
    seen = canonical.fingerprint(canonical.encode(drafted))
    if one(fields, "seen") == seen:
        return drafted
    return pages.show(
        "console/plan_check.html",
        session=session,
        proposal=proposal,
        drafted=drafted,
        departments=view.departments(drafted.plan),
        rule_words=say_rules(drafted.rules),
        action=action,
        seen=seen,
    )


async def _weightings(conn: Conn, session: Session) -> tuple[WeightingGroup, ...]:
    return (await read_roll(conn, session.town)).weightings


def _ask_for_plan(
    session: Session, proposal: Proposal, *, action: str, mistakes: tuple[str, ...] = ()
) -> Response[str]:
    return pages.show(
        "console/plan.html",
        status=400 if mistakes else 200,
        session=session,
        proposal=proposal,
        action=action,
        mistakes=mistakes,
        presets=PRESETS.values(),
        scales=SCALES,
        rule_sets=presets(),
    )


ROUTES: Final = (ask_for_plan, draft, ask_for_changes, revise)
