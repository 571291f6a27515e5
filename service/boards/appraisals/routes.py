"""What the secretary's browser asks of evaluations: list, draft, run, read."""

from functools import partial
from typing import Final

import msgspec
from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.consultations import say_stage as say_consultation
from reports.wording.prompting import HEADING, say_prompting
from reports.wording.stages import say_stage
from service.boards.appraisals import (
    card_routes,
    counting,
    custody_routes,
    drafting,
    plan_routes,
    quoting_routes,
    steps,
    store,
)
from service.boards.appraisals.answers import look_at_turnout, to_page
from service.boards.appraisals.quoting import find_quotation
from service.boards.appraisals.remarks_view import lay_out_remarks
from service.boards.appraisals.shares import find_custody
from service.boards.appraisals.small_groups import warn_of_small_groups
from service.boards.appraisals.view import EvaluationView
from service.database import transaction
from service.dossier.course import read_progress
from service.dossier.deeds import new_key
from service.dossier.files import list_files, read_file
from service.dossier.history import read_history
from service.dossier.listing import listed
from service.dossier.steps import Pressed, carry_out, look_up, perform, press
from service.dossier.visits import Visit, deed_of, others_than
from service.identity.guards import Signed, provide_signed
from service.identity.roles import Office
from service.identity.sessions import Session
from service.identity.signin import Claim, vouch
from service.register import read_roll
from service.stamping.cosigner import find_cosigner
from service.web import pages
from service.web.fields import Fields, again, one
from service.web.files import give
from service.web.resources import Conn, Reach, Resources
from surveys import canonical, publication
from surveys.electorate.roll import entitled
from surveys.refusals import Refusal
from surveys.statistics.reading import Findings
from surveys.tally.remarks import Remark

REMARKS: Final = "remarks.json"
FINDINGS: Final = "findings.json"


@get("/")
async def show_list(conn: Conn, session: Signed) -> Response[str] | Redirect:
    """Every evaluation of the town; tellers are led to where they work."""
    if session.office is Office.TELLER:
        return Redirect("/console/doors", status_code=303)
    rows = listed(await store.list_evaluations.all(conn, session.town), say_stage)
    roll = await read_roll(conn, session.town)
    return pages.show("console/appraisals.html", rows=rows, people=entitled(roll), session=session)


