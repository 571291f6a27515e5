"""`serve` as whoever starts it sees it: one command starts everything, and one ends it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from reports.wording.commands import PLACES
from tests.ports import a_free_port

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120


def the_environment(home: Path, port: int) -> dict[str, str]:
    ours = {"MINPING_HOME": str(home), "MINPING_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **ours, "MINPING_DATABASE_URL": ""}


async def start(command: str, home: Path, port: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", command),
        cwd=ROOT,
        env=the_environment(home, port),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def read_until(process: asyncio.subprocess.Process, words: str) -> str:
    """Everything said, up to and including the line with these words."""
    assert process.stdout is not None
    said = ""
    async with asyncio.timeout(PATIENCE):
        async for line in process.stdout:
            said += line.decode()
            if words in said:
                return said
    raise AssertionError(said)


async def run_to_its_end(command: str, home: Path, port: int) -> tuple[int | None, str]:
    process = await start(command, home, port)
    said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, said.decode()


@asynccontextmanager
async def a_running_site(home: Path, port: int) -> AsyncGenerator[asyncio.subprocess.Process]:
    process = await start("serve", home, port)
    try:
        await read_until(process, "Ctrl-C")
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await asyncio.wait_for(process.wait(), PATIENCE)


def the_family(home: Path) -> dict[int, str]:
    """Every process that runs under this home: number → command line."""
    family = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            given = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if str(home) in line or f"MINPING_HOME={home}".encode() in given:
            family[int(folder.name)] = line
    return family


async def until_nobody_is_left(home: Path) -> None:
    async with asyncio.timeout(PATIENCE):
        while the_family(home):  # noqa: ASYNC110 -- no event tells of a grandchild's end
            await asyncio.sleep(0.05)


async def test_everything_starts_answers_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    port = a_free_port()
    async with a_running_site(tmp_path, port) as site, httpx.AsyncClient(timeout=PATIENCE) as phone:
        for path in PLACES:
            page = await phone.get(f"http://127.0.0.1:{port}{path}", follow_redirects=True)
            assert page.status_code == 200, path
        running = " ".join(the_family(tmp_path).values())
        for part in (" web ", " work ", " open-boxes ", "postgres -D"):
            assert part in running
        site.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(site.wait(), PATIENCE) == 0
    assert the_family(tmp_path) == {}


async def test_a_killed_web_process_refuses_no_caller(tmp_path: Path) -> None:
    port = a_free_port()
    async with a_running_site(tmp_path, port), httpx.AsyncClient(timeout=PATIENCE) as phone:
        web = next(pid for pid, line in the_family(tmp_path).items() if " web " in line)
        os.kill(web, signal.SIGKILL)
        reply = await phone.get(f"http://127.0.0.1:{port}/healthz")
        assert reply.status_code == 200
        assert web not in the_family(tmp_path)


async def test_kill_9_leaves_nothing_behind_and_the_next_start_finds_its_data(
    tmp_path: Path,
) -> None:
    port = a_free_port()
    async with a_running_site(tmp_path, port) as site:
        site.kill()
        await site.wait()
        await until_nobody_is_left(tmp_path)
    async with a_running_site(tmp_path, port):
        assert (tmp_path / "cluster" / "data" / "PG_VERSION").exists()


async def test_a_second_start_is_refused_in_one_sentence(tmp_path: Path) -> None:
    port = a_free_port()
    async with a_running_site(tmp_path / "here", port):
        twice = await run_to_its_end("serve", tmp_path / "here", port)
        elsewhere = await run_to_its_end("serve", tmp_path / "there", port)
    assert twice[0] == elsewhere[0] == 1
    assert "民评已经在运行" in twice[1]
    assert f"端口 {port} 已被别的程序占用" in elsewhere[1]
    assert len(twice[1].splitlines()) == len(elsewhere[1].splitlines()) == 1


@pytest.mark.parametrize("command", ["serve", "migrate"])
async def test_a_home_that_cannot_be_written_is_refused_in_one_sentence(command: str) -> None:
    code, said = await run_to_its_end(command, Path("/proc/minping"), a_free_port())
    assert code == 1
    assert said.startswith("数据目录 /proc/minping")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", ["work", "open-boxes"])
async def test_a_part_alone_says_that_the_site_does_not_run(command: str, tmp_path: Path) -> None:
    code, said = await run_to_its_end(command, tmp_path, a_free_port())
    assert code == 1
    assert "民评没有在运行" in said
