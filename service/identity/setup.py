"""The first start: a key shown to whoever started the program opens the set-up page, once."""

import hmac
import secrets
from typing import Final

from service.database import Connection, Role, connect
from service.database.cluster import find_server
from service.database.secrets import setup_key as _secret
from service.identity import passwords, store
from service.identity.roles import Office
from service.settings import Settings
from surveys import codes
from surveys.refusals import Refusal
from surveys.values import Value

ACCOUNT: Final = "secretary"
_SIZE: Final = 10  # bytes: 16 letters to type


class Founding(Value, frozen=True):
    """What the set-up page asks."""

    key: str
    town: str
    congress: str
    name: str
    password: str


async def setup_key(settings: Settings) -> str | None:
    """The key to show at start; None once somebody can sign in."""
    conn = await connect(settings, find_server(settings), Role.WEB)
    try:
        return None if await is_set_up(conn) else spell_key(settings)
    finally:
        await conn.close()


def spell_key(settings: Settings) -> str:
    """The key as it is printed and typed."""
    return codes.spell(_secret(settings)[:_SIZE])


async def is_set_up(conn: Connection) -> bool:
    """Whether anybody can sign in."""
    return await store.count_accounts.get(conn) > 0


async def set_up(conn: Connection, settings: Settings, founding: Founding) -> store.AccountRow:
    """Name the town and make its first account; a second time it is refused."""
    await store.lock_setup.run(conn)
    if await is_set_up(conn):
        raise Refusal("signin.already_set_up")
    _demand_key(settings, founding.key)
    if not (founding.town and founding.congress and founding.name):
        raise Refusal("signin.incomplete")
    passwords.demand_strong(founding.password)
    standing = await store.find_first_town.maybe(conn)
    town = standing.town_id if standing else f"t-{secrets.token_hex(4)}"
    await store.name_town.run(conn, town, founding.town, founding.congress)
    kept = await passwords.hashed(founding.password)
    await store.add_account.run(
        conn, town, ACCOUNT, founding.name, kept, Office.SECRETARY.value, False
    )
    return store.AccountRow(town, ACCOUNT, founding.name, kept, None)


def _demand_key(settings: Settings, typed: str) -> None:
    given = codes.read(typed, size=_SIZE, code="signin.wrong_key")
    if not hmac.compare_digest(given, _secret(settings)[:_SIZE]):
        raise Refusal("signin.wrong_key")
