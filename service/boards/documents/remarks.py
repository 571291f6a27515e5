"""Remarks of an evaluation on their way into a department's own report.

A person reads each one, says whether it may be passed on, and takes it in with a click; in the
report it can be edited like any other words. The remarks as written stay where they were kept when
the box was opened, in the order drawn then; what was decided stands beside the paper's words.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from service.boards.documents import store
from service.boards.documents.composing import ENTRY, Draft
from service.boards.documents.store import AppraisedRow
from service.database import Connection
from service.dossier.files import read_file
from surveys import canonical
from surveys.refusals import Refusal
from surveys.tally.remarks import Remark as Written
from surveys.values import Value

REMARKS: Final = "remarks.json"
"""Every remark, in the order drawn when the box was opened; public nowhere."""
QUOTES: Final = "comments"
"""The entry of a paper into which remarks are taken, one a line."""
_MARK: Final = "#"
"""Before the number of a remark, among the slots."""


class Verdict(enum.Enum):
    """What becomes of a remark."""

    FIT = "fit"  # 可以转告
    LEFT_OUT = "left_out"  # 不转告
    TAKEN = "taken"  # 已收入


class Remark(Value, frozen=True):
    """One remark about the appraisee of a paper, its place among all, what was decided."""

    number: int
    words: str
    verdict: Verdict | None = None


class Decision(Value, frozen=True):
    """What somebody decided about which remark."""

    number: int
    verdict: Verdict


async def read_remarks(conn: Connection, draft: Draft) -> tuple[Remark, ...]:
    """The remarks that a paper may pass on; none where a box held too few ballots to hide one."""
    if QUOTES not in draft.wanted.paper.entries or is_small(draft.row, draft.wanted.appraisee):
        return ()
    row = draft.row
    kept = await read_file.maybe(conn, row.town_id, row.survey_id, REMARKS)
    written = canonical.decode(kept.content, list[Written]) if kept else []
    return tuple(
        Remark(number, each.words, _verdict(draft.wording, number))
        for number, each in enumerate(written, start=1)
        if each.about == draft.wanted.appraisee
    )


def is_small(row: AppraisedRow, appraisee: str) -> bool:
    """Whether so few ballots came back for an appraisee that a remark may show its writer.

    The measure is the rule's own for ballots that are not published one by one.
    """
    least = row.rules.read().publication.small_group
    results = row.result.read().count.appraisees
    return any(each.appraisee == appraisee and each.returned < least for each in results)


async def decide(conn: Connection, draft: Draft, decision: Decision) -> None:
    """Keep what somebody decided about one remark; a remark about another unit is not there."""
    found = {each.number: each for each in await read_remarks(conn, draft)}
    if decision.number not in found:
        raise Refusal("request.unknown_page")
    if decision.verdict is Verdict.TAKEN:
        await take_in(conn, draft, [found[decision.number]])
    else:
        await _keep(conn, draft, _slot(decision.number), decision.verdict.value)


async def take_in(conn: Connection, draft: Draft, remarks: Iterable[Remark]) -> int:
    """Add remarks that may be passed on to the paper's lines; how many they were."""
    fit = [each for each in remarks if each.verdict is Verdict.FIT]
    lines = list(_lines(draft.wording.get(f"{ENTRY}{QUOTES}", ""), fit))
    for each in fit:
        await _keep(conn, draft, _slot(each.number), Verdict.TAKEN.value)
    if fit:
        await _keep(conn, draft, f"{ENTRY}{QUOTES}", "\n".join(lines))
    return len(fit)


def _lines(before: str, fit: Iterable[Remark]) -> Iterator[str]:
    """What stood there, then each remark on a line of its own."""
    yield from (line for line in before.splitlines() if line.strip())
    yield from ("　".join(each.words.split("\n")) for each in fit)


def _verdict(wording: Mapping[str, str], number: int) -> Verdict | None:
    found = wording.get(_slot(number))
    return Verdict(found) if found else None


def _slot(number: int) -> str:
    return f"{_MARK}{number}"


async def _keep(conn: Connection, draft: Draft, slot: str, words: str) -> None:
    row = draft.row
    await store.keep_wording.run(conn, row.town_id, row.survey_id, draft.wanted.key, slot, words)
