"""A browser that signed in before is let try again while strangers have the door locked.

Otherwise anybody in the hall could keep the secretary out with five wrong guesses. The mark is a
random word and its keyed hash in a cookie; it opens nothing, and it has few attempts of its own.
"""

import hmac
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from service.database.secrets import session_key
from service.settings import Settings
from surveys.refusals import Refusal

LASTS: Final = timedelta(days=180)
MOST_FAILURES: Final = 5
PAUSE: Final = timedelta(minutes=5)
_REMEMBERED: Final = 1000


def cookie_name(settings: Settings) -> str:
    """Bound to this host like the session's own."""
    secure = settings.public_address.startswith("https://")
    return "__Host-minping-known" if secure else "minping-known"


def introduce(settings: Settings) -> str:
    """A new mark for a browser that has just signed in."""
    word = secrets.token_hex(16)
    return f"{word}.{_hash(settings, word)}"


def recognise(settings: Settings, cookie: str | None) -> str | None:
    """The word of a mark we gave; None for a stranger."""
    word, _, given = (cookie or "").partition(".")
    known = hmac.compare_digest(given.encode(), _hash(settings, word).encode())
    return word if known else None


def _hash(settings: Settings, word: str) -> str:
    return hmac.digest(session_key(settings), b"known\0" + word.encode(), "sha256").hex()


class Attempts:
    """Wrong guesses of known browsers, in the memory of this process; the oldest are forgotten."""

    def __init__(self) -> None:
        """Nobody has been wrong yet."""
        self._wrong: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def begin(self, word: str, now: datetime) -> None:
        """Count an attempt before the password is looked at, or refuse it."""
        number, since = self._wrong.pop(word, (0, now))
        if now - since >= PAUSE:
            number, since = 0, now
        self._wrong[word] = (number + 1, since)
        while len(self._wrong) > _REMEMBERED:
            self._wrong.popitem(last=False)
        if number >= MOST_FAILURES:
            raise Refusal("signin.throttled", minutes=int(PAUSE / timedelta(minutes=1)))

    def forgive(self, word: str) -> None:
        """The password was right."""
        self._wrong.pop(word, None)
