"""A refusal becomes an answer: a page for people, problem+json (RFC 9457) for programs."""

import logging
import secrets
import traceback
from typing import Any, Final

import msgspec
from litestar import MediaType, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from reports.wording.refusals import explain
from service.web import masthead, pages
from service.web.asking import AnyRequest, wants_json
from surveys.refusals import Refusal

_log: Final = logging.getLogger("minping.web")

ELSEWHERE: Final[dict[str, str]] = {
    "signin.required": "/console/signin",
    "signin.starting_password": "/console/password",
}
"""Where a page sends whoever must do something else first."""

_AS_REFUSALS: Final[dict[int, str]] = {
    404: "request.unknown_page",
    405: "request.unknown_page",
}


class Problem(msgspec.Struct):
    """The body of a refused program's request."""

    type: str
    title: str
    status: int
    detail: str


def answer_refusal(request: AnyRequest, refusal: Refusal) -> Response[Any]:
    """Say no, in Chinese, with the right status."""
    code, status, detail = refusal.code, refusal.status, explain(refusal)
    retry = {"Retry-After": "5"} if status in {429, 503} else {}
    if wants_json(request):
        problem = Problem(type=code, title=code, status=status, detail=detail)
        return Response(
            problem, status_code=status, media_type="application/problem+json", headers=retry
        )
    if "hx-request" in request.headers:  # a part of a page: the page itself must not go with it
        return Response(detail, status_code=status, media_type=MediaType.TEXT, headers=retry)
    if code in ELSEWHERE and request.method == "GET":
        return Redirect(ELSEWHERE[code], status_code=303)
    console = request.url.path.startswith("/console")
    page = pages.show(
        "problem.html",
        status=status,
        code=code,
        detail=detail,
        console=console,
        congress=masthead.recall(request.app.state),
    )
    page.headers.update(retry)
    return page


def answer_http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """Give what the framework refuses our own wording."""
    if error.status_code == 413:
        return answer_refusal(request, Refusal("request.too_large", limit=_limit(request)))
    return answer_refusal(
        request, Refusal(_AS_REFUSALS.get(error.status_code, "request.malformed"))
    )


def _limit(request: AnyRequest) -> str:
    """The most this address takes, as people write it."""
    most = request.route_handler.resolve_request_max_body_size() or 0
    return f"{most // 2**20} MB" if most >= 2**20 else f"{most // 2**10} KB"


def answer_fault(request: AnyRequest, error: Exception) -> Response[Any]:
    """Admit a fault of ours without its insides; the number finds it in the log (ASVS 16.5.1).

    What an exception says may quote a ballot, so its type and the places it passed are logged.
    """
    incident = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__))
    fault = type(error).__name__
    _log.error("incident %s on %s: %s\n%s", incident, request.method, fault, places)
    return answer_refusal(request, Refusal("request.fault", incident=incident))
