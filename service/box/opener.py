"""The opener: a process and a role of its own, that keeps the keys of boxes and opens them.

It takes four kinds of work. `box.prepare` makes a box key and writes its public half
beside the evaluation; `box.open` opens a closed box and asks for the count, `box.take-opened` takes
what scrutineers opened elsewhere; `box.destroy-key` removes the key once nothing is left to open,
so that no later thief can open a copy.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

from service.box.judges import call_judges
from service.box.judging import bench_of
from service.box.keys import destroy_box_key, make_box_key
from service.box.opening import open_box
from service.box.taking import take_opened
from service.clock import now
from service.database import Pool, Role, chronicle, open_pool, transaction
from service.database.cluster import find_server
from service.database.statements import command, scalar
from service.jobs import queue
from service.jobs.queue import Job
from service.jobs.worker import Work, work
from service.settings import Settings
from surveys import canonical
from surveys.ballots.opened_file import OpenedFile
from surveys.poll import PollManifest, read_manifest
from surveys.refusals import Refusal

OPENER: Final = "opener"
_keep_box_key: Final = command("opener", "keep_box_key")
_keep_box_key_of_poll: Final = command("opener", "keep_box_key_of_poll")
_find_opened_file: Final = scalar("opener", "find_opened_file", bytes)
_find_manifest: Final = scalar("opener", "find_manifest", bytes)


def kinds(settings: Settings, pool: Pool) -> Mapping[str, Work]:
    """The work the opener takes; `pool` is of role OPENER."""
    return {
        "box.prepare": partial(prepare_box, settings, pool),
        "box.open": partial(open_and_ask_for_the_count, settings, pool),
        "box.take-opened": partial(take_and_ask_for_the_count, pool),
        "box.destroy-key": partial(destroy_key, settings, pool),
    }


async def open_boxes(settings: Settings) -> None:
    """Work until cancelled, at the server this home started."""
    call_judges()
    pool = await open_pool(settings, find_server(settings), Role.OPENER, size=4)
    try:
        await work(pool, kinds(settings, pool))
    finally:
        await pool.close()


async def prepare_box(settings: Settings, pool: Pool, job: Job) -> None:
    """Make the key of a box, once, and hand out its public half."""
    assert job.survey_id is not None
    public = make_box_key(settings, job.survey_id)
    async with transaction(pool) as conn:
        await _keep_box_key.run(conn, job.town_id, job.survey_id, public)
        await _keep_box_key_of_poll.run(conn, job.town_id, job.survey_id, public)


async def open_and_ask_for_the_count(settings: Settings, pool: Pool, job: Job) -> None:
    """Open the box, in a transaction without a row of the registrar; then the count may follow."""
    async with transaction(pool) as conn:
        manifest = await _find_manifest.maybe(conn, job.town_id, job.survey_id)
    if manifest is None:
        raise Refusal("box.not_made")
    digest, frozen = canonical.fingerprint(manifest), read_manifest(manifest)
    await open_box(pool, settings, frozen, digest=digest)
    kind = "poll.count" if isinstance(frozen, PollManifest) else "evaluation.count"
    async with transaction(pool) as conn:
        await queue.enqueue(conn, kind=kind, town=job.town_id, survey=job.survey_id)


async def take_and_ask_for_the_count(pool: Pool, job: Job) -> None:
    """Take what scrutineers opened away from the server; then the count may follow."""
    async with transaction(pool) as conn:
        manifest = await _find_manifest.maybe(conn, job.town_id, job.survey_id)
        brought = await _find_opened_file.maybe(conn, job.town_id, job.survey_id)
    if manifest is None or brought is None:
        raise Refusal("box.not_made")
    bench = bench_of(read_manifest(manifest), None, digest=canonical.fingerprint(manifest))
    await take_opened(pool, bench, canonical.decode(brought, OpenedFile))
    async with transaction(pool) as conn:
        await queue.enqueue(conn, kind="evaluation.count", town=job.town_id, survey=job.survey_id)


async def destroy_key(settings: Settings, pool: Pool, job: Job) -> None:
    """Remove the key of a box whose evaluation is published or void, and put that on record."""
    assert job.survey_id is not None
    async with transaction(pool) as conn:
        if destroy_box_key(settings, job.survey_id):
            await chronicle.record(
                conn,
                town=job.town_id,
                survey=job.survey_id,
                at=now(),
                actor=OPENER,
                action="destroy-key",
            )
