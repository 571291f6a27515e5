"""A server becomes pools of connections, one per role, and transactions with one verdict.

Return commits, raise rolls back. What the database says when it cannot serve becomes a refusal
here and nowhere else.
"""

import contextlib
import enum
from collections.abc import AsyncGenerator, Generator
from typing import Final

import asyncpg

from service.database.cluster import Server
from service.database.driver import Connection, Door, Pool, open_connection, open_connections
from service.database.secrets import password
from service.settings import CannotStart, Settings
from surveys.refusals import Refusal

PATIENCE: Final = 5.0  # seconds a request waits for a connection
DEADLINE: Final = 15.0  # seconds for one statement; a standby that does not answer has none
_UNAVAILABLE: Final = ("08", "40", "53", "57", "55P03")  # SQLSTATE classes that pass by waiting

# The last is a connection whose server died and which has not heard the end of it yet.
_ENDED: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


class Role(enum.Enum):
    """Who a process is to the database. Each may do no more than its job."""

    OWNER = "minping_owner"  # owns every table; runs migrations only
    WEB = "minping_web"
    BOX = "minping_box"
    OPENER = "minping_opener"
    WORKER = "minping_worker"


async def open_pool(settings: Settings, server: Server, role: Role, *, size: int = 8) -> Pool:
    """Connections of one role. The web's and the box's are never reset: nothing is left behind."""
    unreset = role in {Role.WEB, Role.BOX}
    try:
        return await open_connections(
            _door(settings, server, role), size=size, reset=_leave if unreset else None
        )
    except (OSError, asyncpg.PostgresError) as error:
        raise CannotStart("database_unreachable", detail=str(error)) from error


async def connect(settings: Settings, server: Server, role: Role) -> Connection:
    """One connection of its own: for listening, for batches, for migrations."""
    return await open_connection(_door(settings, server, role))


async def _leave(_: object) -> None:
    """The reset asyncpg makes is a round trip after every release."""


def _door(settings: Settings, server: Server, role: Role) -> Door:
    return {
        "dsn": server.address,
        "user": role.value,
        "password": password(settings, role.value),
        "database": server.database,
        "statement_cache_size": settings.statement_cache,
        "command_timeout": DEADLINE,
        "timeout": PATIENCE,
    }


@contextlib.asynccontextmanager
async def transaction(
    pool: Pool, *, busy: str = "request.unavailable"
) -> AsyncGenerator[Connection]:
    """One transaction; if the database cannot serve, the refusal `busy`."""
    async with lent(pool, busy=busy) as connection, connection.transaction():
        yield connection


@contextlib.asynccontextmanager
async def lent(pool: Pool, *, busy: str = "request.unavailable") -> AsyncGenerator[Connection]:
    """A connection for one statement, which is a transaction by itself: two round trips fewer."""
    connection = await acquire(pool, busy)
    try:
        with speaking_for(connection, busy):
            yield connection
    finally:
        await release(pool, connection)


async def acquire(pool: Pool, busy: str = "request.unavailable") -> Connection:
    """A connection, for whoever needs one without a transaction; `release` it."""
    try:
        return await pool.acquire(timeout=PATIENCE)
    except _ENDED as error:
        raise Refusal(busy) from error


async def release(pool: Pool, connection: Connection) -> None:
    """Give it back; a connection that died meanwhile is not news."""
    with contextlib.suppress(*_ENDED):
        await pool.release(connection, timeout=PATIENCE)


@contextlib.contextmanager
def speaking_for(connection: Connection, busy: str = "request.unavailable") -> Generator[None]:
    """Turn "cannot serve now" into the refusal `busy`; every other error stays what it is."""
    try:
        yield
    except asyncpg.PostgresError as error:
        if _passes_by_waiting(error):
            raise Refusal(busy) from error
        raise
    except (ConnectionError, TimeoutError, asyncpg.InternalClientError) as error:
        # The last is a connection whose server died and which has not heard the end of it yet.
        raise Refusal(busy) from error
    except asyncpg.InterfaceError as error:
        if is_gone(connection):
            raise Refusal(busy) from error
        raise


def _passes_by_waiting(error: asyncpg.PostgresError) -> bool:
    return str(getattr(error, "sqlstate", "")).startswith(_UNAVAILABLE)


def is_gone(connection: Connection) -> bool:
    """The connection ended, or the pool has already taken back what was left of it."""
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        return True
