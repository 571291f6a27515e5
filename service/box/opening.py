"""A closed box becomes opened ballots, remarks apart from them, and spoiled envelopes by reason.

All of it is one transaction: either every envelope is accounted for, or the box is as closed as
before. Envelopes are read in order of leaf and ballots laid out in crowds, in order of digest, so
that whoever listens at the database does not hear which ballot lay in which envelope. Beyond two
crowds nothing stays in memory but nonces and remarks.

While some envelopes are judged, the next are read and the crowd before them is laid out: the
database works on another processor meanwhile.
"""

import asyncio
import collections
import secrets
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from service.box.judging import Bench, Opened, bench_of, judge
from service.box.keys import public_half, read_box_key
from service.database import Connection, Pool, transaction
from service.database.statements import command, query
from service.settings import Settings
from surveys.ballots.ballot import Remark
from surveys.ballots.validity import Spoiled
from surveys.keys import GroupKey, SurveyKey, UnitKey
from surveys.manifest import AnyManifest
from surveys.refusals import Refusal
from surveys.values import Value

CHUNK: Final = 256
"""Envelopes read with one statement."""
ROWS: Final = 1024
"""Ballots laid out with one statement."""
CROWD: Final = 8192
"""Ballots among which each one is lost while a box is opened; some megabytes."""


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


class _Envelope(Value, frozen=True):
    leaf: bytes
    weighting_group: GroupKey
    envelope: bytes
    unit: UnitKey | None


_read_leaves = query("box", "read_leaves", _Leaf)
_begin = query("box", "begin_opening", _Gate)
_take = query("box", "take_envelopes", _Envelope)
_lay_out_ballots = command("box", "lay_out_ballots")
_lay_out_remarks = command("box", "lay_out_remarks")
_keep = command("box", "keep_opened")
_count = query("box", "count_opened", Opening)

Reasons = collections.Counter[tuple[GroupKey, Spoiled]]


class _Contents(msgspec.Struct):
    """What came out so far."""

    crowd: list[tuple[GroupKey, Opened]] = msgspec.field(default_factory=list)
    parting: list[tuple[GroupKey, Opened]] = msgspec.field(default_factory=list)
    """Of the crowd before, what is not laid out yet, the greatest digest first."""
    nonces: collections.Counter[str] = msgspec.field(default_factory=collections.Counter)
    remarks: list[tuple[str, Remark]] = msgspec.field(default_factory=list)
    reasons: Reasons = msgspec.field(default_factory=Reasons)


async def open_box(
    pool: Pool, settings: Settings, manifest: AnyManifest, *, digest: str = ""
) -> Opening:
    """Open a box once its gate is closed. Asked again, it says what came out the first time."""
    bench = bench_of(manifest, _key_of(settings, manifest), digest=digest)
    async with transaction(pool, busy="box.unreachable") as connection:
        if await begin(connection, bench):
            contents = await _take_all(connection, bench)
            await lay_out_remarks(connection, _drawn(contents))
            await keep(connection, bench.survey, contents.reasons)
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


async def begin(connection: Connection, bench: Bench) -> bool:
    """Lay empty tables out; false where the box is open already. One not closed is refused."""
    gate = await _begin.maybe(connection, bench.survey)
    if gate is None:
        raise Refusal("box.not_made")
    if gate.manifest_digest.hex() != bench.seal.manifest:
        raise Refusal("box.other_manifest")
    match gate.state:
        case "closed":
            return True
        case "opened":
            return False
        case "void":
            raise Refusal("stage.not_from_here", here="void", there="opened")
        case _:
            raise Refusal("box.still_open")


async def _take_all(connection: Connection, bench: Bench) -> _Contents:
    """Everything out of the box, ballots laid out crowd by crowd."""
    contents = _Contents()
    chunk = await _take.all(connection, bench.survey, b"", CHUNK)
    while chunk:
        judging = asyncio.create_task(asyncio.to_thread(_judge_all, bench, chunk))
        await _lay_out_some(connection, contents)
        following = await _take.all(connection, bench.survey, chunk[-1].leaf, CHUNK)
        _sort_out(chunk, await judging, contents)
        if len(contents.crowd) >= CROWD:
            _part(contents)
        chunk = following
    _part(contents)
    while contents.parting:
        await _lay_out_some(connection, contents)
    return contents


def _judge_all(bench: Bench, chunk: Sequence[_Envelope]) -> list[Opened | Spoiled]:
    """Each envelope's judgement, in their order."""
    return [judge(bench, one.weighting_group, one.envelope, unit=one.unit) for one in chunk]


def _sort_out(
    chunk: Sequence[_Envelope], judged: Sequence[Opened | Spoiled], contents: _Contents
) -> None:
    for envelope, judgement in zip(chunk, judged, strict=True):
        group = envelope.weighting_group
        match judgement:
            case Spoiled() as reason:
                contents.reasons[group, reason] += 1
            case Opened() as ballot:
                contents.crowd.append((group, ballot))
                contents.nonces[ballot.nonce] += 1
                contents.remarks += [(ballot.nonce, remark) for remark in ballot.remarks]


def _part(contents: _Contents) -> None:
    """A whole crowd lines up by digest, which nobody can tell from an envelope."""
    contents.crowd.sort(key=lambda pair: pair[1].digest, reverse=True)
    contents.parting = contents.crowd + contents.parting
    contents.crowd = []


async def _lay_out_some(connection: Connection, contents: _Contents) -> None:
    """The next of those who lined up, least digest first; nothing where nobody did."""
    some = contents.parting[: -ROWS - 1 : -1]
    del contents.parting[-ROWS:]
    if some:
        await lay_out_ballots(
            connection, [(group, one.nonce, one.digest, one.ballot) for group, one in some]
        )


def _drawn(contents: _Contents) -> list[tuple[bytes, Remark]]:
    """Remarks, each with its lot, in the order of lots. The nonces of their ballots stay here.

    A ballot that lay in two envelopes takes its remarks with it.
    """
    kept = [remark for nonce, remark in contents.remarks if contents.nonces[nonce] == 1]
    lots = sorted(secrets.token_bytes(16) for _ in kept)
    secrets.SystemRandom().shuffle(kept)
    return list(zip(lots, kept, strict=True))


async def lay_out_ballots(
    connection: Connection, ballots: Sequence[tuple[GroupKey, str, bytes, bytes]]
) -> None:
    """Lay ballots on the table: group, nonce, digest, canonical bytes."""
    await _lay_out_ballots.run(connection, *(list(column) for column in _columns(ballots, 4)))


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


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[tuple[object, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


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
