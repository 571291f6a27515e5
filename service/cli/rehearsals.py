"""`purge-rehearsals`: every rehearsal (模拟测评) is wiped away, and what is left is counted."""

import asyncio
import sys
from typing import Final

import click
import msgspec

from reports.wording.commands import (
    ABOUT,
    NO_REHEARSAL,
    OPTIONS,
    PURGE_ASK,
    PURGED,
    PURGED_LINE,
)
from service.box.keys import destroy_box_key
from service.cli.environment import read_settings
from service.database import Role, connect
from service.database.cluster import Server, reached_cluster
from service.database.statements import query
from service.settings import Settings
from service.stamping.keys import destroy_stamp_keys


class Rehearsal(msgspec.Struct, frozen=True):
    """One rehearsal."""

    survey_id: str
    title: str


class Place(msgspec.Struct, frozen=True):
    """A table, and how many rows of a rehearsal it has."""

    place: str
    remaining: int


_list: Final = query("rehearsals", "list_rehearsals", Rehearsal)
_purge: Final = query("rehearsals", "purge_rehearsal", Place)


@click.command(help=ABOUT["purge-rehearsals"])
@click.option("--yes", is_flag=True, help=OPTIONS["yes"])
def purge_rehearsals(*, yes: bool) -> None:
    """Purge every rehearsal; exit 1 where a row is left."""
    settings = read_settings()
    with reached_cluster(settings) as server:
        sys.exit(asyncio.run(purge(settings, server, ask=not yes)))


async def purge(settings: Settings, server: Server, *, ask: bool) -> int:
    """Wipe them away; 1 where a row is left."""
    connection = await connect(settings, server, Role.OWNER)
    try:
        rehearsals = await _list.all(connection)
        if not rehearsals:
            click.echo(NO_REHEARSAL)
        left = 0
        for rehearsal in rehearsals:
            if ask and not click.confirm(PURGE_ASK.format(title=rehearsal.title)):
                continue
            async with connection.transaction():
                places = await _purge.all(connection, rehearsal.survey_id)
            destroy_box_key(settings, rehearsal.survey_id)
            destroy_stamp_keys(settings, rehearsal.survey_id)
            _tell(rehearsal, places)
            left += sum(place.remaining for place in places)
        return int(left > 0)
    finally:
        await connection.close()


def _tell(rehearsal: Rehearsal, places: list[Place]) -> None:
    for place in places:
        click.echo(PURGED_LINE.format(place=place.place, remaining=place.remaining))
    left = sum(place.remaining for place in places)
    click.echo(PURGED.format(title=rehearsal.title, tables=len(places), left=left))
