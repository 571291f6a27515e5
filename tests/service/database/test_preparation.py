"""A server becomes one we may use, or one sentence says why not."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import msgspec
import pytest

from service.database import Role, connect
from service.database.cluster import Server, running_cluster
from service.database.migrations import read_migrations
from service.database.preparation import prepare
from service.settings import CannotStart, Settings

EVERY_FILE = [one.file for one in read_migrations()]


@pytest.fixture
async def bare(tmp_path: Path) -> AsyncIterator[tuple[Settings, Server]]:
    """A server of the test's own, without our roles."""
    settings = Settings(home=tmp_path / "h")
    with running_cluster(settings) as server:
        yield settings, server


async def _administer(server: Server, *statements: str) -> None:
    connection = await asyncpg.connect(server.address)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


def _as(server: Server, user: str, database: str) -> Server:
    """The same server as a town's own administrator reaches it, by address."""
    where = urlsplit(server.address).query
    return Server(f"postgresql://{user}:word@/{database}?{where}", database=None, embedded=False)


@pytest.mark.parametrize("roles_are_there", [False, True])
async def test_a_stranger_without_rights_is_told_which_rights(
    bare: tuple[Settings, Server], *, roles_are_there: bool
) -> None:
    settings, server = bare
    if roles_are_there:
        await prepare(settings, server)
    await _administer(server, "create role stranger login password 'word'")
    with pytest.raises(CannotStart) as refused:
        await prepare(settings, _as(server, "stranger", "postgres"))
    assert refused.value.code == "may_not_prepare"
    assert "账号“stranger”权限不够" in str(refused.value)


async def test_the_owner_of_a_database_who_may_create_roles_needs_no_more(
    bare: tuple[Settings, Server],
) -> None:
    settings, server = bare
    await _administer(
        server,
        "create role town login createrole password 'word'",
        "create database town owner town",
    )
    of_the_town = _as(server, "town", "town")
    assert await prepare(settings, of_the_town) == EVERY_FILE
    assert await prepare(settings, of_the_town) == []
    web = await connect(settings, of_the_town, Role.WEB)
    assert await web.fetchval("select count(*) from registrar.town") == 0
    await web.close()


async def test_a_new_embedded_server_gets_its_database(bare: tuple[Settings, Server]) -> None:
    settings, server = bare
    assert await prepare(settings, server) == EVERY_FILE
    owner = await connect(settings, server, Role.OWNER)
    assert await owner.fetchval("select current_database()") == "minping"
    await owner.close()


async def test_roles_of_another_installation_are_left_alone(
    settings: Settings, database: Server, tmp_path: Path
) -> None:
    other = msgspec.structs.replace(settings, home=tmp_path / "other")
    with pytest.raises(CannotStart) as refused:
        await prepare(other, database)
    assert refused.value.code == "foreign_roles"
    web = await connect(settings, database, Role.WEB)  # its password still fits
    await web.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("synchronous_commit", "off"), ("log_parameter_max_length_on_error", "-1")],
)
async def test_a_setting_that_would_betray_a_ballot_is_refused(
    settings: Settings, database: Server, setting: str, value: str
) -> None:
    await _administer(database, f"alter database {database.database} set {setting} = '{value}'")
    parts = urlsplit(database.address)._replace(path=f"/{database.database}")
    own = msgspec.structs.replace(database, address=urlunsplit(parts))
    with pytest.raises(CannotStart) as refused:
        await prepare(settings, own)
    assert refused.value.code == "database_unsafe"
    assert setting in str(refused.value)
