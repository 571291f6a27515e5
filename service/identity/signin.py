"""A password becomes a session, or is counted against the door."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from service.database import Pool, transaction
from service.identity import passwords, sessions, store
from service.identity.acquaintance import Attempts
from service.settings import Settings
from surveys.refusals import Refusal

MOST_FAILURES: Final = 5
LOCKED: Final = timedelta(minutes=5)


class Known(msgspec.Struct, frozen=True):
    """A browser that signed in before, and the attempts it has of its own."""

    word: str
    attempts: Attempts


async def sign_in(
    pool: Pool, settings: Settings, password: str, *, now: datetime, known: Known | None = None
) -> str:
    """The cookie of a new session. The attempt is counted first, in a transaction of its own.

    A known browser counts by itself, so that strangers cannot lock the door before it.
    """
    account = await (_begin(pool, now) if known is None else _begin_known(pool, known, now))
    if not await passwords.fits(account.password_hash, password):
        raise Refusal("signin.wrong")
    if known is not None:
        known.attempts.forgive(known.word)
    async with transaction(pool) as conn:
        await store.forgive_attempts.run(conn, account.town_id, account.account_id)
        return await sessions.begin(conn, settings, account, now=now)


async def _begin_known(pool: Pool, known: Known, now: datetime) -> store.AccountRow:
    known.attempts.begin(known.word, now)
    async with transaction(pool) as conn:
        account = await store.find_account.maybe(conn)
    if account is None:
        raise Refusal("signin.wrong")
    return account


async def _begin(pool: Pool, now: datetime) -> store.AccountRow:
    async with transaction(pool) as conn:
        account = await store.find_account.maybe(conn)
        if account is None:
            raise Refusal("signin.wrong")
        allowed = await store.begin_attempt.run(
            conn, account.town_id, account.account_id, now, MOST_FAILURES, LOCKED
        )
    if not allowed:
        raise Refusal("signin.throttled", minutes=_minutes(account.locked_until, now))
    return account


def _minutes(until: datetime | None, now: datetime) -> int:
    """Whole minutes left, rounded up: whoever waits that long is let in."""
    left = until - now if until else LOCKED
    return max(1, -(-left // timedelta(minutes=1)))
