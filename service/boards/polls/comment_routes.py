"""The desk where what people wrote is reviewed before anything of it is published."""

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from service.boards.polls import comments, store
from service.boards.polls.answers import HERE
from service.boards.polls.comment_desk import Asked, lay_out
from service.boards.polls.comments import Verdict, read_comments
from service.database import transaction
from service.dossier.steps import carry_out
from service.dossier.visits import Visit, deed_of
from service.identity.guards import Signed
from service.identity.roles import Office
from service.web import pages
from service.web.asking import AnyRequest
from service.web.fields import Fields, one, read_fields
from service.web.resources import Conn, Reach
from surveys.refusals import Refusal


@get("/{survey:str}/texts")
async def show_texts(
    survey: FromPath[str], request: AnyRequest, conn: Conn, session: Signed, reach: Reach
) -> Response[str]:
    """What people wrote, question by question, in the order drawn when the box was opened."""
    asked = Asked.of(
        question=str(request.query_params.get("question", "")),
        heap=str(request.query_params.get("heap", "")),
        page=str(request.query_params.get("page", "")),
    )
    return await _show_texts(Visit(conn, session, reach), survey, asked)


async def _show_texts(
    visit: Visit,
    survey: str,
    asked: Asked,
    *,
    refused: Refusal | None = None,
    at: int = 0,
) -> Response[str]:
    conn, session, _ = visit
    row = await store.find(conn, session.town, survey)
    written = await read_comments(conn, session.town, survey)
    return pages.answer(
        "console/poll_texts.html",
        refused,
        view=lay_out(row, written, asked),
        session=session,
        runs=session.office is Office.SECRETARY,
        at=at,
    )


@post("/{survey:str}/texts/{number:int}", status_code=200)
async def review(
    survey: FromPath[str], number: FromPath[int], body: RawBody, session: Signed, reach: Reach
) -> Response[str] | Redirect:
    """Decide about one, and go on where the next one has moved up."""
    fields, deed = read_fields(body), deed_of(session, survey)
    asked, verdict = _asked(fields), _verdict(one(fields, "verdict"))

    async def decide() -> Response[str] | Redirect:
        async with transaction(reach.registrar) as conn:
            await comments.review(conn, deed, number, verdict, words=one(fields, "words"))
        return Redirect(f"{HERE}/{survey}/texts?{asked.address}", status_code=303)

    async def say_no(visit: Visit, refusal: Refusal) -> Response[str] | Redirect:
        return await _show_texts(visit, survey, asked, refused=refusal, at=number)

    return await carry_out(session, reach, act=decide(), say_no=say_no)


def _asked(fields: Fields) -> Asked:
    return Asked.of(
        question=one(fields, "question"), heap=one(fields, "heap"), page=one(fields, "page")
    )


def _verdict(written: str) -> Verdict:
    try:
        return Verdict(written)
    except ValueError:
        raise Refusal("request.malformed", detail="verdict") from None


ROUTES: Final = (show_texts, review)
