"""Rows of collected paper in, values out."""

from typing import Final

import msgspec

from service.database import Connection
from service.database.columns import Stored
from service.database.statements import command, query, scalar
from surveys.keys import GroupKey, SurveyKey, TownKey, UnitKey
from surveys.manifest import Manifest
from surveys.stages import Stage
from surveys.values import Value


class CollectingRow(msgspec.Struct, frozen=True):
    """One evaluation."""

    survey_id: str
    title: str
    stage: Stage
    manifest: Stored[Manifest]
    manifest_digest: str | None


class PrintedRow(msgspec.Struct, frozen=True):
    """How much paper was printed for one weighting group and unit."""

    weighting_group: GroupKey
    unit: UnitKey
    printed: int


class EntryRow(msgspec.Struct, frozen=True):
    """One sheet as one teller read it, still sealed."""

    slip_mark: bytes
    weighting_group: GroupKey
    unit: UnitKey
    account_id: str
    third: bool
    content: bytes
    answers: bytes


class PaperPile(Value, frozen=True):
    """What became of the paper of one pile: 发出 = 收回 + 未收回, 收回 = 有效 + 无效."""

    weighting_group: GroupKey
    unit: UnitKey
    printed: int
    issued: int
    returned: int
    invalid: int


class SheetRow(msgspec.Struct, frozen=True):
    """The envelope of a sheet on its way."""

    slip_mark: bytes
    envelope: bytes


_find: Final = query("collected", "find_collecting", CollectingRow)
_lock: Final = query("collected", "lock_collecting", CollectingRow)
count_paper: Final = query("collected", "count_paper", PrintedRow)
look_at_paper: Final = query("collected", "look_at_paper", EntryRow)
enter_paper: Final = scalar("collected", "enter_paper", str)
keep_pile: Final = command("collected", "keep_paper_pile")
read_piles: Final = query("collected", "read_paper_piles", PaperPile)
keep_sheets: Final = command("collected", "keep_paper_sheet")
read_sheets: Final = query("collected", "read_paper_sheets", SheetRow)
drop_entries: Final = command("collected", "drop_paper_entries")
drop_sheets: Final = command("collected", "drop_paper_sheets")


async def find(conn: Connection, town: TownKey, survey: SurveyKey) -> CollectingRow:
    """The evaluation; another town's is not there."""
    return await _find.find(conn, town, survey)


async def lock(conn: Connection, town: TownKey, survey: SurveyKey) -> CollectingRow:
    """Hold it until the request is decided."""
    return await _lock.find(conn, town, survey)
