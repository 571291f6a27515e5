"""The real database for every test that asks for one: one cluster, one template, fresh copies.

With MINPING_DATABASE_URL the tests use that server instead. It must be a throw-away one: roles
named minping_* on it are given new passwords, and databases named minping_test_* are dropped.
"""

import asyncio
import contextlib
import itertools
import os
from collections.abc import AsyncIterator, Iterator

import asyncpg
import hypothesis
import msgspec
import pytest
from argon2 import PasswordHasher
from playwright.async_api import Browser

from reports.rendering.fonts import locate_fonts
from service.database import Pool, Role, open_pool
from service.database.cluster import Server, running_cluster
from service.database.preparation import prepare
from service.database.secrets import password
from service.identity import passwords
from service.press.printer import Printer
from service.press.working import Press
from service.settings import Settings
from tests.browsers import launched
from tests.quick import a_quick_folder

_numbers = itertools.count(1)

# How long a law takes is no part of the law: a busy machine breaks none.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home of this session's own; workers that share a given server share its secrets."""
    given = Settings.from_environment(os.environ)
    if given.database_url is not None and "PYTEST_XDIST_WORKER" in os.environ:
        home = tmp_path_factory.getbasetemp().parent / "home"
        yield msgspec.structs.replace(given, home=home)
        return
    with a_quick_folder(tmp_path_factory.mktemp("home")) as home:
        yield msgspec.structs.replace(given, home=home)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2 as it is, without the tenth of a second it is meant to take of whoever guesses."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", quick)
        yield


@pytest.fixture(scope="session", autouse=True)
def room_in_time() -> Iterator[None]:
    """What a person would not wait for, a test does: the machine may have much else to do."""
    with pytest.MonkeyPatch.context() as patch:
        for limit in ("database.pool.PATIENCE", "database.pool.DEADLINE", "apart.PATIENCE"):
            patch.setattr(f"service.{limit}", 120)
        patch.setattr("service.web.press.PATIENCE", 600.0)
        yield


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[Server]:
    """A running PostgreSQL."""
    with running_cluster(settings) as running:
        yield running


@pytest.fixture(scope="session")
async def template(settings: Settings, server: Server) -> AsyncIterator[str]:
    """A migrated database that fresh ones are copied from."""
    name = f"minping_test_{os.getpid()}_template"
    if not server.embedded:
        await _adopt_roles(settings, server)
    await _administer(server, f"create database {name}")
    await prepare(settings, _within(server, name))
    yield name
    await _administer(server, f"drop database {name} with (force)")


@pytest.fixture
async def database(server: Server, template: str) -> AsyncIterator[Server]:
    """A fresh migrated database, gone after the test."""
    async for fresh in _fresh(server, template):
        yield fresh


@pytest.fixture(scope="module")
async def module_database(server: Server, template: str) -> AsyncIterator[Server]:
    """A fresh migrated database for a whole module."""
    async for fresh in _fresh(server, template):
        yield fresh


@pytest.fixture
async def web_pool(settings: Settings, database: Server) -> AsyncIterator[Pool]:
    """What the web server may do."""
    async for pool in _pool(settings, database, Role.WEB):
        yield pool


@pytest.fixture
async def box_pool(settings: Settings, database: Server) -> AsyncIterator[Pool]:
    """What the box's doors may do."""
    async for pool in _pool(settings, database, Role.BOX):
        yield pool


@pytest.fixture
async def opener_pool(settings: Settings, database: Server) -> AsyncIterator[Pool]:
    """What the opener may do."""
    async for pool in _pool(settings, database, Role.OPENER):
        yield pool


@pytest.fixture
async def worker_pool(settings: Settings, database: Server) -> AsyncIterator[Pool]:
    """What the worker may do."""
    async for pool in _pool(settings, database, Role.WORKER):
        yield pool


@pytest.fixture(scope="session")
async def printer(settings: Settings) -> AsyncIterator[Printer]:
    """The machine that prints, kept warm for the session."""
    machine = Printer(locate_fonts(settings.fonts))
    yield machine
    await machine.close()


@pytest.fixture(scope="session")
async def started_chromium() -> AsyncIterator[Browser]:
    """A real browser, started once a session."""
    async with launched() as one:
        yield one


@pytest.fixture
async def chromium(started_chromium: Browser) -> AsyncIterator[Browser]:
    """A browser with no window open yet; what a test opens in it is closed behind it."""
    yield started_chromium
    for context in started_chromium.contexts:
        await context.close()


@pytest.fixture
def worker_press(worker_pool: Pool, printer: Printer) -> Press:
    """The worker's press."""
    return Press(worker_pool, printer)


@pytest.fixture
async def owner_pool(settings: Settings, database: Server) -> AsyncIterator[Pool]:
    """The owner of every table: for looking behind the doors."""
    async for pool in _pool(settings, database, Role.OWNER):
        yield pool


def _within(server: Server, name: str) -> Server:
    return msgspec.structs.replace(server, database=name)


async def _fresh(server: Server, template: str) -> AsyncIterator[Server]:
    name = f"minping_test_{os.getpid()}_{next(_numbers)}"
    await _administer(server, f"create database {name} template {template}")
    # What `prepare` granted on the template is not copied with it.
    roles = ", ".join(role.value for role in Role)
    await _administer(
        server,
        f"revoke all on database {name} from public;"
        f"grant connect on database {name} to {roles};"
        f"grant create, temporary on database {name} to {Role.OWNER.value}",
    )
    yield _within(server, name)
    await _administer(server, f"drop database {name} with (force)")


@pytest.fixture(scope="module")
async def owner_pool_of_module(settings: Settings, module_database: Server) -> AsyncIterator[Pool]:
    """The owner, on a database that lasts a module: to prepare many statements quickly."""
    async for pool in _pool(settings, module_database, Role.OWNER):
        yield pool


async def _pool(settings: Settings, database: Server, role: Role) -> AsyncIterator[Pool]:
    pool = await open_pool(settings, database, role, size=4)
    yield pool
    await asyncio.wait_for(pool.close(), 120)


async def _adopt_roles(settings: Settings, server: Server) -> None:
    """Give roles of an earlier session this session's passwords; `prepare` makes missing ones."""
    connection = await asyncpg.connect(server.address)
    for role in Role:
        word = password(settings, role.value)
        with contextlib.suppress(asyncpg.UndefinedObjectError):
            await connection.execute(
                f"select pg_advisory_xact_lock(1); alter role {role.value} password '{word}'"
            )
    await connection.close()


async def _administer(server: Server, statement: str) -> None:
    """The server waits five seconds for whoever leaves a database; a busy machine needs more."""
    connection = await asyncpg.connect(server.address, timeout=120)
    try:
        async with asyncio.timeout(120):
            for one in statement.split(";"):
                while True:
                    with contextlib.suppress(asyncpg.ObjectInUseError):
                        await connection.execute(one)
                        break
    finally:
        await connection.close()
