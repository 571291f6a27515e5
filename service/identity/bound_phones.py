"""A browser whose holder once showed the printed code of a person (绑定的手机): a word in a cookie.

A number may change hands, and its next owner gets every code that is sent to it. So a code alone
signs in only in a browser that is bound; it is bound by the paper that was handed over in person.
The word opens nothing by itself, and the server keeps its keyed hash.
"""

import hmac
import secrets
from datetime import timedelta
from typing import Final

from service.database import Connection
from service.database.secrets import session_key
from service.database.statements import command, scalar
from service.identity.sessions import is_secure
from service.settings import Settings
from surveys.keys import TownKey

LASTS: Final = timedelta(days=400)
"""As long as browsers keep a cookie at most."""

_count = scalar("voters", "count_bound", int)
_count_anybody = scalar("voters", "count_bound_to_anybody", int)
_rename = command("voters", "rename_bound")
_bind = command("voters", "bind_phone")
_unbind = command("voters", "unbind_person")
_forget_gone = command("voters", "forget_gone_phones")


def cookie_name(settings: Settings) -> str:
    """Bound to this host like the session's own."""
    return "__Host-minping-bound" if is_secure(settings) else "minping-bound"


async def is_bound(
    conn: Connection, settings: Settings, word: str, *, town: TownKey, person: str
) -> bool:
    """Whether this browser is bound to this person."""
    return bool(await _count.get(conn, _mark(settings, word), town, person))


async def is_known(conn: Connection, settings: Settings, word: str, *, town: TownKey) -> bool:
    """Whether this browser is bound to anybody of the town."""
    return bool(word) and bool(await _count_anybody.get(conn, _mark(settings, word), town))


async def bind(
    conn: Connection, settings: Settings, word: str, *, town: TownKey, person: str
) -> str:
    """Bind a browser; its new word. Those it was bound to before may go on using it."""
    new = secrets.token_urlsafe(32)
    await _rename.run(conn, _mark(settings, word), _mark(settings, new))
    await _bind.run(conn, _mark(settings, new), town, person)
    return new


async def release(conn: Connection, *, town: TownKey, person: str) -> None:
    """The phone is lost or changed: no browser is bound to this person any more."""
    await _unbind.run(conn, town, person)


async def forget_gone(conn: Connection, town: TownKey) -> None:
    """Forget phones of people who left the roll."""
    await _forget_gone.run(conn, town)


def _mark(settings: Settings, word: str) -> bytes:
    return hmac.digest(session_key(settings), b"bound\0" + word.encode(), "sha256")
