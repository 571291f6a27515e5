"""A document is printed by a process of its own, because the web may not load what prints.

What goes in and what comes out is kept nowhere: slip codes may stand in no job and no file.
"""

import asyncio
import contextlib
import os
import struct
import sys
from collections.abc import Callable
from typing import Final

from reports.document import Document
from service.settings import CHECKOUT, Settings
from surveys import canonical
from surveys.refusals import Refusal
from surveys.values import Value

LENGTH: Final = struct.Struct(">Q")
"""It stands before the document."""
LAID: Final = struct.Struct(">QQ")
"""Pages laid out, of how many: they come before the PDF, twice nothing after the last."""
PATIENCE: Final = 120.0
"""Seconds for a sheet or two on a machine that has much else to do."""
A_MEGABYTE: Final = 400.0
"""Seconds more for a megabyte of document: some two thousand cards, of forty milliseconds each."""


class Laid(Value, frozen=True):
    """So many pages are laid out, of so many; 0 where nobody knows beforehand."""

    pages: int = 0
    of: int = 0
    done: bool = False
    """The file went to the browser."""


Tell = Callable[[Laid], None]


async def print_now(document: Document, settings: Settings, tell: Tell = lambda _: None) -> bytes:
    """The PDF of a document, or the refusal `request.not_printed`; `tell` hears how far it is."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "service",
        "print-slips",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=CHECKOUT,
        env={**os.environ, "MINPING_HOME": str(settings.home)},
    )
    written = canonical.encode(document)
    try:
        async with asyncio.timeout(patience(len(written))):
            printed = await _hand_over(process, written, tell)
    except (TimeoutError, ConnectionError, asyncio.IncompleteReadError) as error:
        raise Refusal("request.not_printed") from error
    finally:
        await _end(process)
    if process.returncode:
        raise Refusal("request.not_printed")
    return printed


async def _hand_over(process: asyncio.subprocess.Process, written: bytes, tell: Tell) -> bytes:
    """Standard input stays open until all is printed: whoever prints for nobody ends."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(LENGTH.pack(len(written)) + written)
    await process.stdin.drain()
    while any(laid := LAID.unpack(await process.stdout.readexactly(LAID.size))):
        tell(Laid(*laid))
    printed = await process.stdout.read()
    await process.wait()
    return printed


async def _end(process: asyncio.subprocess.Process) -> None:
    """Whoever waited may have gone."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


def patience(size: int) -> float:
    """Seconds to wait for a document of so many bytes: ten thousand cards take minutes.

    >>> patience(2_500_000) - patience(500_000)
    800.0
    """
    return PATIENCE + size / 1e6 * A_MEGABYTE
