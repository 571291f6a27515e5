"""The register (登记簿) of a town: in whose name it speaks, and its people read as a roll."""

from typing import Final

import msgspec

from service.database import Connection
from service.database.statements import query, scalar
from surveys.electorate.roll import Body, DeputyGroup, Person, Roll, WeightingGroup


class PersonRow(msgspec.Struct, frozen=True):
    """A person of the current roll."""

    person_id: str
    name: str
    bodies: list[str]
    group_id: str
    weighting: str
    recused_from: list[str]
    eligible: bool

    def read(self) -> Person:
        """Who it is."""
        return Person(
            key=self.person_id,
            name=self.name,
            bodies=frozenset(Body(body) for body in self.bodies),
            group=self.group_id,
            weighting=self.weighting,
            recused_from=frozenset(self.recused_from),
            eligible=self.eligible,
        )


class GroupRow(msgspec.Struct, frozen=True):
    """A group and its name."""

    group_id: str
    label: str


read_congress: Final = scalar("register", "read_congress", str)
_read_people: Final = query("register", "read_people", PersonRow)
_read_groups: Final = query("register", "read_groups", GroupRow)
_read_weightings: Final = query("register", "read_weightings", GroupRow)


async def read_roll(conn: Connection, town: str) -> Roll:
    """The current roll of a town, without phones."""
    weightings = await _read_weightings.all(conn, town)
    people = await _read_people.all(conn, town)
    return Roll(
        groups=await read_groups(conn, town),
        weightings=tuple(WeightingGroup(row.group_id, row.label) for row in weightings),
        people=tuple(row.read() for row in people),
    )


async def read_groups(conn: Connection, town: str) -> tuple[DeputyGroup, ...]:
    """The deputy groups and village groups of a town."""
    return tuple(DeputyGroup(row.group_id, row.label) for row in await _read_groups.all(conn, town))
