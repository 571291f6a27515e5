"""A cookie becomes the somebody it speaks for; the server keeps only a keyed hash of it.

A session ends after twelve hours whatever happens, and after half an hour of nothing.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from service.database import Connection
from service.database.secrets import session_key
from service.identity import store
from service.identity.roles import Office
from service.settings import Settings
from surveys.values import Value

LONGEST: Final = timedelta(hours=12)
IDLE: Final = timedelta(minutes=30)
_TOUCH: Final = timedelta(minutes=1)
"""`seen_at` is written no oftener, so that reading pages is not writing rows."""


class Session(Value, frozen=True):
    """Somebody signed in. `csrf` stands in every form they send."""

    mark: bytes
    town: str
    congress: str
    account: str
    name: str
    office: Office
    csrf: str
    starting: bool = False
    """The password was set by somebody else and must be changed first."""


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host; browsers take it over https only."""
    return "__Host-minping" if is_secure(settings) else "minping"


def is_secure(settings: Settings) -> bool:
    """Whether browsers reach the site over https."""
    return settings.public_address.startswith("https://")


async def begin(
    conn: Connection, settings: Settings, account: store.AccountRow, *, now: datetime
) -> str:
    """Open a session and return its cookie, new at every sign-in."""
    await store.end_old_sessions.run(conn, now - LONGEST, now - IDLE)
    cookie = secrets.token_urlsafe(32)
    await store.open_session.run(
        conn, _mark(settings, cookie), account.town_id, account.account_id, now
    )
    return cookie


async def find(
    conn: Connection, settings: Settings, cookie: str, *, now: datetime
) -> Session | None:
    """The session of a cookie, if it still is one."""
    row = await store.find_session.maybe(conn, _mark(settings, cookie), now - LONGEST, now - IDLE)
    if row is None:
        return None
    if now - row.seen_at >= _TOUCH:
        await store.touch_session.run(conn, row.session_mark, now)
    return Session(
        mark=row.session_mark,
        town=row.town_id,
        congress=row.congress,
        account=row.account_id,
        name=row.name,
        office=Office(row.role),
        starting=row.starting,
        csrf=_keyed(settings, "csrf", cookie).hex(),
    )


async def end(conn: Connection, session: Session) -> None:
    """Sign out: the cookie is worth nothing from now on."""
    await store.end_session.run(conn, session.mark)


def _mark(settings: Settings, cookie: str) -> bytes:
    return _keyed(settings, "session", cookie)


def _keyed(settings: Settings, purpose: str, cookie: str) -> bytes:
    return hmac.digest(session_key(settings), f"{purpose}\0{cookie}".encode(), "sha256")
