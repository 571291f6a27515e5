"""A name and a password become a session or a second signature, or are counted at the door."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from service.database import Pool, transaction
from service.identity import passwords, sessions, store
from service.identity.acquaintance import Attempts
from service.identity.sessions import Session
from service.settings import Settings
from surveys.refusals import Refusal
from surveys.values import Value

MOST_FAILURES: Final = 5
LOCKED: Final = timedelta(minutes=5)


class Known(msgspec.Struct, frozen=True):
    """A browser that signed in before, and the attempts it has of its own."""

    word: str
    attempts: Attempts


class Claim(Value, frozen=True):
    """Who somebody says they are; where only one can sign in, no name is asked."""

    name: str
    password: str


async def sign_in(
    pool: Pool, settings: Settings, claim: Claim, *, now: datetime, known: Known | None = None
) -> str:
    """The cookie of a new session. The attempt is counted first, in a transaction of its own.

    A known browser counts by itself, so that strangers cannot lock the door before it.
    """
    async with transaction(pool) as conn:
        account = await store.find_account.maybe(conn, claim.name)
    if known is None:
        await _count(pool, account, now)
    else:
        known.attempts.begin(known.word, now)
    account = await _demand_password(pool, account, claim.password)
    if known is not None:
        known.attempts.forgive(known.word)
    async with transaction(pool) as conn:
        return await sessions.begin(conn, settings, account, now=now)


async def vouch(pool: Pool, session: Session, claim: Claim, *, now: datetime) -> str:
    """The name of a second person of the same town who stands beside the one signed in.

    Two people open a box, two people publish: the second shows it with a password of their own,
    not with a starting password, which the secretary has seen.
    """
    async with transaction(pool) as conn:
        account = await store.find_second.maybe(conn, session.town, claim.name)
    if account is None or account.account_id == session.account:
        raise Refusal("signin.second_person")
    await _count(pool, account, now)
    return (await _demand_password(pool, account, claim.password)).name


async def _count(pool: Pool, account: store.AccountRow | None, now: datetime) -> None:
    """Count an attempt against an account, or refuse it while the account is locked."""
    if account is None:
        return
    async with transaction(pool) as conn:
        allowed = await store.begin_attempt.run(
            conn, account.town_id, account.account_id, now, MOST_FAILURES, LOCKED
        )
    if not allowed:
        raise Refusal("signin.throttled", minutes=_minutes(account.locked_until, now))


async def _demand_password(
    pool: Pool, account: store.AccountRow | None, password: str
) -> store.AccountRow:
    """The account, if this is its password. An unknown name takes as long as a wrong password."""
    fits = await passwords.fits(account.password_hash if account else passwords.NOBODYS, password)
    if account is None or not fits:
        raise Refusal("signin.wrong")
    async with transaction(pool) as conn:
        await store.forgive_attempts.run(conn, account.town_id, account.account_id)
    return account


def _minutes(until: datetime | None, now: datetime) -> int:
    """Whole minutes left, rounded up: whoever waits that long is let in."""
    left = until - now if until else LOCKED
    return max(1, -(-left // timedelta(minutes=1)))
