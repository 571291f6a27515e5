"""`verify`: published files and the printed fingerprint in, findings out; exit 0 or 1."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from reports.wording.commands import (
    ABOUT,
    NO_ATTACHMENTS,
    NOTHING_TO_VERIFY,
    OPTIONS,
    TORN,
    TWO_OF_ONE_NAME,
    UNREADABLE,
)
from service.cli.files import Unreadable, read
from surveys.publication import FILES
from surveys.refusals import Refusal

_PATH = click.Path(path_type=Path)


@click.command(help=ABOUT["verify"])
@click.argument("paths", nargs=-1, required=True, type=_PATH)
@click.option("--fingerprint", required=True, help=OPTIONS["fingerprint"])
@click.option("--receipt", "receipts", multiple=True, type=_PATH, help=OPTIONS["receipt"])
@click.option("--witness", default="", help=OPTIONS["witness"])
@click.option("--opened", "openings", multiple=True, type=_PATH, help=OPTIONS["opened"])
def verify(
    *,
    paths: Sequence[Path],
    fingerprint: str,
    receipts: Sequence[Path],
    witness: str,
    openings: Sequence[Path],
) -> None:
    """Recount; say everything that was found."""
    from reports.wording.verification import say
    from service.box.receipts import holds_signature
    from service.box.stamps import stamp_holds
    from surveys.questionnaire.texts import clean
    from surveys.verification.verify import verify as recount

    report = recount(
        _by_name(published(paths)),
        fingerprint,
        [read(path) for path in receipts],
        openings=[read(path) for path in openings],
        witness=witness,
        signature_holds=holds_signature,
        stamp_holds=stamp_holds,
    )
    for line in say(report):
        click.echo(clean(line, lines=False))  # a title may not move the cursor
    sys.exit(not report.passed)


def _by_name(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """One file a name; of two that differ nobody could say which of them was verified."""
    known: dict[str, bytes] = {}
    for name, data in files:
        if known.setdefault(name, data) != data:
            raise Unreadable(TWO_OF_ONE_NAME.format(name=name))
    return known


def published(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Every published file, by name: out of folders, out of PDFs, or as they are."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path)
        elif path.suffix.lower() == ".pdf":
            yield from attached(path)
        else:
            yield path.name, read(path)


def _folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a folder; where it holds a report but no files, those inside the report."""
    files = [(name, read(folder / name)) for name in FILES if (folder / name).is_file()]
    yield from files
    reports = sorted(folder.glob("*.pdf"))
    if not files and reports:
        yield from attached(reports[0])
    elif not files:
        raise Unreadable(NOTHING_TO_VERIFY.format(path=folder))


def attached(path: Path) -> Iterator[tuple[str, bytes]]:
    """The data files a published report carries inside."""
    from service.attachments.apart import read_attachments_apart

    try:
        files = read_attachments_apart(read(path))
    except Refusal as refusal:
        detail = TORN[refusal.code].format(**refusal.data)
        raise Unreadable(UNREADABLE.format(path=path, detail=detail)) from refusal
    if not files:
        raise Unreadable(NO_ATTACHMENTS.format(path=path))
    yield from ((each.name, each.data) for each in files)
