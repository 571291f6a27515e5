"""The database is made ready, copied away and brought back, beside `serve` or without it."""

import asyncio
from pathlib import Path

import click

from reports.wording.commands import ABOUT, BACKED_UP, MIGRATED, RESTORED, UP_TO_DATE
from service.cli.environment import read_settings


@click.command(help=ABOUT["migrate"])
def migrate() -> None:
    """Make roles, database and tables; say what was applied."""
    from service.database.cluster import running_cluster
    from service.database.preparation import prepare

    settings = read_settings()
    with running_cluster(settings) as server:
        applied = asyncio.run(prepare(settings, server))
    click.echo(MIGRATED.format(files=" ".join(applied)) if applied else UP_TO_DATE)


@click.command(help=ABOUT["backup"])
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Write two files, of data and of secrets."""
    from service.clock import now
    from service.database.backup import back_up

    made = back_up(read_settings(), folder, now())
    click.echo(BACKED_UP.format(data=made.data, secrets=made.secrets))


@click.command(help=ABOUT["restore"])
@click.argument("data", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("secrets", type=click.Path(dir_okay=False, path_type=Path))
def restore(data: Path, secrets: Path) -> None:
    """Make a site of two such files in an empty home."""
    from service.clock import to_the_minute
    from service.database import backup as backups

    note = backups.restore(read_settings(), backups.Backup(data, secrets))
    click.echo(RESTORED.format(made_at=to_the_minute(note.made_at)))
