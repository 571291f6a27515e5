"""A child process that ends when its parent does, however the parent ended.

The parent holds the writing end of a pipe and never writes. The kernel closes it with the parent,
kill -9 included; the child reads the end of file, asks itself to stop, and is gone a few seconds
later even if it does not listen.
"""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Generator
from typing import Final

GRACE: Final = 5.0
"""Seconds a process has between being asked to stop and being ended."""


@contextlib.contextmanager
def held() -> Generator[int]:
    """The parent's side: a descriptor to give to children as their standard input."""
    reading, writing = os.pipe()  # neither is inherited unless named
    try:
        yield reading
    finally:
        os.close(writing)
        os.close(reading)


def follow() -> None:
    """The child's side: end with whoever holds the other end of our standard input."""
    threading.Thread(target=_watch, args=(sys.stdin.fileno(),), daemon=True).start()


def _watch(pipe: int) -> None:
    while os.read(pipe, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
