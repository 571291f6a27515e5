"""Orders become files, one after another, by a machine that is replaced when it fails.

A document that takes too long or too much memory is refused, and the machine it ran on is ended;
the next order starts another. Nobody else notices.
"""

import asyncio
import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import msgspec

from reports.rendering.fonts import Fonts
from service.press.orders import (
    LENGTH,
    Answer,
    Laying,
    Limits,
    Order,
    Printed,
    Setup,
    Stage,
    Unprinted,
    Writing,
    pack,
)
from service.settings import CHECKOUT
from surveys.refusals import Refusal
from surveys.values import Value

Tell = Callable[["Queued | Stage"], Awaitable[None]]

STARTING: Final = 60.0
"""Seconds until a machine has its libraries loaded; one or two are usual."""
_log: Final = logging.getLogger(__name__)


class Queued(Value, frozen=True):
    """Another document is being printed."""


async def tell_nobody(_: "Queued | Stage") -> None:
    """For whoever does not show how far it is."""


class Machine(msgspec.Struct):
    """A running process, and the folder its library unpacks fonts into."""

    process: asyncio.subprocess.Process
    folder: tempfile.TemporaryDirectory[str]
    orders: int = 0


class Printer:
    """One machine at a time, started when it is first needed."""

    def __init__(self, fonts: Fonts, limits: Limits | None = None) -> None:
        """Print with these fonts, within these limits."""
        self.fonts: Final = fonts
        self.limits: Final = limits or Limits()
        self.started: int = 0
        self._turn: Final = asyncio.Lock()
        self._machine: Machine | None = None

    @property
    def process(self) -> int | None:
        """The number of the running process, if one runs."""
        return self._machine.process.pid if self._machine else None

    async def print(self, order: Order, tell: Tell = tell_nobody) -> bytes:
        """The file, or a refusal `press.*`; `tell` hears how far it is."""
        if self._turn.locked():
            await tell(Queued())
        async with self._turn:
            try:
                async with asyncio.timeout(STARTING):
                    machine = await self._ready()
                async with asyncio.timeout(self.limits.seconds):
                    return await self._print(machine, order, tell)
            except TimeoutError as error:
                await self._scrap()
                raise Refusal("press.too_long", seconds=int(self.limits.seconds)) from error
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                await self._scrap()
                raise Refusal("press.stopped") from error
            except BaseException:
                await self._scrap()
                raise

    async def close(self) -> None:
        """End the machine."""
        async with self._turn:
            await self._scrap()

    async def _ready(self) -> Machine:
        if self._machine is None:
            self._machine = await self._start()
            match await _hear(self._machine):
                case Unprinted(code) if code != "press.lacking":
                    raise Refusal(code)
                case _:
                    pass
        return self._machine

    async def _start(self) -> Machine:
        self.started += 1
        folder = tempfile.TemporaryDirectory(prefix="minping-press-", ignore_cleanup_errors=True)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service.press"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=CHECKOUT,
            env={**_without_secrets(os.environ), "TMPDIR": folder.name},
        )
        machine = Machine(process, folder)
        await _say(machine, Setup(self.fonts, self.limits))
        return machine

    async def _print(self, machine: Machine, order: Order, tell: Tell) -> bytes:
        await _say(machine, order)
        while True:
            match await _hear(machine):
                case Laying() | Writing() as stage:
                    await tell(stage)
                case Printed(data, peak):
                    if peak > self.limits.worn:
                        await self._scrap()
                    return data
                case Unprinted(code, fault):
                    if fault:
                        _log.error("a document could not be printed: %s", fault)
                    raise Refusal(code)

    async def _scrap(self) -> None:
        machine, self._machine = self._machine, None
        if machine is None:
            return
        with contextlib.suppress(ProcessLookupError):
            machine.process.kill()
        # What it wrote and nobody read must be read, or the pipe is never closed.
        await machine.process.communicate()
        machine.folder.cleanup()


def _without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """What prints needs to know the fonts of this machine, and nothing of this site."""
    return {name: value for name, value in environ.items() if not name.startswith("MINPING_")}


async def _say(machine: Machine, message: Order | Setup) -> None:
    assert machine.process.stdin is not None
    machine.process.stdin.write(pack(message))
    await machine.process.stdin.drain()


async def _hear(machine: Machine) -> Answer:
    assert machine.process.stdout is not None
    head = await machine.process.stdout.readexactly(LENGTH.size)
    written = await machine.process.stdout.readexactly(LENGTH.unpack(head)[0])
    return msgspec.msgpack.decode(written, type=Answer)  # pyright: ignore[reportUnknownVariableType, reportArgumentType]
