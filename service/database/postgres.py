"""A cluster on disk becomes a running PostgreSQL, or one sentence on why it does not run.

What a ballot's safety needs is given on the command line, where no file can undo it: every commit
reaches the disk, no commit keeps its time, and neither a statement nor a parameter reaches the log.
"""

import subprocess
import time
from pathlib import Path
from typing import Final

from service.database.binaries import Binaries, Identity, begin
from service.settings import CannotStart
from surveys.values import Value

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
_PATIENCE: Final = 300.0  # seconds; recovery after a power cut may need them


class Cluster(Value, frozen=True):
    """A cluster on disk, ready to start."""

    binaries: Binaries
    identity: Identity
    data: Path
    socket: Path
    log: Path


def run(cluster: Cluster, command: list[str | Path]) -> None:
    """Run a program to its end; what it says goes to the log."""
    start = cluster.log.stat().st_size
    if _launch(cluster, command).wait() != 0:
        raise died(cluster, start)


def _launch(cluster: Cluster, command: list[str | Path]) -> subprocess.Popen[bytes]:
    try:
        with cluster.log.open("ab") as log:
            return begin(cluster.identity, command, cwd=cluster.data.parent, log=log)
    except PermissionError as error:  # also raised for the folder or the program, as `nobody`
        raise CannotStart("unreachable_home", path=cluster.data.parent) from error


def died(cluster: Cluster, start: int) -> CannotStart:
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
            *("-c", "listen_addresses=", "-c", "port=5432", "-c", "unix_socket_permissions=0700"),
            *("-c", f'unix_socket_directories="{cluster.socket}"'),  # a list, unless quoted
            *promised,
        ],
    )
    deadline = time.monotonic() + _PATIENCE
    while not _is_ready(cluster.data, process.pid):
        if process.poll() is not None or time.monotonic() > deadline:
            raise died(cluster, start)
        time.sleep(0.01)
    return process


def _is_ready(data: Path, pid: int) -> bool:
    """Line 1 of postmaster.pid is the process, line 8 its state (PostgreSQL ≥ 10)."""
    try:
        lines = (data / "postmaster.pid").read_text("utf-8").splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"
