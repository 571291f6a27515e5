"""What came out of a poll's box, as the worker reads it: page by page, never all at once."""

from collections.abc import AsyncIterator
from typing import Final

import msgspec

from service.boards.polls.store import PollRow
from service.box import gate
from service.database import Connection
from service.database.statements import query
from surveys.ballots.ballot import Ballot
from surveys.ballots.sealed_list import merkle_root
from surveys.canonical import decode
from surveys.tally.poll_count import PollCounter
from surveys.tally.poll_results import GroupTurnout, PollCount

PAGE: Final = 1000
"""Ballots in memory at once."""


class BallotRow(msgspec.Struct, frozen=True):
    """One opened ballot."""

    digest: bytes
    ballot: bytes


class ReasonRow(msgspec.Struct, frozen=True):
    """How many envelopes held no ballot, and why."""

    reason: str
    number: int


class LeafRow(msgspec.Struct, frozen=True):
    """The name of one envelope."""

    leaf: bytes


class TextCountRow(msgspec.Struct, frozen=True):
    """How many wrote something at one question."""

    question: str
    number: int


class TextRow(msgspec.Struct, frozen=True):
    """Something written, and the question it answers."""

    question: str
    words: str


_read_ballots: Final = query("polls", "read_poll_ballots", BallotRow)
_read_unopened: Final = query("polls", "read_poll_unopened", ReasonRow)
_read_leaves: Final = query("polls", "read_poll_leaves", LeafRow)
_count_texts: Final = query("polls", "count_poll_texts", TextCountRow)
read_texts: Final = query("polls", "read_poll_texts", TextRow)


async def count_box(conn: Connection, row: PollRow) -> PollCount:
    """Count every ballot and account for every envelope."""
    survey, manifest = row.survey_id, row.manifest.read()
    counter = PollCounter(manifest.form, [group.key for group in manifest.groups])
    async for ballot in _ballots(conn, survey):
        counter.put(ballot)
    leaves = [each.leaf for each in await _read_leaves.all(conn, survey)]
    reasons = await _read_unopened.all(conn, survey)
    texts = await _count_texts.all(conn, survey)
    return PollCount(
        survey=survey,
        manifest=row.manifest_digest or "",
        sealed=len(leaves),
        sealed_root=merkle_root(leaves).hex(),
        unopened={each.reason: each.number for each in reasons},
        turnout=tuple(
            GroupTurnout(pile.weighting_group, pile.issued, pile.spent)
            for pile in await gate.read_turnout(conn, survey)
        ),
        tally=counter.tally(),
        texts={each.question: each.number for each in texts},
    )


async def _ballots(conn: Connection, survey: str) -> AsyncIterator[Ballot]:
    beyond = b""
    while rows := await _read_ballots.all(conn, survey, beyond, PAGE):
        for row in rows:
            yield decode(row.ballot, Ballot)
        beyond = rows[-1].digest
