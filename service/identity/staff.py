"""The town's staff (工作人员): taken on with a starting password, which they change themselves."""

import secrets
from typing import Final

from service.database import Connection
from service.identity import passwords, store
from service.identity.roles import Office
from service.identity.sessions import Session
from surveys import codes
from surveys.refusals import Refusal
from surveys.values import Value

_SIZE: Final = 10  # bytes: 16 letters to type, once


class Newcomer(Value, frozen=True):
    """Who is taken on, and for what."""

    name: str
    office: Office


async def take_on(conn: Connection, session: Session, newcomer: Newcomer) -> str:
    """Add an account and return its starting password, which is shown once and kept nowhere."""
    if not newcomer.name:
        raise Refusal("signin.incomplete")
    if await store.find_account.maybe(conn, newcomer.name) is not None:
        raise Refusal("signin.same_name", name=newcomer.name)
    word, kept = await _starting_password()
    await store.add_account.run(
        conn, session.town, f"a-{secrets.token_hex(4)}", newcomer.name, kept,
        newcomer.office.value, True,
    )  # fmt: skip
    return word


async def give_starting_password(conn: Connection, session: Session, account: str) -> str:
    """A new starting password for somebody who forgot theirs; every browser of theirs signs out."""
    word, kept = await _starting_password()
    if not await store.keep_password.run(conn, session.town, account, kept, True):
        raise Refusal("signin.unknown_account")
    await store.end_sessions_of.run(conn, session.town, account)
    return word


async def dismiss(conn: Connection, session: Session, account: str) -> None:
    """Nobody signs in by this account any more; the secretary cannot dismiss themselves."""
    if account == session.account:
        raise Refusal("signin.last_secretary")
    if not await store.disable_account.run(conn, session.town, account):
        raise Refusal("signin.unknown_account")
    await store.end_sessions_of.run(conn, session.town, account)


async def change_password(conn: Connection, session: Session, old: str, new: str) -> None:
    """Change one's own password."""
    own = await store.find_colleague.maybe(conn, session.town, session.name)
    if own is None or not await passwords.fits(own.password_hash, old):
        raise Refusal("signin.wrong")
    passwords.demand_strong(new)
    kept = await passwords.hashed(new)
    await store.keep_password.run(conn, session.town, session.account, kept, False)


async def _starting_password() -> tuple[str, str]:
    word = codes.spell(secrets.token_bytes(_SIZE))
    return word, await passwords.hashed(word)
