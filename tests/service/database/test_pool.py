"""One transaction, one verdict; and what a voter hears when the database cannot serve."""

import asyncio
from typing import Never

import asyncpg
import msgspec
import pytest

from service.database import Pool, Role, open_pool, transaction
from service.database.cluster import Server
from service.settings import CannotStart, Settings
from surveys.refusals import Refusal

TOWN = (
    "insert into registrar.town (town_id, name, congress) values ('laochang', '老厂镇', '镇人大')"
)


async def _towns(pool: Pool) -> int:
    async with transaction(pool) as conn:
        return int(await conn.fetchval("select count(*) from registrar.town"))


async def test_return_commits(web_pool: Pool) -> None:
    async with transaction(web_pool) as conn:
        await conn.execute(TOWN)
    assert await _towns(web_pool) == 1


async def _write_and_refuse(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await conn.execute(TOWN)
        raise Refusal("roll.rejected", number=1)


async def test_raise_rolls_back_and_the_reason_comes_through(web_pool: Pool) -> Never:
    with pytest.raises(Refusal, match=r"roll\.rejected"):
        await _write_and_refuse(web_pool)
    assert await _towns(web_pool) == 0


async def test_a_mistake_in_the_program_is_not_dressed_up_as_a_busy_server(web_pool: Pool) -> None:
    with pytest.raises(asyncpg.UndefinedTableError):
        async with transaction(web_pool) as conn:
            await conn.execute("select from nowhere")
    with pytest.raises(asyncpg.InterfaceError):
        async with transaction(web_pool) as conn:
            await conn.fetch("select $1::int")


async def test_a_connection_cut_in_the_middle_is_a_busy_server(web_pool: Pool) -> None:
    with pytest.raises(Refusal, match=r"request\.unavailable"):
        await _write_on_a_cut_connection(web_pool)
    assert await _towns(web_pool) == 0


async def _write_on_a_cut_connection(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await _cut(pool, await conn.fetchval("select pg_backend_pid()"))
        await conn.execute(TOWN)


async def _cut(pool: Pool, backend: int) -> None:
    async with pool.acquire() as conn:
        assert await conn.fetchval("select pg_terminate_backend($1, 5000)", backend)


async def test_the_box_may_name_its_own_refusal(box_pool: Pool) -> None:
    with pytest.raises(Refusal, match=r"box\.unreachable"):
        await _sleep_too_long(box_pool)


async def _sleep_too_long(pool: Pool) -> None:
    async with transaction(pool, busy="box.unreachable") as conn:
        await conn.execute("set local statement_timeout = '1ms'")
        await conn.execute("select pg_sleep(5)")


async def test_an_exhausted_pool_refuses_instead_of_waiting_for_ever(
    web_pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.database.pool.PATIENCE", 0.05)
    taken = [await web_pool.acquire() for _ in range(4)]
    with pytest.raises(Refusal, match=r"request\.unavailable"):
        async with transaction(web_pool):
            pass
    for connection in taken:
        await web_pool.release(connection)
    assert await _towns(web_pool) == 0


async def test_a_server_that_is_not_there_is_one_sentence(
    settings: Settings, database: Server
) -> None:
    nowhere = msgspec.structs.replace(database, address="postgresql://127.0.0.1:1/minping")
    with pytest.raises(CannotStart) as refused:
        await open_pool(settings, nowhere, Role.WEB)
    assert refused.value.code == "database_unreachable"


async def test_a_lock_somebody_holds_is_a_busy_server(web_pool: Pool) -> None:
    async with transaction(web_pool) as conn:
        await conn.execute(TOWN)
    held = asyncio.Event()
    tried = asyncio.Event()

    async def hold() -> None:
        async with transaction(web_pool) as conn:
            await conn.execute("select from registrar.town for update")
            held.set()
            await tried.wait()

    holder = asyncio.create_task(hold())
    await held.wait()
    with pytest.raises(Refusal, match=r"request\.unavailable"):
        async with transaction(web_pool) as conn:
            await conn.execute("select from registrar.town for update nowait")
    tried.set()
    await holder
