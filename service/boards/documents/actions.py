"""What somebody does to a paper: write in it, issue it. Either holds the evaluation meanwhile."""

from collections.abc import Mapping
from datetime import datetime

from reports.document import slots
from service.boards.documents import asking, store
from service.boards.documents.composing import (
    ENTRY,
    Desk,
    Draft,
    find_faults,
    finish,
    read_draft,
    write,
)
from service.boards.documents.papers import Wanted
from service.database import Connection, chronicle
from surveys import canonical
from surveys.refusals import Refusal
from surveys.values import Value


class Deed(Value, frozen=True):
    """Who acts on which evaluation, and when."""

    town: str
    survey: str
    actor: str
    now: datetime


async def write_in(
    conn: Connection, desk: Desk, wanted: Wanted, typed: Mapping[str, str]
) -> dict[str, Refusal]:
    """Keep what was typed, all of it or nothing; what brings a result of its own is named."""
    draft = await _hold(conn, desk, wanted)
    usual = write(desk, wanted, {**draft.wording, **_entries(typed)})
    faults = find_faults(usual, typed)
    if not faults:
        for slot, words in typed.items():
            await _keep(conn, draft, slot, words=words, usual=slots(usual).get(slot, ""))
    return faults


async def issue(conn: Connection, desk: Desk, wanted: Wanted, *, deed: Deed, seen: str) -> None:
    """Freeze the paper as it was seen, and let the worker print it for keeping."""
    draft = await _hold(conn, desk, wanted)
    if draft.fingerprint != seen:
        raise Refusal("request.stale_page")
    written = canonical.encode(finish(draft))
    await store.issue_paper.run(conn, deed.town, deed.survey, wanted.key, written, deed.now)
    await chronicle.record(
        conn,
        town=deed.town,
        survey=deed.survey,
        at=deed.now,
        actor=deed.actor,
        action="issue-paper",
        detail=f"{canonical.fingerprint(written)} {draft.written.title}",
    )
    await asking.ask_to_keep(conn, draft)


async def _hold(conn: Connection, desk: Desk, wanted: Wanted) -> Draft:
    row = desk.row
    await store.hold_evaluation.get(conn, row.town_id, row.survey_id)
    draft = await read_draft(conn, desk, wanted)
    if draft.issued_at is not None:
        raise Refusal("paper.issued")
    return draft


def _entries(typed: Mapping[str, str]) -> dict[str, str]:
    return {slot: words for slot, words in typed.items() if slot.startswith(ENTRY)}


async def _keep(conn: Connection, draft: Draft, slot: str, *, words: str, usual: str) -> None:
    """A slot that says what is usual needs no row, so that a better usual sentence may come."""
    where = (draft.row.town_id, draft.row.survey_id, draft.wanted.key, slot)
    if words == usual:
        await store.drop_wording.run(conn, *where)
    else:
        await store.keep_wording.run(conn, *where, words)
