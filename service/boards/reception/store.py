"""An evaluation as the desk at the door meets it."""

from typing import Final

import msgspec

from service.database import Connection
from service.database.columns import Stored
from service.database.statements import query
from surveys.electorate.roll import Roll
from surveys.manifest import Manifest
from surveys.stages import Stage


class ListedRow(msgspec.Struct, frozen=True):
    """One evaluation that is under way."""

    survey_id: str
    title: str
    stage: Stage


class ReceptionRow(msgspec.Struct, frozen=True):
    """One evaluation."""

    survey_id: str
    title: str
    stage: Stage
    roll: Stored[Roll]
    manifest: Stored[Manifest]
    manifest_digest: str | None


list_receptions: Final = query("reception", "list_receptions", ListedRow)
_find: Final = query("reception", "find_reception", ReceptionRow)


async def find(conn: Connection, town: str, survey: str) -> ReceptionRow:
    """The evaluation, once cards were printed or rights made."""
    return await _find.find(conn, town, survey)
