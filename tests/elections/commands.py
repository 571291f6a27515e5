"""The command line, as somebody types it: a process of its own, without a terminal behind it."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from service.settings import CHECKOUT
from tests.elections import pages


class Said(NamedTuple):
    """How a command ended, and everything it said."""

    code: int | None
    words: str


async def minping(*words: str | Path, typed: Sequence[str] = (), home: Path | None = None) -> Said:
    """Run a command; `typed` are the lines somebody types when it asks."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", *map(str, words)),
        cwd=CHECKOUT,
        env={**os.environ, **({"MINPING_HOME": str(home)} if home else {})},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # so that a hidden answer is read from here
    )
    given = "".join(f"{line}\n" for line in typed).encode()
    said, _ = await asyncio.wait_for(process.communicate(given), pages.PATIENCE)
    return Said(process.returncode, said.decode())


async def must(*words: str | Path, typed: Sequence[str] = (), home: Path | None = None) -> str:
    """The same, where it must succeed: what it said."""
    said = await minping(*words, typed=typed, home=home)
    assert said.code == 0, said.words
    return said.words
