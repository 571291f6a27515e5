"""A rehearsal is wiped away whole; a vote that counts is not touched."""

import pytest

from service.cli import rehearsals
from service.database import Pool
from service.database.cluster import Server
from service.settings import Settings
from tests.service.boards.appraisals.test_a_key_in_shares import vote
from tests.service.boards.conftest import Browser
from tests.service.boards.evaluations import (
    PLAN,
    an_open_vote,
    bring_a_roll,
    draft,
    press,
)


async def begun(qian: Browser, settings: Settings, opener_pool: Pool, **changes: str) -> str:
    """An evaluation in which three have voted."""
    from service.box import opener
    from service.jobs.worker import work_once

    page = await draft(qian, **changes)
    await press(qian, page, "prepare")
    assert await work_once(opener_pool, opener.kinds(settings, opener_pool))
    codes = await an_open_vote(qian, page)
    await vote(qian, page, codes[:3])
    return page.rpartition("/")[2]


async def test_nothing_is_left_of_a_rehearsal_and_everything_of_a_vote(  # noqa: PLR0917
    qian: Browser,
    settings: Settings,
    opener_pool: Pool,
    owner_pool: Pool,
    database: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await bring_a_roll(qian)
    real = await begun(qian, settings, opener_pool)
    played = await begun(qian, settings, opener_pool, rehearsal="1")
    ballot = (await qian.get(f"/v/{played}")).text
    assert f"【模拟】{PLAN['title']}" in ballot
    assert f"【模拟】{PLAN['title']}" not in (await qian.get(f"/v/{real}")).text
    assert await rehearsals.purge(settings, database, ask=False) == 0
    told = capsys.readouterr().out
    assert "box.sealed  剩 0 行" in told
    assert "共剩 0 行" in told
    for survey, number in ((played, 0), (real, 3)):
        kept = "select count(*) from box.sealed where survey_id = $1"
        assert await owner_pool.fetchval(kept, survey) == number
    assert not (settings.keys / f"{played}.box").exists()
    assert (settings.keys / f"{real}.box").exists()
    assert (await qian.get(f"/console/appraisals/{played}")).status_code == 404
    assert await rehearsals.purge(settings, database, ask=False) == 0
    assert "没有模拟测评" in capsys.readouterr().out


async def test_a_vote_that_counts_cannot_be_purged(
    qian: Browser, settings: Settings, opener_pool: Pool, owner_pool: Pool
) -> None:
    import asyncpg

    page = await draft(qian)
    with pytest.raises(asyncpg.PostgresError, match="no rehearsal"):
        await owner_pool.fetch("select * from upkeep.purge_rehearsal($1)", page.rpartition("/")[2])
