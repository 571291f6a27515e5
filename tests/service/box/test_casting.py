"""Casting with a drawn slip: one right, one ballot, one receipt, whatever happens on the way."""

import asyncio
import secrets

import msgspec
import pytest

from service.box import casting as casting_room
from service.box.batching import CastingQueue, Offer, running_queue
from service.box.casting import Casting, cast, look_at_slip, open_casting
from service.box.gate import GateState, read_turnout, void_slips
from service.box.receipts import is_genuine
from service.box.slips import Slip, Throttle, mint
from service.database import Connection, Pool, Role, connect, transaction
from service.database.cluster import Server
from service.database.secrets import slip_key
from service.settings import Settings
from surveys.ballots.receipt import Receipt
from surveys.manifest import SlipCount
from surveys.refusals import Refusal
from tests.boxes import Made, a_box, a_true_manifest, answers, turn
from tests.builders import SURVEY


async def vote(casting: Casting, made: Made, code: str) -> Receipt:
    return await cast(casting, made.box, code=code, unit="", answers=answers(made))


async def insist(casting: Casting, made: Made, code: str) -> Receipt:
    """As a phone does that heard nothing in time: it sends again, and nothing is stored twice."""
    for _ in range(9):
        try:
            return await vote(casting, made, code)
        except Refusal as refusal:
            if refusal.code != "box.unreachable":
                raise
    return await vote(casting, made, code)


async def stored(owner: Pool) -> int:
    async with owner.acquire() as conn:
        return await conn.fetchval("select count(*) from box.sealed")


async def test_a_ballot_is_acknowledged_with_a_genuine_receipt(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    receipt = await vote(casting, made, made.codes()[0])
    async with owner_pool.acquire() as conn:
        leaf, group = await conn.fetchrow("select leaf, weighting_group from box.sealed")
    assert is_genuine(receipt, made.manifest.receipt_key)
    assert (receipt.leaf, group) == (leaf.hex(), "deputies")
    assert receipt.manifest == made.box.seal.manifest


async def test_a_second_tap_gets_the_first_receipt_even_with_other_answers(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    code = made.codes()[0]
    first = await vote(casting, made, code)
    other = answers(made, "dissatisfied")
    await turn(box_pool, SURVEY, GateState.PAUSED)
    assert await cast(casting, made.box, code=code, unit="", answers=other) == first
    assert await stored(owner_pool) == 1


async def test_two_hundred_casts_each_twenty_times_at_once_are_two_hundred_ballots(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, printed=200)
    codes = made.codes() * 20
    secrets.SystemRandom().shuffle(codes)
    hall = asyncio.Semaphore(400)  # phones at the door together; the others wait their turn

    async def in_turn(code: str) -> Receipt:
        async with hall:
            return await insist(casting, made, code)

    receipts = await asyncio.gather(*(in_turn(code) for code in codes))
    by_code: dict[str, set[Receipt]] = {}
    for code, receipt in zip(codes, receipts, strict=True):
        by_code.setdefault(code, set()).add(receipt)
    assert {len(same) for same in by_code.values()} == {1}
    assert len(set(receipts)) == 200
    assert await stored(owner_pool) == 200


async def test_two_processes_never_store_one_slip_twice(
    settings: Settings, database: Server, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, printed=60)
    async with open_casting(settings, database, box_pool) as other:
        receipts = await asyncio.gather(
            *(vote(one, made, code) for code in made.codes() for one in (casting, other) * 3)
        )
    assert len(receipts) == 360
    assert len(set(receipts)) == 60
    assert await stored(owner_pool) == 60


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (GateState.PREPARED, r"box\.not_open"),
        (GateState.PAUSED, r"box\.paused"),
        (GateState.CLOSED, r"box\.closed"),
        (GateState.VOID, r"box\.closed"),
    ],
)
async def test_a_gate_that_is_not_open_takes_nothing(
    settings: Settings, box_pool: Pool, casting: Casting, *, state: GateState, code: str
) -> None:
    made = await a_box(settings, box_pool, state=state)
    with pytest.raises(Refusal, match=code):
        await vote(casting, made, made.codes()[0])
    async with transaction(box_pool) as conn:
        assert [pile.spent for pile in await read_turnout(conn, SURVEY)] == [0]


