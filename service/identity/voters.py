"""A voter's cookie becomes the person it speaks for; the server keeps only a keyed hash of it.

It has nothing to do with the staff's session: another cookie, another table, no workbench.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from service.database import Connection
from service.database.secrets import session_key
from service.database.statements import command, query
from service.identity.sessions import is_secure
from service.settings import Settings
from service.stamping.rights import SignedIn
from surveys.keys import SurveyKey, TownKey
from surveys.values import Value

LONGEST: Final = timedelta(hours=12)


class Voter(Value, frozen=True):
    """Somebody on the roll who signed in."""

    session_mark: bytes
    town: TownKey
    person: str
    name: str


class Identified(Value, frozen=True):
    """Whom a code belongs to."""

    town_id: TownKey
    person_id: str
    name: str


class Seat(Value, frozen=True):
    """What a browser is given that somebody signed in on."""

    cookie: str
    bound: str = ""
    """The new word of a browser that was bound by it, or empty."""


_open = command("voters", "open_voter_session")
_find = query("voters", "find_voter", Voter)
_end = command("voters", "end_voter_session")
_end_old = command("voters", "end_old_voter_sessions")


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host; browsers take it over https only."""
    return "__Host-minping-voter" if is_secure(settings) else "minping-voter"


async def begin(
    conn: Connection, settings: Settings, *, town: TownKey, person: str, now: datetime
) -> str:
    """Open a session and return its cookie, new at every sign-in."""
    await _end_old.run(conn, now - LONGEST)
    cookie = secrets.token_urlsafe(32)
    await _open.run(conn, _keyed(settings, "voter", cookie), town, person, now)
    return cookie


async def find(
    conn: Connection, settings: Settings, cookie: str, *, survey: SurveyKey, now: datetime
) -> Voter | None:
    """Whose browser this is, where the evaluation is of their own town."""
    if not cookie:
        return None
    return await _find.maybe(conn, _keyed(settings, "voter", cookie), now - LONGEST, survey)


def session_of(settings: Settings, cookie: str, *, now: datetime) -> SignedIn:
    """What the cookie shows, for statements that find out themselves whose it is."""
    return SignedIn(_keyed(settings, "voter", cookie), now - LONGEST)


async def end(conn: Connection, settings: Settings, cookie: str) -> None:
    """Sign out: the cookie is worth nothing from now on."""
    await _end.run(conn, _keyed(settings, "voter", cookie))


def shelf_of(settings: Settings, person: str, survey: SurveyKey) -> str:
    """The name under which this person's ballot is kept on their own device.

    It is the same after signing in again, so that a ballot on its way is taken up; and another for
    somebody else on the same device.
    """
    return "me-" + _keyed(settings, f"shelf\0{survey}", person).hex()[:24]


def _keyed(settings: Settings, purpose: str, word: str) -> bytes:
    return hmac.digest(session_key(settings), f"{purpose}\0{word}".encode(), "sha256")
