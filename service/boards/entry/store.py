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
    """One evaluation."""

    town_id: str
    congress: str
    survey_id: str
    title: str
    stage: Stage
    manifest_digest: str | None
    closes_at: datetime | None


class VisitorRow(EntryRow, frozen=True):
    """The same with whoever signed in, if somebody did, and one of their rights, if any."""

    person: str | None
    name: str | None
    weighting_group: str | None
    unit: str | None
    state: str | None
    inner_count: int | None
    outer_given: bool | None
    place: int


class FrozenRow(msgspec.Struct, frozen=True):
    """A manifest, still bytes, and whether anybody may sign in under it."""

    manifest: bytes
    signin: bool


@lru_cache(maxsize=32)
def read_frozen(manifest: bytes) -> Manifest:
    """Decode a manifest once; every page of a vote needs it."""
    return decode(manifest, Manifest)


find_entry: Final = query("entry", "find_entry", EntryRow)
find_visitor: Final = query("entry", "find_visitor", VisitorRow)
find_frozen: Final = query("entry", "find_frozen", FrozenRow)
