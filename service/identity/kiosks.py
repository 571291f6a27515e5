"""A tablet becomes a kiosk (轮流投票机) for one vote: a signed mark in a cookie, for a day's work.

It says nothing of anybody, opens nothing but the ballot page, and is given when somebody of the
staff sets the tablet up, who is signed out of it by the same step.
"""

import hmac
from datetime import datetime, timedelta
from typing import Final

from service.database.secrets import session_key
from service.identity.sessions import is_secure
from service.settings import Settings
from surveys.keys import SurveyKey

LASTS: Final = timedelta(hours=12)


def cookie_name(settings: Settings) -> str:
    """Bound to this host like the session's own."""
    return "__Host-minping-kiosk" if is_secure(settings) else "minping-kiosk"


def mark(settings: Settings, survey: SurveyKey, *, now: datetime) -> str:
    """The cookie of a tablet that is set up now."""
    until = str(int((now + LASTS).timestamp()))
    return f"{until}.{_keyed(settings, survey, until)}"


def holds(settings: Settings, survey: SurveyKey, cookie: str, *, now: datetime) -> bool:
    """Whether this is a mark of ours, for this vote, and not past."""
    until, _, given = cookie.partition(".")
    if not hmac.compare_digest(given.encode(), _keyed(settings, survey, until).encode()):
        return False
    return now.timestamp() < int(until)


def _keyed(settings: Settings, survey: SurveyKey, until: str) -> str:
    words = f"kiosk\0{survey}\0{until}".encode()
    return hmac.digest(session_key(settings), words, "sha256").hex()
