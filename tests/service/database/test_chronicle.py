"""The chronicle: who did what, in one chain per town."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Never

import asyncpg
import pytest

from service.database import Pool, transaction
from service.database.chronicle import BEGINNING, Broken, Head, record, verify_chain

NOON = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
async def town(web_pool: Pool) -> str:
    async with transaction(web_pool) as conn:
        await conn.execute(
            "insert into registrar.town (town_id, name, congress) values"
            " ('laochang', '老厂镇', '老厂镇人民代表大会'), ('huize', '会泽镇', '会泽镇人大')"
        )
    return "laochang"


async def _record(pool: Pool, town: str, action: str) -> Head:
    async with transaction(pool) as conn:
        return await record(conn, town=town, at=NOON, actor="qian", action=action, detail="第一次")


async def test_a_chronicle_nobody_wrote_in_ends_at_its_beginning(web_pool: Pool, town: str) -> None:
    async with transaction(web_pool) as conn:
        assert await verify_chain(conn, town) == Head(0, BEGINNING)


async def test_a_chain_verifies_and_ends_at_the_last_deed(web_pool: Pool, town: str) -> None:
    await _record(web_pool, town, "draft")
    last = await _record(web_pool, town, "open")
    async with transaction(web_pool) as conn:
        assert await verify_chain(conn, town) == last
    assert last.seq == 2


async def test_two_towns_have_two_chains(web_pool: Pool, town: str) -> None:
    await _record(web_pool, town, "draft")
    first_of_the_other = await _record(web_pool, "huize", "draft")
    assert first_of_the_other.seq == 1


async def test_secretaries_who_write_at_once_still_make_one_chain(
    web_pool: Pool, town: str
) -> None:
    heads = await asyncio.gather(*(_record(web_pool, town, f"deed-{n}") for n in range(12)))
    assert sorted(head.seq for head in heads) == list(range(1, 13))
    async with transaction(web_pool) as conn:
        head = await verify_chain(conn, town)
    assert isinstance(head, Head)
    assert head.seq == 12


async def _record_and_stumble(pool: Pool, town: str) -> None:
    async with transaction(pool) as conn:
        await record(conn, town=town, at=NOON, actor="qian", action="open")
        raise ZeroDivisionError


async def test_a_deed_that_is_rolled_back_leaves_no_entry(web_pool: Pool, town: str) -> Never:
    with pytest.raises(ZeroDivisionError):
        await _record_and_stumble(web_pool, town)
    async with transaction(web_pool) as conn:
        assert await verify_chain(conn, town) == Head(0, BEGINNING)


async def _force(pool: Pool, statement: str) -> None:
    """What somebody with the owner's password could do past every trigger."""
    async with pool.acquire() as conn:
        await conn.execute(
            "alter table registrar.chronicle disable trigger user;"
            + statement
            + ";alter table registrar.chronicle enable trigger user;"
        )


@pytest.mark.parametrize(
    ("deed", "broken"),
    [
        ("update registrar.chronicle set actor = 'li' where seq = 2", Broken(2, "altered")),
        ("update registrar.chronicle set at = at + '1 s' where seq = 1", Broken(1, "altered")),
        ("delete from registrar.chronicle where seq = 2", Broken(3, "renumbered")),
        (
            "update registrar.chronicle set previous = digest where seq = 3",
            Broken(3, "unchained"),
        ),
    ],
)
async def test_a_chain_changed_past_the_database_is_found_out(
    web_pool: Pool, owner_pool: Pool, town: str, deed: str, broken: Broken
) -> None:
    for action in ("draft", "open", "close"):
        await _record(web_pool, town, action)
    await _force(owner_pool, deed)
    async with transaction(web_pool) as conn:
        assert await verify_chain(conn, town) == broken


@pytest.mark.parametrize(
    "deed",
    [
        "update registrar.chronicle set actor = 'li'",
        "delete from registrar.chronicle",
        "truncate registrar.chronicle",
    ],
)
async def test_not_even_the_owner_changes_an_entry_in_passing(
    web_pool: Pool, owner_pool: Pool, town: str, deed: str
) -> None:
    await _record(web_pool, town, "draft")
    async with owner_pool.acquire() as conn:
        with pytest.raises(asyncpg.PostgresError, match="append-only"):
            await conn.execute(deed)
    async with web_pool.acquire() as conn:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(deed)


async def test_the_digest_does_not_depend_on_the_time_zone_of_the_reader(
    web_pool: Pool, town: str
) -> None:
    head = await _record(web_pool, town, "draft")
    async with transaction(web_pool) as conn:
        kept = await conn.fetchval("select at from registrar.chronicle where seq = 1")
        assert kept == NOON.astimezone(UTC)
        assert await verify_chain(conn, town) == head
