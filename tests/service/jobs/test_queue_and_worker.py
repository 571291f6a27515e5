"""Work for later: wished for in a transaction, done by one worker, given up aloud."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Never

import pytest

from service.database import Pool, transaction
from service.jobs import queue
from service.jobs.queue import Job
from service.jobs.worker import ATTEMPTS, Work, work, work_once
from surveys.refusals import Refusal

WRITTEN = "满意 满意 不满意"
PATIENCE = 120
"""Seconds; whoever waits for the next look instead of hearing of a job waits an hour."""


@pytest.fixture
async def town(web_pool: Pool) -> str:
    async with transaction(web_pool) as conn:
        await conn.execute(
            "insert into registrar.town (town_id, name, congress)"
            " values ('laochang', '老厂镇', '老厂镇人民代表大会')"
        )
    return "laochang"


async def _wish(pool: Pool, town: str, kind: str = "print", payload: str = "{}") -> uuid.UUID:
    async with transaction(pool) as conn:
        return await queue.enqueue(conn, kind=kind, town=town, survey="s1", payload=payload)


async def _wish_and_stumble(pool: Pool, town: str) -> None:
    async with transaction(pool) as conn:
        await queue.enqueue(conn, kind="print", town=town)
        raise ZeroDivisionError


async def _look(pool: Pool, job_id: uuid.UUID) -> tuple[Any, ...]:
    async with transaction(pool) as conn:
        row = await conn.fetchrow(
            "select state, attempts, error from registrar.job where job_id = $1", job_id
        )
    assert row is not None
    return tuple(row)


async def _hurry(pool: Pool) -> None:
    """Let every waiting time be over."""
    async with transaction(pool) as conn:
        await conn.execute(
            "update registrar.job set run_after = clock_timestamp(),"
            " taken_until = clock_timestamp() where state in ('waiting', 'taken')"
        )


async def _nothing(_: Job) -> None: ...


async def _stumble(_: Job) -> None:
    raise OSError(WRITTEN)


async def test_a_wish_in_a_transaction_that_fails_was_never_made(
    web_pool: Pool, town: str
) -> Never:
    with pytest.raises(ZeroDivisionError):
        await _wish_and_stumble(web_pool, town)
    assert not await work_once(web_pool, {"print": _nothing})


async def test_a_job_is_done_once_with_what_was_asked(
    web_pool: Pool, worker_pool: Pool, town: str
) -> None:
    done: list[Job] = []

    async def note(job: Job) -> None:
        done.append(job)

    job_id = await _wish(web_pool, town, payload='{"slips":46}')
    assert await work_once(worker_pool, {"print": note})
    assert not await work_once(worker_pool, {"print": note})
    assert done == [Job(job_id, town, "s1", "print", '{"slips":46}', 1)]
    assert await _look(web_pool, job_id) == ("done", 1, None)


async def test_a_worker_leaves_kinds_it_does_not_know(
    web_pool: Pool, worker_pool: Pool, town: str
) -> None:
    job_id = await _wish(web_pool, town, kind="box.open")
    assert not await work_once(worker_pool, {"print": _nothing})
    assert await _look(web_pool, job_id) == ("waiting", 0, None)


async def test_four_workers_share_twenty_jobs_and_no_job_is_done_twice(
    web_pool: Pool, worker_pool: Pool, town: str
) -> None:
    wished = {await _wish(web_pool, town) for _ in range(20)}
    done: list[uuid.UUID] = []

    async def note(job: Job) -> None:
        done.append(job.job_id)

    async def toil() -> None:
        while await work_once(worker_pool, {"print": note}):
            pass

    await asyncio.gather(*(toil() for _ in range(4)))
    assert sorted(done) == sorted(wished)


async def test_a_job_waits_until_its_time(web_pool: Pool, worker_pool: Pool, town: str) -> None:
    async with transaction(web_pool) as conn:
        await queue.enqueue(conn, kind="print", town=town, after=timedelta(minutes=5))
    assert not await work_once(worker_pool, {"print": _nothing})
    await _hurry(web_pool)
    assert await work_once(worker_pool, {"print": _nothing})


async def test_a_stumble_is_tried_again_and_then_given_up_aloud(
    web_pool: Pool, worker_pool: Pool, town: str, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = await _wish(web_pool, town)
    for attempt in range(1, ATTEMPTS + 1):
        assert await work_once(worker_pool, {"print": _stumble})
        state, attempts, error = await _look(web_pool, job_id)
        assert (state, attempts) == ("failed" if attempt == ATTEMPTS else "waiting", attempt)
        assert "OSError" in error
        await _hurry(web_pool)
    assert error == "试了 5 次都没有做成（OSError），已停止。请联系系统管理员查看日志后重试。"
    assert not await work_once(worker_pool, {"print": _stumble})
    assert "OSError" in caplog.text
    assert WRITTEN not in caplog.text  # what an exception says may quote a ballot


async def test_a_stumble_waits_before_it_is_tried_again(
    web_pool: Pool, worker_pool: Pool, town: str
) -> None:
    await _wish(web_pool, town)
    assert await work_once(worker_pool, {"print": _stumble})
    assert not await work_once(worker_pool, {"print": _stumble})


async def test_a_refusal_is_final_and_says_its_sentence(
    web_pool: Pool, worker_pool: Pool, town: str
) -> None:
    async def refuse(_: Job) -> None:
        raise Refusal("box.still_open")

    job_id = await _wish(web_pool, town)
    assert await work_once(worker_pool, {"print": refuse})
    assert await _look(web_pool, job_id) == ("failed", 1, "投票还没有截止，不能开箱。")


async def test_a_database_that_was_away_for_a_moment_ends_no_job(
    web_pool: Pool, worker_pool: Pool, town: str
) -> None:
    async def find_it_away(_: Job) -> None:
        raise Refusal("box.unreachable")

    job_id = await _wish(web_pool, town)
    assert await work_once(worker_pool, {"print": find_it_away})
    assert (await _look(web_pool, job_id))[:2] == ("waiting", 1)
    await _hurry(web_pool)
    assert await work_once(worker_pool, {"print": _nothing})
    assert await _look(web_pool, job_id) == ("done", 2, None)


async def test_the_job_of_a_dead_worker_is_taken_again_and_the_dead_cannot_finish_it(
    web_pool: Pool, worker_pool: Pool, town: str
) -> None:
    job_id = await _wish(web_pool, town)
    async with transaction(worker_pool) as conn:
        dead = await queue.claim(conn, ["print"])
    assert dead is not None
    assert not await work_once(worker_pool, {"print": _nothing})
    await _hurry(web_pool)
    async with transaction(worker_pool) as conn:
        heir = await queue.claim(conn, ["print"])
        assert heir is not None
        assert heir.attempts == 2
        assert not await queue.finish(conn, dead)
        assert not await queue.keep(conn, dead)
        assert await queue.keep(conn, heir)
        assert await queue.finish(conn, heir)
    assert await _look(web_pool, job_id) == ("done", 2, None)


async def test_a_job_that_kills_every_worker_is_given_up(
    web_pool: Pool, worker_pool: Pool, town: str
) -> None:
    job_id = await _wish(web_pool, town)
    for _ in range(ATTEMPTS):
        async with transaction(worker_pool) as conn:
            assert await queue.claim(conn, ["print"]) is not None
        await _hurry(web_pool)
    assert await work_once(worker_pool, {"print": _nothing})
    state, attempts, error = await _look(web_pool, job_id)
    assert (state, attempts) == ("failed", ATTEMPTS + 1)
    assert "WorkerDiedError" in error


async def test_the_page_can_show_how_far_a_job_is(
    web_pool: Pool, worker_pool: Pool, town: str
) -> None:
    await _wish(web_pool, town)
    async with transaction(worker_pool) as conn:
        job = await queue.claim(conn, ["print"])
        assert job is not None
        await queue.note_progress(conn, job, "已排 46 张")
    async with transaction(web_pool) as conn:
        assert await conn.fetchval("select progress from registrar.job") == "已排 46 张"


@contextlib.asynccontextmanager
async def _working(pool: Pool, handle: Work) -> AsyncIterator[None]:
    worker = asyncio.create_task(work(pool, {"print": handle}))
    try:
        yield
    finally:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def test_a_worker_at_rest_hears_of_a_new_job_at_once(
    web_pool: Pool, worker_pool: Pool, town: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.jobs.worker.POLL", 3600.0)
    done: asyncio.Queue[uuid.UUID] = asyncio.Queue()

    async def note(job: Job) -> None:
        await done.put(job.job_id)

    async with _working(worker_pool, note):
        for _ in range(3):
            job_id = await _wish(web_pool, town)
            assert await asyncio.wait_for(done.get(), PATIENCE) == job_id


async def test_a_worker_that_hears_nothing_still_finds_the_job(
    web_pool: Pool, worker_pool: Pool, town: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.jobs.worker.POLL", 0.05)
    monkeypatch.setattr("service.jobs.queue.CHANNEL", "another_channel")
    done: asyncio.Queue[uuid.UUID] = asyncio.Queue()

    async def note(job: Job) -> None:
        await done.put(job.job_id)

    async with _working(worker_pool, note):
        job_id = await _wish(web_pool, town)
        assert await asyncio.wait_for(done.get(), PATIENCE) == job_id


async def test_a_worker_goes_on_after_its_connections_are_cut(
    web_pool: Pool, worker_pool: Pool, town: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.jobs.worker.POLL", 0.05)
    done: asyncio.Queue[uuid.UUID] = asyncio.Queue()

    async def note(job: Job) -> None:
        await done.put(job.job_id)

    async with _working(worker_pool, note):
        first = await _wish(web_pool, town)
        assert await asyncio.wait_for(done.get(), PATIENCE) == first
        await _cut_others(worker_pool)
        second = await _wish(web_pool, town)
        assert await asyncio.wait_for(done.get(), PATIENCE) == second


async def _cut_others(pool: Pool) -> None:
    """End every connection of a pool's role but the one that asks."""
    async with pool.acquire() as conn:
        cut = await conn.fetchval(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where usename = current_user and datname = current_database()"
            " and pid <> pg_backend_pid()"
        )
    assert cut > 0
