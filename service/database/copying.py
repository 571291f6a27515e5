"""A database becomes one file and is filled from one, by pg_dump and pg_restore."""

import os
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from service.database.binaries import find_binaries
from service.database.cluster import Server
from service.database.pool import Role
from service.database.secrets import password
from service.settings import CannotStart, Settings

_PATIENCE: Final = "60s"
"""How long to wait for a table that is being rewritten: a box that closes."""


def copy_out(settings: Settings, server: Server, file: Path) -> None:
    """One snapshot of everything, rights included, while others go on."""
    _run(
        settings,
        server,
        ["pg_dump", "--format=custom", f"--lock-wait-timeout={_PATIENCE}", "--file", str(file)],
        failed="backup_failed",
    )


def pour_in(settings: Settings, server: Server, file: Path) -> None:
    """Everything in one transaction, into a database that has our roles and no tables."""
    _run(
        settings,
        server,
        ["pg_restore", "--single-transaction", "--exit-on-error", str(file)],
        failed="restore_failed",
    )


def _run(settings: Settings, server: Server, command: list[str], *, failed: str) -> None:
    program, *arguments = command
    done = subprocess.run(  # noqa: S603 -- PostgreSQL's programs with our arguments
        [
            find_binaries(None).folder / program,
            *("--no-password", "--exclude-schema=public", "--dbname", _address(server)),
            *arguments,
        ],
        env=_as_owner(settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if "error:" in line] or [done.stderr]
        raise CannotStart(failed, detail=said[0].strip())


def _address(server: Server) -> str:
    """Without name and password: a command line can be read by everybody on the machine."""
    parts = urlsplit(server.address)
    path = f"/{server.database}" if server.database else parts.path
    return f"postgresql://{parts.netloc.rpartition('@')[2]}{path}?{parts.query}"


def _as_owner(settings: Settings) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        "PGUSER": Role.OWNER.value,
        "PGPASSWORD": password(settings, Role.OWNER.value),
    }
