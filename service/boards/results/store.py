"""Published surveys as anyone may read them."""

from datetime import datetime
from typing import Final

import msgspec

from service.database.statements import query, scalar
from service.dossier.files import FileRow
from surveys.stages import Stage

POLL: Final = "poll"
"""What the registrar calls a poll among surveys."""


class CurrentRow(msgspec.Struct, frozen=True):
    """A survey on the front page."""

    survey_id: str
    kind: str
    title: str
    stage: Stage
    published_at: datetime | None


class ConsultationRow(msgspec.Struct, frozen=True):
    """A consultation on the front page."""

    survey_id: str
    title: str
    stage: Stage
    published_at: datetime | None


class PublishedRow(msgspec.Struct, frozen=True):
    """A published survey."""

    town_id: str
    survey_id: str
    kind: str
    title: str
    manifest: bytes
    manifest_digest: str
    result_digest: str
    published_at: datetime


class BoxRow(msgspec.Struct, frozen=True):
    """A box in which a receipt may be looked up."""

    survey_id: str
    title: str
    stage: Stage
    manifest_digest: str


list_current: Final = query("results", "list_current", CurrentRow)
list_consultations: Final = query("results", "list_consultations_for_all", ConsultationRow)
find_published: Final = query("results", "find_published", PublishedRow)
read_published: Final = query("results", "read_published", FileRow)
list_boxes: Final = query("results", "list_boxes", BoxRow)
find_congress: Final = scalar("results", "find_congress", str)
