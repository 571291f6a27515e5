"""A site becomes two files, its data and what opens them, and two such files a site again.

The data are a snapshot: people may vote meanwhile, and whatever was acknowledged before the
snapshot is in it. They are copied before the keys, so that no box in them is without its key.
"""

import asyncio
import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from service.database.cluster import Server, reached_cluster, running_cluster
from service.database.copying import copy_out, pour_in
from service.database.lock import only_one
from service.database.preparation import is_used, make_room, migrate_as_owner
from service.database.secrets import make_private, speaking_of
from service.settings import CannotStart, Settings
from surveys.values import Value

_NOTE: Final = "backup.json"
_KEPT: Final = ("secrets", "keys")
_OWN: Final = ("cluster", *_KEPT)


class Note(Value, frozen=True):
    """What stands in the file of secrets about both."""

    made_at: datetime
    digest: str
    """SHA-256 of the file of data: the two belong together."""


class Backup(Value, frozen=True):
    """Two files, to be kept apart: whoever has both can open a box of custody level 1."""

    data: Path
    secrets: Path


def back_up(settings: Settings, folder: Path, made_at: datetime) -> Backup:
    """Write both files into the folder, each whole or not at all; the site may run meanwhile."""
    name = f"minping-{made_at:%Y%m%d-%H%M%S}"
    backup = Backup(folder / f"{name}.data", folder / f"{name}.secrets")
    with reached_cluster(settings) as server, _whole(backup.data) as beside:
        copy_out(settings, server, beside)
    with speaking_of(backup.data):
        note = Note(made_at, _digest(backup.data))
    with _whole(backup.secrets) as beside:
        _pack(settings, note, beside)
    return backup


def restore(settings: Settings, backup: Backup) -> Note:
    """Make a site of both files in a home that has none; cut short, it has none still."""
    note = _read_note(backup.secrets)
    _match(note, backup.data)
    with only_one(settings), _beside(settings) as half:
        _unpack(backup.secrets, half.home)
        with running_cluster(half) as server:
            asyncio.run(_fill(half, server, backup.data))
        _move(half, settings)
    return note


@contextmanager
def _whole(path: Path) -> Generator[Path]:
    """A place beside it, private; what is there in the end gets the name."""
    beside = path.with_name(f"{path.name}.partial")
    with speaking_of(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.touch(0o600)
        try:
            yield beside
            with beside.open("rb") as file:
                os.fsync(file.fileno())
            beside.rename(path)
        finally:
            beside.unlink(missing_ok=True)


def _pack(settings: Settings, note: Note, file: Path) -> None:
    with tarfile.open(file, "w") as archive:
        said = msgspec.json.encode(note)
        about = tarfile.TarInfo(_NOTE)
        about.size, about.mode = len(said), 0o600
        archive.addfile(about, io.BytesIO(said))
        for name in _KEPT:
            if (settings.home / name).is_dir():
                archive.add(settings.home / name, name)


def _read_note(file: Path) -> Note:
    try:
        with tarfile.open(file, "r:") as archive:
            found = archive.extractfile(_NOTE)
            return msgspec.json.decode(found.read() if found else b"", type=Note)
    except (OSError, KeyError, tarfile.TarError, msgspec.DecodeError) as error:
        raise CannotStart("not_our_secrets", path=file) from error


def _match(note: Note, data: Path) -> None:
    try:
        digest = _digest(data)
    except OSError as error:
        raise CannotStart("not_our_data", path=data) from error
    if digest != note.digest:
        raise CannotStart("unlike_backup", path=data)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _beside(settings: Settings) -> Generator[Settings]:
    """A home within the home, gone in the end whatever happens."""
    if any((settings.home / name).exists() for name in _OWN):
        raise CannotStart("home_in_use", path=settings.home)
    half = msgspec.structs.replace(settings, home=settings.home / "restoring")
    shutil.rmtree(half.home, ignore_errors=True)
    try:
        yield half
    finally:
        shutil.rmtree(half.home, ignore_errors=True)


def _unpack(file: Path, home: Path) -> None:
    """Plain files below our folders and nothing else, whatever the archive says."""
    for name in _KEPT:
        make_private(home / name)
    with speaking_of(home), tarfile.open(file, "r:") as archive:
        for member in archive:
            parts = PurePosixPath(member.name).parts
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None and parts[0] in _KEPT and ".." not in parts:
                _write(home.joinpath(*parts), content.read())


def _write(path: Path, content: bytes) -> None:
    make_private(path.parent)
    with path.open("xb") as file:
        path.chmod(0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


async def _fill(settings: Settings, server: Server, data: Path) -> None:
    await make_room(settings, server)
    if await is_used(settings, server):
        raise CannotStart("database_in_use")
    pour_in(settings, server, data)
    await migrate_as_owner(settings, server)


def _move(half: Settings, settings: Settings) -> None:
    """The secrets last: a cluster without them refuses to start, and never begins anew."""
    with speaking_of(settings.home):
        for name in ("cluster", "keys", "secrets"):
            if (half.home / name).exists():
                (half.home / name).rename(settings.home / name)
