"""Find what is public; look a receipt up."""

import contextlib
from typing import TypeAlias, TypeVar

from service.boards.results import store
from service.boards.results.store import BoxRow, PublishedRow
from service.box import gate
from service.database import Connection, Pool, transaction
from service.dossier.files import FileRow
from service.web.views.poll_result import PollFindings
from surveys import publication
from surveys.canonical import decode
from surveys.keys import QuestionKey, SurveyKey
from surveys.manifest import Manifest
from surveys.poll import PollManifest
from surveys.quotation.quoted import Quotation
from surveys.refusals import Refusal
from surveys.statistics.poll_reading import PollReading
from surveys.statistics.reading import Reading
from surveys.tally.poll_results import PollResult
from surveys.tally.results import Result
from surveys.values import Value

B = TypeVar("B", Reading, PollReading, Quotation)
Comments: TypeAlias = dict[QuestionKey, tuple[str, ...]]


class Published(Value, frozen=True):
    """A published result with what it was voted under, and its printed fingerprint."""

    manifest: Manifest
    result: Result
    fingerprint: str
    reading: Reading | None = None
    """What the numbers may say; none where it could not be worked out."""
    voters: Quotation | None = None
    """A poll that was published beside it."""


async def find_row(conn: Connection, survey: SurveyKey) -> PublishedRow:
    """A published survey of either kind; before publication there is no such page."""
    return await store.find_published.find(conn, survey)


async def read_poll(conn: Connection, row: PublishedRow) -> PollFindings:
    """What a poll found, as far as it may be told."""
    file = await read_file(conn, row.survey_id, publication.RESULT)
    comments = await store.read_published.maybe(conn, row.survey_id, publication.COMMENTS)
    return PollFindings(
        manifest=decode(row.manifest, PollManifest),
        result=decode(file.content, PollResult),
        fingerprint=row.result_digest,
        reading=await _read_beside(conn, row.survey_id, publication.READING, PollReading),
        comments=decode(comments.content, Comments) if comments else {},
    )


async def read_published(conn: Connection, row: PublishedRow) -> Published:
    """The result of an evaluation."""
    file = await read_file(conn, row.survey_id, publication.RESULT)
    return Published(
        decode(row.manifest, Manifest),
        decode(file.content, Result),
        row.result_digest,
        await _read_beside(conn, row.survey_id, publication.READING, Reading),
        await _read_beside(conn, row.survey_id, publication.VOTERS, Quotation),
    )


async def _read_beside(conn: Connection, survey: SurveyKey, name: str, kind: type[B]) -> B | None:
    """What was published beside a result; what another release wrote otherwise is left out."""
    file = await store.read_published.maybe(conn, survey, name)
    if file is None:
        return None
    with contextlib.suppress(Refusal):
        return decode(file.content, kind)
    return None


async def read_file(conn: Connection, survey: SurveyKey, name: str) -> FileRow:
    """A public file of a published result."""
    return await store.read_published.find(conn, survey, name)


async def congress(conn: Connection) -> str:
    """In whose name this site speaks; nobody's before it was set up."""
    return await store.find_congress.maybe(conn) or ""


async def find_receipt(conn: Connection, box: Pool, code: str) -> BoxRow | None:
    """The box that holds the ballot of this receipt code, if any does."""
    boxes = await store.list_boxes.all(conn)
    async with transaction(box) as other:
        for row in boxes:
            if await gate.holds(other, row.survey_id, code):
                return row
    return None
