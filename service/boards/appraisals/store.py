"""Rows of an evaluation in, values out."""

from datetime import datetime
from typing import Final

import msgspec

from service.database import Connection
from service.database.statements import command, query, scalar
from surveys.appraisal.plan import Plan
from surveys.canonical import decode
from surveys.electorate.roll import Body, DeputyGroup, Person, Roll, WeightingGroup
from surveys.manifest import Manifest
from surveys.refusals import Refusal
from surveys.rules.ruleset import RuleSet
from surveys.stages import Stage
from surveys.tally.results import Confirmation, Count


class EvaluationRow(msgspec.Struct, frozen=True):
    """One row of registrar.evaluation; values of the river are still bytes."""

    town_id: str
    survey_id: str
    title: str
    stage: str
    plan: str
    rules: str
    roll: str | None
    entitled: int | None
    present: int | None
    box_key: str | None
    manifest: bytes | None
    manifest_digest: str | None
    count: bytes | None
    confirmation: bytes | None
    result_digest: str | None
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    published_at: datetime | None
    void_reason: str | None
    redo_of: str | None

    def read_stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.stage)

    def read_plan(self) -> Plan:
        """Whom and on what."""
        return decode(self.plan, Plan)

    def read_rules(self) -> RuleSet:
        """How it is counted."""
        return decode(self.rules, RuleSet)

    def read_roll(self) -> Roll:
        """The frozen roll."""
        return decode(self.roll or "null", Roll)

    def read_manifest(self) -> Manifest:
        """The frozen manifest; there is one from opening on."""
        return decode(self.manifest or b"null", Manifest)

    def read_count(self) -> Count:
        """The frozen count."""
        return decode(self.count or b"null", Count)

    def read_confirmation(self) -> Confirmation:
        """Who signed."""
        return decode(self.confirmation or b"null", Confirmation)


class ListedRow(msgspec.Struct, frozen=True):
    """An evaluation in the list."""

    survey_id: str
    title: str
    stage: str
    opened_at: datetime | None
    closed_at: datetime | None
    published_at: datetime | None


class PersonRow(msgspec.Struct, frozen=True):
    """A person of the current roll."""

    person_id: str
    name: str
    bodies: list[str]
    group_id: str
    weighting: str
    recused_from: list[str]
    eligible: bool


class GroupRow(msgspec.Struct, frozen=True):
    """A group and its name."""

    group_id: str
    label: str


class CongressRow(msgspec.Struct, frozen=True):
    """A town and its congress."""

    name: str
    congress: str


class DocumentRow(msgspec.Struct, frozen=True):
    """A printed document."""

    name: str
    media_type: str
    content: bytes


class ListedDocumentRow(msgspec.Struct, frozen=True):
    """A printed document in the list."""

    name: str
    media_type: str
    digest: str
    public: bool


class ConsultationRow(msgspec.Struct, frozen=True):
    """A consultation that prepares an evaluation."""

    survey_id: str
    title: str
    stage: str


class ProgressRow(msgspec.Struct, frozen=True):
    """How one piece of work goes."""

    kind: str
    state: str
    attempts: int
    progress: str
    error: str


class DeedRow(msgspec.Struct, frozen=True):
    """What somebody did."""

    at: datetime
    actor: str
    action: str
    detail: str


draft_evaluation: Final = command("appraisals", "draft_evaluation")
revise_evaluation: Final = command("appraisals", "revise_evaluation")
list_evaluations: Final = query("appraisals", "list_evaluations", ListedRow)
find_evaluation: Final = query("appraisals", "find_evaluation", EvaluationRow)
find_redo: Final = scalar("appraisals", "find_redo", str)
lock_evaluation: Final = query("appraisals", "lock_evaluation", EvaluationRow)
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
keep_document: Final = command("appraisals", "keep_document")
replace_document: Final = command("appraisals", "replace_document")
read_document: Final = query("appraisals", "read_document", DocumentRow)
list_documents: Final = query("appraisals", "list_documents", ListedDocumentRow)
list_consultations: Final = query("appraisals", "list_evaluation_consultations", ConsultationRow)
read_progress: Final = query("appraisals", "read_progress", ProgressRow)
read_chronicle: Final = query("appraisals", "read_chronicle", DeedRow)
read_congress: Final = query("appraisals", "read_congress", CongressRow)

_read_people: Final = query("appraisals", "read_people", PersonRow)
_read_groups: Final = query("appraisals", "read_groups", GroupRow)
_read_weightings: Final = query("appraisals", "read_weightings", GroupRow)


async def find(conn: Connection, town: str, survey: str) -> EvaluationRow:
    """Find an evaluation of this town; another town's is not there."""
    return _there(await find_evaluation.maybe(conn, town, survey))


async def lock(conn: Connection, town: str, survey: str) -> EvaluationRow:
    """Find it and hold it until the request is decided."""
    return _there(await lock_evaluation.maybe(conn, town, survey))


def _there(row: EvaluationRow | None) -> EvaluationRow:
    if row is None:
        raise Refusal("request.unknown_page")
    return row


async def read_roll(conn: Connection, town: str) -> Roll:
    """The current roll of a town, without phones."""
    people = await _read_people.all(conn, town)
    return Roll(
        groups=tuple(DeputyGroup(r.group_id, r.label) for r in await _read_groups.all(conn, town)),
        weightings=tuple(
            WeightingGroup(r.group_id, r.label) for r in await _read_weightings.all(conn, town)
        ),
        people=tuple(
            Person(
                key=row.person_id,
                name=row.name,
                bodies=frozenset(Body(body) for body in row.bodies),
                group=row.group_id,
                weighting=row.weighting,
                recused_from=frozenset(row.recused_from),
                eligible=row.eligible,
            )
            for row in people
        ),
    )
