"""Rows of papers, and what they are written from."""

from datetime import datetime
from typing import Final

import msgspec

from service.database import Connection
from service.database.statements import command, query, scalar
from service.dossier.files import FileRow
from surveys.appraisal.plan import Plan
from surveys.canonical import decode, fingerprint
from surveys.electorate.roll import Roll
from surveys.manifest import Manifest
from surveys.quotation.quoted import Quotation
from surveys.rules.ruleset import RuleSet
from surveys.stages import Stage
from surveys.statistics.reading import Reading
from surveys.tally.results import Count, Result


class AppraisedRow(msgspec.Struct, frozen=True):
    """An evaluation as its papers see it; values of the river are still bytes."""

    town_id: str
    survey_id: str
    congress: str
    title: str
    stage: str
    plan: str
    rules: str
    roll: str | None
    manifest: bytes | None
    count: bytes | None
    result: bytes | None
    reading: bytes | None
    opening: bytes | None
    voters: bytes | None

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
        """The frozen manifest."""
        return decode(self.manifest or b"null", Manifest)

    def read_count(self) -> Count:
        """The frozen count."""
        return decode(self.count or b"null", Count)

    def read_result(self) -> Result:
        """What was published."""
        return decode(self.result or b"null", Result)

    def read_reading(self) -> Reading | None:
        """What the count may say beside the result, where it could be worked out."""
        return decode(self.reading, Reading) if self.reading else None

    def read_voters(self) -> Quotation | None:
        """The poll that was published beside the result, where there was one."""
        return decode(self.voters, Quotation) if self.voters else None

    def read_opening(self) -> str:
        """What the tally sheet prints of an opening by scrutineers; empty without one."""
        return decode(self.opening, str) if self.opening else ""

    def result_fingerprint(self) -> str:
        """What a notice prints, so that anybody may compare."""
        return fingerprint(self.result or b"")


class PublishedRow(msgspec.Struct, frozen=True):
    """Another evaluation of this town as it was published."""

    manifest: bytes
    result: bytes


class WordingRow(msgspec.Struct, frozen=True):
    """What somebody put into a slot."""

    slot: str
    words: str


class IssuedRow(msgspec.Struct, frozen=True):
    """A paper as it was issued."""

    document: str
    written: bytes
    issued_at: datetime


class BegunRow(msgspec.Struct, frozen=True):
    """A paper somebody wrote in, or issued."""

    document: str
    issued_at: datetime | None


class PressJobRow(msgspec.Struct, frozen=True):
    """How a printing goes."""

    state: str
    progress: str
    error: str


find_appraised: Final = query("documents", "find_appraised", AppraisedRow)
list_published: Final = query("documents", "list_published", PublishedRow)
hold_evaluation: Final = scalar("documents", "hold_evaluation", str)
read_wording: Final = query("documents", "read_wording", WordingRow)
keep_wording: Final = command("documents", "keep_wording")
drop_wording: Final = command("documents", "drop_wording")
issue_paper: Final = command("documents", "issue_paper")
find_issued: Final = query("documents", "find_issued", IssuedRow)
list_begun: Final = query("documents", "list_begun", BegunRow)
find_press_job: Final = query("documents", "find_press_job", PressJobRow)
list_evidence: Final = query("documents", "list_evidence", FileRow)


async def find(conn: Connection, town: str, survey: str) -> AppraisedRow:
    """Find an evaluation of this town; another town's is not there."""
    return await find_appraised.find(conn, town, survey)
