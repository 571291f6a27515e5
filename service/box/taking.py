"""What scrutineers opened away from the server is taken into the box, all of it or nothing.

The server cannot look into the envelopes; it checks everything else: the survey, the manifest,
the list that was opened, every ballot's form and, where there is one, its stamp.
"""

import secrets
from collections.abc import Iterator

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
from service.database import Pool, transaction
from surveys import canonical
from surveys.ballots.ballot import Ballot, digest
from surveys.ballots.opened_file import OpenedFile
from surveys.ballots.sealed_list import merkle_root
from surveys.ballots.stamps import StampedBallot, StampedEnclosure
from surveys.questionnaire.answers import fits
from surveys.refusals import Refusal


async def take_opened(pool: Pool, bench: Bench, brought: OpenedFile) -> Opening:
    """Keep what was brought; a box that is open already stays as it is."""
    _demand_of_this_box(bench, brought)
    lines = list(_lines(bench, brought))
    async with transaction(pool, busy="box.unreachable") as connection:
        if await begin(connection, bench):
            leaves = await read_leaves(connection, bench.survey)
            if merkle_root(leaves).hex() != brought.sealed_root:
                raise Refusal("box.other_list")
            await lay_out_ballots(connection, lines)
            await lay_out_remarks(
                connection,
                [(secrets.token_bytes(16), one) for one in brought.remarks],
            )
            await keep(
                connection,
                bench.survey,
                {(one.group, one.reason): one.number for one in brought.spoiled},
            )
        return await count_opened(connection, bench.survey)


def _demand_of_this_box(bench: Bench, brought: OpenedFile) -> None:
    if brought.survey != bench.survey or brought.manifest != bench.seal.manifest:
        raise Refusal("box.other_manifest")
    if bool(bench.inner) != bool(brought.stamped) and (brought.stamped or brought.ballots):
        raise Refusal("box.not_stamped")


def _lines(bench: Bench, brought: OpenedFile) -> Iterator[tuple[str, str, bytes, bytes]]:
    """Group, nonce, digest and bytes of each ballot that may be one."""
    for line in brought.stamped or brought.ballots:
        ballot = line.ballot if isinstance(line, StampedBallot) else line
        if not _may_be(bench, ballot):
            raise Refusal("box.no_ballot", nonce=ballot.nonce)
        if isinstance(line, StampedBallot) and not is_stamped(
            bench, StampedEnclosure(ballot=ballot, prefix=line.prefix, stamp=line.stamp)
        ):
            raise Refusal("box.not_stamped")
        data = canonical.encode(line)
        yield ballot.group, ballot.nonce, bytes.fromhex(digest(bench.seal.manifest, data)), data


def _may_be(bench: Bench, ballot: Ballot) -> bool:
    """A text is no answer here: the form without its texts asks for none."""
    asked = bench.forms.get((ballot.group, ballot.unit))
    return (
        asked is not None and ballot.survey == bench.survey and fits(asked.marked, ballot.answers)
    )
