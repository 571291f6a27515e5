"""What the voter's browser asks where it signs in: a code, a session, one ballot after another."""

import time
from datetime import timedelta
from functools import lru_cache
from typing import Final

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, RawBody
from litestar.response import Redirect

from reports.wording.refusals import explain
from service.boards.entry import actions
from service.boards.entry.actions import Visitor
from service.boards.entry.store import EntryRow, read_frozen
from service.boards.entry.view import EntryView
from service.clock import now
from service.identity import bound_phones, voters
from service.identity.phone_codes import Shown
from service.identity.sessions import is_secure
from service.identity.voters import Seat
from service.web import assets, pages
from service.web.answers import Answer, lead
from service.web.asking import AnyRequest, caller, wants_big
from service.web.fields import Fields, one, read_fields
from service.web.resources import Reach, Resources, reached
from service.web.safety import content_policy
from service.web.views.ballot import BallotView
from surveys.keys import WHOLE
from surveys.refusals import Refusal

_NO_FORMS: Final = content_policy(assets.inline_hashes(), forms="'none'")
_ASKED_LASTS: Final = timedelta(minutes=10)
"""How long the browser remembers that it asked for a code."""


@get("/{survey:str}")
async def enter(survey: FromPath[str], request: AnyRequest, reach: Reach) -> Response[str]:
    """The first page: who are you; or, for whoever said so, which ballots are still open."""
    visitor = await actions.visit(reach, survey, _cookie(request, reach))
    return _show(request, visitor, _Form())


@post("/{survey:str}/code", status_code=200)
async def ask_for_code(
    survey: FromPath[str], request: AnyRequest, body: RawBody, reach: Reach
) -> Response[str]:
    """Send a code; the page that answers is the same whoever's number it is."""
    stranger = await actions.find(reach, survey)
    phone = one(read_fields(body), "phone")
    bound = _bound(request, reach)
    address = caller(request, hops=reach.settings.proxy_hops)
    try:
        browser = await actions.ask_for_code(
            reach, stranger.row, phone, bound=bound, address=address
        )
    except Refusal as refusal:
        form = _Form(phone=phone)
        if refusal.code == "voter.code_too_soon" and _asked(request, reach):
            form = await _code_form(request, reach, stranger)
        return _again(request, stranger, refusal, form)
    page = _show(request, stranger, await _code_form(request, reach, stranger))
    _give(page, reach, _asked_name(reach), browser, lasts=_ASKED_LASTS)
    return page


@get(["/{survey:str}/code", "/{survey:str}/enter"])
async def show_code_form(
    survey: FromPath[str], request: AnyRequest, reach: Reach
) -> Response[str] | Redirect:
    """The form for the code, where a phone opens the page anew after looking at its messages."""
    visitor = await actions.visit(reach, survey, _cookie(request, reach))
    if visitor.voter is not None or not _asked(request, reach):
        return Redirect(f"/j/{survey}", status_code=303)
    return _show(request, visitor, await _code_form(request, reach, visitor))


async def _code_form(request: AnyRequest, reach: Resources, visitor: Visitor) -> "_Form":
    first = await actions.is_first_time(reach, visitor.row, _bound(request, reach))
    return _Form(asked=True, first=first)


@post("/{survey:str}/enter", status_code=200)
async def sign_in(
    survey: FromPath[str], request: AnyRequest, body: RawBody, reach: Reach
) -> Response[str] | Redirect:
    """The code that came becomes a session, the first time beside the printed one."""
    stranger = await actions.find(reach, survey)
    fields = read_fields(body)
    try:
        seat = await _sign_in(request, reach, stranger.row, fields)
    except Refusal as refusal:
        return await _ask_again(request, reach, stranger, fields, refusal=refusal)
    await actions.leave(reach, _cookie(request, reach))
    answer = Redirect(f"/j/{survey}{'?big=1' if wants_big(request) else ''}", status_code=303)
    _seat(answer, reach, seat)
    return answer


async def _sign_in(request: AnyRequest, reach: Resources, row: EntryRow, fields: Fields) -> Seat:
    bound, personal = _bound(request, reach), one(fields, "personal")
    if "code" not in fields:
        return await actions.sign_in_by_personal_code(
            reach, row, personal, bound=bound, at=time.monotonic()
        )
    browser = _asked(request, reach)
    shown = Shown(row.town_id, browser, one(fields, "code"), bound=bound, personal=personal)
    return await actions.sign_in_by_code(reach, shown)


_CODE_STANDS: Final = {"voter.wrong_code", "voter.wrong_personal_code", "voter.phone_not_bound"}


