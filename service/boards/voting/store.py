"""A survey as the voter meets it."""

from datetime import datetime
from typing import Final

import msgspec

from service.database.statements import query
from surveys.stages import Stage


class VotingRow(msgspec.Struct, frozen=True):
    """One evaluation or poll, its manifest still bytes."""

    town_id: str
    survey_id: str
    kind: str
    title: str
    stage: Stage
    manifest: bytes | None
    manifest_digest: str | None
    opens_at: datetime | None
    closes_at: datetime | None


find_voting: Final = query("voting", "find_voting", VotingRow)
