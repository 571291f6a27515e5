"""Rows of an evaluation in, values out."""

from datetime import datetime
from typing import Final

import msgspec

from service.database import Connection
from service.database.columns import Stored
from service.database.statements import command, query, scalar
from service.dossier.listing import ListedRow
from surveys.appraisal.plan import Plan
from surveys.electorate.roll import Roll
from surveys.manifest import Manifest
from surveys.rules.ruleset import RuleSet
from surveys.stages import Stage
from surveys.tally.results import Confirmation, Count


class EvaluationRow(msgspec.Struct, frozen=True):
    """One row of registrar.evaluation."""

    town_id: str
    survey_id: str
    title: str
    stage: Stage
    plan: Stored[Plan]
    rules: Stored[RuleSet]
    roll: Stored[Roll]
    entitled: int | None
    present: int | None
    box_key: str | None
    manifest: Stored[Manifest]
    manifest_digest: str | None
    count: Stored[Count]
    confirmation: Stored[Confirmation]
    result_digest: str | None
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    published_at: datetime | None
    void_reason: str | None
    redo_of: str | None


class ConsultationRow(msgspec.Struct, frozen=True):
    """A consultation that prepares an evaluation."""

    survey_id: str
    title: str
    stage: Stage


draft_evaluation: Final = command("appraisals", "draft_evaluation")
revise_evaluation: Final = command("appraisals", "revise_evaluation")
list_evaluations: Final = query("appraisals", "list_evaluations", ListedRow)
find_redo: Final = scalar("appraisals", "find_redo", str)
freeze_roll: Final = command("appraisals", "freeze_roll")
note_attendance: Final = command("appraisals", "note_attendance")
freeze_manifest: Final = command("appraisals", "freeze_manifest")
open_vote: Final = command("appraisals", "open_vote")
pause_vote: Final = command("appraisals", "pause_vote")
resume_vote: Final = command("appraisals", "resume_vote")
move_closing: Final = command("appraisals", "move_closing")
close_vote: Final = command("appraisals", "close_vote")
paper_outside: Final = scalar("appraisals", "paper_outside", bool)
void_evaluation: Final = command("appraisals", "void_evaluation")
keep_count: Final = command("appraisals", "keep_count")
confirm_count: Final = command("appraisals", "confirm_count")
publish_result: Final = command("appraisals", "publish_result")
list_consultations: Final = query("appraisals", "list_evaluation_consultations", ConsultationRow)

_find: Final = query("appraisals", "find_evaluation", EvaluationRow)
_lock: Final = query("appraisals", "lock_evaluation", EvaluationRow)


async def find(conn: Connection, town: str, survey: str) -> EvaluationRow:
    """Find an evaluation of this town; another town's is not there."""
    return await _find.find(conn, town, survey)


async def lock(conn: Connection, town: str, survey: str) -> EvaluationRow:
    """Find it and hold it until the request is decided."""
    return await _lock.find(conn, town, survey)