@get("/{survey:str}")
async def show_evaluation(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """One evaluation: where it stands, the next step, everything known of it."""
    return await _show_evaluation(survey, Visit(conn, session, reach))


async def _show_evaluation(
    survey: str, visit: Visit, refused: Refusal | None = None
) -> Response[str]:
    conn, session, reach = visit
    town = session.town
    row = await store.find(conn, town, survey)
    roll = await read_roll(conn, town)
    shown = EvaluationView.of(
        row,
        people=entitled(roll),
        jobs=await read_progress.all(conn, town, survey),
        documents=await list_files.all(conn, town, survey),
        deeds=await read_history(conn, town, survey),
    )
    return pages.answer(
        "console/evaluation.html",
        refused,
        view=shown,
        turnout=await look_at_turnout(reach, row),
        consultations=await store.list_consultations.all(conn, town, survey),
        say_consultation=say_consultation,
        prompting=await _prompting(conn, row),
        prompting_heading=HEADING,
        files=publication.FILES,
        quoted=await find_quotation.maybe(conn, town, survey),
        shares=await find_custody.maybe(conn, town, survey),
        sealed=row.plan.read().sealed,
        cosigner=await find_cosigner.maybe(conn, town, survey),
        session=session,
        site=reach.settings.public_address,
    )


async def _prompting(conn: Conn, row: store.EvaluationRow) -> tuple[str, ...]:
    """What asks the presidium to look, once the count was read; it is published nowhere."""
    kept = await read_file.maybe(conn, row.town_id, row.survey_id, FINDINGS)
    if kept is None:
        return ()
    groups = {group.key: group.label for group in row.rules.read().electorate.groups}
    return say_prompting(canonical.decode(kept.content, Findings).prompting, groups)


@get("/{survey:str}/turnout")
async def show_turnout(
    survey: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """The numbers alone, for a page that asks again and again."""
    row = await store.find(conn, session.town, survey)
    return pages.show("console/turnout.html", turnout=await look_at_turnout(reach, row))


@get("/{survey:str}/{step:str}")
async def ask_for_step(
    survey: FromPath[str], step: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Say what a step does before it is done; an old address leads back to the evaluation."""
    row = await store.find(conn, session.town, survey)
    if row.stage not in look_up(steps.ASKED, step):
        return to_page(survey)
    return await _ask_for_step(Visit(conn, session, reach), survey, step)


async def _ask_for_step(
    visit: Visit,
    survey: str,
    step: str,
    *,
    refused: Refusal | None = None,
    fields: Fields | None = None,
) -> Response[str]:
    conn, session, reach = visit
    row = await store.find(conn, session.town, survey)
    roll = await read_roll(conn, session.town)
    shown = EvaluationView.of(row, people=entitled(roll), jobs=(), documents=(), deeds=())
    return pages.answer(
        "console/step.html",
        refused,
        view=shown,
        turnout=await look_at_turnout(reach, row),
        small=warn_of_small_groups(row, step),
        step=step,
        given=again(fields),
        others=await others_than(conn, session) if step in steps.BY_TWO else None,
        session=session,
    )


@post("/{survey:str}/{step:str}", status_code=200)
async def take_step(
    survey: FromPath[str], step: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Take a step; what stands against it is said on the page it was asked from."""
    act = look_up(steps.ACTS, step)
    pressed = press(deed_of(session, survey), body)

    async def take() -> None:
        two = await _beside(reach, session, pressed) if step in steps.BY_TWO else pressed
        await perform(act, reach, two)

    say_no = partial(_say_no, step, pressed)
    return await carry_out(session, reach, act=take(), say_no=say_no) or to_page(survey)


async def _beside(reach: Resources, session: Session, pressed: Pressed) -> Pressed:
    """Let the second person sign with their own name and password."""
    claim = Claim(one(pressed.fields, "second"), one(pressed.fields, "second_password"))
    second = await vouch(reach.registrar, session, claim, now=pressed.deed.now)
    deed = msgspec.structs.replace(pressed.deed, second=second)
    return Pressed(deed, pressed.fields)


async def _say_no(step: str, pressed: Pressed, visit: Visit, refusal: Refusal) -> Response[str]:
    survey = pressed.deed.survey
    if refusal.code == "box.still_open":
        await counting.note_early_opening(visit.conn, pressed.deed)
    if step in steps.ASKED and refusal.code != "stage.not_from_here":
        return await _ask_for_step(visit, survey, step, refused=refusal, fields=pressed.fields)
    return await _show_evaluation(survey, visit, refusal)


@post("/{survey:str}/redo", status_code=200)
async def redo(survey: FromPath[str], session: Signed, reach: Reach) -> Response[str] | Redirect:
    """Draft anew what was declared void; the page of the new evaluation comes next."""

    async def draft() -> Redirect:
        async with transaction(reach.registrar) as conn:
            return to_page(await drafting.redo(conn, deed_of(session, new_key()), survey))

    say_no = partial(_show_evaluation, survey)
    return await carry_out(session, reach, act=draft(), say_no=say_no)


@get("/{survey:str}/remarks")
async def show_remarks(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """Remarks (意见建议) by department, in the order drawn when the box was opened."""
    row = await store.find(conn, session.town, survey)
    kept = await read_file.find(conn, session.town, survey, REMARKS)
    remarks = canonical.decode(kept.content, list[Remark])
    return pages.show("console/remarks.html", view=lay_out_remarks(row, remarks), session=session)


@get("/{survey:str}/files/{name:str}")
async def download(
    survey: FromPath[str], name: FromPath[str], conn: Conn, session: Signed
) -> Response[bytes]:
    """Something printed, such as the tally sheet (计票结果报告单)."""
    file = await read_file.find(conn, session.town, survey, name)
    return give(file.content, f"{survey}-{name}", media=file.media_type)


router = Router(
    "/console",
    route_handlers=[
        show_list,
        Router(
            "/appraisals",
            route_handlers=[
                *plan_routes.ROUTES, *card_routes.ROUTES, *custody_routes.ROUTES,
                *quoting_routes.ROUTES,
                show_evaluation, show_turnout, show_remarks, download, ask_for_step, redo,
                take_step,
            ],
        ),
    ],
    dependencies={"session": Provide(provide_signed)},
)  # fmt: skip
