"""`cosign make`, `run`, `report`: the scrutineers' machine puts its half to every outer stamp."""

from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from reports.wording import cosigning as wording
from reports.wording.commands import ABOUT, OPTIONS
from surveys import canonical
from surveys.manifest import Manifest
from surveys.refusals import Refusal

if TYPE_CHECKING:
    from service.cosigning.keyfile import Keyfile
    from service.cosigning.ledger import Ledger
    from service.cosigning.machine import CosignReport

MANIFEST: Final = "manifest.json"
REPORT: Final = "cosign-report.json"
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group(help=ABOUT["cosign"])
def cosign() -> None:
    """Run one of the three."""


@cosign.command(help=ABOUT["cosign make"])
@click.argument("request", type=_FILE)
@click.argument("folder", type=_FOLDER)
def make(*, request: Path, folder: Path) -> None:
    """Draw the keys; write what goes to the desk."""
    from service.cosigning import keyfile

    asked = keyfile.read_request(request.read_bytes())
    piles = len(asked.piles)
    click.echo(wording.DRAWING.format(title=asked.title, piles=piles))
    keyfile.make(
        asked, folder, tell=lambda number: click.echo(wording.DRAWN.format(number=number, of=piles))
    )
    click.echo(wording.MADE.format(folder=folder, public=keyfile.PUBLIC))


@cosign.command(help=ABOUT["cosign run"])
@click.option("--fingerprint", required=True, help=OPTIONS["cosign fingerprint"])
@click.option("--server", default="", help=OPTIONS["server"])
@click.argument("folder", type=_FOLDER)
def run(*, fingerprint: str, server: str, folder: Path) -> None:
    """Co-sign until the vote is over; then say what was co-signed."""
    from service.cosigning import line as lines
    from service.cosigning.keyfile import read
    from service.cosigning.machine import Machine, read_manifest

    keyfile = read(folder)
    with _open_ledger(folder) as ledger:
        if ledger.closed:
            raise Refusal("cosign.over")
        address = server or keyfile.request.server
        with closing(lines.Line(keyfile.request, address)) as line:
            data = line.fetch_manifest()
            manifest, whole = read_manifest(data, fingerprint)
            machine = Machine(keyfile, manifest, ledger)
            ledger.bind(whole)
            (folder / MANIFEST).write_bytes(data)
            click.echo(wording.READY.format(title=manifest.title, server=address))
            with suppress(KeyboardInterrupt):  # whoever stops it is told that it has not ended
                lines.serve(line, machine, keyfile.public, tell=_tell)
                ledger.end()
        _say(_write_report(folder, keyfile, manifest, ledger), manifest)


@cosign.command(help=ABOUT["cosign report"])
@click.option("--end", is_flag=True, help=OPTIONS["end"])
@click.argument("folder", type=_FOLDER)
def report(*, end: bool, folder: Path) -> None:
    """Say how many were co-signed, and write it beside; with `--end`, sign nothing more."""
    from service.cosigning.keyfile import read

    keyfile = read(folder)
    try:
        manifest = canonical.decode((folder / MANIFEST).read_bytes(), Manifest)
    except OSError as error:
        raise Refusal("cosign.never_ran") from error
    with _open_ledger(folder) as ledger:
        if end:
            ledger.end()
        _say(_write_report(folder, keyfile, manifest, ledger), manifest)


def _open_ledger(folder: Path) -> "closing[Ledger]":
    from service.cosigning.ledger import Ledger

    return closing(Ledger(folder))


def _write_report(
    folder: Path, keyfile: "Keyfile", manifest: Manifest, ledger: "Ledger"
) -> "CosignReport":
    from service.cosigning.machine import report_on

    told = report_on(keyfile, manifest, ledger)
    (folder / REPORT).write_bytes(canonical.encode(told))
    return told


def _say(told: "CosignReport", manifest: Manifest) -> None:
    groups = {group.key: group.label for group in manifest.rules.electorate.groups}
    units = {appraisee.key: appraisee.label for appraisee in manifest.appraisees}
    click.echo(wording.REPORT.format(title=told.title, holder=told.holder, manifest=told.manifest))
    for pile in told.piles:
        click.echo(
            wording.PILE.format(
                group=groups.get(pile.group, pile.group),
                unit=units.get(pile.unit, wording.WHOLE),
                cosigned=pile.cosigned,
                eligible=pile.eligible,
            )
        )
    click.echo(wording.SUM.format(cosigned=sum(pile.cosigned for pile in told.piles)))
    click.echo(wording.CLOSED if told.closed else wording.STILL_OPEN)


def _tell(what: str, number: int) -> None:
    click.echo(wording.NEWS[what].format(number=number))
