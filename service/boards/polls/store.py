"""Statements of polls and the rows they give."""

from datetime import datetime
from typing import Final

import msgspec

from service.database import Connection
from service.database.columns import Stored
from service.database.statements import command, query, scalar
from service.dossier.listing import ListedRow
from surveys.electorate.roll import Roll
from surveys.poll import PollManifest, PollPlan
from surveys.stages import Stage
from surveys.tally.poll_results import PollCount


class PollRow(msgspec.Struct, frozen=True):
    """One row of registrar.poll."""

    town_id: str
    survey_id: str
    title: str
    stage: Stage
    plan: Stored[PollPlan]
    questionnaire_id: str | None
    questionnaire_version: int | None
    roll: Stored[Roll]
    box_key: str | None
    manifest: Stored[PollManifest]
    manifest_digest: str | None
    count: Stored[PollCount]
    result_digest: str | None
    opens_at: datetime | None
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    published_at: datetime | None
    void_reason: str | None


class QuestionnaireRow(msgspec.Struct, frozen=True):
    """A stored questionnaire to choose from."""

    questionnaire_id: str
    version: int
    title: str


class CommentReviewRow(msgspec.Struct, frozen=True):
    """What stands of one comment."""

    number: int
    actor: str
    verdict: str
    words: str | None


draft_poll: Final = command("polls", "draft_poll")
revise_poll: Final = command("polls", "revise_poll")
list_polls: Final = query("polls", "list_polls", ListedRow)
prepare_poll: Final = command("polls", "prepare_poll")
freeze_questionnaire: Final = command("polls", "freeze_questionnaire")
list_questionnaires: Final = query("polls", "list_questionnaires", QuestionnaireRow)
find_questionnaire: Final = scalar("polls", "find_questionnaire", str)
freeze_manifest: Final = command("polls", "freeze_poll_manifest")
open_poll: Final = command("polls", "open_poll")
pause_poll: Final = command("polls", "pause_poll")
resume_poll: Final = command("polls", "resume_poll")
move_closing: Final = command("polls", "move_poll_closing")
close_poll: Final = command("polls", "close_poll")
void_poll: Final = command("polls", "void_poll")
keep_count: Final = command("polls", "keep_poll_count")
publish_poll: Final = command("polls", "publish_poll")
add_comment_review: Final = command("polls", "add_comment_review")
read_comment_reviews: Final = query("polls", "read_comment_reviews", CommentReviewRow)

_find: Final = query("polls", "find_poll", PollRow)
_lock: Final = query("polls", "lock_poll", PollRow)


async def find(conn: Connection, town: str, survey: str) -> PollRow:
    """Find a poll of this town; another town's is not there."""
    return await _find.find(conn, town, survey)


async def lock(conn: Connection, town: str, survey: str) -> PollRow:
    """Find it and hold it until the request is decided."""
    return await _lock.find(conn, town, survey)
