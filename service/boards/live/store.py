"""A meeting as the big screen may know it."""

from datetime import datetime
from typing import Final

import msgspec

from service.database.statements import query


class MeetingRow(msgspec.Struct, frozen=True):
    """One survey without a single answer; only an evaluation has rules."""

    survey_id: str
    kind: str
    title: str
    congress: str
    stage: str
    entitled: int | None
    present: int | None
    closes_at: datetime | None
    rules: str | None
    manifest_digest: str | None
    held_at: datetime | None
    """Since when the time of an evaluation stands still; a poll's runs on."""
    rights: bool
    """People may still sign in or stay away."""


class SlidesRow(msgspec.Struct, frozen=True):
    """What the screen shows of a published result."""

    manifest: bytes
    result: bytes
    result_digest: str


find_meeting: Final = query("live", "find_meeting", MeetingRow)
find_slides: Final = query("live", "find_slides", SlidesRow)
