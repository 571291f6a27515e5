"""Slips in numbers, at a box whose slips are the registrar's: how many were printed and voided."""

from collections.abc import Sequence

from service.database import Connection
from service.database.statements import scalar
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import Manifest
from surveys.refusals import Refusal

_set_piles = scalar("box", "set_piles", int)
_set_voided = scalar("box", "set_voided", int)


async def note_piles(connection: Connection, manifest: Manifest) -> None:
    """Note what a printing comes to, in place of an earlier one."""
    piles = [(count.group, count.unit, count.printed) for count in manifest.slips]
    groups, units, printed = ([pile[place] for pile in piles] for place in range(3))
    if await _set_piles.maybe(connection, manifest.survey, groups, units, printed) is None:
        raise Refusal("slip.too_late_to_print")


async def note_voided(
    connection: Connection, survey: SurveyKey, piles: Sequence[tuple[GroupKey, UnitKey, int]]
) -> None:
    """Note how many slips of each pile are voided by now; noting it twice changes nothing."""
    groups, units, voided = ([pile[place] for pile in piles] for place in range(3))
    if await _set_voided.maybe(connection, survey, groups, units, voided) is None:
        raise Refusal("box.over")
