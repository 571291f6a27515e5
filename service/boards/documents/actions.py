"""What somebody does to a paper: write in it, take remarks in, issue it.

Each holds the evaluation meanwhile.
"""

from collections.abc import Mapping

from reports.document import slots
from reports.wording.papers import say_review, say_taken_in
from service.boards.documents import asking, remarks, store
from service.boards.documents.composing import (
    ENTRY,
    Desk,
    Draft,
    find_faults,
    finish,
    read_draft,
    write,
)
from service.boards.documents.remarks import Decision
from service.boards.documents.wanted import Wanted
from service.database import Connection
from service.dossier.deeds import Deed, record
from surveys import canonical
from surveys.refusals import Refusal


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


async def decide(
    conn: Connection, desk: Desk, wanted: Wanted, *, deed: Deed, decision: Decision
) -> None:
    """Say what becomes of a remark; a person read it, and who that was is chronicled."""
    draft = await _hold(conn, desk, wanted)
    await remarks.decide(conn, draft, decision)
    detail = say_review(draft.written.title, decision.number, decision.verdict.value)
    await record(conn, deed, "review-remark", detail)


async def take_all(conn: Connection, desk: Desk, wanted: Wanted, *, deed: Deed) -> None:
    """Take in every remark that somebody said may be passed on."""
    draft = await _hold(conn, desk, wanted)
    taken = await remarks.take_in(conn, draft, await remarks.read_remarks(conn, draft))
    await record(conn, deed, "review-remark", say_taken_in(draft.written.title, taken))


async def issue(conn: Connection, desk: Desk, wanted: Wanted, *, deed: Deed, seen: str) -> None:
    """Freeze the paper as it was seen, and let the worker print it for keeping."""
    draft = await _hold(conn, desk, wanted)
    if draft.fingerprint != seen:
        raise Refusal("request.stale_page")
    written = canonical.encode(finish(draft))
    await store.issue_paper.run(conn, deed.town, deed.survey, wanted.key, written, deed.now)
    detail = f"{canonical.fingerprint(written)} {draft.written.title}"
    await record(conn, deed, "issue-paper", detail)
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
