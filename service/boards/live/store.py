"""A meeting as the big screen may know it."""

from datetime import datetime
from typing import Final

import msgspec

from service.database.columns import Stored
from service.database.statements import query
from surveys.manifest import Manifest
from surveys.rules.ruleset import RuleSet
from surveys.stages import Stage
from surveys.tally.results import Result


class MeetingRow(msgspec.Struct, frozen=True):
    """One survey without a single answer; only an evaluation has rules."""

    survey_id: str
    kind: str
    title: str
    congress: str
    stage: Stage
    entitled: int | None
    present: int | None
    closes_at: datetime | None
    rules: Stored[RuleSet]
    manifest_digest: str | None
    held_at: datetime | None
    """Since when the time of an evaluation stands still; a poll's runs on."""
    rights: bool
    """People may still sign in or stay away."""


class SlidesRow(msgspec.Struct, frozen=True):
    """What the screen shows of a published result."""

    manifest: Stored[Manifest]
    result: Stored[Result]
    result_digest: str


find_meeting: Final = query("live", "find_meeting", MeetingRow)
find_slides: Final = query("live", "find_slides", SlidesRow)
