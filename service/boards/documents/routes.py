"""What a browser asks of papers: the list, one paper, what is written, taken in and issued."""

from typing import Final

from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.document import slots
from reports.wording.papers import OMITTED
from reports.wording.refusals import explain
from reports.writing.pending import PENDING
from service.boards.documents import actions, asking, print_routes, store
from service.boards.documents.answers import read, sit_down_at, tell, to_page
from service.boards.documents.composing import ENTRY, Draft, read_draft
from service.boards.documents.listing import kinds_of
from service.boards.documents.remarks import Decision, Verdict, read_remarks
from service.boards.documents.remarks_view import RemarksView
from service.boards.documents.view import PaperView
from service.database import transaction
from service.dossier.steps import carry_out
from service.dossier.visits import Visit, deed_of
from service.identity.guards import Signed, provide_signed
from service.identity.roles import Office
from service.press.orders import Form
from service.web import assets, pages
from service.web.fields import Fields, one, read_fields, whole
from service.web.resources import Conn, Reach
from service.web.safety import content_policy
from surveys.questionnaire.texts import clean
from surveys.refusals import Refusal

HERE: Final = "/console/appraisals/{survey:str}/papers"
LARGEST: Final = 512 * 1024
"""Bytes of a page's fields."""
_SHOWS_PRINT: Final = {
    "content-security-policy": content_policy(assets.inline_hashes(), frames="'self'")
}


@get("/")
async def show_list(survey: FromPath[str], conn: Conn, session: Signed) -> Response[str]:
    """Every paper of this evaluation, and when the others come."""
    row = await store.find(conn, session.town, survey)
    begun = await store.list_begun.all(conn, session.town, survey)
    kinds = kinds_of(row, begun)
    return pages.show("console/papers.html", row=row, kinds=kinds, session=session)


@get("/{paper:str}")
async def show_paper(
    survey: FromPath[str], paper: FromPath[str], conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """What it says, what may be written in it, how it will look."""
    visit = Visit(conn, session, reach)
    return await _show(visit, await read(visit, survey, paper))


async def _show(
    visit: Visit,
    draft: Draft,
    *,
    typed: dict[str, str] | None = None,
    faults: dict[str, Refusal] | None = None,
    refused: Refusal | None = None,
) -> Response[str]:
    found = await asking.look_or_ask(visit.conn, visit.reach.settings, draft, Form.PDF)
    page = pages.show(
        "console/paper.html",
        status=refused.status if refused else 400 if faults else 200,
        row=draft.row,
        view=PaperView.of(draft, typed=typed or {}, faults=faults or {}),
        remarks=RemarksView.of(await read_remarks(visit.conn, draft), draft),
        printing=tell(found),
        session=visit.session,
        writes=visit.session.office is Office.SECRETARY,
        refused=explain(refused) if refused else "",
    )
    page.headers.update(_SHOWS_PRINT)
    return page


@post("/{paper:str}", status_code=200)
async def write_in(
    survey: FromPath[str], paper: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Keep what was typed; a result that is not the paper's own is refused at its field."""
    fields = read_fields(body)
    async with transaction(reach.registrar) as conn:
        visit = Visit(conn, session, reach)
        desk, wanted = await sit_down_at(visit, survey, paper)
        draft = await read_draft(conn, desk, wanted)
        typed = _typed(draft, fields)
        faults = await actions.write_in(conn, desk, wanted, typed)
        if faults:
            return await _show(visit, draft, typed=typed, faults=faults)
    return to_page(survey, wanted.key)


def _typed(draft: Draft, fields: Fields) -> dict[str, str]:
    """What stood in the fields that this paper has."""
    usual = slots(draft.usual)
    names = (*usual, *(f"{ENTRY}{entry}" for entry in draft.wanted.paper.entries))
    typed = {name: clean(one(fields, name), lines=True) for name in names if name in fields}
    return {name: _mean(words, usual.get(name, "")) for name, words in typed.items()}


def _mean(words: str, usual: str) -> str:
    """A slot that waits goes on waiting until something is written, or expressly nothing."""
    if usual.startswith(PENDING):
        return {"": usual, OMITTED: ""}.get(words, words)
    return words


@post("/{paper:str}/remarks", status_code=200)
async def take_remarks(
    survey: FromPath[str], paper: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Redirect:
    """Say what becomes of one remark, or take in all that may be passed on."""
    fields = read_fields(body)
    number, verdict = whole(fields, "number"), one(fields, "verdict")
    if verdict not in {each.value for each in Verdict}:
        raise Refusal("request.unknown_page")
    deed = deed_of(session, survey)
    async with transaction(reach.registrar) as conn:
        desk, wanted = await sit_down_at(Visit(conn, session, reach), survey, paper)
        if number:
            decision = Decision(number, Verdict(verdict))
            await actions.decide(conn, desk, wanted, deed=deed, decision=decision)
        else:
            await actions.take_all(conn, desk, wanted, deed=deed)
    return to_page(survey, f"{wanted.key}#remarks")


@post("/{paper:str}/issue", status_code=200)
async def issue(
    survey: FromPath[str], paper: FromPath[str], body: RawBody, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Issue it as it was seen; from then on nothing in it changes."""
    seen = one(read_fields(body), "seen")
    deed = deed_of(session, survey)

    async def issue_it() -> Response[str] | Redirect:
        async with transaction(reach.registrar) as conn:
            desk, wanted = await sit_down_at(Visit(conn, session, reach), survey, paper)
            await actions.issue(conn, desk, wanted, deed=deed, seen=seen)
        return to_page(survey, wanted.key)

    async def say_no(visit: Visit, refusal: Refusal) -> Response[str] | Redirect:
        return await _show(visit, await read(visit, survey, paper), refused=refusal)

    return await carry_out(session, reach, act=issue_it(), say_no=say_no)


router = Router(
    HERE,
    route_handlers=[
        show_list, show_paper, write_in, take_remarks, issue, *print_routes.ROUTES,
    ],
    dependencies={"session": Provide(provide_signed)},
    request_max_body_size=LARGEST,
)  # fmt: skip
