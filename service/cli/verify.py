"""`verify`: published files and the printed fingerprint in, findings out; exit 0 or 1."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import click

from reports.wording.commands import (
    ABOUT,
    NO_ATTACHMENTS,
    NOTHING_TO_VERIFY,
    OPTIONS,
    UNREADABLE,
)
from surveys.publication import FILES

_PATH = click.Path(path_type=Path)


class Unreadable(click.ClickException):
    """Files that cannot be looked at; what is said is one Chinese sentence."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Say the sentence, without the English word that click puts before it."""
        click.echo(self.message, file=file, err=True)


@click.command(help=ABOUT["verify"])
@click.argument("paths", nargs=-1, required=True, type=_PATH)
@click.option("--fingerprint", required=True, help=OPTIONS["fingerprint"])
@click.option("--receipt", "receipts", multiple=True, type=_PATH, help=OPTIONS["receipt"])
@click.option("--witness", default="", help=OPTIONS["witness"])
def verify(
    *, paths: Sequence[Path], fingerprint: str, receipts: Sequence[Path], witness: str
) -> None:
    """Recount; say everything that was found."""
    from reports.wording.verification import say
    from service.box.receipts import holds_signature
    from service.box.stamps import stamp_holds
    from surveys.verification.verify import verify as recount

    report = recount(
        dict(published(paths)),
        fingerprint,
        [_read(path) for path in receipts],
        witness=witness,
        signature_holds=holds_signature,
        stamp_holds=stamp_holds,
    )
    for line in say(report):
        click.echo(line)
    sys.exit(not report.passed)


def published(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Every published file, by name: out of folders, out of PDFs, or as they are."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path)
        elif path.suffix.lower() == ".pdf":
            yield from attached(path)
        else:
            yield path.name, _read(path)


def _folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a folder; where it holds a report but no files, those inside the report."""
    files = [(name, _read(folder / name)) for name in FILES if (folder / name).is_file()]
    yield from files
    reports = sorted(folder.glob("*.pdf"))
    if not files and reports:
        yield from attached(reports[0])
    elif not files:
        raise Unreadable(NOTHING_TO_VERIFY.format(path=folder))


def attached(path: Path) -> Iterator[tuple[str, bytes]]:
    """The data files a published report carries inside."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        attachments = PdfReader(path).attachments
        files = [(name, attachments[name][0]) for name in FILES if name in attachments]
    except (OSError, PyPdfError) as error:
        raise Unreadable(UNREADABLE.format(path=path, detail=error)) from error
    if not files:
        raise Unreadable(NO_ATTACHMENTS.format(path=path))
    yield from files


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        detail = error.strerror or error
        raise Unreadable(UNREADABLE.format(path=path, detail=detail)) from error
