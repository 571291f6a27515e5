"""The roll as it stands becomes the very table an import reads: a copy to go back to.

An import replaces everybody. Whoever kept the copy imports it again, and everybody is as before:
people are known by name, and keep the keys they had. No second roll lies in the database.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

from reports.wording.roll import BODIES, NO, YES
from service.boards.roll import importing, store
from service.boards.roll.actions import standing
from service.boards.roll.comparing import Known
from service.boards.roll.template import write_template
from service.database import Connection
from service.dossier.deeds import Deed, record
from service.settings import Settings
from surveys.electorate.columns import Column
from surveys.electorate.roll import Body
from surveys.keys import AppraiseeKey
from surveys.refusals import Refusal

_BETWEEN: Final = "、"


async def take_out(conn: Connection, deed: Deed, settings: Settings) -> bytes:
    """Write everybody down, telephones in full; a deed, since it cannot be called back."""
    people = (await standing(conn, settings, deed.town)).values()
    if not people:
        raise Refusal("roll.empty")
    groups = await store.list_roll_groups.all(conn, deed.town)
    weightings = await store.list_roll_weightings.all(conn, deed.town)
    named = {each.key: each.label for each in await importing.appraisees(conn, deed.town)}
    await record(conn, deed, "take-out-roll", str(len(people)))
    return await asyncio.to_thread(
        write_template,
        [row.label for row in groups],
        [row.label for row in weightings],
        rows=tuple(_rows(people, named)),
    )


def _rows(
    people: Iterable[Known], named: Mapping[AppraiseeKey, str]
) -> Iterable[Mapping[Column, str]]:
    for person in people:
        yield {
            Column.NAME: person.name,
            Column.GROUP: person.group,
            Column.BODY: _BETWEEN.join(BODIES[one] for one in Body if one.value in person.bodies),
            Column.WEIGHTING: person.weighting,
            Column.PHONE: person.phone,
            Column.RECUSED: _BETWEEN.join(sorted(named.get(k, k) for k in person.recused_from)),
            Column.ELIGIBLE: YES if person.eligible else NO,
        }
