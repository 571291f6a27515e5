"""An open link: whoever has the address may answer, and a form sent twice is one answer."""

import asyncio
import secrets

import pytest

from service.box import gate
from service.box.casting import Box, Casting, box_of, cast, look_at_slip
from service.box.gate import GateState, read_turnout
from service.box.keys import make_box_key
from service.box.opening import open_box
from service.box.receipts import is_genuine, public_receipt_key
from service.box.slips import SIZE, mint
from service.database import Pool, transaction
from service.settings import Settings
from surveys.ballots.receipt import Receipt
from surveys.poll import EVERYBODY, PollManifest
from surveys.questionnaire.answer import Answers, Choice, Order, Points, Words
from surveys.refusals import Refusal
from tests.boxes import turn
from tests.polls import POLL, an_open_manifest

ANSWERS: Answers = {
    "visited": Choice("yes"),
    "speed": Points(4),
    "first": Order(("road", "lamp")),
    "else": Words("路灯不亮"),
}


def a_code() -> str:
    """As the voter's browser draws it."""
    return mint(secrets.token_bytes(SIZE))


async def an_open_box(
    settings: Settings, pool: Pool, *, state: GateState = GateState.OPEN
) -> tuple[PollManifest, Box]:
    manifest = an_open_manifest(
        box_key=make_box_key(settings, POLL), receipt_key=public_receipt_key(settings)
    )
    async with transaction(pool) as conn:
        await gate.prepare_gate(conn, manifest)
        await gate.let_everybody_in(conn, POLL, group=EVERYBODY.key)
    if state is not GateState.PREPARED:
        await turn(pool, POLL, GateState.OPEN)
    if state not in (GateState.PREPARED, GateState.OPEN):
        await turn(pool, POLL, state)
    return manifest, box_of(manifest)


async def answer(casting: Casting, box: Box, code: str) -> Receipt:
    return await cast(casting, box, code=code, unit="", answers=ANSWERS)


async def returned(pool: Pool) -> list[tuple[str, int, int]]:
    async with transaction(pool) as conn:
        return [(p.weighting_group, p.printed, p.spent) for p in await read_turnout(conn, POLL)]


async def test_a_code_nobody_printed_is_as_good_as_a_slip_and_a_repeat_gets_the_same_receipt(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    manifest, box = await an_open_box(settings, box_pool)
    code = a_code()
    assert (await look_at_slip(casting, POLL, code)).standing == "ready"
    first = await answer(casting, box, code)
    assert is_genuine(first, manifest.receipt_key)
    again = await asyncio.gather(*(answer(casting, box, code) for _ in range(10)))
    assert set(again) == {first}
    assert (await look_at_slip(casting, POLL, code)).standing == "repeated"
    assert await returned(box_pool) == [(EVERYBODY.key, 1, 1)]


async def test_a_second_code_is_a_second_answer_which_nothing_prevents(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    _, box = await an_open_box(settings, box_pool)
    receipts = await asyncio.gather(*(answer(casting, box, a_code()) for _ in range(60)))
    assert len(set(receipts)) == 60
    assert await returned(box_pool) == [(EVERYBODY.key, 60, 60)]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (GateState.PREPARED, r"box\.not_open"),
        (GateState.PAUSED, r"box\.paused"),
        (GateState.CLOSED, r"box\.closed"),
    ],
)
async def test_a_gate_that_is_not_open_makes_no_slip(
    settings: Settings, box_pool: Pool, casting: Casting, *, state: GateState, code: str
) -> None:
    _, box = await an_open_box(settings, box_pool, state=state)
    with pytest.raises(Refusal, match=code):
        await answer(casting, box, a_code())
    assert await returned(box_pool) == []


async def test_what_is_no_code_is_refused(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    _, box = await an_open_box(settings, box_pool)
    for wrong in ("", "short", "票" * 16, "0" * 17):
        with pytest.raises(Refusal, match=r"slip\.unknown"):
            await answer(casting, box, wrong)


async def test_after_the_close_a_repeat_is_told_that_its_answer_is_in_the_box(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    _, box = await an_open_box(settings, box_pool)
    code = a_code()
    await answer(casting, box, code)
    await turn(box_pool, POLL, GateState.CLOSED)
    with pytest.raises(Refusal, match=r"slip\.spent_and_closed"):
        await answer(casting, box, code)


async def test_who_may_come_is_settled_before_anybody_comes(
    settings: Settings, box_pool: Pool
) -> None:
    await an_open_box(settings, box_pool)
    async with transaction(box_pool) as conn:
        with pytest.raises(Refusal, match=r"slip\.too_late_to_print"):
            await gate.let_everybody_in(conn, POLL, group=None)
        assert (await gate.look_at_gate(conn, POLL)).entry == "open"


async def test_an_entry_by_slips_takes_no_code_that_was_not_printed(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    manifest = an_open_manifest(
        box_key=make_box_key(settings, POLL), receipt_key=public_receipt_key(settings)
    )
    async with transaction(box_pool) as conn:
        await gate.prepare_gate(conn, manifest)
    with pytest.raises(Refusal, match=r"slip\.none_printed"):
        await turn(box_pool, POLL, GateState.OPEN)
    with pytest.raises(Refusal, match=r"slip\.unknown"):
        await look_at_slip(casting, POLL, a_code())


async def test_the_opener_opens_an_open_box_and_keeps_texts_apart(
    settings: Settings, box_pool: Pool, opener_pool: Pool, casting: Casting, owner_pool: Pool
) -> None:
    manifest, box = await an_open_box(settings, box_pool)
    for _ in range(3):
        await answer(casting, box, a_code())
    await turn(box_pool, POLL, GateState.CLOSED)
    came = await open_box(opener_pool, settings, manifest)
    assert (came.opened, came.unopened, came.remarks) == (3, 0, 3)
    async with owner_pool.acquire() as conn:
        ballot = await conn.fetchval("select ballot from box.opened limit 1")
    assert "路灯".encode() not in ballot


async def test_the_worker_closes_a_gate_and_can_do_no_other_step(
    settings: Settings, box_pool: Pool, worker_pool: Pool
) -> None:
    await an_open_box(settings, box_pool)
    async with transaction(worker_pool) as conn:
        await gate.close_gate(conn, POLL)
        await gate.close_gate(conn, POLL)
    async with transaction(box_pool) as conn:
        assert (await gate.look_at_gate(conn, POLL)).state == "closed"
    with pytest.raises(Refusal, match=r"box\.not_made"):
        async with transaction(worker_pool) as conn:
            await gate.close_gate(conn, "nowhere")
