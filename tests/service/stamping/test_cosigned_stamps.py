"""The registrar's side of a co-signed vote: whose right it is, told by a mark; nothing alone."""

import asyncio
import secrets
from pathlib import Path

import pytest

from service.box.serials import slip_of
from service.box.slips import mark_of
from service.box.stamps import stamp_holds
from service.clock import now
from service.cosigning.keyfile import read
from service.cosigning.ledger import Ledger
from service.cosigning.machine import Machine
from service.database import Pool, transaction
from service.database.cluster import Server
from service.database.secrets import slip_key
from service.demonstration.sealed_phone import blind, finalize
from service.settings import Settings
from service.stamping.cosigned import Right
from service.stamping.plain import ToStamp, stamp_collected
from service.stamping.relay import Relay
from service.stamping.rights import Bearer, SignedIn
from service.stamping.stamping import Claim, Kind, Stamping, open_stamping, stamp
from surveys.keys import WHOLE
from surveys.refusals import Refusal
from tests.builders import SURVEY
from tests.dialling import make_halves, read_halves_of
from tests.people import SUN
from tests.sealed import SealedVote, a_sealed_vote
from tests.signed import WHOLLY, a_vote_with_doors, serials

PILE = ("deputies", WHOLE)


async def a_cosigned_vote(
    settings: Settings, web: Pool, box: Pool, folder: Path
) -> tuple[SealedVote, Machine]:
    await make_halves(settings, SURVEY, folder, PILE)
    vote = await a_sealed_vote(settings, web, box, halves=read_halves_of(folder).moduli())
    return vote, Machine(read(folder), vote.manifest, Ledger(folder))


async def answer_once(stamping: Stamping, machine: Machine) -> None:
    """The machine comes for questions, and brings the answers."""
    answers = machine.answer(await stamping.relay.exchange(SURVEY, ()))
    bringing = asyncio.create_task(stamping.relay.exchange(SURVEY, answers))
    await asyncio.sleep(0)
    bringing.cancel()


async def test_while_the_machine_is_away_there_is_no_stamp_and_the_right_waits_for_it(
    settings: Settings, database: Server, web_pool: Pool, box_pool: Pool, tmp_path: Path
) -> None:
    vote, machine = await a_cosigned_vote(settings, web_pool, box_pool, tmp_path / "cosign")
    keys, code = vote.manifest.stamps[0], vote.codes()[0]
    bearer = Bearer(slip=mark_of(slip_key(settings), SURVEY, code))
    claim = Claim(survey=SURVEY, unit=WHOLE, bearer=bearer)
    hidden = blind(keys.outer, b"an envelope")
    async with open_stamping(settings, database, relay=Relay(deadline=0.2)) as stamping:
        await stamp(stamping, claim, kind=Kind.INNER, blinded=blind(keys.inner, b"b").sent)
        with pytest.raises(Refusal, match=r"stamp\.cosigner_away"):
            await stamp(stamping, claim, kind=Kind.OUTER, blinded=hidden.sent)
        other = blind(keys.outer, b"another envelope").sent
        with pytest.raises(Refusal, match=r"stamp\.other_envelope"):
            await stamp(stamping, claim, kind=Kind.OUTER, blinded=other)
        short = blind(keys.inner, b"an envelope").sent
        with pytest.raises(Refusal, match=r"request\.malformed"):
            await stamp(stamping, claim, kind=Kind.OUTER, blinded=short)
    async with open_stamping(settings, database, relay=Relay(patience=0.1)) as stamping:
        again = asyncio.gather(
            *(stamp(stamping, claim, kind=Kind.OUTER, blinded=hidden.sent) for _ in range(2))
        )
        while not again.done():
            await answer_once(stamping, machine)
    (blind_stamp,) = {one.stamp for one in again.result()}
    assert stamp_holds(keys.outer, b"an envelope", finalize(hidden, blind_stamp))


async def test_paper_is_co_signed_in_one_turn(
    settings: Settings, database: Server, web_pool: Pool, box_pool: Pool, tmp_path: Path
) -> None:
    folder, key = tmp_path / "cosign", slip_key(settings)
    await make_halves(settings, SURVEY, folder, PILE)
    halves = read_halves_of(folder).moduli()
    pools = (settings, web_pool, box_pool)
    vote = await a_vote_with_doors(*pools, people=WHOLLY, papers=4, halves=halves)
    machine = Machine(read(folder), vote.manifest, Ledger(folder))
    papers = [slip_of(key, SURVEY, serial).code for serial in serials(settings, vote, number=4)]
    marks = [mark_of(key, SURVEY, code) for code in papers]
    asked = [ToStamp(mark, *PILE, b"an envelope", secrets.token_bytes(48)) for mark in marks]
    async with open_stamping(settings, database) as stamping, transaction(web_pool) as conn:
        await stamp_collected(conn, stamping, SURVEY, asked, kind=Kind.INNER)
        sealing = asyncio.create_task(
            stamp_collected(conn, stamping, SURVEY, asked, kind=Kind.OUTER)
        )
        await answer_once(stamping, machine)
        stamps = await sealing
    assert len(set(stamps)) == 4
    outer = vote.manifest.stamps[0].outer
    assert all(stamp_holds(outer, b"an envelope", one) for one in stamps)


async def test_another_session_of_the_same_person_is_the_same_right(
    settings: Settings, web_pool: Pool, box_pool: Pool, stamping: Stamping
) -> None:
    vote = await a_vote_with_doors(settings, web_pool, box_pool, people=(SUN,))
    sessions = [SignedIn(secrets.token_bytes(32), now().replace(year=2000)) for _ in range(2)]
    async with transaction(web_pool) as conn:
        for session in sessions:
            await conn.execute(
                "insert into registrar.voter_session values ($1, 'laochang', $2, $3)",
                *(session.mark, SUN.key, now()),
            )
    pair = vote.manifest.stamps[0]
    hidden = blind(pair.inner, b"a ballot").sent
    seen = list[Right]()
    sign = stamping.sign

    async def watch(key: object, blinded: bytes, right: Right) -> bytes:
        seen.append(right)
        return await sign(key, blinded, right)  # type: ignore[arg-type]

    stamping.sign = watch  # type: ignore[method-assign]
    for session in sessions:
        claim = Claim(survey=SURVEY, unit=pair.unit, bearer=Bearer(session=session))
        await stamp(stamping, claim, kind=Kind.INNER, blinded=hidden)
    first, second = (right.mark(b"k" * 32) for right in seen)
    assert first == second
    assert seen[0].person == SUN.key
    assert SUN.key not in first


def test_a_mark_tells_a_right_from_every_other() -> None:
    rights = [
        Right("s1", "deputies", "", person="sun"),
        Right("s1", "deputies", "", slip=b"sun"),
        Right("s1", "deputies", "finance", person="sun"),
        Right("s1", "public", "", person="sun"),
        Right("s2", "deputies", "", person="sun"),
        Right("s1", "deputies", "", person="li"),
    ]
    marks = {right.mark(key) for right in rights for key in (b"k" * 32, b"l" * 32)}
    assert len(marks) == 12
    assert {len(mark) for mark in marks} == {32}
