"""Passwords and keys the program makes for itself: files of 0600 under `secrets/` of 0700.

Each is made once and never overwritten. They stand outside the database, so that a copy of the
database alone can neither sign in, nor test slip codes, nor sign receipts.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Generator
from functools import lru_cache
from pathlib import Path

from service.settings import CannotStart, Settings

NO_SPACE = frozenset({28, 122})  # ENOSPC, EDQUOT


def password(settings: Settings, role: str) -> str:
    """The password of a database role."""
    return _keep(settings, f"password_{role}").hex()


def slip_key(settings: Settings) -> bytes:
    """The HMAC key over slip codes: the database holds only what this key makes of them."""
    return _keep(settings, "slip_key")


def receipt_seed(settings: Settings) -> bytes:
    """The Ed25519 seed that signs receipts."""
    return _keep(settings, "receipt_seed")


@lru_cache(maxsize=8)
def session_key(settings: Settings) -> bytes:
    """The HMAC key over session cookies; every page asks for it, so the file is read once."""
    return _keep(settings, "session_key")


def setup_key(settings: Settings) -> bytes:
    """What whoever started the program shows before the first password may be set."""
    return _keep(settings, "setup_key")


def demo_password(settings: Settings) -> bytes:
    """What the demo's own workbench opens with: drawn once for its home, shown at each start."""
    return _keep(settings, "demo_password")


def phone_key(settings: Settings) -> bytes:
    """The key phone numbers are sealed and marked with."""
    return _keep(settings, "phone_key")


def custody_key(settings: Settings) -> bytes:
    """The key that wraps box keys of custody level 1 (系统保管)."""
    return _keep(settings, "custody_key")


@contextlib.contextmanager
def speaking_of(path: Path) -> Generator[None]:
    """Turn what the operating system says about a path into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_SPACE:
            raise CannotStart("disk_full", path=path) from error
        raise CannotStart("unwritable_home", path=path, detail=error.strerror) from error


def make_private(folder: Path) -> Path:
    """Make a folder nobody else may enter."""
    with speaking_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    return folder


def _keep(settings: Settings, name: str) -> bytes:
    """Read 32 bytes, or make them once; of several makers at the same time one wins."""
    path = settings.secrets / name
    with speaking_of(path):
        if not path.exists():
            make_once(path, secrets.token_hex(32))
        kept = bytes.fromhex(path.read_text("ascii"))
    if len(kept) != 32:
        raise CannotStart("secrets_lost", path=path)
    return kept


def make_once(path: Path, text: str) -> None:
    """Write beside, then link: the name appears whole or not at all, and never a second time."""
    descriptor, beside = tempfile.mkstemp(dir=make_private(path.parent))  # O_EXCL, 0600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
    finally:
        Path(beside).unlink()
