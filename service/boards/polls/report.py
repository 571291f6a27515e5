"""A counted poll becomes the files that are published: its result, and what is printed of it.

Worker only, since it knows statistics. What a reader can compute with and what a reader can read
say the same, because both are made of the protected result and of nothing else.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from reports.writing.dispatch import Dispatch
from reports.writing.poll_report import write_poll_report
from reports.writing.poll_tables import write_poll_tables
from service.boards.polls import open_data, store
from service.boards.polls.comments import Comment, choose
from service.boards.polls.protecting import protect
from service.clock import CHINA
from service.jobs.queue import Job
from service.press.orders import Form, order
from service.press.working import Press
from surveys import canonical, publication
from surveys.keys import QuestionKey
from surveys.poll import PollManifest
from surveys.statistics.poll_findings import find_poll
from surveys.statistics.poll_reading import PollReading
from surveys.tally.poll_conclusion import Times, conclude
from surveys.tally.poll_results import PollResult
from surveys.values import Value

REPORT: Final = "report.pdf"
WORD: Final = "report.docx"
WORKBOOK: Final = "tables.xlsx"


class Finding(Value, frozen=True):
    """All that may be said of a poll."""

    manifest: PollManifest
    manifest_bytes: bytes
    result: PollResult
    reading: PollReading
    comments: dict[QuestionKey, tuple[str, ...]]

    @property
    def fingerprint(self) -> str:
        """Of the result, as it stands on the report."""
        return canonical.fingerprint(canonical.encode(self.result))


def find(row: store.PollRow, comments: Sequence[Comment], published_at: datetime) -> Finding:
    """The result with its tables protected, how sure it is, and the comments released."""
    manifest, count = row.manifest.read(), row.count.read()
    times = Times(_civil(row.opened_at), _civil(row.closed_at), _civil(published_at))
    result = conclude(manifest, count, times, gate=partial(protect, minimum=manifest.minimum))
    fingerprint = canonical.fingerprint(canonical.encode(result))
    return Finding(
        manifest=manifest,
        manifest_bytes=row.manifest.data,
        result=result,
        reading=find_poll(manifest, count, result, fingerprint=fingerprint),
        comments=choose(comments, count.texts, minimum=manifest.minimum),
    )


async def print_files(press: Press, job: Job, finding: Finding) -> dict[str, bytes]:
    """Every public file by name."""
    manifest, result, reading = finding.manifest, finding.result, finding.reading
    report = write_poll_report(
        manifest,
        result,
        fingerprint=finding.fingerprint,
        dispatch=Dispatch(dated=result.published_at),
        comments=finding.comments,
        reading=reading,
    )
    tables = write_poll_tables(manifest, result, reading)
    return {
        publication.MANIFEST: finding.manifest_bytes,
        publication.RESULT: canonical.encode(result),
        publication.READING: canonical.encode(reading),
        publication.COMMENTS: canonical.encode(finding.comments),
        open_data.CSV: open_data.write_csv(manifest, result),
        open_data.METADATA: open_data.write_metadata(manifest),
        REPORT: await press.make(job, order(report)),
        WORD: await press.make(job, order(report, form=Form.DOCX)),
        WORKBOOK: await press.make(job, order(tables, form=Form.XLSX)),
    }


def _civil(moment: datetime | None) -> str:
    return moment.astimezone(CHINA).isoformat() if moment else ""
