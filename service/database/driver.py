"""asyncpg as this program uses it. It ships no types; here its face is written down once."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypedDict, cast

import asyncpg

# ruff: noqa: ASYNC109 -- the parameters are asyncpg's

if TYPE_CHECKING:

    class Connection(Protocol):
        """A connection, of its own or out of a pool."""

        async def fetch(self, query: str, *args: object) -> list[tuple[Any, ...]]: ...
        async def fetchrow(self, query: str, *args: object) -> tuple[Any, ...] | None: ...
        async def fetchval(self, query: str, *args: object) -> Any: ...  # noqa: ANN401
        async def execute(self, query: str, *args: object, timeout: float | None = None) -> str: ...
        def transaction(self) -> AbstractAsyncContextManager[object]: ...
        async def prepare(self, query: str) -> "Prepared": ...
        async def add_listener(self, channel: str, callback: Callable[..., None]) -> None: ...
        async def remove_listener(self, channel: str, callback: Callable[..., None]) -> None: ...
        def add_termination_listener(self, callback: Callable[[object], None]) -> None: ...
        def remove_termination_listener(self, callback: Callable[[object], None]) -> None: ...
        def get_server_version(self) -> "Version": ...
        def is_closed(self) -> bool: ...
        async def close(self) -> None: ...

    class Pool(Protocol):
        """Connections of one role."""

        def acquire(self, *, timeout: float | None = None) -> "Acquiring": ...
        async def release(
            self, connection: Connection, *, timeout: float | None = None
        ) -> None: ...
        async def close(self) -> None: ...
        def terminate(self) -> None: ...

    class Acquiring(AbstractAsyncContextManager[Connection], Awaitable[Connection], Protocol):
        """Await it, or enter it."""

else:
    Connection = asyncpg.Connection  # its instance check also knows what a pool lends
    Pool = asyncpg.Pool


class Prepared(Protocol):
    """A prepared statement, asked for its columns."""

    def get_attributes(self) -> tuple[Any, ...]: ...


class Version(Protocol):
    """The server's version."""

    major: int
    minor: int


class Door(TypedDict):
    """Where to connect, and as whom."""

    dsn: str
    user: str | None
    password: str | None
    database: str | None
    statement_cache_size: int
    command_timeout: float
    timeout: float


async def open_connection(door: Door) -> Connection:
    """One connection."""
    return cast("Connection", await cast("Any", asyncpg).connect(**door))


async def open_connections(
    door: Door, *, size: int, reset: Callable[[object], Awaitable[None]] | None
) -> Pool:
    """A pool, of which one connection is opened at once."""
    making = cast("Any", asyncpg).create_pool(**door, min_size=1, max_size=size, reset=reset)
    return cast("Pool", await making)
