"""Files named on the command line: read, or refused in a sentence; written whole or not at all."""

from pathlib import Path
from typing import IO, Any

import click

from reports.wording.commands import NO_FILE, NOT_WRITTEN, UNREADABLE


class Unreadable(click.ClickException):
    """A file that cannot be taken or written; what is said is one Chinese sentence."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Say the sentence, without the English word that click puts before it."""
        click.echo(self.message, file=file, err=True)


def read(path: Path) -> bytes:
    """What is in it."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(NO_FILE.format(path=path)) from None
    except OSError as error:
        detail = error.strerror or error
        raise Unreadable(UNREADABLE.format(path=path, detail=detail)) from error


def write(path: Path, content: bytes) -> None:
    """Beside its place first: what is cut short leaves there what was there."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        detail = error.strerror or error
        raise Unreadable(NOT_WRITTEN.format(path=path, detail=detail)) from error
