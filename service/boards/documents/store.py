"""Rows of papers, and what they are written from."""

from datetime import datetime
from typing import Final

import msgspec

from service.database import Connection
from service.database.columns import Stored
from service.database.statements import command, query, scalar
from service.dossier.files import FileRow
from surveys.appraisal.plan import Plan
from surveys.canonical import fingerprint
from surveys.electorate.roll import Roll
from surveys.manifest import Manifest
from surveys.quotation.quoted import Quotation
from surveys.rules.ruleset import RuleSet
from surveys.stages import Stage
from surveys.statistics.reading import Reading
from surveys.tally.results import Count, Result


class AppraisedRow(msgspec.Struct, frozen=True):
    """An evaluation as its papers see it."""

    town_id: str
    survey_id: str
    congress: str
    title: str
    stage: Stage
    plan: Stored[Plan]
    rules: Stored[RuleSet]
    roll: Stored[Roll]
    manifest: Stored[Manifest]
    count: Stored[Count]
    result: Stored[Result]
    reading: Stored[Reading]
    opening: Stored[str]
    voters: Stored[Quotation]

    def result_fingerprint(self) -> str:
        """What a notice prints, so that anybody may compare."""
        return fingerprint(self.result.data)


class PublishedRow(msgspec.Struct, frozen=True):
    """Another evaluation of this town as it was published."""

    manifest: Stored[Manifest]
    result: Stored[Result]


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
