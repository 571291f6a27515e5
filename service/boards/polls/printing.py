"""The worker's side of a poll: close it on time, count the opened box, publish what may be told.

Each piece of work may be done twice and ends the same: a finished step is left alone.
"""

import asyncio
from collections.abc import Mapping
from functools import partial

from service.boards.polls import running, store
from service.boards.polls.comments import TEXTS, read_comments
from service.boards.polls.deeds import take
from service.boards.polls.opened import count_box, read_texts
from service.boards.polls.report import find, print_files
from service.database import Pool, transaction
from service.dossier.deeds import by_program, leave_work, record
from service.dossier.files import keep_file
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.press.working import Press
from surveys import canonical
from surveys.canonical import fingerprint
from surveys.stages import Stage


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
        await running.close_on_time(conn, pool, by_program(job))


async def count(pool: Pool, job: Job) -> None:
    """Count what the opener took out, and freeze the count."""
    deed = by_program(job)
    async with transaction(pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.stage is not Stage.CLOSED:
            return
        data = canonical.encode(await count_box(conn, row))
        texts = canonical.encode(await read_texts.all(conn, deed.survey))
    async with transaction(pool) as conn:
        await take(conn, deed, Stage.COUNTED)
        await keep_file(conn, deed, TEXTS, texts)
        await store.keep_count.run(conn, deed.town, deed.survey, data)
        await record(conn, deed, "count", fingerprint(data))


async def publish(press: Press, job: Job) -> None:
    """Protect the tables, print what they say, make it public; the opened box never is."""
    deed = by_program(job)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.stage is not Stage.COUNTED:
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
            await keep_file(conn, deed, name, content, public=True)
        await store.publish_poll.run(conn, deed.town, deed.survey, digest, deed.now)
        await leave_work(conn, deed, "box.destroy-key")
        await record(conn, deed, "published", digest)


class ReviewedMeanwhileError(Exception):
    """A comment was reviewed while the report was printed; the worker tries again."""
