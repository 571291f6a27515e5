"""A paper as it stands: written from the frozen result, with the words somebody put into its slots.

What a slot says may not bring a result of its own; numbers come from the writer alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from reports.document import Document, Paragraph, fill, slots
from reports.writing.pending import issue
from reports.writing.years import Published
from service.boards.documents import store
from service.boards.documents.sheet import Sheet
from service.boards.documents.store import AppraisedRow
from service.boards.documents.wanted import Wanted
from service.database import Connection
from surveys import canonical
from surveys.refusals import Refusal
from surveys.stages import Stage
from surveys.values import Value

ENTRY: Final = "@"
"""Before the name of an entry, among the slots."""
QUOTED: Final = frozenset({"comments"})
"""Entries that say what others wrote, numbers and all."""
_PROBE: Final = "@probe"


class Draft(Value, frozen=True):
    """A paper, before and after somebody wrote in it."""

    row: AppraisedRow
    wanted: Wanted
    wording: dict[str, str]
    usual: Document
    written: Document
    day: str
    """RFC 3339: the day it is written on, and dated unless its result has a date of its own."""
    issued_at: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """What somebody saw who issues it."""
        return canonical.fingerprint(canonical.encode(self.written))


class Desk(Value, frozen=True):
    """Whose papers, on which day, for which site."""

    row: AppraisedRow
    now: datetime
    address: str
    earlier: tuple[Published, ...] = ()
    """What this town published before, oldest first."""

    @property
    def day(self) -> str:
        """The day alone: a draft printed twice on it is the same."""
        return self.now.replace(hour=0, minute=0, second=0, microsecond=0).isoformat()


async def sit_down(conn: Connection, row: AppraisedRow, now: datetime, address: str) -> Desk:
    """The desk of an evaluation, and beside it what was published before."""
    return Desk(row, now, address, earlier=await _read_earlier(conn, row))


async def _read_earlier(conn: Connection, row: AppraisedRow) -> tuple[Published, ...]:
    if row.stage is not Stage.PUBLISHED:
        return ()
    here = Published(row.manifest.read(), row.result.read())
    found = [
        Published(each.manifest.read(), each.result.read())
        for each in await store.list_published.all(conn, row.town_id, row.survey_id)
    ]
    return tuple(sorted((e for e in found if e.held < here.held), key=lambda each: each.held))


async def read_draft(conn: Connection, desk: Desk, wanted: Wanted) -> Draft:
    """The paper as it stands: issued, or written now with the words that were kept."""
    row = desk.row
    kept = await store.read_wording.all(conn, row.town_id, row.survey_id, wanted.key)
    wording = {each.slot: each.words for each in kept}
    usual = write(desk, wanted, wording)
    issued = await store.find_issued.maybe(conn, row.town_id, row.survey_id, wanted.key)
    if issued is None:
        return Draft(row, wanted, wording, usual, put(usual, wanted, wording), desk.day)
    written = canonical.decode(issued.written, Document)
    return Draft(row, wanted, wording, usual, written, desk.day, issued.issued_at)


def write(desk: Desk, wanted: Wanted, wording: Mapping[str, str]) -> Document:
    """The paper with its entries, and what is usual in its slots."""
    entries = {
        name.removeprefix(ENTRY): words for name, words in wording.items() if name[:1] == ENTRY
    }
    sheet = Sheet(desk.row, desk.day, desk.address, wanted.appraisee, entries, earlier=desk.earlier)
    return wanted.paper.write(sheet)


def put(usual: Document, wanted: Wanted, wording: Mapping[str, str]) -> Document:
    """Fill its slots; what is to be issued is a draft until then."""
    there = slots(usual)
    filled = fill(usual, {slot: words for slot, words in wording.items() if slot in there})
    return msgspec.structs.replace(filled, draft=wanted.paper.official)


def find_faults(usual: Document, wording: Mapping[str, str]) -> dict[str, Refusal]:
    """What was typed that brings a result of its own, by slot."""
    faults = {slot: _fault(usual, slot, words) for slot, words in wording.items()}
    return {slot: fault for slot, fault in faults.items() if fault is not None}


def _fault(usual: Document, slot: str, words: str) -> Refusal | None:
    if slot.removeprefix(ENTRY) in QUOTED:
        return None
    if slot.startswith(ENTRY):
        probe = Paragraph("", slot=_PROBE)
        usual = msgspec.structs.replace(usual, blocks=(*usual.blocks, probe))
        slot = _PROBE
    try:
        fill(usual, {slot: words})
    except Refusal as refusal:
        return refusal
    return None


def finish(draft: Draft) -> Document:
    """The document that is issued; refused while something still has to be written."""
    return issue(draft.written)
