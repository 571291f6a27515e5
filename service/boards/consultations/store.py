"""Statements of consultations and the rows they give."""

from datetime import date, datetime
from typing import Final

import msgspec

from service.database import Connection
from service.database.columns import Stored
from service.database.statements import command, query, scalar
from service.dossier.files import FileRow
from surveys.consultation.consultation import Consultation
from surveys.consultation.course import Stage
from surveys.consultation.digest import Digest


class ConsultationRow(msgspec.Struct, frozen=True):
    """One row of registrar.consultation."""

    town_id: str
    survey_id: str
    title: str
    stage: Stage
    plan: Stored[Consultation]
    evaluation_id: str | None
    closes_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    digest: Stored[Digest]
    published_at: datetime | None
    void_reason: str | None


class ListedRow(msgspec.Struct, frozen=True):
    """A consultation in the list."""

    survey_id: str
    title: str
    stage: Stage
    closes_at: datetime
    published_at: datetime | None
    received: int


class UpcomingRow(msgspec.Struct, frozen=True):
    """An evaluation that is still to be held."""

    survey_id: str
    title: str


class ArrivedRow(msgspec.Struct, frozen=True):
    """How many opinions came, and the last number."""

    received: int
    latest: int


class OpinionRow(msgspec.Struct, frozen=True):
    """What was written; a name only where its writer agreed to be printed."""

    number: int
    about: str
    words: str
    name: str


class SenderRow(msgspec.Struct, frozen=True):
    """Who wrote."""

    number: int
    name: str
    contact: str
    received_on: date


class ReviewRow(msgspec.Struct, frozen=True):
    """One step taken with one opinion."""

    number: int
    seq: int
    at: datetime
    actor: str
    entry: str


draft_consultation: Final = command("consultations", "draft_consultation")
revise_consultation: Final = command("consultations", "revise_consultation")
list_consultations: Final = query("consultations", "list_consultations", ListedRow)
open_consultation: Final = command("consultations", "open_consultation")
move_closing: Final = command("consultations", "move_consultation_closing")
close_consultation: Final = command("consultations", "close_consultation")
keep_digest: Final = command("consultations", "keep_digest")
renew_digest: Final = command("consultations", "renew_digest")
publish_consultation: Final = command("consultations", "publish_consultation")
void_consultation: Final = command("consultations", "void_consultation")
count_arrival: Final = scalar("consultations", "count_arrival", int)
read_evaluation_plan: Final = scalar("consultations", "read_evaluation_plan", str)
list_upcoming: Final = query("consultations", "list_upcoming_evaluations", UpcomingRow)
count_opinions: Final = query("consultations", "count_opinions", ArrivedRow)
add_opinion: Final = command("consultations", "add_opinion")
read_opinions: Final = query("consultations", "read_opinions", OpinionRow)
read_senders: Final = query("consultations", "read_senders", SenderRow)
read_sent: Final = query("consultations", "read_sent", OpinionRow)
read_reviews: Final = query("consultations", "read_reviews", ReviewRow)
add_review: Final = command("consultations", "add_review")
read_public_digest: Final = query("consultations", "read_public_digest", FileRow)

_find: Final = query("consultations", "find_consultation", ConsultationRow)
_lock: Final = query("consultations", "lock_consultation", ConsultationRow)
_find_public: Final = query("consultations", "find_public_consultation", ConsultationRow)


async def find(conn: Connection, town: str, survey: str) -> ConsultationRow:
    """Find a consultation of this town; another town's is not there."""
    return await _find.find(conn, town, survey)


async def lock(conn: Connection, town: str, survey: str) -> ConsultationRow:
    """Find it and hold it until the request is decided."""
    return await _lock.find(conn, town, survey)


async def find_by_address(conn: Connection, survey: str) -> ConsultationRow:
    """Find it as anybody may; a draft is not there yet."""
    return await _find_public.find(conn, survey)
