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
    try:
        printed, _ = await asyncio.wait_for(
            process.communicate(canonical.encode(document)), PATIENCE
        )
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise Refusal("request.not_printed") from error
    if process.returncode:
        raise Refusal("request.not_printed")
    return printed
