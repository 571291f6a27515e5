"""The worker's side: files of drafts, remembered; the file of an issued paper, kept."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from reports.document import Document, Enclosed
from reports.wording.publishing import DESCRIPTIONS
from service.boards.documents import store
from service.boards.documents.asking import (
    ISSUE,
    PRINT,
    Asked,
    ToIssue,
    file_name,
    order_of,
)
from service.boards.documents.composing import read_draft, sit_down
from service.boards.documents.wanted import find_wanted
from service.database import Connection, transaction
from service.dossier.deeds import by_program, record
from service.dossier.files import keep_file, read_file
from service.jobs.queue import Job
from service.jobs.worker import Work
from service.press.orders import order
from service.press.working import Press
from service.settings import Settings
from surveys import canonical, publication
from surveys.canonical import fingerprint


def kinds(settings: Settings, press: Press) -> Mapping[str, Work]:
    """The work this board leaves for the worker."""
    return {
        PRINT: partial(print_paper, settings, press),
        ISSUE: partial(keep_issued, press),
    }


async def print_paper(settings: Settings, press: Press, job: Job) -> None:
    """Print a paper as it stands; whoever wrote in it meanwhile asks for another print."""
    asked = canonical.decode(job.payload, Asked)
    async with transaction(press.pool) as conn:
        row = await store.find(conn, job.town_id, job.survey_id or "")
        day = datetime.fromisoformat(asked.day)
        desk = await sit_down(conn, row, day, settings.public_address)
        draft = await read_draft(conn, desk, find_wanted(row, asked.document))
    await press.make_once(job, order_of(row, draft.written, asked.form))


async def keep_issued(press: Press, job: Job) -> None:
    """Print an issued paper and keep its file; done twice it ends the same."""
    key = canonical.decode(job.payload, ToIssue).document
    town, survey, name = job.town_id, job.survey_id or "", file_name(key)
    async with transaction(press.pool) as conn:
        if await read_file.maybe(conn, town, survey, name):
            return
        issued = await store.find_issued.maybe(conn, town, survey, key)
        assert issued is not None, "a paper is asked for in the transaction that issues it"
        enclosed = await _enclosed(conn, town, survey, key)
    document = canonical.decode(issued.written, Document)
    printed = await press.make(job, order(document, enclosed=enclosed))
    async with transaction(press.pool) as conn:
        deed = by_program(job)
        await keep_file(conn, deed, name, printed)
        await record(conn, deed, "issued-paper", f"{fingerprint(printed)} {document.title}")


async def _enclosed(conn: Connection, town: str, survey: str, key: str) -> tuple[Enclosed, ...]:
    """The published files, in a paper that proves what it says."""
    row = await store.find(conn, town, survey)
    if not find_wanted(row, key).paper.proves:
        return ()
    files = await store.list_evidence.all(conn, town, survey, list(publication.FILES))
    return tuple(Enclosed(each.name, each.content, DESCRIPTIONS[each.name]) for each in files)
