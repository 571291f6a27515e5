"""Two stamps a right: bound to their requests, given while the vote is open, and counted."""

import asyncio
import secrets

import asyncpg
import pytest

from service.box.gate import GateState
from service.box.slips import mark_of, mint
from service.box.stamps import stamp_holds
from service.database import Pool, transaction
from service.database.cluster import Server
from service.database.reading import Reading
from service.database.secrets import slip_key
from service.demonstration.sealed_phone import blind, finalize
from service.settings import Settings
from service.stamping.keys import destroy_stamp_keys, make_stamp_keys, read_stamp_keys
from service.stamping.rights import (
    BallotRight,
    Bearer,
    StampsGiven,
    count_stamps,
    look_at_rights,
    void_slip_rights,
)
from service.stamping.stamping import Claim, Kind, Stamping, open_stamping, stamp
from surveys.manifest import SlipCount
from surveys.refusals import Refusal
from tests.builders import SURVEY
from tests.sealed import BITS, a_sealed_vote, asking, take

SIZE = BITS // 8


def blinded() -> bytes:
    """What a phone could have sent: any number below the modulus."""
    return b"\0" + secrets.token_bytes(SIZE - 1)


def bearer(settings: Settings, code: str) -> Bearer:
    return Bearer(slip=mark_of(slip_key(settings), SURVEY, code))


async def right(settings: Settings, reading: Reading, code: str) -> BallotRight:
    (found,) = await look_at_rights(reading, SURVEY, bearer(settings, code))
    return found


async def given(web: Pool) -> list[StampsGiven]:
    async with transaction(web) as conn:
        return await count_stamps(conn, SURVEY)


