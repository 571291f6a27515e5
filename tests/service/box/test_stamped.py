"""An envelope sealed elsewhere: its stamp first, then the box; nothing of who sent it anywhere."""

import asyncio
import secrets
from collections.abc import AsyncIterator

import asyncpg
import msgspec
import pytest

from service.box.casting import Casting, open_casting
from service.box.gate import GateState, read_turnout
from service.box.opening import Opening, open_box
from service.box.piles import note_voided
from service.box.receipts import is_genuine
from service.box.sealing import seal
from service.box.stamped import Kept, Sent, cast_stamped
from service.database import Pool, transaction
from service.database.cluster import Server
from service.demonstration.sealed_phone import Ask, Envelope, Phone
from service.settings import Settings
from service.stamping.stamping import Stamping, open_stamping
from surveys import canonical
from surveys.ballots.ballot import Ballot, Enclosure, Remark, digest
from surveys.ballots.receipt import leaf
from surveys.ballots.stamps import StampedBallot, StampedEnclosure, inner_message, outer_message
from surveys.manifest import SlipCount
from surveys.refusals import Refusal
from tests.builders import SURVEY, a_ballot
from tests.sealed import SealedVote, a_sealed_vote, asking, take

DEPUTIES = ("deputies", "")
PUBLIC = ("public", "land")
TWO_GROUPS = tuple(
    SlipCount(group=group, unit=unit, printed=9) for group, unit in (DEPUTIES, PUBLIC)
)


class Town(msgspec.Struct, frozen=True):
    """Everything one web process has, and a vote in it."""

    settings: Settings
    web: Pool
    box: Pool
    casting: Casting
    stamping: Stamping

    async def vote(self, **told: object) -> "Hall":
        """A vote, open unless told otherwise."""
        return Hall(self, await a_sealed_vote(self.settings, self.web, self.box, **told))


class Hall(msgspec.Struct, frozen=True):
    """A vote and the people in it, each with the slip of their number."""

    town: Town
    vote: SealedVote

    async def sealed(self, at: int = 0, pile: tuple[str, str] = DEPUTIES) -> Envelope:
        """What one of them has ready for the box."""
        return await self.phone(pile).vote(self.ask(at, pile), self.vote.answers(unit=pile[1]))

    def ask(self, at: int, pile: tuple[str, str] = DEPUTIES) -> Ask:
        code = self.vote.codes(pile[1], pile[0])[at]
        return asking(self.town.settings, self.town.stamping, self.vote, code)

    def phone(self, pile: tuple[str, str] = DEPUTIES) -> Phone:
        return self.vote.phone(pile[1], pile[0])

    async def cast(self, sent: Sent) -> Kept:
        return await cast_stamped(self.town.casting, self.vote.box, sent)

    async def turn(self, stage: str) -> None:
        await take(self.town.web, self.town.box, self.vote, stage)


@pytest.fixture
async def town(
    settings: Settings, database: Server, web_pool: Pool, box_pool: Pool, casting: Casting
) -> AsyncIterator[Town]:
    """One web process on a fresh database."""
    async with open_stamping(settings, database) as stamping:
        yield Town(settings, web_pool, box_pool, casting, stamping)


def sent(given: Envelope, **changes: object) -> Sent:
    parts = {name: getattr(given, name) for name in Sent.__struct_fields__}
    return Sent(**{**parts, **changes})


async def stored(owner: Pool) -> list[tuple[bytes, str, str]]:
    async with owner.acquire() as conn:
        rows = await conn.fetch("select leaf, weighting_group, unit from box.sealed order by leaf")
    return [tuple(row) for row in rows]


async def test_a_stamped_envelope_gets_a_genuine_receipt_and_the_same_one_every_time(
    town: Town, owner_pool: Pool
) -> None:
    """F021."""
    hall = await town.vote()
    envelope = await hall.sealed()
    first = await hall.cast(sent(envelope))
    again = await asyncio.gather(*(hall.cast(sent(envelope)) for _ in range(50)))
    assert is_genuine(first.receipt, hall.vote.manifest.receipt_key)
    assert {one.receipt for one in again} == {first.receipt}
    assert (first.repeated, {one.repeated for one in again}) == (False, {True})
    name = leaf(hall.vote.digest, envelope.envelope)
    assert await stored(owner_pool) == [(name, "deputies", "")]
    for stage in ("paused", "closed"):
        await hall.turn(stage)
        assert (await hall.cast(sent(envelope))).receipt == first.receipt


async def test_two_processes_store_one_envelope_once(
    town: Town, database: Server, owner_pool: Pool
) -> None:
    hall = await town.vote()
    envelopes = [await hall.sealed(at) for at in range(6)]
    async with open_casting(town.settings, database, town.box) as other:
        kept = await asyncio.gather(
            *(
                cast_stamped(one, hall.vote.box, sent(each))
                for each in envelopes * 5
                for one in (town.casting, other)
            )
        )
    assert len(await stored(owner_pool)) == 6
    assert len({one.receipt for one in kept}) == 6
    assert sum(not one.repeated for one in kept) == 6


