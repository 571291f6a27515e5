"""The real site as `serve` starts it: database, web, worker and opener as processes."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import NamedTuple

from service.cli.environment import environment_of
from service.database import Connection, Pool, Role, open_pool
from service.database.cluster import find_server
from service.database.driver import open_connection
from service.settings import CHECKOUT, Settings
from tests.ports import a_free_port

PATIENCE = 120
"""Seconds for a start on a machine that has much else to do."""
UP = "Ctrl-C"
"""What `serve` says once a page can be had."""


class Site(NamedTuple):
    """A running site, and what its doors are reached with from here."""

    settings: Settings
    process: asyncio.subprocess.Process
    said: Path
    """Everything the processes said on their standard output and error."""
    registrar: Pool
    box: Pool

    @property
    def address(self) -> str:
        return self.settings.public_address

    def child(self, name: str) -> int:
        """The number of a living child process, such as `web`."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        numbers = [int(number) for number in children.read_text().split()]
        (found,) = [number for number in numbers if f" {name} " in _command(number)]
        return found

    def postmaster(self) -> int:
        """The number of the embedded database's first process."""
        note = self.settings.cluster / "data" / "postmaster.pid"
        return int(note.read_text().splitlines()[0])


def _command(number: int) -> str:
    line = Path(f"/proc/{number}/cmdline").read_bytes()
    return f" {line.replace(chr(0).encode(), b' ').decode()} "


def settings_in(home: Path) -> Settings:
    """A home of its own on a free port, with the fonts of the checkout where they are unpacked."""
    home.mkdir(parents=True, exist_ok=True)
    fonts = CHECKOUT / "var" / "fonts"
    if fonts.is_dir():
        (home / "fonts").symlink_to(fonts, target_is_directory=True)
    port = a_free_port()
    return Settings(home=home, port=port, public_address=f"http://127.0.0.1:{port}")


@contextlib.asynccontextmanager
async def running(home: Path) -> AsyncGenerator[Site]:
    """Start the site, connect to its database as web and box do, stop it at the end."""
    settings = settings_in(home)
    said = home / "said.log"
    async with contextlib.AsyncExitStack() as stack:
        process = await stack.enter_async_context(_serving(settings, said))
        server = find_server(settings)
        registrar, box = [
            await open_pool(settings, server, role, size=4) for role in (Role.WEB, Role.BOX)
        ]
        for pool in (registrar, box):
            stack.push_async_callback(_close, pool)
        yield Site(settings, process, said, registrar, box)


async def _close(pool: Pool) -> None:
    await asyncio.wait_for(pool.close(), PATIENCE)


@contextlib.asynccontextmanager
async def _serving(settings: Settings, said: Path) -> AsyncGenerator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "serve"),
        cwd=CHECKOUT,
        env={**os.environ, **environment_of(settings), "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    up = asyncio.get_running_loop().create_future()
    writing = asyncio.create_task(_write_down(process, said, up))
    try:
        assert await asyncio.wait_for(up, PATIENCE) == "up"
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE)
        await writing


async def _write_down(
    process: asyncio.subprocess.Process, said: Path, up: asyncio.Future[str]
) -> None:
    """Copy what is said until the last process has fallen silent; tell when the site is up."""
    assert process.stdout is not None
    words = ""
    with said.open("ab", buffering=0) as file:
        async for line in process.stdout:
            file.write(line)
            if not up.done():
                words += line.decode()
                if UP in words:
                    up.set_result("up")
    if not up.done():
        up.set_result(words)


@contextlib.asynccontextmanager
async def administrator(site: Site) -> AsyncGenerator[Connection]:
    """Behind every door: whoever owns the machine."""
    server = find_server(site.settings)
    connection = await open_connection(
        {
            "dsn": server.address,
            "user": None,
            "password": None,
            "database": server.database,
            "statement_cache_size": 0,
            "command_timeout": PATIENCE,
            "timeout": PATIENCE,
        }
    )
    try:
        yield connection
    finally:
        await connection.close()


@contextlib.asynccontextmanager
async def held_gate(site: Site, survey: str) -> AsyncGenerator[None]:
    """Somebody holds the row every cast must pass."""
    async with administrator(site) as connection, connection.transaction():
        await connection.execute("select from box.gate where survey_id = $1 for update", survey)
        yield
