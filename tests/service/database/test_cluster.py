"""The embedded PostgreSQL: started once, stopped whole, and nothing lost however it ends."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from service.database.binaries import Identity, choose_identity, find_binaries
from service.database.cluster import Server, find_server, running_cluster
from service.database.driver import Connection
from service.database.leftovers import tenants
from service.database.postgres import PROMISES, Cluster, died
from service.settings import CHECKOUT, CannotStart, Settings

CANARY = "满意-7f3a9c"
STARTER = """
import sys, time
from pathlib import Path
from service.database.cluster import running_cluster
from service.settings import Settings
with running_cluster(Settings(home=Path(sys.argv[1]))) as server:
    print("running", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One home for these tests, initialised once."""
    home = Settings(home=tmp_path_factory.mktemp("h"))
    with running_cluster(home):
        pass
    return home


@contextlib.asynccontextmanager
async def _connected(server: Server) -> AsyncIterator[Connection]:
    connection: Connection = await asyncpg.connect(server.address)
    try:
        yield connection
    finally:
        await connection.close()


async def _remember(server: Server, word: str) -> None:
    async with _connected(server) as conn:
        await conn.execute("drop table if exists kept; create table kept (word text)")
        await conn.execute("insert into kept values ($1)", word)


async def _remembered(server: Server) -> str:
    async with _connected(server) as conn:
        return str(await conn.fetchval("select string_agg(word, '、') from kept"))


@contextlib.contextmanager
def _another_process(home: Settings) -> Iterator[subprocess.Popen[str]]:
    """Somebody else runs the cluster of this home."""
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, str(home.home)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        yield process


def _refusal(home: Settings) -> CannotStart:
    with pytest.raises(CannotStart) as refused, running_cluster(home):
        pass
    return refused.value


async def test_what_is_stored_is_there_after_a_stop_and_a_start(home: Settings) -> None:
    with running_cluster(home) as server:
        await _remember(server, "stopped")
    assert tenants(home.cluster / "data") == frozenset()
    with running_cluster(home) as server:
        assert await _remembered(server) == "stopped"


async def test_the_promises_a_ballot_needs_are_kept(home: Settings) -> None:
    with running_cluster(home) as server:
        async with _connected(server) as conn:
            kept = {
                name: await conn.fetchval("select current_setting($1)", name) for name in PROMISES
            }
            assert await conn.fetchval("show server_encoding") == "UTF8"
            assert await conn.fetchval("show listen_addresses") == ""
            assert await conn.fetchval("show data_checksums") == "on"
    assert kept == PROMISES


async def test_nobody_enters_without_a_password_even_on_this_machine(home: Settings) -> None:
    with running_cluster(home) as server:
        host = home.cluster / "socket"
        for word in ("", "postgres", "wrong"):
            with pytest.raises((asyncpg.InvalidPasswordError, asyncpg.InterfaceError)):
                await asyncpg.connect(host=str(host), user="postgres", password=word)
        assert server.embedded


async def test_starting_twice_names_the_one_that_runs(home: Settings) -> None:
    with running_cluster(home) as server:
        await _remember(server, "undisturbed")
        refused = _refusal(home)
        assert str(refused) == (
            f"民评已经在运行（进程 {os.getpid()}，数据目录 {home.home}），没有再启动一份。"
        )
        assert await _remembered(server) == "undisturbed"


async def test_another_process_of_the_same_home_finds_the_server(home: Settings) -> None:
    with _another_process(home) as other:
        await _remember(find_server(home), "found")
        assert str(other.pid) in str(_refusal(home))
        other.communicate()
    with pytest.raises(CannotStart) as refused:
        find_server(home)
    assert refused.value.code == "not_running"


async def test_after_kill_9_of_the_program_the_next_start_takes_over(home: Settings) -> None:
    with _another_process(home) as other:
        await _remember(find_server(home), "parent killed")
        other.kill()
    assert tenants(home.cluster / "data") != frozenset()  # the database outlived its parent
    with running_cluster(home) as server:
        assert await _remembered(server) == "parent killed"


async def test_after_kill_9_of_postgresql_it_is_started_again_and_nothing_is_lost(
    home: Settings,
) -> None:
    with running_cluster(home) as server:
        await _remember(server, "database killed")
        os.kill(_postmaster(home), signal.SIGKILL)
        assert await _asked_until_answered(server) == "database killed"


def _postmaster(home: Settings) -> int:
    return int((home.cluster / "data" / "postmaster.pid").read_text().split()[0])


async def _asked_until_answered(server: Server) -> str:
    deadline = time.monotonic() + 120
    while True:
        try:
            return await _remembered(server)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.02)


async def test_a_pid_file_whose_number_is_somebody_else_s_now_does_not_stop_a_start(
    home: Settings,
) -> None:
    pid_file = home.cluster / "data" / "postmaster.pid"
    with running_cluster(home) as server:
        await _remember(server, "before")
    pid_file.write_text(f"{os.getpid()}\n{home.cluster / 'data'}\n1\n5432\n\n\n\nready\n")
    with running_cluster(home) as server:
        assert await _remembered(server) == "before"


async def test_an_initialisation_cut_short_is_begun_anew(tmp_path: Path) -> None:
    home = Settings(home=tmp_path / "h")
    partial = home.cluster / "data.partial"
    partial.mkdir(parents=True)
    (partial / "PG_VERSION").write_text("18\n")
    with running_cluster(home) as server:
        await _remember(server, "whole")
    assert not partial.exists()


async def test_neither_a_statement_nor_a_value_reaches_the_log(home: Settings) -> None:
    with running_cluster(home) as server:
        async with _connected(server) as conn:
            await conn.execute("create table once (word text primary key, n int check (n > 0))")
            await conn.execute("insert into once values ($1, 1)", CANARY)
            for statement, args in (
                ("insert into once values ($1, 1)", (CANARY,)),
                ("insert into once values ($1, -1)", (CANARY,)),
                ("select ($1::text)::int", (CANARY,)),
                (f"select '{CANARY}'::int", ()),
                (f"select nothing from {CANARY!r}", ()),
            ):
                with pytest.raises(asyncpg.PostgresError):
                    await conn.execute(statement, *args)
            await conn.execute("drop table once")
    log = (home.logs / "postgresql.log").read_text("utf-8")
    assert "database system is ready" in log
    assert CANARY not in log
    assert "once" not in log


async def test_a_home_may_have_any_name(tmp_path: Path) -> None:
    home = Settings(home=tmp_path / "民评, 老厂's 100%")
    with running_cluster(home) as server:
        await _remember(server, "here")
        assert await _remembered(find_server(home)) == "here"


async def test_a_long_path_still_gets_a_socket(tmp_path: Path) -> None:
    home = Settings(home=tmp_path / ("长" * 30) / "home")
    with running_cluster(home) as server:
        await _remember(server, "far away")
    assert not list(home.home.glob("socket"))


def test_lost_secrets_are_said_and_the_data_left_alone(home: Settings) -> None:
    word = home.secrets / "password_postgres"
    kept = word.read_text()
    word.unlink()
    try:
        assert _refusal(home).code == "secrets_lost"
        assert not word.exists()
    finally:
        word.write_text(kept)
    assert (home.cluster / "data" / "PG_VERSION").exists()


def test_data_of_another_version_is_said_and_left_alone(home: Settings) -> None:
    version = home.cluster / "data" / "PG_VERSION"
    kept = version.read_text()
    version.write_text("9\n")
    try:
        assert str(_refusal(home)).startswith("数据目录是 PostgreSQL 9 建的")
    finally:
        version.write_text(kept)


def test_a_damaged_configuration_ends_in_one_sentence(home: Settings) -> None:
    conf = home.cluster / "data" / "postgresql.conf"
    kept = conf.read_text()
    conf.write_text("nonsense here\n")
    try:
        refused = _refusal(home)
        assert refused.code == "database_died"
        assert str(home.logs / "postgresql.log") in str(refused)
        assert "\n" not in str(refused)
    finally:
        conf.write_text(kept)


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _refusal(Settings(home=tmp_path / "file" / "home")).code == "unwritable_home"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("FATAL:  could not write lock file: No space left on device", "disk_full"),
        ("initdb: error: could not access directory: Permission denied", "unreachable_home"),
        ("LOG:  x\nFATAL:  data directory has wrong ownership\nHINT: y", "database_died"),
    ],
)
def test_what_the_database_says_becomes_one_sentence(tmp_path: Path, said: str, code: str) -> None:
    log = tmp_path / "log"
    log.write_text("before\n" + said)
    place = Cluster(find_binaries(None), Identity(), tmp_path / "data", tmp_path, log)
    refused = died(place, len("before\n"))
    assert refused.code == code
    assert "\n" not in str(refused)


async def test_a_server_by_address_is_started_by_nobody(tmp_path: Path) -> None:
    home = Settings(home=tmp_path / "h", database_url="postgresql://town@db.example/minping")
    with running_cluster(home) as server:
        assert server == find_server(home)
        assert not server.embedded
    assert not home.home.exists()


async def test_where_namespaces_are_refused_root_runs_it_as_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if os.geteuid() != 0:
        assert choose_identity() == Identity()  # nothing to lower
        return
    assert choose_identity() != Identity()
    monkeypatch.setattr("service.database.binaries._allowed", lambda _: False)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # noqa: ASYNC240 -- a folder of this test
        with running_cluster(Settings(home=folder / "h")) as server:
            await _remember(server, "as nobody")
            assert (folder / "h" / "cluster" / "data").stat().st_uid == 65534
        assert (folder / "h" / "secrets").stat().st_uid == 0
