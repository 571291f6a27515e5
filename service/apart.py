"""A stranger's file is read by a process of its own: it may hang, swell or die, the web may not.

It also keeps out of the web what the readers load (pyxform brings openpyxl, openpyxl numpy).
"""

import asyncio
import contextlib
import os
import resource
import signal
import sys
from collections.abc import Mapping
from typing import Final

from service.settings import CHECKOUT
from surveys.refusals import Refusal

PATIENCE: Final = 50
"""Seconds on the clock: while many vote, what goes last gets a tenth of a processor."""
MOST_WORK: Final = 20
"""Seconds of a processor; the largest honest file takes two."""
_MOST_MEMORY: Final = 2 * 1024**3
"""Addresses, not pages: the libraries alone reserve half of it."""
_COURTESY: Final = 10
"""Who votes meanwhile goes first."""


async def run_apart(module: str, *words: str, data: bytes) -> bytes:
    """What `python -m MODULE WORDS` writes after it has read `data`; refused if it never ends."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *words),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=CHECKOUT,
        env=_without_secrets(os.environ),
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(data), PATIENCE)
    except TimeoutError as error:
        raise Refusal("file.slow", seconds=PATIENCE) from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode == -signal.SIGXCPU:
        raise Refusal("file.slow", seconds=MOST_WORK)
    if process.returncode:
        raise Refusal("file.broken")
    return said


def confine() -> None:
    """What such a process does first: bind itself."""
    os.nice(_COURTESY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold the file
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_WORK, MOST_WORK + 1))


def _without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if not name.startswith("MINPING_")}
