"""How often the database is asked for one whole vote: page, right, two stamps, envelope."""

import asyncio

import asyncpg
import pytest
from litestar import Litestar

from service.database import Pool
from service.settings import Settings
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from tests.builders import SURVEY
from tests.sealed import SealedVote, a_sealed_vote
from tests.service.boards.conftest import Browser
from tests.service.boards.stamps.test_two_doors import post, sealed

MOST = 5
PHONES = 16


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is sent with parameters, by whatever connection."""
    said: list[str] = []
    execute = asyncpg.Connection._execute

    async def listen(connection: asyncpg.Connection, statement: str, *rest: object, **more: object):  # noqa: ANN202
        said.append(statement)
        return await execute(connection, statement, *rest, **more)

    monkeypatch.setattr(asyncpg.Connection, "_execute", listen)
    return said


@pytest.fixture
async def vote(settings: Settings, web_pool: Pool, box_pool: Pool) -> SealedVote:
    slips = (SlipCount(group="deputies", unit=WHOLE, printed=2 + PHONES),)
    return await a_sealed_vote(settings, web_pool, box_pool, slips=slips)


async def vote_whole(browser: Browser, vote: SealedVote, at: int) -> None:
    assert (await browser.get(f"/v/{SURVEY}")).status_code == 200
    looked = await post(browser, f"/stamp/{SURVEY}/right", right=vote.codes()[at])
    assert looked.json()["state"] == "ready"
    envelope = await sealed(browser, vote, at)
    kept = await post(browser, f"/box/{SURVEY}/cast", **envelope.body())
    assert kept.status_code == 200


async def test_a_whole_vote_asks_the_database_five_times_at_most_and_in_a_full_hall_less_often(
    app: Litestar, browser: Browser, vote: SealedVote, asked: list[str]
) -> None:
    await vote_whole(browser, vote, 0)  # the first one finds the keys and the manifest
    asked.clear()
    await vote_whole(browser, vote, 1)
    assert len(asked) <= MOST, asked
    asked.clear()
    phones = [Browser(app) for _ in range(PHONES)]
    await asyncio.gather(*(vote_whole(one, vote, 2 + at) for at, one in enumerate(phones)))
    assert len(asked) / PHONES < MOST
    await asyncio.gather(*(one.http.aclose() for one in phones))
