"""`doctor`: what this machine has, what it lacks, and what the lack costs."""

import ctypes.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from reports.rendering.fonts import locate_fonts, missing_fonts
from reports.wording.commands import ABOUT, DOCTOR, DOCTOR_FINE, DOCTOR_MISSING
from service.cli.environment import read_settings
from service.clock import now
from service.settings import CHECKOUT, CannotStart, Settings
from surveys.values import Value

"""What `./minping` unpacks. A test compares the two lists."""

_ROOM: Final = 1_000_000_000  # bytes; a full disk stops the vote
_BROWSERS: Final = ("chromium", "google-chrome", "google-chrome-stable")


class Look(Value, frozen=True):
    """One thing looked at. Without a needed one the site does not start."""

    name: str
    fine: bool
    found: str = ""
    needed: bool = False


@click.command(help=ABOUT["doctor"])
def doctor() -> None:
    """Look at everything; exit 1 if the site could not start."""
    looks = list(examine(read_settings()))
    for look in looks:
        click.echo(describe(look))
    sys.exit(any(look.needed and not look.fine for look in looks))


def describe(look: Look) -> str:
    """One line: there, or missing and what that costs.

    >>> describe(Look("python", fine=True, found="3.13.1"))
    '有  Python 3.13.1'
    """
    there, cost = (words.format(found=look.found) for words in DOCTOR[look.name])
    return (DOCTOR_FINE if look.fine else DOCTOR_MISSING).format(what=there.strip(), cost=cost)


def examine(settings: Settings) -> Iterator[Look]:
    """Look at this machine."""
    version = sys.version_info
    python = ".".join(map(str, version[:3]))
    yield Look("python", fine=version >= (3, 11), found=python, needed=True)
    yield from _look_at_home(settings.home)
    yield _look_for_database(settings)
    yield look_at_clock(now())
    yield _look_for_libcrypto()
    yield Look("pango", fine=_installed("pango-1.0", "pangoft2-1.0"))
    yield Look("harfbuzz", fine=_installed("harfbuzz-subset"))
    lacking = missing_fonts(locate_fonts(settings.fonts))
    yield Look("fonts", fine=not lacking, found="、".join(lacking))
    browser = os.environ.get("MINPING_CHROMIUM") or _first(shutil.which, _BROWSERS)
    yield Look("chromium", fine=browser is not None, found=browser or "")
    yield Look("poppler", fine=shutil.which("pdftotext") is not None)


def _look_at_home(home: Path) -> Iterator[Look]:
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    yield Look("home", fine=os.access(there, os.W_OK), found=str(home), needed=True)
    free = shutil.disk_usage(there).free
    yield Look("disk", fine=free >= _ROOM, found=str(free // 1_000_000_000))


def _look_for_database(settings: Settings) -> Look:
    from service.database.binaries import find_binaries

    if settings.database_url is not None:
        return Look("database", fine=True, found="MINPING_DATABASE_URL", needed=True)
    try:
        binaries = find_binaries(None)
    except CannotStart:
        return Look("database", fine=False, needed=True)
    return Look("database", fine=True, found=f"{binaries.major} {binaries.folder}", needed=True)


def _look_for_libcrypto() -> Look:
    from service.stamping.libcrypto import LibraryLacksError
    from service.stamping.selftest import check_library

    try:
        return Look("libcrypto", fine=True, found=check_library())
    except LibraryLacksError as error:
        return Look("libcrypto", fine=False, found=str(error))


def look_at_clock(present: datetime) -> Look:
    """A clock that is behind the program's own files is wrong."""
    files = (path.stat().st_mtime for path in (CHECKOUT / "sql").rglob("*.sql"))
    latest = datetime.fromtimestamp(max(files, default=0.0), UTC)
    return Look("clock", fine=present >= latest, found=present.strftime("%Y-%m-%d %H:%M"))


def _installed(*libraries: str) -> bool:
    return all(ctypes.util.find_library(library) for library in libraries)


def _first(find: Callable[[str], str | None], names: Sequence[str]) -> str | None:
    return next((found for name in names if (found := find(name))), None)