async def _ask_again(
    request: AnyRequest, reach: Resources, stranger: Visitor, fields: Fields, *, refusal: Refusal
) -> Response[str]:
    """Codes may be typed again, each where it was typed; a code that is gone is asked for anew."""
    if "code" not in fields or refusal.code not in _CODE_STANDS:
        return _again(request, stranger, refusal, _Form())
    right = refusal.code != "voter.wrong_code"
    first = right or await actions.is_first_time(reach, stranger.row, _bound(request, reach))
    code = one(fields, "code") if right else ""
    form = _Form(asked=True, first=first, code=code, personal=one(fields, "personal"))
    return _again(request, stranger, refusal, form)


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
    big = "?big=1" if wants_big(request) else ""
    if unit is None:
        return Redirect(f"/j/{survey}{big}", status_code=303)
    return Redirect(f"/j/{survey}/vote{'/' + unit if unit else ''}{big}", status_code=303)


@get("/{survey:str}/vote")
async def show_ballot(survey: FromPath[str], request: AnyRequest) -> Answer:
    """The ballot of every department, for whoever signed in."""
    return await _show_ballot(request, survey, WHOLE)


@get("/{survey:str}/vote/{unit:str}")
async def show_unit(survey: FromPath[str], unit: FromPath[str], request: AnyRequest) -> Answer:
    """The ballot of one department."""
    return await _show_ballot(request, survey, unit)


async def _show_ballot(request: AnyRequest, survey: str, unit: str) -> Answer:
    """Also for a ballot that was stamped: its phone may still have to hand it to the box."""
    reach = reached(request)
    visitor = await actions.visit(reach, survey, _cookie(request, reach))
    if visitor.voter is None or visitor.right_in(unit) is None:
        return lead(f"/j/{survey}")
    empty = _empty_ballot(
        visitor.frozen, unit, visitor.row.manifest_digest or "", wants_big(request)
    )
    return pages.fill(
        empty,
        request,
        _NO_FORMS,
        signed=voters.shelf_of(reach.settings, visitor.voter.person, survey),
        name=visitor.voter.name,
    )


@lru_cache(maxsize=64)
def _empty_ballot(manifest: bytes, unit: str, digest: str, big: bool) -> pages.Letter:  # noqa: FBT001 -- a key
    """The ballot before it is somebody's, drawn and compressed once: a whole hall signs in."""
    frozen = read_frozen(manifest)
    view = msgspec.structs.replace(
        BallotView.of(frozen, unit, fingerprint=digest),
        signed=pages.gap("signed"),
        name=pages.gap("name"),
        home=f"/j/{frozen.survey}/next",
    )
    return pages.letter("voter/ballot.html", view=view, big=big)


class _Form(msgspec.Struct, frozen=True):
    """Which form the page holds, and what was typed into it already."""

    asked: bool = False
    """A code was asked for."""
    first: bool = False
    """The printed one belongs beside it."""
    phone: str = ""
    code: str = ""
    personal: str = ""


def _show(
    request: AnyRequest, visitor: Visitor, form: _Form, refused: Refusal | None = None
) -> Response[str]:
    return pages.show(
        "voter/entry.html",
        status=refused.status if refused else 200,
        view=EntryView.of(visitor, now=now()),
        asked=form.asked,
        first=form.first,
        phone=form.phone[:20],
        code=form.code[:6],
        personal=form.personal[:40],
        refused=explain(refused) if refused else "",
        big=wants_big(request),
    )


def _again(request: AnyRequest, visitor: Visitor, refusal: Refusal, form: _Form) -> Response[str]:
    if refusal.status >= 500:
        raise refusal
    return _show(request, visitor, form, refusal)


def _seat(answer: Redirect, reach: Resources, seat: Seat) -> None:
    _give(answer, reach, voters.cookie_name(reach.settings), seat.cookie, lasts=voters.LONGEST)
    if seat.bound:
        name = bound_phones.cookie_name(reach.settings)
        _give(answer, reach, name, seat.bound, lasts=bound_phones.LASTS)
    answer.delete_cookie(_asked_name(reach))


def _give(
    answer: Response[str] | Redirect, reach: Resources, name: str, word: str, *, lasts: timedelta
) -> None:
    answer.set_cookie(
        key=name,
        value=word,
        path="/",
        max_age=int(lasts.total_seconds()),
        secure=is_secure(reach.settings),
        httponly=True,
        samesite="strict",
    )


def _cookie(request: AnyRequest, reach: Resources) -> str:
    return request.cookies.get(voters.cookie_name(reach.settings), "")


def _bound(request: AnyRequest, reach: Resources) -> str:
    return request.cookies.get(bound_phones.cookie_name(reach.settings), "")


def _asked(request: AnyRequest, reach: Resources) -> str:
    """The word of a browser that asked for a code a short while ago."""
    return request.cookies.get(_asked_name(reach), "")


def _asked_name(reach: Resources) -> str:
    return "__Host-minping-asked" if is_secure(reach.settings) else "minping-asked"


router = Router(
    "/j",
    route_handlers=[
        enter, ask_for_code, show_code_form, sign_in, sign_out, go_on, show_ballot, show_unit,
    ],
    request_max_body_size=4096,
)  # fmt: skip