async def test_a_forged_moved_or_borrowed_stamp_opens_no_box(town: Town, owner_pool: Pool) -> None:
    hall = await town.vote(slips=TWO_GROUPS)
    envelope = await hall.sealed()
    other = await hall.sealed(1)
    of_the_public = await hall.sealed(pile=PUBLIC)
    inner = await hall.phone().write(hall.ask(2), a_ballot(number=9))
    for forged in (
        sent(envelope, stamp=secrets.token_bytes(256)),
        sent(envelope, stamp=other.stamp),
        sent(envelope, stamp=other.stamp, prefix=other.prefix),
        sent(envelope, stamp=bytes.fromhex(inner.stamp), prefix=bytes.fromhex(inner.prefix)),
        sent(envelope, envelope=other.envelope),
        sent(envelope, prefix=bytes(32)),
        sent(envelope, group="public", unit="land"),
        sent(envelope, group="strangers"),
        sent(of_the_public, unit=""),
        sent(of_the_public, group="deputies", unit=""),
    ):
        with pytest.raises(Refusal, match=r"stamp\.not_genuine"):
            await hall.cast(forged)
    assert await stored(owner_pool) == []


async def test_an_envelope_of_another_length_is_refused_before_anything_is_computed(
    town: Town,
) -> None:
    """F037."""
    hall = await town.vote()
    envelope = await hall.sealed()
    for wrong in (b"", envelope.envelope[1:], envelope.envelope + b"\0"):
        with pytest.raises(Refusal, match=r"box\.wrong_length"):
            await hall.cast(sent(envelope, envelope=wrong))


async def test_a_gate_that_is_not_open_takes_no_new_envelope(town: Town, owner_pool: Pool) -> None:
    hall = await town.vote()
    envelope = await hall.sealed()
    stale = msgspec.structs.replace(
        hall.vote.box, seal=msgspec.structs.replace(hall.vote.box.seal, manifest="00" * 32)
    )
    with pytest.raises(Refusal, match=r"stamp\.not_genuine"):
        await cast_stamped(town.casting, stale, sent(envelope))
    for stage, code in (("paused", r"box\.paused"), ("closed", r"box\.closed")):
        await hall.turn(stage)
        with pytest.raises(Refusal, match=code):
            await hall.cast(sent(envelope))
    assert await stored(owner_pool) == []


async def test_turnout_is_what_was_printed_voided_and_lies_in_the_box(town: Town) -> None:
    hall = await town.vote(slips=TWO_GROUPS)
    for at in range(3):
        await hall.cast(sent(await hall.sealed(at)))
    await hall.cast(sent(await hall.sealed(pile=PUBLIC)))
    async with transaction(town.box) as conn:
        await note_voided(conn, SURVEY, [("deputies", "", 2), ("public", "land", 0)])
        turnout = await read_turnout(conn, SURVEY)
    piles = [(one.weighting_group, one.unit, one.printed, one.voided, one.spent) for one in turnout]
    assert piles == [("deputies", "", 9, 2, 3), ("public", "land", 9, 0, 1)]


async def test_after_the_close_neither_xmin_nor_place_tells_an_order_and_stamps_are_kept(
    town: Town, owner_pool: Pool
) -> None:
    """F001."""
    hall = await town.vote()
    envelopes = [await hall.sealed(at) for at in range(8)]
    for envelope in envelopes:
        await hall.cast(sent(envelope))
    await hall.turn("closed")
    async with owner_pool.acquire() as conn:
        rows = await conn.fetch(
            "select leaf, prefix, stamp, xmin::text from box.sealed order by ctid"
        )
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert len({row[3] for row in rows}) == 1
    given = {(leaf(hall.vote.digest, one.envelope), one.prefix, one.stamp) for one in envelopes}
    assert {tuple(row)[:3] for row in rows} == given


async def test_what_was_cast_is_opened_with_its_inner_stamp_and_without_a_leaf(
    town: Town, opener_pool: Pool, worker_pool: Pool
) -> None:
    hall = await town.vote()
    remark = Remark(question="remark.1", about="finance", words="路灯坏了")
    envelopes = [await hall.sealed(at) for at in range(4)]
    envelopes.append(
        await hall.phone().vote(hall.ask(4), hall.vote.answers("dissatisfied"), remark)
    )
    for envelope in envelopes:
        await hall.cast(sent(envelope))
    await hall.turn("closed")
    opened = await open_box(opener_pool, town.settings, hall.vote.manifest, digest=hall.vote.digest)
    assert opened == Opening(5, 0, 1)
    async with worker_pool.acquire() as conn:
        rows = await conn.fetch("select digest, ballot from box.opened order by digest")
    assert all(row[0].hex() == digest(hall.vote.digest, row[1]) for row in rows)
    kept = [canonical.decode(row[1], StampedBallot) for row in rows]
    assert sorted(one.ballot.answers == hall.vote.answers() for one in kept) == [False] + [True] * 4
    leaves = {leaf(hall.vote.digest, one.envelope).hex() for one in envelopes}
    assert not any(name in row[1].decode() for name in leaves for row in rows)


