"""One Minping per home: a lock that the kernel lets go of when its holder dies, however it dies."""

import contextlib
import fcntl
import os
from collections.abc import Generator

from service.database.secrets import speaking_of
from service.settings import CannotStart, Settings


@contextlib.contextmanager
def only_one(settings: Settings) -> Generator[None]:
    """Hold the home, or say who holds it."""
    path = settings.home / "running.lock"
    with speaking_of(settings.home):
        settings.home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _taken(descriptor):
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            raise CannotStart("already_running", pid=holder or "?", home=settings.home)
        with speaking_of(path):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)


def is_running(settings: Settings) -> bool:
    """Somebody holds the home now."""
    try:
        descriptor = os.open(settings.home / "running.lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _taken(descriptor)
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
