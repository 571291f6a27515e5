"""Many casts at the same time become few short transactions on one connection.

Nobody waits for a batch to fill: while one commit runs, the next batch gathers. An offer is
answered after its commit, or refused at its deadline as `box.unreachable`, which says nothing of
what the database did meanwhile. Offering the same slip again gives the same receipt.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Final, TypeAlias

from service.database import Connection, speaking_for
from service.database.statements import query
from surveys.keys import SurveyKey, UnitKey
from surveys.refusals import Refusal
from surveys.values import Value

DEADLINE: Final = 8.0  # seconds; a phone gives up at ten
LARGEST: Final = 256
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0

_log = logging.getLogger(__name__)


class Offer(Value, frozen=True):
    """An envelope and the slip it spends; `receipt` is the signature its leaf would get."""

    survey: SurveyKey
    manifest: bytes
    mark: bytes
    unit: UnitKey
    leaf: bytes
    envelope: bytes
    receipt: bytes


class Outcome(Value, frozen=True):
    """What the box said to the offer at this place; leaf and receipt are those it keeps."""

    place: int
    outcome: str
    leaf: bytes | None
    receipt: bytes | None


_cast = query("box", "cast_slips", Outcome)

Waiting: TypeAlias = tuple[Offer, asyncio.Future[Outcome]]


class CastingQueue:
    """The queue of one process. Make it with `running_queue`."""

    def __init__(self, connect: Callable[[], Awaitable[Connection]], *, deadline: float) -> None:
        """Nothing is connected before the first offer."""
        self._connect: Callable[[], Awaitable[Connection]] = connect
        self._deadline: float = deadline
        self._waiting: asyncio.Queue[Waiting] = asyncio.Queue()
        self._connection: Connection | None = None

    async def put(self, offer: Offer) -> Outcome:
        """Wait for the commit; past the deadline the outcome is unknown and refused as such."""
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((offer, answer))
        try:
            async with asyncio.timeout(self._deadline):
                return await answer
        except TimeoutError as error:
            raise Refusal("box.unreachable") from error

    async def work(self) -> None:
        """Take what gathered, commit it, again and again; runs until cancelled."""
        while True:
            for batch in _by_box(await self._gather()):
                await self._settle(batch)

    async def close(self) -> None:
        """Leave the connection; what still waits runs into its deadline."""
        connection, self._connection = self._connection, None
        if connection is not None:
            # A connection that died is not news, and one that hangs is left behind.
            with contextlib.suppress(Exception):
                await asyncio.wait_for(connection.close(), 1)

    async def _gather(self) -> list[Waiting]:
        batch = [await self._waiting.get()]
        while len(batch) < LARGEST and not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
        return batch

    async def _settle(self, batch: list[Waiting]) -> None:
        """Commit a batch, as often as the server has to be found again for it."""
        pause = _FIRST_PAUSE
        while batch := [waiting for waiting in batch if not waiting[1].done()]:
            try:
                _answer(batch, await self._commit([offer for offer, _ in batch]))
            except Refusal:
                await self.close()
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            except Exception as error:  # noqa: BLE001 -- whatever it is, it must not stop the rest
                await self._settle_one_by_one(batch, error)

    async def _settle_one_by_one(self, batch: list[Waiting], error: Exception) -> None:
        """One offer the database will not have must not take the others with it."""
        if len(batch) > 1:
            for waiting in batch:
                await self._settle([waiting])
            return
        # The class only: what a database says of a row may quote the row.
        _log.error("an envelope was not stored: %s", type(error).__name__)
        for _, answer in batch:
            if not answer.done():
                answer.set_exception(Refusal("box.unreachable"))

    async def _commit(self, offers: list[Offer]) -> list[Outcome]:
        connection = await self._connected()
        with speaking_for(connection, "box.unreachable"):
            async with asyncio.timeout(self._deadline):
                return await _cast.all(connection, *_columns(offers))

    async def _connected(self) -> Connection:
        if self._connection is None:
            try:
                self._connection = await self._connect()
            except Exception as error:
                _log.warning("no connection to the box: %s", type(error).__name__)
                raise Refusal("box.unreachable") from error
        return self._connection


def _by_box(batch: list[Waiting]) -> list[list[Waiting]]:
    boxes: dict[tuple[SurveyKey, bytes], list[Waiting]] = {}
    for waiting in batch:
        boxes.setdefault((waiting[0].survey, waiting[0].manifest), []).append(waiting)
    return list(boxes.values())


def _columns(offers: list[Offer]) -> tuple[object, ...]:
    return (
        offers[0].survey,
        offers[0].manifest,
        [offer.mark for offer in offers],
        [offer.unit for offer in offers],
        [offer.leaf for offer in offers],
        [offer.envelope for offer in offers],
        [offer.receipt for offer in offers],
    )


def _answer(batch: list[Waiting], outcomes: list[Outcome]) -> None:
    for (_, answer), outcome in zip(batch, outcomes, strict=True):
        if not answer.done():  # whoever asked may have gone
            answer.set_result(outcome)


@contextlib.asynccontextmanager
async def running_queue(
    connect: Callable[[], Awaitable[Connection]], *, deadline: float = DEADLINE
) -> AsyncGenerator[CastingQueue]:
    """A queue with its worker; `connect` opens the one connection, again after every loss."""
    queue = CastingQueue(connect, deadline=deadline)
    working = asyncio.create_task(queue.work())
    try:
        yield queue
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        await queue.close()
