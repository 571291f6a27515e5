"""The worker's side of a poll: close it on time, count the opened box, publish what may be told.

Each piece of work may be done twice and ends the same: a finished step is left alone.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Final

from service.boards.polls import running, store
from service.boards.polls.deeds import Deed, record, take
from service.boards.polls.opened import count_box, read_texts
from service.boards.polls.protecting import protect
from service.clock import CHINA, now
from service.database import Connection, Pool, transaction
from service.jobs import queue
from service.jobs.queue import Job
from service.jobs.worker import Work
from surveys import canonical, publication
from surveys.canonical import fingerprint
from surveys.stages import Stage
from surveys.tally.poll_conclusion import Times, conclude
from surveys.tally.poll_results import PollResult

TEXTS: Final = "texts.json"
"""What people wrote: for those who review it, published by nobody here."""
PROGRAM: Final = "minping"
_JSON: Final = "application/json"


def kinds(pool: Pool) -> Mapping[str, Work]:
    """The work this board leaves for the worker."""
    return {
        running.CLOSING: partial(close, pool),
        "poll.count": partial(count, pool),
        "poll.publish": partial(publish, pool),
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


async def publish(pool: Pool, job: Job) -> None:
    """Protect the tables and make manifest and result public; the opened box never is."""
    deed = _deed(job)
    async with transaction(pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
    if row.read_stage() is not Stage.COUNTED:
        return
    result = canonical.encode(await asyncio.to_thread(result_of, row, deed.now))
    digest = fingerprint(result)
    async with transaction(pool) as conn:
        await take(conn, deed, Stage.PUBLISHED)
        await _keep(conn, deed, publication.MANIFEST, row.manifest or b"", public=True)
        await _keep(conn, deed, publication.RESULT, result, public=True)
        await store.publish_poll.run(conn, deed.town, deed.survey, digest, deed.now)
        await queue.enqueue(conn, kind="box.destroy-key", town=deed.town, survey=deed.survey)
        await record(conn, deed, "published", digest)


def result_of(row: store.PollRow, published_at: datetime) -> PollResult:
    """The result of a counted poll, its tables protected."""
    manifest = row.read_manifest()
    times = Times(_civil(row.opened_at), _civil(row.closed_at), _civil(published_at))
    gate = partial(protect, minimum=manifest.minimum)
    return conclude(manifest, row.read_count(), times, gate=gate)


async def _keep(
    conn: Connection, deed: Deed, name: str, content: bytes, *, public: bool = False
) -> None:
    await store.keep_document.run(
        conn, deed.town, deed.survey, name, _JSON, content, fingerprint(content), public
    )


def _civil(moment: datetime | None) -> str:
    return moment.astimezone(CHINA).isoformat() if moment else ""


def _deed(job: Job) -> Deed:
    return Deed(town=job.town_id, survey=job.survey_id or "", actor=PROGRAM, now=now())
