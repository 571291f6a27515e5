"""The worker's side of a poll: close it on time, count the opened box, publish what may be told.

Each piece of work may be done twice and ends the same: a finished step is left alone.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Final

from service.boards.polls import running, store
from service.boards.polls.comments import TEXTS, read_comments
from service.boards.polls.deeds import Deed, record, take
from service.boards.polls.opened import count_box, read_texts
from service.boards.polls.report import MEDIA, find, print_files
from service.clock import now
from service.database import Connection, Pool, transaction
from service.jobs import queue
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.press.working import Press
from surveys import canonical
from surveys.canonical import fingerprint
from surveys.stages import Stage

PROGRAM: Final = "minping"


def kinds(press: Press) -> Mapping[str, Work]:
    """The work this board leaves for the worker."""
    return {
        running.CLOSING: partial(close, press.pool),
        "poll.count": partial(count, press.pool),
        "poll.publish": partial(publish, press),
    }


async def close(pool: Pool, job: Job) -> None:
    """Close at the announced time."""
    async with transaction(pool) as conn:
        await running.close_on_time(conn, pool, _deed(job))


async def count(pool: Pool, job: Job) -> None:
    """Count what the opener took out, and freeze the count."""
    deed = _deed(job)
    async with transaction(pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.read_stage() is not Stage.CLOSED:
            return
        data = canonical.encode(await count_box(conn, row))
        texts = canonical.encode(await read_texts.all(conn, deed.survey))
    async with transaction(pool) as conn:
        await take(conn, deed, Stage.COUNTED)
        await _keep(conn, deed, TEXTS, texts)
        await store.keep_count.run(conn, deed.town, deed.survey, data)
        await record(conn, deed, "count", fingerprint(data))


async def publish(press: Press, job: Job) -> None:
    """Protect the tables, print what they say, make it public; the opened box never is."""
    deed = _deed(job)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.read_stage() is not Stage.COUNTED:
            return
        comments = await read_comments(conn, deed.town, deed.survey)
    finding = await asyncio.to_thread(find, row, comments, deed.now)
    files = await print_files(press, job, finding)
    digest = finding.fingerprint
    async with transaction(press.pool) as conn:
        await take(conn, deed, Stage.PUBLISHED)
        if await read_comments(conn, deed.town, deed.survey) != comments:
            raise ReviewedMeanwhileError
        for name, content in files.items():
            await _keep(conn, deed, name, content, public=True)
        await store.publish_poll.run(conn, deed.town, deed.survey, digest, deed.now)
        await queue.enqueue(conn, kind="box.destroy-key", town=deed.town, survey=deed.survey)
        await record(conn, deed, "published", digest)


class ReviewedMeanwhileError(Exception):
    """A comment was reviewed while the report was printed; the worker tries again."""


async def _keep(
    conn: Connection, deed: Deed, name: str, content: bytes, *, public: bool = False
) -> None:
    media = MEDIA[name.rpartition(".")[2]]
    await store.keep_document.run(
        conn, deed.town, deed.survey, name, media, content, fingerprint(content), public
    )


def _deed(job: Job) -> Deed:
    return Deed(town=job.town_id, survey=job.survey_id or "", actor=PROGRAM, now=now())