async def test_after_the_close_a_spent_slip_is_told_that_its_ballot_is_in_the_box(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    await vote(casting, made, made.codes()[0])
    await turn(box_pool, SURVEY, GateState.CLOSED)
    with pytest.raises(Refusal, match=r"slip\.spent_and_closed"):
        await vote(casting, made, made.codes()[0])


async def test_a_voided_slip_an_unknown_one_and_one_of_another_survey_are_refused(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    elsewhere = await a_box(settings, box_pool, survey="laochang-2027")
    voided = made.codes()[0]
    async with transaction(box_pool) as conn:
        await void_slips(conn, SURVEY, [voided], key=slip_key(settings))
    with pytest.raises(Refusal, match=r"slip\.voided"):
        await vote(casting, made, voided)
    for wrong in (mint(secrets.token_bytes(10)), elsewhere.codes()[0], "", "票" * 16):
        with pytest.raises(Refusal, match=r"slip\.unknown"):
            await vote(casting, made, wrong)
    assert await stored(owner_pool) == 0


async def test_a_slip_for_one_department_does_not_rate_another(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    counts = tuple(
        SlipCount(group="deputies", unit=unit, printed=2) for unit in ("finance", "land")
    )
    made = await a_box(settings, box_pool, slips=counts)
    (code, _) = made.codes("finance")
    for unit in ("land", "", "society", "nowhere"):
        with pytest.raises(Refusal, match=r"slip\.other_unit"):
            await cast(casting, made.box, code=code, unit=unit, answers=answers(made, unit="land"))
    receipt = await cast(
        casting, made.box, code=code, unit="finance", answers=answers(made, unit="finance")
    )
    assert is_genuine(receipt, made.manifest.receipt_key)


async def test_the_group_of_an_envelope_is_the_group_of_the_slip(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    counts = tuple(SlipCount(group=group, unit="", printed=1) for group in ("deputies", "public"))
    made = await a_box(settings, box_pool, slips=counts)
    receipt = await vote(casting, made, made.codes(group="public")[0])
    async with owner_pool.acquire() as conn:
        group = await conn.fetchval(
            "select weighting_group from box.sealed where leaf = $1", bytes.fromhex(receipt.leaf)
        )
    assert group == "public"


async def test_answers_the_form_does_not_have_spend_no_slip(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    code = made.codes()[0]
    for bad, said in (
        (answers(made, "splendid"), r"form\.unknown_option"),
        (answers(made, None), r"form\.missing"),
        ({**answers(made), "stranger": answers(made)["grades"]}, r"form\.unknown_question"),
    ):
        with pytest.raises(Refusal, match=said):
            await cast(casting, made.box, code=code, unit="", answers=bad)
    assert (await look_at_slip(casting, SURVEY, code)).standing == "ready"


async def test_a_page_printed_under_another_manifest_is_refused_before_and_inside_the_box(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    other = casting_room.box_of(a_true_manifest(settings, title="另一份方案"))
    with pytest.raises(Refusal, match=r"form\.other_version"):
        await cast(casting, other, code=made.codes()[0], unit="", answers=answers(made))
    offer = msgspec.structs.replace(an_offer(settings, made, made.slips[0]), manifest=bytes(32))
    assert (await casting.queue.put(offer)).outcome == "other_manifest"
    assert await stored(owner_pool) == 0


async def test_wrong_codes_are_throttled_and_right_ones_still_pass(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    slow = msgspec.structs.replace(casting, throttle=Throttle(most=2, pause=3600))
    for said in (r"slip\.unknown", r"slip\.unknown", r"slip\.throttled"):
        with pytest.raises(Refusal, match=said):
            await look_at_slip(slow, SURVEY, mint(secrets.token_bytes(10)))
    assert (await look_at_slip(slow, SURVEY, made.codes()[0])).standing == "ready"
    assert await vote(slow, made, made.codes()[0])


def an_offer(settings: Settings, made: Made, slip: Slip, *, size: int | None = None) -> Offer:
    """What the queue takes; the envelope here is noise of the right length, unless told."""
    noise = secrets.token_bytes(size or made.manifest.padded + 81)
    return Offer(
        survey=made.manifest.survey,
        manifest=bytes.fromhex(made.box.seal.manifest),
        mark=casting_room.mark_of(slip_key(settings), made.manifest.survey, slip.code),
        unit=slip.unit,
        leaf=secrets.token_bytes(32),
        envelope=noise,
        receipt=bytes(64),
    )


async def test_one_poisoned_envelope_does_not_take_its_batch_with_it(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    offers = [an_offer(settings, made, slip) for slip in made.slips[:9]]
    offers.insert(4, an_offer(settings, made, made.slips[9], size=100))
    outcomes = await asyncio.gather(
        *(casting.queue.put(offer) for offer in offers), return_exceptions=True
    )
    failed = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert [refusal.code for refusal in failed] == ["box.unreachable"]
    assert isinstance(outcomes[4], Refusal)
    assert await stored(owner_pool) == 9
    async with transaction(box_pool) as conn:
        (pile,) = await read_turnout(conn, SURVEY)
    assert pile.spent == 9


async def test_a_slip_twice_in_one_batch_is_one_ballot(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    offers = [an_offer(settings, made, made.slips[0]) for _ in range(5)]
    outcomes = await asyncio.gather(*(casting.queue.put(offer) for offer in offers))
    assert [one.outcome for one in outcomes] == ["stored", *["repeated"] * 4]
    assert {one.leaf for one in outcomes} == {offers[0].leaf}
    assert await stored(owner_pool) == 1


async def test_surveys_in_one_batch_keep_apart(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = [
        await a_box(settings, box_pool, survey=f"laochang-{year}") for year in range(2026, 2029)
    ]
    await asyncio.gather(*(vote(casting, one, one.codes()[0]) for one in made))
    async with owner_pool.acquire() as conn:
        surveys = await conn.fetch("select survey_id from box.sealed order by survey_id")
    assert [row[0] for row in surveys] == ["laochang-2026", "laochang-2027", "laochang-2028"]


async def test_a_voter_who_goes_away_leaves_the_others_alone(
    settings: Settings, box_pool: Pool, owner_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    leaving = [
        asyncio.ensure_future(casting.queue.put(an_offer(settings, made, slip)))
        for slip in made.slips[:5]
    ]
    await asyncio.sleep(0)  # they are queued, none is committed
    for one in leaving:
        one.cancel()
    await vote(casting, made, made.slips[9].code)
    assert await stored(owner_pool) >= 1
    assert all(one.cancelled() for one in leaving)


async def test_a_queue_without_a_server_refuses_in_time_and_serves_when_it_is_back(
    settings: Settings, database: Server, box_pool: Pool, owner_pool: Pool
) -> None:
    made = await a_box(settings, box_pool)
    back = asyncio.Event()

    async def connect_box() -> Connection:
        if not back.is_set():
            raise ConnectionRefusedError
        return await connect(settings, database, Role.BOX)

    async with running_queue(connect_box, deadline=0.3) as queue:
        with pytest.raises(Refusal, match=r"box\.unreachable"):
            await queue.put(an_offer(settings, made, made.slips[0]))
        back.set()
        # On a busy machine an answer may come after its deadline: then the next one says repeated.
        answer = await settle(queue, an_offer(settings, made, made.slips[1]))
        assert answer in {"stored", "repeated"}
    assert await stored(owner_pool) == 1


async def settle(queue: CastingQueue, offer: Offer) -> str:
    """Offer until answered, as a phone does."""
    while True:
        try:
            return (await queue.put(offer)).outcome
        except Refusal:
            continue
