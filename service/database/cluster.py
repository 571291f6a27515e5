"""Settings become a running PostgreSQL: the embedded one under `home/cluster`, or the server named.

An embedded cluster is made once, whole or not at all, and belongs to one process at a time.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Final
from urllib.parse import quote

from service.database import secrets
from service.database.binaries import Binaries, choose_identity, find_binaries, give
from service.database.keeper import Keeper
from service.database.leftovers import end_leftovers
from service.database.lock import is_running, only_one
from service.database.postgres import Cluster, run
from service.database.secrets import make_private, speaking_of
from service.settings import CannotStart, Settings
from surveys.values import Value

ADMIN: Final = "postgres"
DATABASE: Final = "minping"
_LONGEST_SOCKET: Final = 107 - len("/.s.PGSQL.5432")
_LARGEST_LOG: Final = 10_000_000


class Server(Value, frozen=True):
    """A PostgreSQL to connect to. `address` carries the administrator, roles replace it."""

    address: str
    database: str | None
    embedded: bool


@contextlib.contextmanager
def running_cluster(settings: Settings) -> Generator[Server]:
    """Start what is ours to start, and stop it at the end; a server by address is left alone."""
    if settings.database_url is not None:
        yield Server(settings.database_url, database=None, embedded=False)
        return
    with only_one(settings), contextlib.ExitStack() as stack:
        keeper = Keeper(_prepare(settings, stack))
        stack.callback(keeper.stop)
        keeper.start()
        yield _published(settings, keeper.cluster, stack)


@contextlib.contextmanager
def reached_cluster(settings: Settings) -> Generator[Server]:
    """The server that runs in this home, or one of our own for as long as it takes."""
    if is_running(settings):
        yield find_server(settings)
        return
    if settings.database_url is None and not (settings.cluster / "data").exists():
        raise CannotStart("no_data", path=settings.home)
    with running_cluster(settings) as server:
        yield server


def find_server(settings: Settings) -> Server:
    """The server another process of this home started: for the worker, the opener, a command."""
    if settings.database_url is not None:
        return Server(settings.database_url, database=None, embedded=False)
    note = settings.home / "socket"
    if not (is_running(settings) and note.exists()):
        raise CannotStart("not_running", home=settings.home)
    return _server(settings, Path(note.read_text("utf-8")))


def _prepare(settings: Settings, stack: contextlib.ExitStack) -> Cluster:
    folder = make_private(settings.cluster)
    data = folder / "data"
    with speaking_of(settings.logs):
        settings.logs.mkdir(exist_ok=True)
        version = data / "PG_VERSION"
        made_by = int(version.read_text("ascii")) if version.exists() else None
    cluster = Cluster(
        binaries=find_binaries(made_by),
        identity=choose_identity(),
        data=data,
        socket=_socket_folder(folder, stack),
        log=_trimmed(settings.logs / "postgresql.log"),
    )
    end_leftovers(data)
    if made_by is None:
        _initialise(settings, cluster)
    elif not (settings.secrets / f"password_{ADMIN}").exists():
        raise CannotStart("secrets_lost", path=settings.secrets / f"password_{ADMIN}")
    give(cluster.identity, folder)
    give(cluster.identity, cluster.socket)
    return cluster


def _socket_folder(folder: Path, stack: contextlib.ExitStack) -> Path:
    """A private folder whose path a socket address can hold (107 bytes)."""
    beside = folder / "socket"
    if len(bytes(beside)) <= _LONGEST_SOCKET:
        return make_private(beside)
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="minping-")))


def _trimmed(log: Path) -> Path:
    with speaking_of(log):
        if log.exists() and log.stat().st_size > _LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        log.touch(0o600)
    return log


def _initialise(settings: Settings, cluster: Cluster) -> None:
    """Make the cluster beside its place and move it there whole: a cut in between leaves none."""
    partial = cluster.data.with_name("data.partial")
    with (
        speaking_of(partial),
        tempfile.NamedTemporaryFile("w", dir=partial.parent, suffix=".once") as file,
    ):
        shutil.rmtree(partial, ignore_errors=True)
        file.write(secrets.password(settings, ADMIN))
        file.flush()
        give(cluster.identity, partial.parent)
        run(cluster, _initdb(cluster.binaries, partial, Path(file.name)))
        partial.rename(cluster.data)


def _initdb(binaries: Binaries, data: Path, pwfile: Path) -> list[str | Path]:
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [
        binaries.folder / "initdb",
        *("-D", data, "-U", ADMIN, "--pwfile", pwfile),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions"),
        *(locale if binaries.major >= 17 else ["--locale=C.UTF-8"]),
    ]


def _published(settings: Settings, cluster: Cluster, stack: contextlib.ExitStack) -> Server:
    """Leave a note of where the socket is, for `find_server`."""
    note = settings.home / "socket"
    with speaking_of(note):
        note.write_text(str(cluster.socket), "utf-8")
    stack.callback(note.unlink, missing_ok=True)
    return _server(settings, cluster.socket)


def _server(settings: Settings, socket: Path) -> Server:
    word = secrets.password(settings, ADMIN)
    host = quote(str(socket), safe="")
    return Server(
        f"postgresql://{ADMIN}:{word}@/{ADMIN}?host={host}&port=5432",
        database=DATABASE,
        embedded=True,
    )
