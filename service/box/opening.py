"""A closed box becomes opened ballots, remarks apart from them, and spoiled envelopes by reason.

All of it is one transaction: either every envelope is accounted for, or the box is as closed as
before. Envelopes are read in order of leaf; ballots are laid out once all are out, in order of
digest, so that whoever listens at the database does not hear which ballot lay in which envelope.

While some envelopes are judged, the next are read: the database works on another processor.
"""

import asyncio
import collections
import contextlib
from collections.abc import Mapping, Sequence
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from service.box.judges import AT_ONCE, Envelope, Judgements, Judges, sitting
from service.box.judging import Bench, Opened, bench_of
from service.box.keys import public_half, read_box_key
from service.box.waiting import Waiting
from service.database import Connection, Pool, transaction
from service.database.statements import command, query
from service.settings import Settings
from surveys.ballots.ballot import Remark
from surveys.ballots.validity import Spoiled
from surveys.keys import GroupKey, SurveyKey
from surveys.manifest import AnyManifest
from surveys.refusals import Refusal
from surveys.values import Value

ROWS: Final = 256
"""Ballots laid out with one statement."""


class Opening(Value, frozen=True):
    """How many ballots, spoiled envelopes and remarks came out of a box."""

    opened: int
    unopened: int
    remarks: int


class _Gate(Value, frozen=True):
    state: str
    manifest_digest: bytes
    sealed: int


class _Leaf(Value, frozen=True):
    leaf: bytes


_read_leaves = query("box", "read_leaves", _Leaf)
_begin = query("box", "begin_opening", _Gate)
_take = query("box", "take_envelopes", Envelope)
_lay_out_ballots = command("box", "lay_out_ballots")
_lay_out_remarks = command("box", "lay_out_remarks")
_keep = command("box", "keep_opened")
_count = query("box", "count_opened", Opening)

Reasons = collections.Counter[tuple[GroupKey, Spoiled]]


async def open_box(
    pool: Pool, settings: Settings, manifest: AnyManifest, *, digest: str = ""
) -> Opening:
    """Open a box once its gate is closed. Asked again, it says what came out the first time."""
    bench = bench_of(manifest, _key_of(settings, manifest), digest=digest)
    async with transaction(pool, busy="box.unreachable") as connection:
        sealed = await begin(connection, bench)
        if sealed is not None:
            with contextlib.closing(Waiting()) as waiting:
                async with sitting(bench, sealed) as judges:
                    reasons = await _take_all(connection, bench.survey, judges, waiting)
                await _lay_out_all(connection, bench.survey, waiting)
                await keep(connection, bench.survey, reasons + _twins(waiting))
        return await count_opened(connection, bench.survey)


async def count_opened(connection: Connection, survey: SurveyKey) -> Opening:
    """What came out of an opened box."""
    return await _count.one(connection, survey)


async def read_leaves(connection: Connection, survey: SurveyKey) -> list[bytes]:
    """The leaves of a closed box, in order."""
    return [row.leaf for row in await _read_leaves.all(connection, survey)]


def _key_of(settings: Settings, manifest: AnyManifest) -> ec.EllipticCurvePrivateKey:
    key = read_box_key(settings, manifest.survey)
    if public_half(key) != manifest.box_key:
        raise Refusal("box.wrong_key")
    return key


async def begin(connection: Connection, bench: Bench) -> int | None:
    """How many envelopes lie in a closed box; None where it is open already. Others are refused."""
    gate = await _begin.maybe(connection, bench.survey)
    if gate is None:
        raise Refusal("box.not_made")
    if gate.manifest_digest.hex() != bench.seal.manifest:
        raise Refusal("box.other_manifest")
    match gate.state:
        case "closed":
            return gate.sealed
        case "opened":
            return None
        case "void":
            raise Refusal("stage.not_from_here", here="void", there="opened")
        case _:
            raise Refusal("box.still_open")


async def _take_all(
    connection: Connection, survey: SurveyKey, judges: Judges, waiting: Waiting
) -> Reasons:
    """Everything out of the box; the next are read before anybody waits for a judge."""
    reasons = Reasons()
    judging = collections.deque[tuple[Sequence[Envelope], asyncio.Future[Judgements]]]()
    envelopes = await _take.all(connection, survey, b"", AT_ONCE)
    try:
        while envelopes:
            judging.append((envelopes, asyncio.ensure_future(judges.judge(envelopes))))
            envelopes = await _take.all(connection, survey, envelopes[-1].leaf, AT_ONCE)
            while judging and (len(judging) > judges.number or not envelopes):
                some, judged = judging.popleft()
                reasons.update(_sort_out(some, await judged, waiting))
    finally:
        for _, judged in judging:
            judged.cancel()
    return reasons


def _sort_out(envelopes: Sequence[Envelope], judged: Judgements, waiting: Waiting) -> Reasons:
    """Ballots go to those who wait; the spoiled are counted."""
    reasons = Reasons()
    for envelope, judgement in zip(envelopes, judged, strict=True):
        match judgement:
            case Spoiled() as reason:
                reasons[envelope.weighting_group, reason] += 1
            case Opened() as ballot:
                waiting.take_in(envelope.weighting_group, ballot)
    return reasons


def _twins(waiting: Waiting) -> Reasons:
    return Reasons({(group, Spoiled.DUPLICATE): many for group, many in waiting.twins().items()})


async def _lay_out_all(connection: Connection, survey: SurveyKey, waiting: Waiting) -> None:
    for some in waiting.line_up(ROWS):
        await lay_out_ballots(connection, survey, some)
    await lay_out_remarks(connection, waiting.draw())


async def lay_out_ballots(
    connection: Connection, survey: SurveyKey, ballots: Sequence[tuple[bytes, bytes]]
) -> None:
    """Lay ballots out: digest and canonical bytes, in order of digest."""
    await _lay_out_ballots.run(
        connection, survey, [name for name, _ in ballots], [ballot for _, ballot in ballots]
    )


async def lay_out_remarks(connection: Connection, remarks: Sequence[tuple[bytes, Remark]]) -> None:
    """Lay remarks out, each with its lot, which decides where it stands."""
    if remarks:
        await _lay_out_remarks.run(
            connection,
            [lot for lot, _ in remarks],
            [remark.about for _, remark in remarks],
            [remark.question for _, remark in remarks],
            [remark.words for _, remark in remarks],
        )


async def keep(
    connection: Connection, survey: SurveyKey, reasons: Mapping[tuple[GroupKey, Spoiled], int]
) -> None:
    """Keep everything on the table, and how many envelopes held no ballot, by group and reason."""
    await _keep.run(
        connection,
        survey,
        [group for group, _ in reasons],
        [reason.value for _, reason in reasons],
        list(reasons.values()),
    )
