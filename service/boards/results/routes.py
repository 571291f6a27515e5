"""What a citizen's browser asks: the front page, results and their files, a receipt."""

from typing import Final

from litestar import Response, Router, get, post
from litestar.params import FromPath, RawBody

from reports.wording.rules import say_rules
from service.boards.results import actions, store
from service.clock import CHINA
from service.web import masthead, pages
from service.web.asking import AnyRequest, wants_big
from service.web.fields import one, read_fields
from service.web.files import give
from service.web.resources import Conn, Reach
from service.web.views.front import Consulted, FrontView, Listed, ReceiptCheckView
from service.web.views.poll_result import PollResultView
from service.web.views.reading import ReadingView
from service.web.views.result import ResultView
from service.web.views.secrecy import SecrecyView
from service.web.views.verification import VerifyView
from service.web.views.voters import VotersView

PUBLIC_FOR: Final = {"cache-control": "public, max-age=300"}


@get("/")
async def show_front(request: AnyRequest, conn: Conn) -> Response[str]:
    """What is going on, and what was published."""
    listed = [
        Listed(
            survey=row.survey_id,
            title=row.title,
            stage=row.stage,
            published_at=row.published_at.astimezone(CHINA).isoformat() if row.published_at else "",
            poll=row.kind == store.POLL,
        )
        for row in await store.list_current.all(conn)
    ]
    consultations = [
        Consulted(
            survey=row.survey_id,
            title=row.title,
            stage=row.stage,
            published_at=row.published_at.astimezone(CHINA).isoformat() if row.published_at else "",
        )
        for row in await store.list_consultations.all(conn)
    ]
    congress = await actions.congress(conn)
    masthead.remember(request.app.state, congress)
    view = FrontView.of(congress, listed, consultations)
    return pages.show("public/index.html", view=view, big=wants_big(request))


@get("/results/{survey:str}")
async def show_result(survey: FromPath[str], request: AnyRequest, conn: Conn) -> Response[str]:
    """A published result."""
    row = await actions.find_row(conn, survey)
    if row.kind == store.POLL:
        return pages.show(
            "public/poll.html",
            view=PollResultView.of(await actions.read_poll(conn, row)),
            printing="print" in request.query_params,
            big=wants_big(request),
        )
    published = await actions.read_published(conn, row)
    view = ResultView.of(
        published.manifest,
        published.result,
        rule_words=say_rules(published.manifest.rules),
        fingerprint=published.fingerprint,
    )
    reading = published.reading
    return pages.show(
        "public/result.html",
        view=view,
        reading=ReadingView.of(published.manifest, published.result.count, reading)
        if reading
        else None,
        voters=VotersView.of(published.manifest, published.voters) if published.voters else None,
        big=wants_big(request),
    )


@get("/verify.html")
async def show_verifier(request: AnyRequest, conn: Conn) -> Response[str]:
    """A page that recounts in the browser, also from a file on somebody's own computer."""
    view = VerifyView.of(await actions.congress(conn))
    return pages.show("public/verify.html", view=view, big=wants_big(request))


@get("/secrecy")
async def show_secrecy(request: AnyRequest, conn: Conn) -> Response[str]:
    """How a vote stays secret, for the voter."""
    view = SecrecyView(await actions.congress(conn))
    return pages.show("public/secrecy.html", view=view, big=wants_big(request))


@get("/results/{survey:str}/{name:str}")
async def download(survey: FromPath[str], name: FromPath[str], conn: Conn) -> Response[bytes]:
    """A published file: the notice as PDF, or one of the four a recount needs."""
    file = await actions.read_file(conn, survey, name)
    manner = "inline" if name.endswith(".pdf") else "attachment"
    shown = f"{survey}-{name}"
    return give(file.content, shown, media=file.media_type, manner=manner, headers=PUBLIC_FOR)


@get("/receipt")
async def ask_for_receipt(request: AnyRequest, conn: Conn) -> Response[str]:
    """Ask for a receipt code."""
    view = ReceiptCheckView.of(await actions.congress(conn))
    return pages.show("public/receipt.html", view=view, big=wants_big(request))


@post("/receipt", status_code=200)
async def check_receipt(
    request: AnyRequest, body: RawBody, conn: Conn, reach: Reach
) -> Response[str]:
    """Say whether the ballot of a receipt is in a box, and nothing of what it says."""
    code = one(read_fields(body), "code")
    box = await actions.find_receipt(conn, reach.box, code)
    congress = await actions.congress(conn)
    if box is None:
        view = ReceiptCheckView.of(congress, code=code)
    else:
        view = ReceiptCheckView.of(
            congress, code=code, title=box.title, manifest=box.manifest_digest
        )
    return pages.show("public/receipt.html", view=view, big=wants_big(request))


router = Router(
    "/",
    route_handlers=[
        show_front,
        show_verifier,
        show_secrecy,
        show_result,
        download,
        ask_for_receipt,
        check_receipt,
    ],
    request_max_body_size=4096,
)
