"""Migrations: forward only, once each, however many start at the same time."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest

from service.database import Pool, Role, connect
from service.database.cluster import Server
from service.database.migrations import Migration, migrate, read_migrations
from service.database.preparation import prepare
from service.settings import CannotStart, Settings


def _migration(number: int, text: str) -> Migration:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Migration(number, f"{number:04}_test.sql", text, digest)


async def _columns(pool: Pool, query: str) -> list[Any]:
    async with pool.acquire() as conn:
        return [row[0] for row in await conn.fetch(query)]


async def test_a_database_migrated_twice_is_migrated_once(
    settings: Settings, database: Server
) -> None:
    assert await prepare(settings, database) == []


async def test_four_starters_at_once_are_all_fine(
    settings: Settings, database: Server, owner_pool: Pool
) -> None:
    steps = [
        *read_migrations(),
        _migration(len(read_migrations()) + 1, "create table registrar.t ()"),
    ]
    starters = [await connect(settings, database, Role.OWNER) for _ in range(4)]
    await starters[0].execute(
        "drop schema upkeep cascade; drop schema registrar cascade; drop schema box cascade"
    )
    applied = await asyncio.gather(*(migrate(starter, steps) for starter in starters))
    assert sorted(name for names in applied for name in names) == [one.file for one in steps]
    for starter in starters:
        await starter.close()
    kept = await _columns(owner_pool, "select file from upkeep.migration order by number")
    assert kept == [one.file for one in steps]


async def test_four_starters_on_a_fresh_server_are_all_fine(
    settings: Settings, database: Server
) -> None:
    assert await asyncio.gather(*(prepare(settings, database) for _ in range(4))) == [[]] * 4


async def test_an_applied_file_that_was_changed_is_refused(
    settings: Settings, database: Server
) -> None:
    first, *rest = read_migrations()
    changed = _migration(1, first.text + "-- a word more")
    owner = await connect(settings, database, Role.OWNER)
    with pytest.raises(CannotStart) as refused:
        await migrate(owner, [changed, *rest])
    await owner.close()
    assert str(refused.value) == (
        "已执行过的数据库脚本 0001_test.sql 被改动了，没有启动。请恢复原来的文件。"
    )


async def test_a_database_newer_than_the_program_is_refused(
    settings: Settings, database: Server
) -> None:
    owner = await connect(settings, database, Role.OWNER)
    with pytest.raises(CannotStart) as refused:
        await migrate(owner, read_migrations()[:-1])
    await owner.close()
    assert refused.value.code == "migration_unknown"


async def test_a_migration_that_fails_half_way_leaves_nothing(
    settings: Settings, database: Server, owner_pool: Pool
) -> None:
    known = read_migrations()
    broken = _migration(len(known) + 1, "create table registrar.half (); select 1 / 0")
    owner = await connect(settings, database, Role.OWNER)
    with pytest.raises(CannotStart) as refused:
        await migrate(owner, [*known, broken])
    await owner.close()
    assert "division by zero" in str(refused.value)
    assert await _columns(owner_pool, "select to_regclass('registrar.half')") == [None]
    assert await _columns(owner_pool, "select max(number) from upkeep.migration") == [len(known)]


@pytest.mark.parametrize("names", [["0002_b.sql"], ["0001_a.sql", "0001_b.sql"], ["one.sql"]])
def test_files_that_are_not_numbered_one_two_three_are_refused(
    tmp_path: Path, names: list[str]
) -> None:
    for name in names:
        (tmp_path / name).write_text("select 1")
    with pytest.raises(ValueError, match=r"migration"):
        read_migrations(tmp_path)
