"""`check-chronicle`: the chain of deeds (办理记录) is walked from its first entry to its last."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Final

import click

from reports.wording.commands import (
    ABOUT,
    CHRONICLE_BROKEN,
    CHRONICLE_FAULTS,
    CHRONICLE_LOST,
    CHRONICLE_WHOLE,
    NO_CHRONICLE,
    OPTIONS,
)
from service.cli.environment import read_settings
from service.database import Connection, Role, connect
from service.database.chronicle import Broken, list_chronicles, stands_in, verify_chain
from service.database.cluster import Server, reached_cluster
from service.settings import Settings

_SHORTEST: Final = 16


@click.command(name="check-chronicle", help=ABOUT["check-chronicle"])
@click.option("--known", multiple=True, help=OPTIONS["known"])
def check_chronicle(known: tuple[str, ...]) -> None:
    """Walk every town's chain; exit 1 where it is broken or a known entry is gone."""
    settings = read_settings()
    with reached_cluster(settings) as server:
        sys.exit(int(not asyncio.run(_check(settings, server, [_plain(one) for one in known]))))


def _plain(known: str) -> str:
    plain = "".join(known.split()).lower()
    if len(plain) < _SHORTEST:
        raise click.BadParameter(OPTIONS["known"], param_hint="--known")
    return plain


async def _check(settings: Settings, server: Server, known: Sequence[str]) -> bool:
    connection = await connect(settings, server, Role.OWNER)
    try:
        towns = await list_chronicles.all(connection)
        if not towns:
            click.echo(NO_CHRONICLE)
        whole = [await _walk(connection, each.town_id, each.name) for each in towns]
        lost = [each for each in known if not await stands_in.get(connection, each)]
        for each in lost:
            click.echo(CHRONICLE_LOST.format(known=each))
        return all(whole) and not lost
    finally:
        await connection.close()


async def _walk(connection: Connection, town: str, name: str) -> bool:
    match await verify_chain(connection, town):
        case Broken(seq, why):
            said = CHRONICLE_FAULTS[why]
            click.echo(CHRONICLE_BROKEN.format(town=name, number=seq, why=said))
            return False
        case head:
            click.echo(CHRONICLE_WHOLE.format(town=name, number=head.seq, digest=head.digest))
            return True
