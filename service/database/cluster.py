"""Settings become a running PostgreSQL: the embedded one under `home/cluster`, or the server named.

What a ballot's safety needs is given on the command line, where no file can undo it: every commit
reaches the disk, no commit keeps its time, and neither a statement nor a parameter reaches the log.
"""

import contextlib
import logging
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Final
from urllib.parse import quote

from service.database import secrets
from service.database.binaries import (
    Binaries,
    Identity,
    begin,
    choose_identity,
    find_binaries,
    give,
)
from service.database.leftovers import end_leftovers
from service.database.lock import is_running, only_one
from service.database.secrets import make_private, speaking_of
from service.settings import CannotStart, Settings
from surveys.values import Value

ADMIN: Final = "postgres"
DATABASE: Final = "minping"
PROMISES: Final = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "track_commit_timestamp": "off",
    "log_statement": "none",
    "log_min_messages": "log",  # an error's text may quote a value; the program reports errors
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",  # without DETAIL, which quotes rows and keys
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "password_encryption": "scram-sha-256",
}
_LONGEST_SOCKET: Final = 107 - len("/.s.PGSQL.5432")
_LARGEST_LOG: Final = 10_000_000
_PATIENCE: Final = 300.0  # seconds; recovery after a power cut may need them
_STEADY: Final = 5.0  # seconds; a database that lived longer is started again at once
_LONGEST: Final = 30.0  # seconds between two attempts
_log: Final = logging.getLogger(__name__)


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


def find_server(settings: Settings) -> Server:
    """The server another process of this home started: for the worker, the opener, a command."""
    if settings.database_url is not None:
        return Server(settings.database_url, database=None, embedded=False)
    note = settings.home / "socket"
    if not (is_running(settings) and note.exists()):
        raise CannotStart("not_running", home=settings.home)
    return _server(settings, Path(note.read_text("utf-8")))


class Cluster(Value, frozen=True):
    """A cluster on disk, ready to start."""

    binaries: Binaries
    identity: Identity
    data: Path
    socket: Path
    log: Path


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
        _remove(partial)
        file.write(secrets.password(settings, ADMIN))
        file.flush()
        give(cluster.identity, partial.parent)
        _run(cluster, _initdb(cluster.binaries, partial, Path(file.name)))
        partial.rename(cluster.data)


def _initdb(binaries: Binaries, data: Path, pwfile: Path) -> list[str | Path]:
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [
        binaries.folder / "initdb",
        *("-D", data, "-U", ADMIN, "--pwfile", pwfile),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions"),
        *(locale if binaries.major >= 17 else ["--locale=C.UTF-8"]),
    ]


def _remove(folder: Path) -> None:
    import shutil  # noqa: PLC0415 -- needed once in the life of a cluster

    shutil.rmtree(folder, ignore_errors=True)


def _run(cluster: Cluster, command: list[str | Path]) -> None:
    start = cluster.log.stat().st_size
    if _launch(cluster, command).wait() != 0:
        raise _died(cluster, start)


def _launch(cluster: Cluster, command: list[str | Path]) -> subprocess.Popen[bytes]:
    try:
        with cluster.log.open("ab") as log:
            return begin(cluster.identity, command, cwd=cluster.data.parent, log=log)
    except PermissionError as error:  # also raised for the folder or the program, as `nobody`
        raise CannotStart("unreachable_home", path=cluster.data.parent) from error


def _died(cluster: Cluster, start: int) -> CannotStart:
    """Read what the database said since `start`, and say it in a sentence."""
    said = cluster.log.read_bytes()[start:].decode("utf-8", "replace")
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return CannotStart("disk_full", path=cluster.data)
    if "Permission denied" in said:
        return CannotStart("unreachable_home", path=cluster.data)
    grave = [line for line in said.splitlines() if "FATAL" in line or "error:" in line]
    last = (grave or said.splitlines() or ["?"])[-1]
    return CannotStart("database_died", detail=last.strip(), log=cluster.log)


def start_postgres(cluster: Cluster) -> subprocess.Popen[bytes]:
    """Start, and return when it accepts connections."""
    start = cluster.log.stat().st_size
    promised = [part for name, value in PROMISES.items() for part in ("-c", f"{name}={value}")]
    process = _launch(
        cluster,
        [
            *(cluster.binaries.folder / "postgres", "-D", cluster.data),
            *("-c", "listen_addresses=", "-c", f"unix_socket_directories={cluster.socket}"),
            *("-c", "unix_socket_permissions=0700", "-c", "port=5432"),
            *promised,
        ],
    )
    deadline = time.monotonic() + _PATIENCE
    while not _is_ready(cluster.data, process.pid):
        if process.poll() is not None or time.monotonic() > deadline:
            raise _died(cluster, start)
        time.sleep(0.01)
    return process


def _is_ready(data: Path, pid: int) -> bool:
    """Line 1 of postmaster.pid is the process, line 8 its state (PostgreSQL ≥ 10)."""
    try:
        lines = (data / "postmaster.pid").read_text("utf-8").splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


class Keeper:
    """Keeps one PostgreSQL running: if it ends, it is started again on the same socket.

    It never gives up (a full disk is emptied one day), it only waits longer between attempts.
    """

    def __init__(self, cluster: Cluster) -> None:
        """Nothing runs yet."""
        self.cluster: Cluster = cluster
        self._process: subprocess.Popen[bytes] | None = None
        self._starting: threading.Lock = threading.Lock()
        self._stopping: threading.Event = threading.Event()
        self._thread: threading.Thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start, and watch from now on."""
        self._process = start_postgres(self.cluster)
        self._thread.start()

    def stop(self) -> None:
        """Fast shutdown: sessions end, everything acknowledged is on disk."""
        self._stopping.set()
        with self._starting:  # a restart under way ends first, and is stopped like any other
            process = self._process
        if process is None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)  # the next start recovers
            process.wait()
        self._thread.join()

    def _keep(self) -> None:
        pause = 0.0
        while self._process is not None:
            began = time.monotonic()
            self._process.wait()
            pause = 0.0 if time.monotonic() - began > _STEADY else min(2 * pause + 0.1, _LONGEST)
            if self._stopping.wait(pause):
                return
            self._restart()

    def _restart(self) -> None:
        with self._starting:
            if self._stopping.is_set():
                return
            _log.error("the database ended; starting it again")
            try:
                end_leftovers(self.cluster.data)
                self._process = start_postgres(self.cluster)
            except (CannotStart, OSError) as error:
                _log.error("%s", error)


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
