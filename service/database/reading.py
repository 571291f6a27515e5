"""Many who look at the same time are told by one statement, on one connection.

Nobody is told what was read before they asked: a statement that runs already answers those who came
before it began, and whoever comes meanwhile waits for the next.
"""

import contextlib
from collections.abc import AsyncGenerator, Hashable
from typing import Any, Final, TypeVar

import msgspec

from service.database.batching import BatchQueue, Manner, running_batches
from service.database.cluster import Server
from service.database.driver import Connection
from service.database.pool import Role, connect
from service.database.statements import Query
from service.settings import Settings
from surveys.refusals import Refusal

Row = TypeVar("Row", bound=msgspec.Struct)


class _Look(msgspec.Struct, frozen=True):
    query: Query[Any]
    args: tuple[object, ...]
    placed: bool
    """Its statement takes a column of every argument, and its rows say whose they are."""


def _kin(look: _Look) -> Hashable:
    return look.query.statement.text, None if look.placed else look.args


async def _read(connection: Connection, looks: list[_Look]) -> list[list[Any]]:
    first = looks[0]
    if not first.placed:
        rows = await first.query.all(connection, *first.args)
        return [rows for _ in looks]
    columns = zip(*(look.args for look in looks), strict=True)
    found: list[list[Any]] = [[] for _ in looks]
    for row in await first.query.all(connection, *(list(column) for column in columns)):
        found[row.place - 1].append(row)
    return found


_MANNER: Final[Manner[_Look, list[Any]]] = Manner(_read, _kin, "request.unavailable")


class Reading:
    """The looks of one process. Make it with `open_reading`."""

    def __init__(self, queue: BatchQueue[_Look, list[Any]]) -> None:
        """Nothing is connected before the first look."""
        self._queue: BatchQueue[_Look, list[Any]] = queue

    async def all(self, query: Query[Row], *args: object, busy: str) -> list[Row]:
        """The rows of a statement that many may ask with the same arguments."""
        return await self._put(_Look(query, args, placed=False), busy)

    async def each(self, query: Query[Row], *args: object, busy: str) -> list[Row]:
        """One's own rows of a statement whose every parameter is a column, one place an asker.

        Rows say their `place`, counted from one.
        """
        return await self._put(_Look(query, args, placed=True), busy)

    async def _put(self, look: _Look, busy: str) -> list[Any]:
        try:
            return await self._queue.put(look)
        except Refusal as refusal:
            raise Refusal(busy) from refusal


@contextlib.asynccontextmanager
async def open_reading(settings: Settings, server: Server) -> AsyncGenerator[Reading]:
    """Looking in this process, at what the web may read."""

    async def connect_registrar() -> Connection:
        return await connect(settings, server, Role.WEB)

    async with running_batches(connect_registrar, _MANNER) as queue:
        yield Reading(queue)
