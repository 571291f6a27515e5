"""What scrutineers opened away from the server is taken into the box, all of it or nothing.

The server cannot look into the envelopes; it checks everything else: the survey, the manifest,
the list that was opened, every ballot's form and, where there is one, its stamp; that every remark
answers a question such ballots were asked, and that each group's envelopes are accounted for.
"""

import collections
import secrets
from collections.abc import Iterator, Mapping
from typing import Final

from service.box.brought import demand_reasons, demand_remarks
from service.box.judging import Bench, is_stamped
from service.box.opening import (
    Opening,
    begin,
    count_opened,
    keep,
    lay_out_ballots,
    lay_out_remarks,
    read_leaves,
)
from service.database import Connection, Pool, transaction
from service.database.statements import query
from surveys import canonical
from surveys.ballots.ballot import Ballot, digest
from surveys.ballots.opened_file import OpenedFile
from surveys.ballots.sealed_list import merkle_root
from surveys.ballots.stamps import StampedBallot
from surveys.keys import GroupKey
from surveys.questionnaire.answers import fits
from surveys.refusals import Refusal
from surveys.values import Value


class _Envelopes(Value, frozen=True):
    """How many envelopes of a group lie in the box."""

    weighting_group: GroupKey
    number: int


_count_envelopes: Final = query("box", "count_envelopes", _Envelopes)


async def take_opened(pool: Pool, bench: Bench, brought: OpenedFile) -> Opening:
    """Keep what was brought; a box that is open already stays as it is."""
    _demand_of_this_box(bench, brought)
    lines = sorted(_lines(bench, brought))
    demand_reasons(brought.spoiled)
    demand_remarks(bench, brought)
    async with transaction(pool, busy="box.unreachable") as connection:
        if await begin(connection, bench) is not None:
            leaves = await read_leaves(connection, bench.survey)
            if merkle_root(leaves).hex() != brought.sealed_root:
                raise Refusal("box.other_list")
            rows = await _count_envelopes.all(connection, bench.survey)
            _demand_balance(brought, {row.weighting_group: row.number for row in rows})
            await _keep(connection, bench, brought, lines)
        return await count_opened(connection, bench.survey)


async def _keep(
    connection: Connection,
    bench: Bench,
    brought: OpenedFile,
    lines: list[tuple[bytes, bytes]],
) -> None:
    await lay_out_ballots(connection, bench.survey, lines)
    drawn = [(secrets.token_bytes(16), one) for one in brought.remarks]
    await lay_out_remarks(connection, drawn)
    reasons = {(one.group, one.reason): one.number for one in brought.spoiled}
    await keep(connection, bench.survey, reasons)


def _demand_of_this_box(bench: Bench, brought: OpenedFile) -> None:
    if brought.survey != bench.survey or brought.manifest != bench.seal.manifest:
        raise Refusal("box.other_manifest")
    if bool(bench.inner) != bool(brought.stamped) and (brought.stamped or brought.ballots):
        raise Refusal("box.not_stamped")


def _demand_balance(brought: OpenedFile, sealed: Mapping[GroupKey, int]) -> None:
    """Group by group, every envelope opened to a ballot or has a reason."""
    opened = collections.Counter(_ballot(line).group for line in _brought(brought))
    for one in brought.spoiled:
        opened[one.group] += one.number
    for group in sorted(sealed.keys() | opened.keys()):
        if opened[group] != sealed.get(group, 0):
            there = sealed.get(group, 0)
            raise Refusal("box.unbalanced", group=group, opened=opened[group], sealed=there)


def _brought(brought: OpenedFile) -> tuple[Ballot, ...] | tuple[StampedBallot, ...]:
    return brought.stamped or brought.ballots


def _ballot(line: Ballot | StampedBallot) -> Ballot:
    return line.ballot if isinstance(line, StampedBallot) else line


def _lines(bench: Bench, brought: OpenedFile) -> Iterator[tuple[bytes, bytes]]:
    """Digest and bytes of each ballot that may be one."""
    seen = set[str]()
    for line in _brought(brought):
        ballot = _ballot(line)
        if not _may_be(bench, ballot):
            raise Refusal("box.no_ballot", nonce=ballot.nonce)
        text = canonical.encode(ballot)
        if isinstance(line, StampedBallot) and not is_stamped(bench, ballot, line, text):
            raise Refusal("box.not_stamped")
        if ballot.nonce in seen:
            raise Refusal("box.ballot_twice", nonce=ballot.nonce)
        seen.add(ballot.nonce)
        data = canonical.encode(line)
        yield bytes.fromhex(digest(bench.seal.manifest, data)), data


def _may_be(bench: Bench, ballot: Ballot) -> bool:
    """A text is no answer here: the form without its texts asks for none."""
    asked = bench.forms.get((ballot.group, ballot.unit))
    return (
        asked is not None and ballot.survey == bench.survey and fits(asked.marked, ballot.answers)
    )
