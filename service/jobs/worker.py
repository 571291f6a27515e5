"""Claimed jobs become done jobs, delayed ones, or ones given up aloud.

A refusal is final: its sentence goes to the page. Anything else, a database that was away among
it, is tried again, later each time, and after `ATTEMPTS` given up. What an exception says may
quote a ballot, so only its type and the places it passed are logged.
"""

import asyncio
import contextlib
import logging
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Final, TypeAlias

from reports.wording.jobs import GAVE_UP, TRIES_AGAIN
from reports.wording.refusals import explain
from service.database import Pool, listening, transaction
from service.jobs import queue
from service.jobs.queue import Job
from surveys.refusals import Refusal

Work: TypeAlias = Callable[[Job], Awaitable[None]]

ATTEMPTS: Final = 5
POLL: Final = 2.0  # seconds; what a lost notification or a pooler costs
_FAULTS: Final = 500  # refusals of this status and above pass by waiting
_log: Final = logging.getLogger(__name__)


async def work(pool: Pool, kinds: Mapping[str, Work]) -> None:
    """Work until cancelled. A job in hand at that moment is taken again by the next worker."""
    async with listening(pool, queue.CHANNEL) as wake:
        while True:
            if not await work_once(pool, kinds):
                await _rest(wake)


async def work_once(pool: Pool, kinds: Mapping[str, Work]) -> bool:
    """Do one job that is due; False if there was none, or no database."""
    try:
        async with transaction(pool) as conn:
            job = await queue.claim(conn, kinds.keys())
        if job is not None:
            await _do(pool, job, kinds[job.kind])
    except Refusal as refusal:
        _log.warning("the queue cannot be reached: %s", refusal.code)
        return False
    return job is not None


async def _rest(wake: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(wake.wait(), POLL)
    wake.clear()


async def _do(pool: Pool, job: Job, handle: Work) -> None:
    try:
        async with _kept(pool, job):
            await _handle(job, handle)
    except Refusal as refusal:
        if refusal.status >= _FAULTS:
            await _take_back(pool, job, refusal)
        else:
            await _fail(pool, job, explain(refusal))
    except Exception as error:  # noqa: BLE001 -- whatever it was, the page must learn of it
        await _take_back(pool, job, error)
    else:
        async with transaction(pool) as conn:
            await queue.finish(conn, job)


async def _handle(job: Job, handle: Work) -> None:
    if job.attempts > ATTEMPTS:
        raise WorkerDiedError
    await handle(job)


class WorkerDiedError(Exception):
    """The job was taken again and again and no worker lived to finish it."""


async def _take_back(pool: Pool, job: Job, error: Exception) -> None:
    places = "".join(traceback.format_tb(error.__traceback__))
    _log.error("job %s %s: %s\n%s", job.kind, job.job_id, type(error).__name__, places)
    if job.attempts >= ATTEMPTS:
        await _fail(pool, job, GAVE_UP.format(times=ATTEMPTS, fault=type(error).__name__))
        return
    words = TRIES_AGAIN.format(times=job.attempts, fault=type(error).__name__)
    async with transaction(pool) as conn:
        await queue.delay(conn, job, words=words, after=pause_after(job.attempts))


async def _fail(pool: Pool, job: Job, words: str) -> None:
    async with transaction(pool) as conn:
        await queue.fail(conn, job, words=words)


def pause_after(attempts: int) -> timedelta:
    """How long to wait before the next attempt.

    >>> [pause_after(attempts).seconds for attempts in (1, 2, 3, 4)]
    [1, 4, 16, 64]
    """
    return timedelta(seconds=4 ** (attempts - 1))


@contextlib.asynccontextmanager
async def _kept(pool: Pool, job: Job) -> AsyncGenerator[None]:
    """Renew the claim while the work goes on."""
    renewal = asyncio.create_task(_renew(pool, job))
    try:
        yield
    finally:
        renewal.cancel()
        await asyncio.gather(renewal, return_exceptions=True)


async def _renew(pool: Pool, job: Job) -> None:
    while True:
        await asyncio.sleep(queue.LEASE.total_seconds() / 3)
        with contextlib.suppress(Refusal):
            async with transaction(pool) as conn:
                await queue.keep(conn, job)
