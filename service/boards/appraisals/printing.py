"""The worker's side: count an opened box, print the tally sheet, publish the result.

Each piece of work may be done twice and ends the same: a finished step is left alone. Printing
takes seconds, so it happens between two transactions; what is printed is frozen already.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Final

from reports.document import Document, Enclosed
from reports.wording.publishing import DESCRIPTIONS
from reports.wording.remarks import say_held_back
from reports.wording.rules import say_rules
from reports.writing.notice import write_notice
from reports.writing.reading import attach_reading
from reports.writing.tally_sheet import write_tally_sheet
from reports.writing.voters import attach_voters
from service.boards.appraisals import store
from service.boards.appraisals.counting import Approval
from service.boards.appraisals.deeds import take
from service.boards.appraisals.opened import (
    print_of_opening,
    read_attendance,
    read_box,
    read_remarks,
    read_sealed,
)
from service.boards.appraisals.quoting import read_quotation
from service.database import Connection, transaction
from service.dossier.deeds import Deed, by_program, leave_work, record
from service.dossier.files import keep_file, read_file
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.press.orders import Order, order
from service.press.working import Press
from surveys import canonical, publication
from surveys.ballots.sealed_list import Sealed
from surveys.ballots.stamps import StampedEnvelope
from surveys.canonical import fingerprint
from surveys.manifest import PROTOCOL
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.statistics.findings import find, seed_of
from surveys.statistics.reading import Findings, Reading
from surveys.tally.conclusion import Conclusion, conclude
from surveys.tally.remarks import release
from surveys.tally.results import Result

REMARKS: Final = "remarks.json"
FINDINGS: Final = "findings.json"
OPENING: Final = "opening.json"
"""The fingerprint the tally sheet prints of what scrutineers brought."""
TALLY_SHEET: Final = "tally-sheet.pdf"
REPORT: Final = "report.pdf"


def kinds(press: Press) -> Mapping[str, Work]:
    """The work this board leaves for the worker."""
    return {
        "evaluation.count": partial(count_box, press),
        "evaluation.read": partial(read_count, press),
        "result.publish": partial(publish, press),
    }


async def count_box(press: Press, job: Job) -> None:
    """Count what the opener took out, freeze the count, print the sheet to be signed."""
    deed = by_program(job)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.stage is not Stage.CLOSED:
            return
        conclusion, _ = await _conclude(conn, row)
        remarks = await read_remarks.all(conn, deed.survey)
        opening = await print_of_opening(conn, row.manifest.read())
    least = row.rules.read().publication.min_remarks
    released = release(remarks, least)
    sheet = write_tally_sheet(row.manifest.read(), conclusion.count, opening=opening)
    printed = await _print(press, job, order(sheet))
    data = canonical.encode(conclusion.count)
    async with transaction(press.pool) as conn:
        await take(conn, deed, Stage.COUNTED)
        if printed is not None:
            await keep_file(conn, deed, TALLY_SHEET, printed)
        await keep_file(conn, deed, REMARKS, canonical.encode(released))
        await keep_file(conn, deed, OPENING, canonical.encode(opening))
        await store.keep_count.run(conn, deed.town, deed.survey, data)
        await leave_work(conn, deed, "evaluation.read")
        await record(conn, deed, "count", fingerprint(data))
        if held := len(remarks) - len(released):
            await record(conn, deed, "hold-remarks", say_held_back(held, least))


async def read_count(press: Press, job: Job) -> None:
    """Work out what the count may say beside the result.

    A piece of work of its own: whatever happens to it, the count stands and can be published.
    """
    deed = by_program(job)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        sealed = await read_sealed(conn, row.survey_id)
        manifest, count = row.manifest.read(), row.count.read()
        opened = await read_box(conn, manifest, sealed)
    seed = seed_of(count.manifest)
    found = await asyncio.to_thread(find, manifest, count, opened.ballots, seed=seed)
    async with transaction(press.pool) as conn:
        await keep_file(conn, deed, FINDINGS, canonical.encode(found))


async def publish(press: Press, job: Job) -> None:
    """Write the four files and the notice that carries them, and make them public."""
    deed = by_program(job)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, deed.town, deed.survey)
        if row.stage is not Stage.CONFIRMED:
            return
        result = _result(row, deed, canonical.decode(job.payload, Approval))
        files = await _write_files(conn, row, result)
        reading = await _reading(conn, deed)
        voters = await read_quotation(conn, deed.town, deed.survey)
    notice = _write_notice(row, result, files)
    beside: dict[str, bytes] = {}
    if reading is not None:
        beside[publication.READING] = canonical.encode(reading)
        notice = attach_reading(notice, row.manifest.read(), count=result.count, reading=reading)
    if voters is not None:
        beside[publication.VOTERS] = canonical.encode(voters)
        notice = attach_voters(notice, row.manifest.read(), voters)
    enclosed = tuple(Enclosed(name, data, DESCRIPTIONS[name]) for name, data in files.items())
    printed = await _print(press, job, order(notice, enclosed=enclosed))
    if printed is not None:
        beside[REPORT] = printed
    digest = fingerprint(files[publication.RESULT])
    async with transaction(press.pool) as conn:
        await take(conn, deed, Stage.PUBLISHED)
        for name, data in {**files, **beside}.items():
            await keep_file(conn, deed, name, data, public=True)
        await store.publish_result.run(conn, deed.town, deed.survey, digest, deed.now)
        await leave_work(conn, deed, "box.destroy-key")
        await record(conn, deed, "published", digest)


async def _print(press: Press, job: Job, wanted: Order) -> bytes | None:
    """None where the machine lacks Pango: neither count nor publication waits for a typesetter."""
    try:
        return await press.make(job, wanted)
    except Refusal as refusal:
        if refusal.code != "press.lacking":
            raise
        return None


def _result(row: store.EvaluationRow, deed: Deed, approval: Approval) -> Result:
    return Result(
        protocol=PROTOCOL,
        count=row.count.read(),
        confirmation=row.confirmation.read(),
        published_at=deed.now.isoformat(),
        approved_by=approval.approved_by,
    )


async def _reading(conn: Connection, deed: Deed) -> Reading | None:
    """The public part of the findings; none where they could not be worked out."""
    kept = await read_file.maybe(conn, deed.town, deed.survey, FINDINGS)
    return None if kept is None else canonical.decode(kept.content, Findings).reading


async def _conclude(
    conn: Connection, row: store.EvaluationRow
) -> tuple[Conclusion, list[Sealed | StampedEnvelope]]:
    sealed = await read_sealed(conn, row.survey_id)
    manifest = row.manifest.read()
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
        publication.MANIFEST: row.manifest.data,
        publication.SEALED: publication.write_sealed(sealed),
        publication.BOX: publication.write_box(
            result.count.manifest, conclusion.published, conclusion.inner
        ),
        publication.RESULT: canonical.encode(result),
    }


def _write_notice(row: store.EvaluationRow, result: Result, files: Mapping[str, bytes]) -> Document:
    manifest = row.manifest.read()
    return write_notice(
        manifest,
        result,
        rule_words=say_rules(manifest.rules),
        fingerprint=fingerprint(files[publication.RESULT]),
    )
