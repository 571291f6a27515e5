"""Every request is asked who it is before its handler runs; `roles` knows whom to let in."""

import hmac
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.types import ASGIApp, Receive, Scope, Send

from service.clock import now
from service.database import Pool, transaction
from service.identity import sessions
from service.identity.roles import OFFICES, Who, whom
from service.identity.sessions import Session
from service.settings import Settings
from surveys.refusals import Refusal

Guard: TypeAlias = Callable[[ASGIApp], ASGIApp]
"""Stands before every handler there is; no handler can leave it out."""
AnyRequest: TypeAlias = Request[Any, Any, State]
Signed = NamedDependency[Session]
"""The session of a handler that only the town's staff reaches."""

_BEFORE_OWN_PASSWORD = frozenset({"/console/password", "/console/signout"})
TOKEN = "csrf"  # noqa: S105 -- the name of a field, no secret


class Porter(Protocol):
    """What the guard needs of the running application."""

    @property
    def settings(self) -> Settings:
        """For the keys of sessions."""
        ...

    @property
    def registrar(self) -> Pool:
        """Where sessions are kept."""
        ...


def guard(porter_of: Callable[[State], Porter]) -> Guard:
    """Make the guard of the whole application: default deny."""

    def before(app: ASGIApp) -> ASGIApp:
        async def admit(scope: Scope, receive: Receive, send: Send) -> None:
            method = scope["method"] if scope["type"] == "http" else ""
            match whom(method, scope["path_template"]):
                case None:
                    raise Refusal("request.unknown_page")
                case Who.ANYONE:
                    pass
                case who:
                    request = Request[Any, Any, State](scope, receive, send)
                    await _admit_staff(request, porter_of(request.app.state), who)
            await app(scope, receive, send)

        return admit

    return before


async def provide_signed(request: Request[Session, Any, State]) -> Session:
    """Who is signed in; the guard has looked already."""
    return request.user


def _demand_office(session: Session, who: Who) -> None:
    if session.office not in OFFICES[who]:
        raise Refusal("signin.other_office", name=session.name)


async def _admit_staff(request: AnyRequest, porter: Porter, who: Who) -> None:
    cookie = request.cookies.get(sessions.cookie_name(porter.settings), "")
    async with transaction(porter.registrar) as conn:
        session = await sessions.find(conn, porter.settings, cookie, now=now())
    if session is None:
        raise Refusal("signin.required")
    if request.method == "POST":
        await _demand_token(request, session)
    request.scope["user"] = session
    _demand_office(session, who)
    if session.starting and request.scope["path_template"] not in _BEFORE_OWN_PASSWORD:
        raise Refusal("signin.starting_password")


async def _demand_token(request: AnyRequest, session: Session) -> None:
    """A form of ours carries the token of its session; another site's cannot."""
    await request.body()
    try:
        form = await request.form()
    except (ValueError, LookupError) as error:  # no UTF-8, or a charset that nobody knows
        raise Refusal("request.malformed") from error
    token = form.get(TOKEN)
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), session.csrf.encode()):
        raise Refusal("request.stale_page")
