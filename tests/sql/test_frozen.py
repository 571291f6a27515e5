"""What a vote was announced by cannot be changed under way, not even by the owner of the tables."""

import asyncpg
import pytest

from service.database import Pool

DRAFTED = """
insert into registrar.town (town_id, name, congress) values ('laochang', '老厂镇', '镇人大');
insert into registrar.evaluation (town_id, survey_id, title, plan, rules)
values ('laochang', 's1', '民主测评', '{"plan":1}', '{"rules":1}');
update registrar.evaluation set stage = 'prepared';
update registrar.evaluation set manifest = 'm', manifest_digest = repeat('a', 64);
"""
STEPS = (
    "stage = 'open'",
    "stage = 'paused'",
    "stage = 'closed'",
    "stage = 'counted', count = 'c'",
    "stage = 'confirmed', confirmation = 's'",
    "stage = 'published', result_digest = repeat('b', 64)",
)
FROZEN = (
    "title = '另一场'",
    "plan = '{}'",
    "rules = '{}'",
    "roll = '{}'",
    "entitled = 1",
    "manifest = 'n'",
    "manifest = null",
)


async def test_form_rule_set_roll_and_manifest_stay_from_the_opening_to_the_publication(
    owner_pool: Pool,
) -> None:
    """F029."""
    async with owner_pool.acquire() as conn:
        await conn.execute(DRAFTED)
        for step in STEPS:
            await conn.execute(f"update registrar.evaluation set {step}")
            for change in FROZEN:
                with pytest.raises(asyncpg.PostgresError, match="frozen"):
                    await conn.execute(f"update registrar.evaluation set {change}")


async def test_a_count_that_was_kept_stays(owner_pool: Pool) -> None:
    async with owner_pool.acquire() as conn:
        await conn.execute(DRAFTED)
        for step in STEPS:
            await conn.execute(f"update registrar.evaluation set {step}")
            if "count" in step or "confirm" in step or "publish" in step:
                with pytest.raises(asyncpg.PostgresError, match="the count is frozen"):
                    await conn.execute("update registrar.evaluation set count = 'other'")
