"""`migrate`: the database is made ready, by itself or before `serve` runs elsewhere."""

import asyncio

import click

from reports.wording.commands import ABOUT, MIGRATED, UP_TO_DATE
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