async def test_a_stamp_is_the_key_s_own_and_the_registrar_never_saw_what_it_is_on(
    settings: Settings, web_pool: Pool, box_pool: Pool, stamping: Stamping
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    ask, keys = asking(settings, stamping, vote, vote.codes()[0]), vote.manifest.stamps[0]
    for kind, modulus in (("inner", keys.inner), ("outer", keys.outer)):
        hidden = blind(modulus, b"what a voter thinks")
        signature = finalize(hidden, await ask(kind, hidden.sent))
        assert stamp_holds(modulus, b"what a voter thinks", signature)
    assert keys.inner != keys.outer
    assert await given(web_pool) == [StampsGiven("deputies", "", 20, 0, 1, 1)]


async def test_the_same_request_gets_the_same_answer_and_a_third_inner_one_none(
    settings: Settings, web_pool: Pool, box_pool: Pool, stamping: Stamping, reading: Reading
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    ask = asking(settings, stamping, vote, vote.codes()[0])
    first, second, third = blinded(), blinded(), blinded()
    answers = [await ask("inner", one) for one in (first, second, first, second, first)]
    assert answers[0] == answers[2] == answers[4]
    assert answers[1] == answers[3] != answers[0]
    with pytest.raises(Refusal, match=r"stamp\.too_many"):
        await ask("inner", third)
    assert (await right(settings, reading, vote.codes()[0])).inner_count == 2


async def test_the_outer_stamp_is_for_one_envelope_and_ends_the_inner_ones(
    settings: Settings, web_pool: Pool, box_pool: Pool, stamping: Stamping, reading: Reading
) -> None:
    """F022."""
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    ask = asking(settings, stamping, vote, vote.codes()[0])
    inner, outer = blinded(), blinded()
    with pytest.raises(Refusal, match=r"stamp\.inner_first"):
        await ask("outer", outer)
    stamped, sealed = await ask("inner", inner), await ask("outer", outer)
    assert await ask("outer", outer) == sealed
    for kind, code in (("outer", r"stamp\.other_envelope"), ("inner", r"stamp\.after_outer")):
        with pytest.raises(Refusal, match=code):
            await ask(kind, blinded())
    assert await ask("inner", inner) == stamped
    assert await given(web_pool) == [StampsGiven("deputies", "", 20, 0, 1, 1)]
    assert (await right(settings, reading, vote.codes()[0])).standing == "stamped"


async def test_of_many_different_requests_at_once_two_inner_and_one_outer_are_stamped(
    settings: Settings,
    database: Server,
    *,
    web_pool: Pool,
    box_pool: Pool,
    stamping: Stamping,
    reading: Reading,
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    code = vote.codes()[0]
    async with open_stamping(settings, database) as other:
        asks = [asking(settings, one, vote, code) for one in (stamping, other)]
        for kind, most in (("inner", 2), ("outer", 1)):
            said = await asyncio.gather(
                *(ask(kind, blinded()) for ask in asks * 8), return_exceptions=True
            )
            assert sum(isinstance(one, bytes) for one in said) == most
            assert {one.code for one in said if isinstance(one, Refusal)} == {
                "stamp.too_many" if kind == "inner" else "stamp.other_envelope"
            }
        same = blinded()
        ask_too = [asking(settings, one, vote, vote.codes()[1]) for one in (stamping, other)]
        assert len(set(await asyncio.gather(*(ask("inner", same) for ask in ask_too * 8)))) == 1
    assert (await right(settings, reading, vote.codes()[1])).inner_count == 1


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (GateState.PREPARED, r"box\.not_open"),
        (GateState.PAUSED, r"box\.paused"),
        (GateState.CLOSED, r"box\.closed"),
    ],
)
async def test_stamps_are_given_while_the_vote_is_open(
    settings: Settings,
    web_pool: Pool,
    box_pool: Pool,
    stamping: Stamping,
    reading: Reading,
    *,
    state: GateState,
    code: str,
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool, state=state)
    ask = asking(settings, stamping, vote, vote.codes()[0])
    for kind in ("inner", "outer"):
        with pytest.raises(Refusal, match=code):
            await ask(kind, blinded())
    assert (await right(settings, reading, vote.codes()[0])).standing == "ready"


async def test_a_lost_answer_to_the_outer_request_is_given_again_while_the_vote_is_paused(
    settings: Settings, web_pool: Pool, box_pool: Pool, stamping: Stamping
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    ask = asking(settings, stamping, vote, vote.codes()[0])
    inner, outer = blinded(), blinded()
    await ask("inner", inner)
    sealed = await ask("outer", outer)
    await take(web_pool, box_pool, vote, "paused")
    assert await ask("outer", outer) == sealed
    with pytest.raises(Refusal, match=r"box\.paused"):
        await ask("inner", inner)


async def test_unknown_voided_and_foreign_slips_get_nothing(
    settings: Settings, web_pool: Pool, box_pool: Pool, stamping: Stamping
) -> None:
    counts = tuple(
        SlipCount(group="deputies", unit=unit, printed=3) for unit in ("finance", "land")
    )
    vote = await a_sealed_vote(settings, web_pool, box_pool, slips=counts)
    drawn, left = vote.codes("finance")[:2]
    await asking(settings, stamping, vote, drawn)("inner", blinded())
    marks = [bearer(settings, code).slip or b"" for code in (left, drawn)]
    async with transaction(web_pool) as conn:
        became = [await void_slip_rights(conn, SURVEY, marks) for _ in range(2)]
    assert [[one[mark] for mark in marks] for one in became] == [
        ["voided", "spent"],
        ["already_voided", "spent"],
    ]
    with pytest.raises(Refusal, match=r"slip\.voided"):
        await asking(settings, stamping, vote, left)("inner", blinded())
    claim = Claim(survey=SURVEY, unit="land", bearer=bearer(settings, drawn))
    with pytest.raises(Refusal, match=r"slip\.other_unit"):
        await stamp(stamping, claim, kind=Kind.INNER, blinded=blinded())
    stranger = mint(secrets.token_bytes(10))
    with pytest.raises(Refusal, match=r"slip\.unknown"):
        await asking(settings, stamping, vote, stranger)("inner", blinded())


async def test_a_message_of_another_length_spends_nothing(
    settings: Settings, web_pool: Pool, box_pool: Pool, stamping: Stamping, reading: Reading
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    ask = asking(settings, stamping, vote, vote.codes()[0])
    for wrong in (b"", blinded()[1:], blinded() + b"\0"):
        with pytest.raises(Refusal, match=r"request\.malformed"):
            await ask("inner", wrong)
    assert (await right(settings, reading, vote.codes()[0])).standing == "ready"


async def test_a_right_belongs_to_a_slip_or_a_person_and_a_person_has_one_for_each_unit(
    settings: Settings, web_pool: Pool, box_pool: Pool, owner_pool: Pool, stamping: Stamping
) -> None:
    """F033: one right, one door."""
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    put = (
        "insert into registrar.ballot_right"
        " (town_id, survey_id, weighting_group, unit, channel, slip_mark, person_id)"
        " values ('laochang', $1, 'deputies', '', $2, $3, $4)"
    )
    async with owner_pool.acquire() as conn:
        await conn.execute(put, SURVEY, "signin", None, "sun")
        for again in (("kiosk", None, "sun"), ("slip", bytes(32), "sun"), ("slip", None, None)):
            with pytest.raises(asyncpg.IntegrityConstraintViolationError):
                await conn.execute(put, SURVEY, *again)
    claim = Claim(survey=SURVEY, unit="", bearer=Bearer(person="sun"))
    answer = await stamp(stamping, claim, kind=Kind.INNER, blinded=blinded())
    assert (answer.group, len(answer.stamp)) == ("deputies", SIZE)
    assert vote.manifest.stamps[0].eligible == 20


async def test_after_the_close_rights_tell_neither_an_order_nor_what_was_asked(
    settings: Settings, web_pool: Pool, box_pool: Pool, owner_pool: Pool, stamping: Stamping
) -> None:
    """F001, at the registrar."""
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    for code in vote.codes()[:7]:
        ask = asking(settings, stamping, vote, code)
        await ask("inner", blinded())
        await ask("outer", blinded())
    before = await given(web_pool)
    await take(web_pool, box_pool, vote, "closed")
    async with owner_pool.acquire() as conn:
        rows = await conn.fetch(
            "select slip_mark, xmin::text, inner_requests, outer_request"
            " from registrar.ballot_right order by ctid"
        )
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert len({row[1] for row in rows}) == 1
    assert {(tuple(row[2]), row[3]) for row in rows} == {((), None)}
    assert await given(web_pool) == before == [StampsGiven("deputies", "", 20, 0, 7, 7)]


async def test_the_roles_of_the_web_and_of_the_box_touch_no_right_but_through_its_doors(
    web_pool: Pool, box_pool: Pool, worker_pool: Pool, opener_pool: Pool
) -> None:
    table = "registrar.ballot_right"
    tries = (
        f"select * from {table}",
        f"update {table} set inner_count = 0",
        f"delete from {table}",
    )
    for pool in (web_pool, box_pool, worker_pool, opener_pool):
        for statement in tries:
            async with pool.acquire() as conn:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await conn.execute(statement)
    for pool in (box_pool, worker_pool, opener_pool):
        async with pool.acquire() as conn:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await conn.fetch(
                    "select * from registrar.claim_stamps('{}', '{}', '{}', '{}', '{}', '{}')"
                )


async def test_no_column_of_a_right_says_when(owner_pool: Pool) -> None:
    async with owner_pool.acquire() as conn:
        kinds = await conn.fetch(
            "select column_name, udt_name from information_schema.columns"
            " where table_schema = 'registrar' and table_name in ('ballot_right', 'stamp_key')"
        )
    assert {kind for _, kind in kinds} == {"text", "bytea", "int2", "_bytea", "bool"}


async def test_keys_lie_in_a_private_file_are_made_once_and_destroyed_for_good(
    settings: Settings, database: Server, web_pool: Pool, box_pool: Pool
) -> None:
    piles = [("deputies", ""), ("public", "")]
    public = make_stamp_keys(settings, "laochang-2040", piles, bits=BITS)
    path = settings.keys / "laochang-2040.stamps"
    assert path.stat().st_mode & 0o777 == 0o600
    assert make_stamp_keys(settings, "laochang-2040", piles, bits=BITS) == public
    assert len({modulus for pair in public for modulus in (pair.inner, pair.outer)}) == 4
    kept = path.read_text()
    other = settings.keys / "laochang-2041.stamps"
    for text in (kept, kept[:-2] + "00", "?", ""):
        other.write_text(text)
        with pytest.raises(Refusal, match=r"stamp\.no_key"):
            read_stamp_keys(settings, "laochang-2041")
    assert destroy_stamp_keys(settings, "laochang-2040")
    assert not destroy_stamp_keys(settings, "laochang-2040")
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    destroy_stamp_keys(settings, SURVEY)
    async with open_stamping(settings, database) as stamping:
        with pytest.raises(Refusal, match=r"stamp\.no_key"):
            await asking(settings, stamping, vote, vote.codes()[0])("inner", blinded())
