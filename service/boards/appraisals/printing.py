"""The worker's side: count an opened box, print the tally sheet, publish the result.

Each piece of work may be done twice and ends the same: a finished step is left alone. Printing
takes seconds, so it happens between two transactions; what is printed is frozen already.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Final

import msgspec

from reports.document import Document
from reports.rendering.fonts import Fonts, locate_fonts
from reports.rendering.pdf import Enclosed, render_pdf
from reports.wording.publishing import DESCRIPTIONS
from reports.wording.rules import say_rules
from reports.writing.notice import write_notice
from reports.writing.tally_sheet import write_tally_sheet
from service.boards.appraisals import store
from service.boards.appraisals.counting import Approval
from service.boards.appraisals.deeds import Deed, record, take
from service.boards.appraisals.opened import (
    read_attendance,
    read_box,
    read_remarks,
    read_sealed,
)
from service.clock import now
from service.database import Connection, Pool, transaction
from service.jobs import queue
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.settings import Settings
from surveys import canonical, publication
from surveys.ballots.sealed_list import Sealed
from surveys.ballots.stamps import StampedEnvelope
from surveys.canonical import fingerprint
from surveys.manifest import PROTOCOL
from surveys.stages import Stage
from surveys.tally.conclusion import Conclusion, conclude
from surveys.tally.results import Result

REMARKS: Final = "remarks.json"
TALLY_SHEET: Final = "tally-sheet.pdf"
REPORT: Final = "report.pdf"
PROGRAM: Final = "minping"
PDF: Final = "application/pdf"
MEDIA: Final = {"json": "application/json", "jsonl": "application/jsonl", "pdf": PDF}


class Press(msgspec.Struct, frozen=True):
    """What printing needs: the worker's connections and the fonts."""

    pool: Pool
    fonts: Fonts


def kinds(settings: Settings, pool: Pool) -> Mapping[str, Work]:
    """The work this board leaves for the worker."""
    press = Press(pool, locate_fonts(settings.fonts))
    return {
        "evaluation.count": partial(count_box, press),
        "result.publish": partial(publish, press),
    }


async def count_box(press: Press, job: Job) -> None:
    """Count what the opener took out, freeze the count, print the sheet to be signed."""
    deed = _deed(job)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.read_stage() is not Stage.CLOSED:
            return
        conclusion, _ = await _conclude(conn, row)
        remarks = await read_remarks.all(conn, deed.survey)
    sheet = write_tally_sheet(row.read_manifest(), conclusion.count)
    printed = await asyncio.to_thread(render_pdf, sheet, press.fonts)
    data = canonical.encode(conclusion.count)
    async with transaction(press.pool) as conn:
        await take(conn, deed, Stage.COUNTED)
        await _keep(conn, deed, TALLY_SHEET, printed)
        await _keep(conn, deed, REMARKS, canonical.encode(remarks))
        await store.keep_count.run(conn, deed.town, deed.survey, data)
        await record(conn, deed, "count", fingerprint(data))


async def publish(press: Press, job: Job) -> None:
    """Write the four files and the notice that carries them, and make them public."""
    deed = _deed(job)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.read_stage() is not Stage.CONFIRMED:
            return
        result = _result(row, deed, canonical.decode(job.payload, Approval))
        files = await _write_files(conn, row, result)
    notice = _write_notice(row, result, files)
    enclosed = [Enclosed(name, data, DESCRIPTIONS[name]) for name, data in files.items()]
    printed = await asyncio.to_thread(render_pdf, notice, press.fonts, enclosed=enclosed)
    digest = fingerprint(files[publication.RESULT])
    async with transaction(press.pool) as conn:
        await take(conn, deed, Stage.PUBLISHED)
        for name, data in {**files, REPORT: printed}.items():
            await _keep(conn, deed, name, data, public=True)
        await store.publish_result.run(conn, deed.town, deed.survey, digest, deed.now)
        await queue.enqueue(conn, kind="box.destroy-key", town=deed.town, survey=deed.survey)
        await record(conn, deed, "published", digest)


def _result(row: store.EvaluationRow, deed: Deed, approval: Approval) -> Result:
    return Result(
        protocol=PROTOCOL,
        count=row.read_count(),
        confirmation=row.read_confirmation(),
        published_at=deed.now.isoformat(),
        approved_by=approval.approved_by,
    )


async def _conclude(
    conn: Connection, row: store.EvaluationRow
) -> tuple[Conclusion, list[Sealed | StampedEnvelope]]:
    sealed = await read_sealed(conn, row.survey_id)
    manifest = row.read_manifest()
    opened = await read_box(conn, manifest, sealed)
    attendance = await read_attendance(conn, row)
    digest = row.manifest_digest or ""
    return conclude(manifest, opened, attendance, digest=digest), sealed


async def _write_files(
    conn: Connection, row: store.EvaluationRow, result: Result
) -> dict[str, bytes]:
    conclusion, sealed = await _conclude(conn, row)
    if conclusion.count != result.count:
        raise AssertionError("the box no longer gives the count that was confirmed")
    return {
        publication.MANIFEST: row.manifest or b"",
        publication.SEALED: publication.write_sealed(sealed),
        publication.BOX: publication.write_box(
            result.count.manifest, conclusion.published, conclusion.inner
        ),
        publication.RESULT: canonical.encode(result),
    }


def _write_notice(row: store.EvaluationRow, result: Result, files: Mapping[str, bytes]) -> Document:
    manifest = row.read_manifest()
    return write_notice(
        manifest,
        result,
        rule_words=say_rules(manifest.rules),
        fingerprint=fingerprint(files[publication.RESULT]),
    )


async def _keep(
    conn: Connection, deed: Deed, name: str, content: bytes, *, public: bool = False
) -> None:
    media = MEDIA[name.rpartition(".")[2]]
    await store.keep_document.run(
        conn, deed.town, deed.survey, name, media, content, fingerprint(content), public
    )


def _deed(job: Job) -> Deed:
    return Deed(town=job.town_id, survey=job.survey_id or "", actor=PROGRAM, now=now())
