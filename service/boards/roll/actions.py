"""Found a town; take over a roll, all of it or nothing."""

import asyncio
import secrets
from collections.abc import Sequence

from service.boards.roll import store
from service.boards.roll.comparing import Known, keep_keys
from service.boards.roll.store import ListedRow
from service.database import Connection
from service.dossier.deeds import Deed, record
from service.identity import bound_phones, personal_codes, phones
from service.settings import Settings
from surveys.electorate.roll import Person, Roll, entitled


async def found_town(conn: Connection, deed: Deed, *, name: str, congress: str) -> None:
    """Name a town and its congress."""
    await store.found_town.run(conn, deed.town, name, congress)
    await record(conn, deed, "found-town", congress)


async def take_over(conn: Connection, deed: Deed, roll: Roll, *, settings: Settings) -> None:
    """Replace the roll of a town. Evaluations that froze theirs are not touched."""
    town = deed.town
    before = await standing(conn, settings, town)
    kept = await asyncio.to_thread(keep_keys, before, roll, _new_key) if before else roll
    await store.clear_people.run(conn, town)
    await store.clear_deputy_groups.run(conn, town)
    await store.clear_weighting_groups.run(conn, town)
    await store.add_deputy_groups.run(
        conn, town, [group.key for group in roll.groups], [group.label for group in roll.groups]
    )
    await store.add_weighting_groups.run(
        conn,
        town,
        [group.key for group in roll.weightings],
        [group.label for group in roll.weightings],
    )
    await _add(conn, town, kept.people, settings)
    await personal_codes.forget_gone(conn, town)
    await bound_phones.forget_gone(conn, town)
    await record(conn, deed, "import-roll", f"entitled={entitled(roll)}")


def _new_key() -> str:
    return f"p-{secrets.token_hex(5)}"


async def standing(conn: Connection, settings: Settings, town: str) -> dict[str, Known]:
    """The people of the current roll in words, by key."""
    rows = await store.list_people.all(conn, town)
    return await asyncio.to_thread(_in_words, settings, rows)


def _in_words(settings: Settings, rows: Sequence[ListedRow]) -> dict[str, Known]:
    """Thousands of telephones are unsealed: beside the loop, where nobody waits for it."""
    return {row.person_id: _known(settings, row) for row in rows}


def _known(settings: Settings, row: ListedRow) -> Known:
    return Known(
        name=row.name,
        phone=phones.unseal(settings, row.phone_sealed),
        group=row.group_label,
        weighting=row.weighting_label,
        bodies=frozenset(row.bodies),
        recused_from=frozenset(row.recused_from),
        eligible=row.eligible,
    )


async def _add(conn: Connection, town: str, people: Sequence[Person], settings: Settings) -> None:
    """One statement for all of them: a roll may have thousands."""
    await store.add_people.run(conn, town, *await asyncio.to_thread(_columns, people, settings))


def _columns(people: Sequence[Person], settings: Settings) -> tuple[list[object], ...]:
    return (
        [person.key for person in people],
        [person.name for person in people],
        [",".join(sorted(body.value for body in person.bodies)) for person in people],
        [person.group for person in people],
        [person.weighting for person in people],
        [",".join(sorted(person.recused_from)) for person in people],
        [person.eligible for person in people],
        [phones.mark_of(settings, person.phone) for person in people],
        [phones.seal(settings, person.phone) for person in people],
    )
