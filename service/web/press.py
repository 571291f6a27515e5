"""A document is printed by a process of its own, because the web may not load what prints.

What goes in and what comes out is kept nowhere: slip codes may stand in no job and no file.
"""

import asyncio
import os
import sys
from typing import Final

from reports.document import Document
from service.settings import CHECKOUT, Settings
from surveys import canonical
from surveys.refusals import Refusal

PATIENCE: Final = 120.0
"""Seconds for a sheet or two on a machine that has much else to do."""
A_MEGABYTE: Final = 400.0
"""Seconds more for a megabyte of document: some two thousand cards, of forty milliseconds each."""


async def print_now(document: Document, settings: Settings) -> bytes:
    """The PDF of a document, or the refusal `request.not_printed`."""
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
        printed, _ = await asyncio.wait_for(process.communicate(written), patience(len(written)))
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise Refusal("request.not_printed") from error
    if process.returncode:
        raise Refusal("request.not_printed")
    return printed


def patience(size: int) -> float:
    """Seconds to wait for a document of so many bytes: ten thousand cards take minutes.

    >>> patience(500), patience(5_000_000)
    (120.2, 2120.0)
    """
    return PATIENCE + size / 1e6 * A_MEGABYTE
