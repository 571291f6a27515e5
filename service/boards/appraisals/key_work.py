"""The worker's side of stamps: make the keys of an evaluation, and destroy them after the vote."""

import asyncio
from collections.abc import Mapping
from functools import partial

from service.boards.appraisals import store
from service.database import Pool, transaction
from service.dossier.deeds import by_program, leave_work, record
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.settings import Settings
from service.stamping.keyring import keep_public
from service.stamping.keys import destroy_stamp_keys, make_stamp_keys
from surveys.electorate.eligibility import slips_needed


def kinds(settings: Settings, pool: Pool) -> Mapping[str, Work]:
    """The work; `pool` is of role WORKER."""
    return {
        "stamps.prepare": partial(make_keys, settings, pool),
        "stamps.destroy": partial(destroy_keys, settings, pool),
    }


async def make_keys(settings: Settings, pool: Pool, job: Job) -> None:
    """Two keys for each pile of slips that is due; then the box may be made."""
    assert job.survey_id is not None
    async with transaction(pool) as conn:
        row = await store.find(conn, job.town_id, job.survey_id)
    due = slips_needed(row.roll.read(), row.plan.read().appraisees)
    wanted = [(count.group, count.unit) for count in due]
    pairs = await asyncio.to_thread(make_stamp_keys, settings, job.survey_id, wanted)
    async with transaction(pool) as conn:
        await keep_public(conn, job.town_id, job.survey_id, pairs)
        await leave_work(conn, by_program(job), "box.prepare")


async def destroy_keys(settings: Settings, pool: Pool, job: Job) -> None:
    """Once nobody is stamped any more, nobody shall be able to; that is put on record."""
    assert job.survey_id is not None
    async with transaction(pool) as conn:
        if destroy_stamp_keys(settings, job.survey_id):
            await record(conn, by_program(job), "destroy-stamp-keys")
