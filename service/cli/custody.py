"""`make-key`, `try-key`, `open-sealed`: what scrutineers do on a computer of their own.

None of it speaks to a server. The key stands on no disk: it is dealt at once, and combined in the
memory of the command that needs it.
"""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from reports.wording import custody as wording
from reports.wording.commands import ABOUT, OPTIONS
from reports.wording.refusals import explain
from service.box.custody import Custodians, PublicKey, combine, deal, read_rehearsal, read_share
from service.cli.files import Unreadable, read
from surveys import canonical, publication
from surveys.ballots.opened_file import fingerprint
from surveys.refusals import Refusal

PUBLIC: Final = "box-key.json"
OPENED: Final = "opened.json"
LARGEST: Final = 1 << 30
"""Bytes of one file of an archive: a hundred thousand envelopes and more."""
_NO_ARCHIVE: Final = (zipfile.BadZipFile, KeyError, OSError, RuntimeError, EOFError, zlib.error)
"""Encrypted, of an unknown kind, cut short: each has its own way to say so."""
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_shares = click.option("--share", "shares", multiple=True, type=_FILE, help=OPTIONS["share"])


@click.command(help=ABOUT["make-key"])
@click.option("--for", "names", multiple=True, required=True, help=OPTIONS["for"])
@click.option("--needed", type=int, default=2, show_default=True, help=OPTIONS["needed"])
@click.option("--title", default="", help=OPTIONS["title"])
@click.argument("folder", type=_FOLDER)
def make_key(*, names: Sequence[str], needed: int, title: str, folder: Path) -> None:
    """Deal a new key; write what goes to the server and one sheet for each custodian."""
    dealt = deal(Custodians(names=tuple(names), needed=needed))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / PUBLIC
    if path.exists():
        raise Unreadable(wording.STANDS.format(path=path))
    for number, (name, share) in enumerate(zip(names, dealt.shares, strict=True), 1):
        sheet = wording.SHEET.format(number=number, name=name.replace("/", "-"))
        _write_sheet(folder / sheet, title, name, share)
    path.write_bytes(canonical.encode(dealt.public))
    click.echo(wording.MADE.format(folder=folder, number=len(names), needed=needed))


def _write_sheet(path: Path, title: str, name: str, share: str) -> None:
    from reports.rendering.fonts import locate_fonts
    from reports.rendering.pdf import render_pdf
    from reports.writing.shares import write_share
    from service.cli.environment import read_settings

    document = write_share(share, name=name, title=title)
    _write_private(path, render_pdf(document, locate_fonts(read_settings().fonts)))


def _write_private(path: Path, data: bytes) -> None:
    """Nobody else on this computer may read it, from its first byte on."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(data)


@click.command(help=ABOUT["try-key"])
@click.argument("public", type=_FILE)
@_shares
def try_key(*, public: Path, shares: Sequence[Path]) -> None:
    """Combine the shares and read the rehearsal: the password is typed at the workbench."""
    known = _read_public(read(public))
    click.echo(wording.TRIED.format(password=read_rehearsal(known, _combine(known, shares))))


@click.command(help=ABOUT["open-sealed"])
@click.argument("archive", type=_FILE)
@_shares
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=Path(OPENED))
def open_sealed(*, archive: Path, shares: Sequence[Path], out: Path) -> None:
    """Open the envelopes of an archive that the workbench handed out after the close."""
    from service.box.away import fingerprint_shown, open_away

    files = _unpack(archive)
    known = _read_public(files.get(PUBLIC, b""))
    opened = open_away(files, _combine(known, shares))
    _write_private(out, canonical.encode(opened))
    said = wording.OPENED.format(
        out=out,
        ballots=len(opened.ballots) + len(opened.stamped),
        spoiled=sum(one.number for one in opened.spoiled),
        root=opened.sealed_root,
        whole=fingerprint(opened),
        box=fingerprint_shown(files, opened),
    )
    click.echo(said)


def _unpack(archive: Path) -> dict[str, bytes]:
    wanted = (PUBLIC, publication.MANIFEST, publication.SEALED)
    try:
        with zipfile.ZipFile(archive) as opened:
            if max(opened.getinfo(name).file_size for name in wanted) > LARGEST:
                raise Unreadable(wording.NO_ARCHIVE.format(path=archive))
            return {name: opened.read(name) for name in wanted}
    except _NO_ARCHIVE as error:
        raise Unreadable(wording.NO_ARCHIVE.format(path=archive)) from error


def _read_public(data: bytes) -> PublicKey:
    return canonical.decode(data, PublicKey, code="custody.malformed")


def _combine(public: PublicKey, shares: Sequence[Path]) -> EllipticCurvePrivateKey:
    words = [_read_share(share) for share in shares]
    while len(words) < public.custodians.needed:
        words.append(_ask_for_share(len(words) + 1))
    return combine(words, public)


def _read_share(path: Path) -> str:
    try:
        return read_share(read(path).decode("utf-8", errors="replace"))
    except Refusal as refusal:
        raise Unreadable(wording.MISREAD.format(path=path, why=explain(refusal))) from refusal


def _ask_for_share(number: int) -> str:
    """Until it is one: nobody types the others again for one word."""
    while True:
        typed = click.prompt(wording.ASK.format(number=number), hide_input=True)
        try:
            return read_share(typed)
        except Refusal as refusal:
            click.echo(explain(refusal), err=True)
