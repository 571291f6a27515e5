"""An evaluation as whoever signs in meets it."""

from datetime import datetime
from functools import lru_cache
from typing import Final

import msgspec

from service.database.statements import query
from surveys.canonical import decode
from surveys.manifest import Manifest
from surveys.stages import Stage


class EntryRow(msgspec.Struct, frozen=True):
    """One evaluation, its manifest still bytes."""

    town_id: str
    congress: str
    survey_id: str
    title: str
    stage: str
    manifest: bytes | None
    manifest_digest: str | None
    closes_at: datetime | None
    signin: bool

    def read_stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.stage)

    def read_manifest(self) -> Manifest:
        """The frozen manifest."""
        return read_frozen(self.manifest or b"null")


@lru_cache(maxsize=32)
def read_frozen(manifest: bytes) -> Manifest:
    """Decode a manifest once; every page of a vote needs it."""
    return decode(manifest, Manifest)


find_entry: Final = query("entry", "find_entry", EntryRow)
