"""A channel of NOTIFY becomes an event; where nothing can be heard, the listener must poll."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Final

from service.database.driver import Pool
from service.database.pool import acquire, is_gone, release, speaking_for
from surveys.refusals import Refusal

_RETRY: Final = 2.0  # seconds


@contextlib.asynccontextmanager
async def listening(pool: Pool, channel: str) -> AsyncGenerator[asyncio.Event]:
    """An event set at each notification, and whenever one may have been missed."""
    wake = asyncio.Event()
    listener = asyncio.create_task(_listen(pool, channel, wake))
    try:
        yield wake
    finally:
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)


async def _listen(pool: Pool, channel: str, wake: asyncio.Event) -> None:
    while True:
        with contextlib.suppress(Refusal):
            await _listen_once(pool, channel, wake)
        await asyncio.sleep(_RETRY)


async def _listen_once(pool: Pool, channel: str, wake: asyncio.Event) -> None:
    """Listen until the connection ends."""
    connection = await acquire(pool)
    ended = asyncio.Event()

    def hear(*_: object) -> None:
        wake.set()

    def end(_: object) -> None:
        ended.set()

    try:
        with speaking_for(connection):
            connection.add_termination_listener(end)
            await connection.add_listener(channel, hear)
            wake.set()
            await ended.wait()
    finally:
        if not is_gone(connection):
            connection.remove_termination_listener(end)
            await connection.remove_listener(channel, hear)
        await release(pool, connection)
