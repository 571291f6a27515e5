"""A stranger's file is read by a process of its own: it may hang, swell or die, the reader may not.

It also keeps out of the web what the readers load (pyxform brings openpyxl, openpyxl numpy).
"""

import asyncio
import contextlib
import os
import resource
import signal
import subprocess
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
        *_command(module, *words),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=CHECKOUT,
        env=_without_secrets(os.environ),
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(data), PATIENCE)
    except TimeoutError as error:
        raise _slow() from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return _heard(said, process.returncode)


def wait_apart(module: str, *words: str, data: bytes) -> bytes:
    """The same for a command, which has nothing else to do meanwhile."""
    try:
        done = subprocess.run(  # noqa: S603 -- this program again, no word of the file in it
            _command(module, *words),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=CHECKOUT,
            env=_without_secrets(os.environ),
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _slow() from error
    return _heard(done.stdout, done.returncode)


def _command(module: str, *words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *words)


def _slow() -> Refusal:
    return Refusal("file.slow", seconds=MOST_WORK)


def _heard(said: bytes, code: int | None) -> bytes:
    """The kernel ends with SIGXCPU who used up the processor time before the wait was over."""
    if code == -signal.SIGXCPU:
        raise _slow()
    if code:
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
