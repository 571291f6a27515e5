"""The opener: the key it keeps, and the work it takes."""

import os

import pytest

from service.box.casting import Casting
from service.box.keys import make_box_key
from service.box.opener import kinds
from service.box.opening import Opening, open_box
from service.database import Pool, transaction
from service.jobs import queue
from service.jobs.worker import work_once
from service.settings import Settings
from surveys import canonical
from surveys.refusals import Refusal
from tests.boxes import a_box
from tests.builders import SURVEY
from tests.service.box.opened import cast_one_and_close, opened_ballots


async def test_a_lost_foreign_or_spoiled_key_opens_nothing_and_loses_nothing(
    settings: Settings, box_pool: Pool, opener_pool: Pool, worker_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, survey="laochang-2030")
    await cast_one_and_close(made, casting, box_pool)
    path = settings.keys / "laochang-2030.box"
    kept = path.read_text()
    make_box_key(settings, "laochang-2031")
    foreign = (settings.keys / "laochang-2031.box").read_text()
    for text in (None, foreign, kept[:-2] + "00", "?", ""):
        path.unlink()
        if text is not None:
            path.write_text(text)
        with pytest.raises(Refusal, match=r"box\.wrong_key"):
            await open_box(opener_pool, settings, made.manifest)
        path.touch()
    path.unlink()
    make_box_key(settings, "laochang-2030")
    with pytest.raises(Refusal, match=r"box\.wrong_key"):
        await open_box(opener_pool, settings, made.manifest)
    path.write_text(kept)
    assert (await open_box(opener_pool, settings, made.manifest)).opened == 1
    assert len(await opened_ballots(worker_pool)) == 1


def test_a_box_key_lies_in_a_private_file_and_is_made_once(settings: Settings) -> None:
    public = make_box_key(settings, "laochang-2032")
    path = settings.keys / "laochang-2032.box"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_uid == os.geteuid()
    assert make_box_key(settings, "laochang-2032") == public
    assert make_box_key(settings, "laochang-2033") != public


async def test_the_opener_takes_its_work_from_the_queue_and_asks_for_the_count(
    settings: Settings, web_pool: Pool, box_pool: Pool, opener_pool: Pool, casting: Casting
) -> None:
    work = kinds(settings, opener_pool)
    await an_evaluation(web_pool)
    await ask(web_pool, "box.prepare")
    assert await work_once(opener_pool, work)
    made = await a_box(settings, box_pool)
    async with web_pool.acquire() as conn:
        key = await conn.fetchval("select box_key from registrar.evaluation")
        await conn.execute("update registrar.evaluation set stage = 'prepared'")
        await conn.execute(
            "update registrar.evaluation set manifest = $1", canonical.encode(made.manifest)
        )
    assert key == made.manifest.box_key
    await cast_one_and_close(made, casting, box_pool)
    await ask(web_pool, "box.open")
    assert await work_once(opener_pool, work)
    assert await open_box(opener_pool, settings, made.manifest) == Opening(1, 0, 1)
    async with web_pool.acquire() as conn:
        jobs = await conn.fetch("select kind, state from registrar.job order by kind")
    assert [tuple(row) for row in jobs] == [
        ("box.open", "done"),
        ("box.prepare", "done"),
        ("evaluation.count", "waiting"),
    ]


async def an_evaluation(web: Pool) -> None:
    async with web.acquire() as conn:
        await conn.execute("insert into registrar.town values ('laochang', '老厂镇', '主席团')")
        await conn.execute(
            "insert into registrar.evaluation (town_id, survey_id, title, plan, rules)"
            " values ('laochang', $1, '民主测评', '{}', '{}')",
            SURVEY,
        )


async def ask(web: Pool, kind: str) -> None:
    async with transaction(web) as conn:
        await queue.enqueue(conn, kind=kind, town="laochang", survey=SURVEY)