async def test_an_envelope_whose_inside_was_tampered_with_is_spoiled_with_its_reason(
    town: Town, opener_pool: Pool, worker_pool: Pool
) -> None:
    """F036."""
    hall = await town.vote(slips=TWO_GROUPS)
    phone = hall.phone()
    written = [await phone.write(hall.ask(at), a_ballot(number=at)) for at in range(8)]
    swapped = msgspec.structs.replace(written[1], ballot=a_ballot("dissatisfied", number=1))
    borrowed = msgspec.structs.replace(written[2], prefix="00" * 32)
    foreign = await phone.write(hall.ask(8), a_ballot(number=8, survey="laochang-2025"))
    of_the_public = await hall.phone(PUBLIC).write(
        hall.ask(0, PUBLIC), a_ballot(number=20, group="public", unit="land")
    )
    beside = msgspec.structs.replace(written[5], ballot=a_ballot(number=5, unit="land"))
    insides = [written[0], swapped, borrowed, written[3], written[3], beside, foreign]
    for at, inside in enumerate(insides):
        envelope = await phone.close(hall.ask(at), inside)
        await hall.cast(sent(envelope))
    stray = await phone.close(hall.ask(7), of_the_public)
    await hall.cast(sent(stray))
    await hall.turn("closed")
    opened = await open_box(opener_pool, town.settings, hall.vote.manifest, digest=hall.vote.digest)
    assert opened == Opening(1, 7, 0)
    async with worker_pool.acquire() as conn:
        rows = await conn.fetch("select reason, number from box.unopened order by reason")
    assert dict(tuple(row) for row in rows) == {
        "duplicate": 2,
        "unstamped": 2,
        "wrong_group": 1,
        "wrong_survey": 1,
        "wrong_unit": 1,
    }


async def test_an_enclosure_without_a_stamp_and_plain_noise_are_unreadable(
    town: Town, opener_pool: Pool, owner_pool: Pool, worker_pool: Pool
) -> None:
    """Laid into the box past its door: nothing there has a stamp."""
    hall = await town.vote()
    plain = seal(hall.vote.box.seal, "deputies", Enclosure(ballot=a_ballot()))
    unsigned = seal(
        hall.vote.box.seal,
        "deputies",
        StampedEnclosure(ballot=a_ballot(number=2), prefix="00" * 32, stamp="00" * 256),
    )
    async with owner_pool.acquire() as conn:
        for envelope in (plain, unsigned, secrets.token_bytes(len(plain))):
            await conn.execute(
                "insert into box.sealed"
                " (survey_id, leaf, weighting_group, envelope, unit, prefix, stamp)"
                " values ($1, $2, 'deputies', $3, '', $4, $5)",
                *(SURVEY, leaf(hall.vote.digest, envelope), envelope, bytes(32), bytes(256)),
            )
        with pytest.raises(asyncpg.CheckViolationError):
            await conn.execute(
                "insert into box.sealed (survey_id, leaf, weighting_group, envelope, unit)"
                " values ($1, $2, 'deputies', 'x', '')",
                *(SURVEY, bytes(32)),
            )
    await hall.turn("closed")
    opened = await open_box(opener_pool, town.settings, hall.vote.manifest, digest=hall.vote.digest)
    assert opened == Opening(0, 3, 0)
    async with worker_pool.acquire() as conn:
        rows = await conn.fetch("select reason, number from box.unopened")
    assert dict(tuple(row) for row in rows) == {"unreadable": 2, "unstamped": 1}


def test_the_two_stamps_are_on_messages_no_other_stamp_could_be_on() -> None:
    ballot: Ballot = a_ballot()
    data, name = canonical.encode(ballot), bytes(32)
    inner = inner_message(bytes(32), "ab" * 32, data)
    outer = outer_message(bytes(32), "ab" * 32, name)
    assert inner == bytes(32) + b"inner\0" + b"\xab" * 32 + data
    assert outer == bytes(32) + b"outer\0" + b"\xab" * 32 + name


@pytest.mark.parametrize("state", [GateState.PREPARED])
async def test_piles_are_noted_before_the_vote_only(town: Town, state: GateState) -> None:
    hall = await town.vote(state=state)
    async with town.box.acquire() as conn:
        noted = "select box.set_piles($1, '{deputies}', array[''], '{30}')"
        assert await conn.fetchval(noted, SURVEY) == 1
        await hall.turn("open")
        assert await conn.fetchval(noted, SURVEY) is None
