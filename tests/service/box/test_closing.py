"""Closing is final: what was acknowledged is in, nothing else comes, and no order is left."""

import asyncio
import hashlib

import asyncpg
import pytest

from service.box.casting import Casting, cast, open_casting
from service.box.gate import GateState
from service.database import Pool
from service.database.cluster import Server
from service.settings import Settings
from surveys.ballots.receipt import Receipt
from surveys.refusals import Refusal
from tests.boxes import Made, a_box, answers, turn
from tests.builders import SURVEY


async def try_to_vote(casting: Casting, made: Made, code: str) -> Receipt | str:
    try:
        return await cast(casting, made.box, code=code, unit="", answers=answers(made))
    except Refusal as refusal:
        return refusal.code


async def test_the_count_at_the_close_is_what_was_stored_is_what_was_acknowledged(
    settings: Settings, database: Server, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, printed=300)
    tries: list[asyncio.Task[Receipt | str]] = []
    closed = asyncio.Event()

    async def keep_casting(one: Casting, codes: list[str]) -> None:
        for number, code in enumerate(codes):
            task = asyncio.ensure_future(try_to_vote(one, made, code))
            tries.append(task)
            await task
            if number == 25:
                closed.set()

    async def close() -> int:
        await closed.wait()
        await turn(box_pool, SURVEY, GateState.CLOSED)
        async with owner_pool.acquire() as conn:
            return await conn.fetchval("select count(*) from box.sealed")

    codes = made.codes()
    async with open_casting(settings, database, box_pool) as other:
        at_close, *_ = await asyncio.gather(
            close(),
            *(keep_casting((casting, other)[n % 2], codes[n::6]) for n in range(6)),
        )
    outcomes = [task.result() for task in tries]
    acknowledged = {outcome.leaf for outcome in outcomes if isinstance(outcome, Receipt)}
    async with owner_pool.acquire() as conn:
        leaves = {row[0].hex() for row in await conn.fetch("select leaf from box.sealed")}
    assert 0 < len(leaves) < 300
    assert len(acknowledged) == at_close
    assert acknowledged == leaves
    assert {one for one in outcomes if isinstance(one, str)} == {"box.closed"}


async def rows(owner: Pool, statement: str) -> list[tuple[object, ...]]:
    async with owner.acquire() as conn:
        return [tuple(row) for row in await conn.fetch(statement)]


async def test_after_the_close_neither_xmin_nor_place_tells_an_order(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, printed=40)
    cast_order = []
    for code in made.codes()[:30]:
        receipt = await cast(casting, made.box, code=code, unit="", answers=answers(made))
        cast_order.append(bytes.fromhex(receipt.leaf))
    by_place = "select leaf from box.sealed order by ctid"
    xids = "select count(distinct xmin::text) from box."
    assert [leaf for (leaf,) in await rows(owner_pool, by_place)] == cast_order
    assert await rows(owner_pool, xids + "sealed") == [(30,)]

    await turn(box_pool, SURVEY, GateState.CLOSED)
    assert [leaf for (leaf,) in await rows(owner_pool, by_place)] == sorted(cast_order)
    assert await rows(owner_pool, xids + "sealed") == [(1,)]
    assert await rows(owner_pool, xids + "slip") == [(1,)]
    marks = [
        mark for (mark,) in await rows(owner_pool, "select slip_mark from box.slip order by ctid")
    ]
    assert marks == sorted(marks)
    assert await rows(owner_pool, "select count(leaf), count(receipt) from box.slip") == [(0, 0)]


async def test_the_rewrite_keeps_every_envelope_to_the_byte(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, printed=9)
    for code in made.codes():
        await cast(casting, made.box, code=code, unit="", answers=answers(made))
    everything = "select leaf, weighting_group, envelope from box.sealed order by leaf"
    before = await rows(owner_pool, everything)
    await turn(box_pool, SURVEY, GateState.CLOSED)
    assert await rows(owner_pool, everything) == before
    manifest = bytes.fromhex(made.box.seal.manifest)
    for leaf, _, envelope in before:
        assert leaf == hashlib.sha256(b"sealed\0" + manifest + bytes(envelope)).digest()  # type: ignore[arg-type]


async def test_closing_one_box_leaves_the_others_alone(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    other = await a_box(settings, box_pool, survey="laochang-2027")
    first = await try_to_vote(casting, other, other.codes()[0])
    await turn(box_pool, made.manifest.survey, GateState.CLOSED)
    assert await try_to_vote(casting, other, other.codes()[0]) == first
    assert isinstance(await try_to_vote(casting, other, other.codes()[1]), Receipt)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from box.sealed",
        "update box.sealed set weighting_group = 'public'",
        "truncate box.sealed",
    ],
)
async def test_even_the_owner_of_the_table_cannot_take_an_envelope_out(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting, statement: str
) -> None:
    made = await a_box(settings, box_pool)
    assert isinstance(await try_to_vote(casting, made, made.codes()[0]), Receipt)
    async with owner_pool.acquire() as conn:
        with pytest.raises(asyncpg.PostgresError, match="never leaves the box"):
            await conn.execute(statement)


async def test_the_gate_does_not_close_on_an_old_snapshot(
    settings: Settings, box_pool: Pool
) -> None:
    await a_box(settings, box_pool)
    async with box_pool.acquire() as conn:
        await conn.execute("begin isolation level repeatable read")
        with pytest.raises(asyncpg.PostgresError, match="read committed"):
            await conn.fetchval("select box.set_gate($1, 'closed')", SURVEY)
        await conn.execute("rollback")
