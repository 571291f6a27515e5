"""Child processes kept alive: one that dies is started again, later each time it dies young."""

import asyncio
import contextlib
import os
import sys
from typing import Final

from service.cli.environment import environment_of
from service.cli.lifeline import GRACE
from service.settings import CannotStart, Settings
from surveys.values import Value

YOUNG: Final = 5.0
"""A child that lived fewer seconds died young: something is wrong with more than one request."""

PATIENCE: Final = 5
"""After so many young deaths in a row the whole site stops and says so."""


class Child(Value, frozen=True):
    """A program that runs beside the others: what people call it, and its command line."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = {}
    sockets: tuple[int, ...] = ()
    """Listening sockets it inherits; they outlive it, so callers wait and are not refused."""


def of_ours(settings: Settings, name: str, *arguments: str, sockets: tuple[int, ...] = ()) -> Child:
    """A command of this program, run as a child that follows its parent."""
    line = (sys.executable, "-m", "service", name, "--lifeline", *arguments)
    return Child(name, line, environment=environment_of(settings), sockets=sockets)


def pause_after(young_deaths: int) -> float:
    """Seconds before the next start; a first death costs nothing.

    >>> [pause_after(deaths) for deaths in range(5)]
    [0.0, 0.2, 0.4, 0.8, 1.6]
    """
    return 0.2 * 2 ** (young_deaths - 1) if young_deaths else 0.0


async def keep(child: Child, lifeline: int) -> None:
    """Run a child and start it again for ever; cancel to stop it.

    Raises CannotStart when starting it is hopeless.
    """
    clock = asyncio.get_running_loop().time
    deaths = 0
    while deaths < PATIENCE:
        await asyncio.sleep(pause_after(deaths))
        began = clock()
        await _live_and_die(child, lifeline)
        deaths = deaths + 1 if clock() - began < YOUNG else 0
    raise CannotStart("child_died", name=child.name, times=PATIENCE)


async def _live_and_die(child: Child, lifeline: int) -> None:
    process = await asyncio.create_subprocess_exec(
        *child.command,
        env={**os.environ, **child.environment},
        stdin=lifeline,
        pass_fds=child.sockets,
        start_new_session=True,  # Ctrl-C is for the parent, who then ends the children
    )
    try:
        await process.wait()
    finally:
        if process.returncode is None:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()
