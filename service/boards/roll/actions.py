"""Found a town; take over a roll, all of it or nothing."""

from datetime import datetime

from service.boards.roll import store
from service.database import Connection, chronicle
from service.identity import phones
from service.settings import Settings
from surveys.electorate.roll import Person, Roll, entitled
from surveys.values import Value


class Register(Value, frozen=True):
    """Who changes which town's roll, and when."""

    town: str
    actor: str
    now: datetime


async def found_town(conn: Connection, register: Register, *, name: str, congress: str) -> None:
    """Name a town and its congress."""
    await store.found_town.run(conn, register.town, name, congress)
    await _record(conn, register, "found-town", congress)


async def take_over(
    conn: Connection, register: Register, roll: Roll, *, settings: Settings
) -> None:
    """Replace the roll of a town. Evaluations that froze theirs are not touched."""
    town = register.town
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
    for person in roll.people:
        await _add(conn, town, person, settings)
    await _record(conn, register, "import-roll", f"entitled={entitled(roll)}")


async def _add(conn: Connection, town: str, person: Person, settings: Settings) -> None:
    await store.add_person.run(
        conn,
        town,
        person.key,
        person.name,
        sorted(body.value for body in person.bodies),
        person.group,
        person.weighting,
        sorted(person.recused_from),
        person.eligible,
        phones.mark_of(settings, person.phone),
        phones.seal(settings, person.phone),
    )


async def _record(conn: Connection, register: Register, action: str, detail: str) -> None:
    await chronicle.record(
        conn,
        town=register.town,
        at=register.now,
        actor=register.actor,
        action=action,
        detail=detail,
    )
