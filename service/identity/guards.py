"""Every request is asked who it is before its handler runs; `roles` knows whom to let in."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler

from service.clock import now
from service.database import Pool, transaction
from service.identity import sessions
from service.identity.roles import OFFICES, Who, whom
from service.identity.sessions import Session
from service.settings import Settings
from surveys.refusals import Refusal

AnyConnection: TypeAlias = ASGIConnection[Any, Any, Any, Any]
Guard: TypeAlias = Callable[[AnyConnection, BaseRouteHandler], Awaitable[None]]
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

    async def admit(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        method = connection.method if isinstance(connection, Request) else ""
        address = connection.scope["path_template"]
        match whom(method, address):
            case None:
                raise Refusal("request.unknown_page")
            case Who.ANYONE:
                return
            case who:
                session = await _admit_staff(connection, porter_of(connection.app.state))
                _demand_office(session, who)
                if session.starting and address not in _BEFORE_OWN_PASSWORD:
                    raise Refusal("signin.starting_password")

    return admit


async def provide_signed(request: Request[Session, Any, State]) -> Session:
    """Who is signed in; the guard has looked already."""
    return request.user


def _demand_office(session: Session, who: Who) -> None:
    if session.office not in OFFICES[who]:
        raise Refusal("signin.other_office", name=session.name)


async def _admit_staff(connection: AnyConnection, porter: Porter) -> Session:
    cookie = connection.cookies.get(sessions.cookie_name(porter.settings), "")
    async with transaction(porter.registrar) as conn:
        session = await sessions.find(conn, porter.settings, cookie, now=now())
    if session is None:
        raise Refusal("signin.required")
    if isinstance(connection, Request) and connection.method == "POST":
        await _demand_token(connection, session)
    connection.scope["user"] = session
    return session


async def _demand_token(request: Request[Any, Any, Any], session: Session) -> None:
    """A form of ours carries the token of its session; another site's cannot."""
    await request.body()
    form = await request.form()
    token = form.get(TOKEN)
    if not isinstance(token, str) or not hmac.compare_digest(token, session.csrf):
        raise Refusal("request.stale_page")
