"""However many screens a hall has, the database is asked once a second."""

import asyncio

import pytest

from service.boards.live.lookout import Lookout
from service.database import Pool
from surveys import canonical
from surveys.refusals import Refusal
from tests.builders import a_rule_set
from tests.service.boards.conftest import Browser

RULES = canonical.encode(a_rule_set()).decode()


class Asked:
    """Counts how often a pool is asked for a connection."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.times = pool, 0

    async def acquire(self, **limits: float) -> object:
        self.times += 1
        return await self.pool.acquire(**limits)

    async def release(self, connection: object, **limits: float) -> None:
        await self.pool.release(connection, **limits)


async def test_a_hundred_screens_are_one_look(
    qian: Browser, web_pool: Pool, box_pool: Pool, owner_pool: Pool
) -> None:
    town = await owner_pool.fetchval("select town_id from registrar.town")
    await owner_pool.execute(
        "insert into registrar.evaluation (town_id, survey_id, title, plan, rules)"
        " values ($1, 'hall', '民主测评', '{}', $2)",
        town,
        RULES,
    )
    lookout, asked = Lookout(), Asked(web_pool)
    seen = await asyncio.gather(*(lookout.look(asked, box_pool, "hall") for _ in range(100)))
    assert {screen.shown.title for screen in seen} == {"民主测评"}
    assert asked.times == 1


async def test_a_meeting_that_is_not_there_is_refused_and_not_remembered(
    qian: Browser, web_pool: Pool, box_pool: Pool
) -> None:
    lookout, asked = Lookout(), Asked(web_pool)
    for _ in range(2):
        with pytest.raises(Refusal, match=r"request\.unknown_page"):
            await lookout.look(asked, box_pool, "nowhere")
    assert asked.times == 2
