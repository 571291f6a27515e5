"""A wish for later work becomes a row in the same transaction, and a worker's claim on it.

A claim lasts `LEASE` and is renewed while the worker lives; a job whose worker died is taken again.
`attempts` tells one claim from the next, so a worker thought dead cannot finish another's job.
"""

import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from service.database import Connection
from service.database.statements import command, query
from surveys.values import Value

LEASE: Final = timedelta(seconds=30)
CHANNEL: Final = "minping_job"


class Job(Value, frozen=True):
    """One piece of work, as a worker holds it."""

    job_id: uuid.UUID
    town_id: str
    survey_id: str | None
    kind: str
    payload: str
    attempts: int


add_job: Final = command("jobs", "add_job")
wake_workers: Final = command("jobs", "wake_workers")
claim_job: Final = query("jobs", "claim_job", Job)
keep_job: Final = command("jobs", "keep_job")
progress_of_job: Final = command("jobs", "note_progress")
finish_job: Final = command("jobs", "finish_job")
delay_job: Final = command("jobs", "delay_job")
fail_job: Final = command("jobs", "fail_job")


async def enqueue(  # noqa: PLR0913 -- a job has this many parts
    conn: Connection,
    *,
    kind: str,
    town: str,
    survey: str | None = None,
    payload: str = "{}",
    after: timedelta = timedelta(0),
) -> uuid.UUID:
    """Leave work for later. It exists if and only if the caller's transaction commits."""
    job_id = uuid.uuid4()
    await add_job.run(conn, job_id, town, survey, kind, payload, after)
    await wake_workers.run(conn, kind)
    return job_id


async def claim(
    conn: Connection, kinds: Collection[str], *, lease: timedelta = LEASE
) -> Job | None:
    """Take one job that is due, or None. Two workers never take the same one."""
    return await claim_job.maybe(conn, list(kinds), lease)


async def keep(conn: Connection, job: Job, *, lease: timedelta = LEASE) -> bool:
    """Ask for more time; False if the job is no longer ours."""
    return await keep_job.run(conn, job.job_id, job.attempts, lease) == 1


async def note_progress(conn: Connection, job: Job, words: str) -> None:
    """What the page shows of the running job."""
    await progress_of_job.run(conn, job.job_id, job.attempts, words)


async def finish(conn: Connection, job: Job) -> bool:
    """Done; False if the job was no longer ours."""
    return await finish_job.run(conn, job.job_id, job.attempts) == 1


async def delay(conn: Connection, job: Job, *, words: str, after: timedelta) -> None:
    """Try again later."""
    await delay_job.run(conn, job.job_id, job.attempts, words, after)


async def fail(conn: Connection, job: Job, *, words: str) -> None:
    """Give up, and say why."""
    await fail_job.run(conn, job.job_id, job.attempts, words)
