"""Many small offers at the same time become few short transactions on one connection.

Nobody waits for a batch to fill: while one commit runs, the next batch gathers. An offer is
answered after its commit, or refused at its deadline, which says nothing of what the database did
meanwhile: whoever uses a queue makes offers that may be made twice.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable
from typing import Final, Generic, TypeVar

import msgspec

from service.database.driver import Connection
from service.database.pool import speaking_for
from surveys.refusals import Refusal

DEADLINE: Final = 8.0  # seconds; a phone gives up at ten
LARGEST: Final = 256
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0

_log = logging.getLogger(__name__)

Offer = TypeVar("Offer")
Outcome = TypeVar("Outcome")


class Manner(msgspec.Struct, Generic[Offer, Outcome], frozen=True):
    """How a queue does its work."""

    store: Callable[[Connection, list[Offer]], Awaitable[list[Outcome]]]
    """One statement for offers of one kin; an outcome for each, in their order."""
    kin: Callable[[Offer], Hashable]
    """Offers that may go into one statement have this in common."""
    busy: str
    """The refusal where the database cannot serve, or did not in time."""


class BatchQueue(Generic[Offer, Outcome]):
    """The queue of one process. Make it with `running_batches`."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[Connection]],
        manner: Manner[Offer, Outcome],
        *,
        deadline: float,
    ) -> None:
        """Nothing is connected before the first offer."""
        self._connect: Callable[[], Awaitable[Connection]] = connect
        self._manner: Manner[Offer, Outcome] = manner
        self._deadline: float = deadline
        self._waiting: asyncio.Queue[tuple[Offer, asyncio.Future[Outcome]]] = asyncio.Queue()
        self._connection: Connection | None = None

    async def put(self, offer: Offer) -> Outcome:
        """Wait for the commit; past the deadline the outcome is unknown and refused as such."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Outcome] = loop.create_future()
        self._waiting.put_nowait((offer, answer))
        patience = loop.call_later(self._deadline, _give_up, answer, self._manner.busy)
        try:
            return await answer
        finally:
            patience.cancel()

    async def work(self) -> None:
        """Take what gathered, commit it, again and again; runs until cancelled."""
        while True:
            for batch in self._by_kin(await self._gather()):
                await self._settle(batch)

    async def close(self) -> None:
        """Leave the connection; what still waits runs into its deadline."""
        connection, self._connection = self._connection, None
        if connection is not None:
            # A connection that died is not news, and one that hangs is left behind.
            with contextlib.suppress(Exception):
                await asyncio.wait_for(connection.close(), 1)

    async def _gather(self) -> list[tuple[Offer, asyncio.Future[Outcome]]]:
        batch = [await self._waiting.get()]
        while len(batch) < LARGEST and not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
        return batch

    def _by_kin(
        self, batch: list[tuple[Offer, asyncio.Future[Outcome]]]
    ) -> list[list[tuple[Offer, asyncio.Future[Outcome]]]]:
        kinds: dict[Hashable, list[tuple[Offer, asyncio.Future[Outcome]]]] = {}
        for waiting in batch:
            kinds.setdefault(self._manner.kin(waiting[0]), []).append(waiting)
        return list(kinds.values())

    async def _settle(self, batch: list[tuple[Offer, asyncio.Future[Outcome]]]) -> None:
        """Commit a batch, as often as the server has to be found again for it."""
        pause = _FIRST_PAUSE
        while batch := [waiting for waiting in batch if not waiting[1].done()]:
            try:
                outcomes = await self._commit([offer for offer, _ in batch])
                for (_, answer), outcome in zip(batch, outcomes, strict=True):
                    if not answer.done():  # whoever asked may have gone
                        answer.set_result(outcome)
            except Refusal:
                await self.close()
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            except Exception as error:  # noqa: BLE001 -- whatever it is, it must not stop the rest
                await self._settle_one_by_one(batch, error)

    async def _settle_one_by_one(
        self, batch: list[tuple[Offer, asyncio.Future[Outcome]]], error: Exception
    ) -> None:
        """One offer the database will not have must not take the others with it."""
        if len(batch) > 1:
            for waiting in batch:
                await self._settle([waiting])
            return
        # The class only: what a database says of a row may quote the row.
        _log.error("an offer was not stored: %s", type(error).__name__)
        for _, answer in batch:
            if not answer.done():
                answer.set_exception(Refusal(self._manner.busy))

    async def _commit(self, offers: list[Offer]) -> list[Outcome]:
        connection = await self._connected()
        with speaking_for(connection, self._manner.busy):
            async with asyncio.timeout(self._deadline):
                return await self._manner.store(connection, offers)

    async def _connected(self) -> Connection:
        if self._connection is None:
            try:
                self._connection = await self._connect()
            except Exception as error:
                _log.warning("no connection for batches: %s", type(error).__name__)
                raise Refusal(self._manner.busy) from error
        return self._connection


def _give_up(answer: asyncio.Future[Outcome], busy: str) -> None:
    if not answer.done():
        answer.set_exception(Refusal(busy))


@contextlib.asynccontextmanager
async def running_batches(
    connect: Callable[[], Awaitable[Connection]],
    manner: Manner[Offer, Outcome],
    *,
    deadline: float = DEADLINE,
) -> AsyncGenerator[BatchQueue[Offer, Outcome]]:
    """A queue with its worker; `connect` opens the one connection, again after every loss."""
    queue = BatchQueue(connect, manner, deadline=deadline)
    working = asyncio.create_task(queue.work())
    try:
        yield queue
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        await queue.close()
