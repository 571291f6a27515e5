"""The worker's press: a job's document becomes a file, and the page sees how far it is."""

import asyncio
from typing import Final

import msgspec

from reports.wording.jobs import LAYING, QUEUED, WRITING
from service.database import Pool, transaction
from service.jobs import queue
from service.jobs.queue import Job
from service.press import keeping
from service.press.orders import Laying, Order, Stage, Writing, key_of
from service.press.printer import Printer, Queued, Tell

PAUSE: Final = 0.5
"""Seconds between two words of progress; a page is laid out in less."""


class Press(msgspec.Struct, frozen=True):
    """What printing needs: the worker's connections and the printer."""

    pool: Pool
    printer: Printer

    async def make(self, job: Job, order: Order) -> bytes:
        """The file, kept nowhere."""
        return await self.printer.print(order, _telling(self.pool, job))

    async def make_once(self, job: Job, order: Order) -> bytes:
        """The file as it was printed before, or printed now and remembered."""
        key = key_of(order, self.printer.fonts)
        async with transaction(self.pool) as conn:
            known = await keeping.find_print.maybe(conn, job.town_id, key)
        if known is not None:
            return known
        printed = await self.make(job, order)
        async with transaction(self.pool) as conn:
            await keeping.keep(conn, job.town_id, key, content=printed)
        return printed


def _telling(pool: Pool, job: Job) -> Tell:
    clock, due = asyncio.get_running_loop().time, 0.0

    async def tell(stage: Queued | Stage) -> None:
        nonlocal due
        if clock() < due:
            return
        due = clock() + PAUSE
        async with transaction(pool) as conn:
            await queue.note_progress(conn, job, _say(stage))

    return tell


def _say(stage: Queued | Stage) -> str:
    match stage:
        case Queued():
            return QUEUED
        case Laying(pages):
            return LAYING.format(pages=pages)
        case Writing(pages):
            return WRITING.format(pages=pages)
