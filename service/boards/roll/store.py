"""A roll in, rows out."""

from typing import Final

import msgspec

from service.database.columns import Stored
from service.database.statements import command, query
from surveys.appraisal.plan import Plan


class ListedRow(msgspec.Struct, frozen=True):
    """A person as the roll lists them."""

    person_id: str
    name: str
    bodies: list[str]
    group_label: str
    weighting_label: str
    recused_from: list[str]
    eligible: bool
    phone_sealed: bytes | None


found_town: Final = command("roll", "found_town")
clear_people: Final = command("roll", "clear_people")
clear_deputy_groups: Final = command("roll", "clear_deputy_groups")
clear_weighting_groups: Final = command("roll", "clear_weighting_groups")
add_deputy_groups: Final = command("roll", "add_deputy_groups")
add_weighting_groups: Final = command("roll", "add_weighting_groups")
add_people: Final = command("roll", "add_people")
list_people: Final = query("roll", "list_people", ListedRow)


class RollGroupRow(msgspec.Struct, frozen=True):
    """A group and how many of it may vote."""

    group_id: str
    label: str
    entitled: int


class PlanRow(msgspec.Struct, frozen=True):
    """A plan that was drafted."""

    plan: Stored[Plan]


list_roll_groups: Final = query("roll", "list_roll_groups", RollGroupRow)
list_roll_weightings: Final = query("roll", "list_roll_weightings", RollGroupRow)
list_plans: Final = query("roll", "list_plans", PlanRow)
