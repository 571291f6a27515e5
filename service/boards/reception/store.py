"""An evaluation as the desk at the door meets it."""

from typing import Final

import msgspec

from service.database import Connection
from service.database.statements import query
from surveys.canonical import decode
from surveys.electorate.roll import Roll
from surveys.manifest import Manifest
from surveys.stages import Stage


class ListedRow(msgspec.Struct, frozen=True):
    """One evaluation that is under way."""

    survey_id: str
    title: str
    stage: str


class ReceptionRow(msgspec.Struct, frozen=True):
    """One evaluation; values of the river are still bytes."""

    survey_id: str
    title: str
    stage: str
    roll: str | None
    manifest: bytes | None
    manifest_digest: str | None

    def read_stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.stage)

    def read_roll(self) -> Roll:
        """The frozen roll."""
        return decode(self.roll or "null", Roll)

    def read_manifest(self) -> Manifest:
        """The frozen manifest."""
        return decode(self.manifest or b"null", Manifest)


list_receptions: Final = query("reception", "list_receptions", ListedRow)
_find: Final = query("reception", "find_reception", ReceptionRow)


async def find(conn: Connection, town: str, survey: str) -> ReceptionRow:
    """The evaluation, once cards were printed or rights made."""
    return await _find.find(conn, town, survey)
