"""The public halves of stamp keys, beside the evaluation they were made for."""

from collections.abc import Sequence

from service.database import Connection
from service.database.statements import command, query
from service.stamping.keys import PublicPair
from surveys.keys import GroupKey, SurveyKey, TownKey, UnitKey
from surveys.values import Value


class _KeyRow(Value, frozen=True):
    weighting_group: GroupKey
    unit: UnitKey
    inner_modulus: str
    outer_modulus: str


_keep = command("stamps", "keep_stamp_key")
_read = query("stamps", "read_stamp_keys", _KeyRow)


async def keep_public(
    connection: Connection, town: TownKey, survey: SurveyKey, pairs: Sequence[PublicPair]
) -> None:
    """Keep them, once."""
    for pair in pairs:
        await _keep.run(connection, town, survey, pair.group, pair.unit, pair.inner, pair.outer)


async def read_public(
    connection: Connection, town: TownKey, survey: SurveyKey
) -> dict[tuple[GroupKey, UnitKey], PublicPair]:
    """The pair of each weighting group and unit."""
    return {
        (row.weighting_group, row.unit): PublicPair(
            row.weighting_group, row.unit, row.inner_modulus, row.outer_modulus
        )
        for row in await _read.all(connection, town, survey)
    }
