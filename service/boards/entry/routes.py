"""What the voter's browser asks where it signs in: a code, a session, one ballot after another."""

import time
from functools import lru_cache
from typing import Final

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.refusals import explain
from service.boards.entry import actions
from service.boards.entry.actions import Visitor
from service.boards.entry.store import read_frozen
from service.boards.entry.view import EntryView
from service.clock import now
from service.identity import voters
from service.identity.phone_codes import Shown
from service.identity.sessions import is_secure
from service.web import assets, pages
from service.web.asking import AnyRequest, wants_big
from service.web.fields import one, read_fields
from service.web.resources import Reach, Resources
from service.web.safety import content_policy
from service.web.views.ballot import BallotView
from surveys.keys import WHOLE
from surveys.refusals import Refusal

_NO_FORMS: Final = content_policy(assets.inline_hashes(), forms="'none'")
_ASKED_LASTS: Final = 600
"""Seconds the browser remembers that it asked for a code."""


@get("/{survey:str}")
async def enter(survey: FromPath[str], request: AnyRequest, reach: Reach) -> Response[str]:
    """The first page: who are you; or, for whoever said so, which ballots are still open."""
    visitor = await actions.visit(reach, survey, _cookie(request, reach))
    return _show(request, visitor)


@post("/{survey:str}/code", status_code=200)
async def ask_for_code(
    survey: FromPath[str], request: AnyRequest, body: RawBody, reach: Reach
) -> Response[str]:
    """Send a code; the page that answers is the same whoever's number it is."""
    row = await actions.find(reach, survey)
    phone = one(read_fields(body), "phone")
    try:
        browser = await actions.ask_for_code(reach, row, phone)
    except Refusal as refusal:
        return _again(request, Visitor(row), refusal, phone=phone)
    page = _show(request, Visitor(row), asked=True)
    page.set_cookie(
        key=_asked_name(reach),
        value=browser,
        path="/",
        max_age=_ASKED_LASTS,
        secure=is_secure(reach.settings),
        httponly=True,
        samesite="strict",
    )
    return page


@post("/{survey:str}/enter", status_code=200)
async def sign_in(
    survey: FromPath[str], request: AnyRequest, body: RawBody, reach: Reach
) -> Response[str] | Redirect:
    """The code that came, or a printed one, becomes a session."""
    row = await actions.find(reach, survey)
    fields = read_fields(body)
    personal = one(fields, "personal")
    try:
        if personal:
            cookie = await actions.sign_in_by_personal_code(reach, row, personal, time.monotonic())
        else:
            shown = Shown(request.cookies.get(_asked_name(reach), ""), one(fields, "code"))
            cookie = await actions.sign_in_by_code(reach, row, shown)
    except Refusal as refusal:
        asked = not personal and refusal.code == "voter.wrong_code"
        return _again(request, Visitor(row), refusal, asked=asked)
    await actions.leave(reach, _cookie(request, reach))
    answer = Redirect(f"/j/{survey}", status_code=303)
    _seat(answer, reach, cookie)
    return answer


@post("/{survey:str}/leave", status_code=200)
async def sign_out(survey: FromPath[str], request: AnyRequest, reach: Reach) -> Redirect:
    """Sign out, on the server too."""
    await actions.leave(reach, _cookie(request, reach))
    answer = Redirect(f"/j/{survey}", status_code=303)
    answer.delete_cookie(voters.cookie_name(reach.settings))
    return answer


@get("/{survey:str}/next")
async def go_on(survey: FromPath[str], request: AnyRequest, reach: Reach) -> Redirect:
    """The next ballot that is not done; then the list."""
    visitor = await actions.visit(reach, survey, _cookie(request, reach))
    unit = visitor.next_unit if visitor.open_now else None
    if unit is None:
        return Redirect(f"/j/{survey}", status_code=303)
    return Redirect(f"/j/{survey}/vote{'/' + unit if unit else ''}", status_code=303)


@get("/{survey:str}/vote")
async def show_ballot(
    survey: FromPath[str], request: AnyRequest, reach: Reach
) -> Response[str] | Redirect:
    """The ballot of every department, for whoever signed in."""
    return await _show_ballot(reach, request, survey, WHOLE)


@get("/{survey:str}/vote/{unit:str}")
async def show_unit(
    survey: FromPath[str], unit: FromPath[str], request: AnyRequest, reach: Reach
) -> Response[str] | Redirect:
    """The ballot of one department."""
    return await _show_ballot(reach, request, survey, unit)


async def _show_ballot(
    reach: Resources, request: AnyRequest, survey: str, unit: str
) -> Response[str] | Redirect:
    """Also for a ballot that was stamped: its phone may still have to hand it to the box."""
    visitor = await actions.visit(reach, survey, _cookie(request, reach))
    if visitor.voter is None or visitor.right_in(unit) is None:
        return Redirect(f"/j/{survey}", status_code=303)
    row = visitor.row
    view = msgspec.structs.replace(
        _empty_ballot(row.manifest or b"null", unit, row.manifest_digest or ""),
        signed=voters.shelf_of(reach.settings, visitor.voter, survey),
        name=visitor.voter.name,
        home=f"/j/{survey}/next",
    )
    page = pages.show("voter/ballot.html", view=view, big=wants_big(request))
    page.headers["content-security-policy"] = _NO_FORMS
    return page


@lru_cache(maxsize=64)
def _empty_ballot(manifest: bytes, unit: str, digest: str) -> BallotView:
    """The ballot before it is somebody's, drawn once: a whole hall signs in together."""
    return BallotView.of(read_frozen(manifest), unit, fingerprint=digest)


def _show(
    request: AnyRequest,
    visitor: Visitor,
    *,
    asked: bool = False,
    refused: Refusal | None = None,
    phone: str = "",
) -> Response[str]:
    return pages.show(
        "voter/entry.html",
        status=refused.status if refused else 200,
        view=EntryView.of(visitor, now=now()),
        asked=asked,
        phone=phone[:20],
        refused=explain(refused) if refused else "",
        big=wants_big(request),
    )


def _again(
    request: AnyRequest, visitor: Visitor, refusal: Refusal, *, asked: bool = False, phone: str = ""
) -> Response[str]:
    if refusal.status >= 500:
        raise refusal
    return _show(request, visitor, asked=asked, refused=refusal, phone=phone)


def _seat(answer: Redirect, reach: Resources, cookie: str) -> None:
    answer.set_cookie(
        key=voters.cookie_name(reach.settings),
        value=cookie,
        path="/",
        max_age=int(voters.LONGEST.total_seconds()),
        secure=is_secure(reach.settings),
        httponly=True,
        samesite="strict",
    )
    answer.delete_cookie(_asked_name(reach))


def _cookie(request: AnyRequest, reach: Resources) -> str:
    return request.cookies.get(voters.cookie_name(reach.settings), "")


def _asked_name(reach: Resources) -> str:
    return "__Host-minping-asked" if is_secure(reach.settings) else "minping-asked"


router = Router(
    "/j",
    route_handlers=[
        enter, ask_for_code, sign_in, sign_out, go_on, show_ballot, show_unit,
    ],
    request_max_body_size=4096,
)  # fmt: skip
