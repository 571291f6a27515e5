"""A database left running by a killed parent, or a pid file left by a killed database.

Every process of a PostgreSQL cluster has the data folder as its working directory, so on Linux
`/proc` tells for certain who still lives in it; elsewhere PostgreSQL's own check decides.
"""

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Final

_PATIENCE: Final = 60.0


def end_leftovers(data: Path) -> None:
    """Ask whoever still serves these files to end, wait for it, and clear a dead pid file."""
    postmaster = _postmaster(data)
    if postmaster in tenants(data):
        os.kill(postmaster, signal.SIGINT)
    deadline = time.monotonic() + _PATIENCE
    while tenants(data) and time.monotonic() < deadline:
        time.sleep(0.02)
    if Path("/proc/self/cwd").exists() and not tenants(data):
        # Its number may belong to another program by now, which PostgreSQL would mistake for it.
        (data / "postmaster.pid").unlink(missing_ok=True)


def tenants(data: Path) -> frozenset[int]:
    """The processes that live in the data folder."""
    return frozenset(
        int(process.name) for process in Path("/proc").glob("[0-9]*") if _lives_in(process, data)
    )


def _lives_in(process: Path, data: Path) -> bool:
    with contextlib.suppress(OSError):
        return (process / "cwd").readlink() == data.resolve()
    return False


def _postmaster(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text("utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return None
