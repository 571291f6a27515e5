"""A folder in memory for databases that end with the tests: their commits wait for no disk."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Final

MEMORY: Final = Path("/dev/shm")
ENOUGH: Final = 6 << 30
"""Bytes that must be free there: two workers, each with a cluster and a site."""
_NAME: Final = "minping-test-"


@contextlib.contextmanager
def a_quick_folder(otherwise: Path) -> Generator[Path]:
    """One that is gone afterwards; on the disk where memory is short or cannot be had."""
    if not _is_plenty():
        yield otherwise
        return
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=MEMORY))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_plenty() -> bool:
    with contextlib.suppress(OSError, ValueError):
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        told = dict(line.split(":", 1) for line in lines)
        available = int(told["MemAvailable"].split()[0]) << 10
        return os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH < available
    return False


def _sweep() -> None:
    """What a run left that was killed."""
    for left in MEMORY.glob(f"{_NAME}*"):
        if not Path(f"/proc/{left.name.removeprefix(_NAME).split('-')[0]}").exists():
            shutil.rmtree(left, ignore_errors=True)
