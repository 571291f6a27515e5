"""Published evaluations as anyone may read them."""

from datetime import datetime
from typing import Final

import msgspec

from service.database.statements import query, scalar


class CurrentRow(msgspec.Struct, frozen=True):
    """An evaluation on the front page."""

    survey_id: str
    title: str
    stage: str
    published_at: datetime | None


class PublishedRow(msgspec.Struct, frozen=True):
    """A published evaluation."""

    town_id: str
    survey_id: str
    title: str
    manifest: bytes
    manifest_digest: str
    result_digest: str
    published_at: datetime


class FileRow(msgspec.Struct, frozen=True):
    """A public file."""

    name: str
    media_type: str
    content: bytes


class BoxRow(msgspec.Struct, frozen=True):
    """A box in which a receipt may be looked up."""

    survey_id: str
    title: str
    stage: str
    manifest_digest: str


list_current: Final = query("results", "list_current", CurrentRow)
find_published: Final = query("results", "find_published", PublishedRow)
read_published: Final = query("results", "read_published", FileRow)
list_boxes: Final = query("results", "list_boxes", BoxRow)
find_congress: Final = scalar("results", "find_congress", str)
