"""Opening: after the close, by the opener alone, every envelope accounted for, nothing dropped."""

import collections
import secrets

import asyncpg
import msgspec
import pytest

from service.box.casting import Casting, box_of, cast
from service.box.gate import GateState
from service.box.judges import AT_ONCE
from service.box.opening import Opening, open_box
from service.database import Pool
from service.settings import Settings
from surveys import canonical
from surveys.ballots.ballot import Ballot, Remark, digest
from surveys.manifest import SlipCount, fingerprint
from surveys.questionnaire.answers import Choice, Words
from surveys.refusals import Refusal
from tests.boxes import a_box, an_envelope, answers, smuggle, turn
from tests.builders import SURVEY, a_ballot
from tests.service.box.opened import cast_one_and_close, opened_ballots, reasons, remarks


async def test_what_was_cast_comes_out_without_anything_of_how_it_went_in(
    settings: Settings, box_pool: Pool, opener_pool: Pool, worker_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, printed=12)
    grades = ["satisfied"] * 7 + ["dissatisfied"] * 3
    receipts = [
        await cast(casting, made.box, code=code, unit="", answers=answers(made, grade))
        for code, grade in zip(made.codes(), grades, strict=False)
    ]
    await turn(box_pool, SURVEY, GateState.CLOSED)
    assert await open_box(opener_pool, settings, made.manifest) == Opening(10, 0, 0)
    ballots = await opened_ballots(worker_pool)
    given = [canonical.encode(ballot.answers) for ballot in ballots]
    wanted = [canonical.encode(answers(made, grade)) for grade in grades]
    assert collections.Counter(given) == collections.Counter(wanted)
    written = b"".join(canonical.encode(ballot) for ballot in ballots).decode()
    assert not any(receipt.leaf in written or receipt.code in written for receipt in receipts)


async def test_ballots_are_kept_by_their_own_digest_and_written_by_one_transaction(
    settings: Settings, box_pool: Pool, opener_pool: Pool, owner_pool: Pool
) -> None:
    made = await a_box(settings, box_pool, printed=AT_ONCE + 20)
    await smuggle(
        owner_pool,
        made,
        *(an_envelope(made, a_ballot(number=number)) for number in range(AT_ONCE + 20)),
    )
    await turn(box_pool, SURVEY, GateState.CLOSED)
    assert (await open_box(opener_pool, settings, made.manifest)).opened == AT_ONCE + 20
    async with owner_pool.acquire() as conn:
        rows = await conn.fetch("select digest, ballot from box.opened order by ctid")
        xids = await conn.fetchval("select count(distinct xmin::text) from box.opened")
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert all(row[0].hex() == digest(made.box.seal.manifest, row[1]) for row in rows)
    assert xids == 1


async def test_remarks_come_out_apart_from_ballots_in_a_drawn_order(
    settings: Settings, box_pool: Pool, opener_pool: Pool, worker_pool: Pool, owner_pool: Pool
) -> None:
    made = await a_box(settings, box_pool)
    told = [f"第{number}条意见" for number in range(30)]
    remark = Remark(question="remark.1", about="finance", words="")
    await smuggle(
        owner_pool,
        made,
        *(
            an_envelope(made, a_ballot(number=n), msgspec.structs.replace(remark, words=words))
            for n, words in enumerate(told)
        ),
    )
    await turn(box_pool, SURVEY, GateState.CLOSED)
    assert await open_box(opener_pool, settings, made.manifest) == Opening(30, 0, 30)
    kept = await remarks(worker_pool)
    words = [row[3] for row in kept]
    assert [row[0] for row in kept] == list(range(1, 31))
    assert {row[1:3] for row in kept} == {("finance", "remark.1")}
    assert sorted(words) == sorted(told)
    assert words != told
    order = {ballot.nonce: place for place, ballot in enumerate(await opened_ballots(worker_pool))}
    assert words != sorted(told, key=lambda one: order[f"{told.index(one):032x}"])
    assert not any("意见" in str(ballot) for ballot in await opened_ballots(worker_pool))


async def test_every_spoiled_envelope_is_counted_with_its_reason(
    settings: Settings, box_pool: Pool, opener_pool: Pool, worker_pool: Pool, owner_pool: Pool
) -> None:
    counts = (
        SlipCount(group="deputies", unit="", printed=20),
        SlipCount(group="public", unit="land", printed=20),
    )
    made = await a_box(settings, box_pool, slips=counts)
    marks = a_ballot().answers
    foreign = msgspec.structs.replace(
        made,
        box=msgspec.structs.replace(
            made.box, seal=msgspec.structs.replace(made.box.seal, manifest="ab" * 32)
        ),
    )
    await smuggle(
        owner_pool,
        made,
        an_envelope(made, a_ballot(number=1)),
        secrets.token_bytes(made.manifest.padded + 81),
        secrets.token_bytes(99),
        b"\0",
        an_envelope(foreign, a_ballot(number=2)),
        an_envelope(made, a_ballot(number=3), under="public"),
        an_envelope(made, a_ballot(number=4, survey="laochang-2025")),
        an_envelope(made, a_ballot(number=5, group="public")),
        an_envelope(made, a_ballot(number=6, unit="land")),
        an_envelope(made, a_ballot("splendid", number=7)),
        an_envelope(made, with_answers(8, {**marks, "stranger": Choice(option="a")})),
        an_envelope(made, with_answers(9, {**marks, "remark.1": Words(words="写在票上")})),
        an_envelope(made, a_ballot(number=10), Remark("remark.9", "finance", "没有这一题")),
        an_envelope(made, a_ballot(number=11), Remark("remark.1", "land", "张冠李戴")),
        an_envelope(made, a_ballot(number=12), *[Remark("remark.1", "finance", "两遍")] * 2),
        an_envelope(made, a_ballot(number=13), Remark("remark.1", "finance", "长" * 501)),
    )
    await turn(box_pool, SURVEY, GateState.CLOSED)
    assert await open_box(opener_pool, settings, made.manifest) == Opening(1, 15, 0)
    assert await reasons(worker_pool) == {
        ("deputies", "unreadable"): 5,
        ("deputies", "wrong_survey"): 1,
        ("deputies", "wrong_group"): 1,
        ("deputies", "wrong_form"): 8,
    }


def with_answers(number: int, given: dict[str, object]) -> Ballot:
    return msgspec.structs.replace(a_ballot(number=number), answers=given)


async def test_a_blank_and_an_over_marked_ballot_open_as_they_are(
    settings: Settings, box_pool: Pool, opener_pool: Pool, worker_pool: Pool, owner_pool: Pool
) -> None:
    made = await a_box(settings, box_pool)
    blank, over = a_ballot(None, number=1), a_ballot(("satisfied", "dissatisfied"), number=2)
    await smuggle(owner_pool, made, an_envelope(made, blank), an_envelope(made, over))
    await turn(box_pool, SURVEY, GateState.CLOSED)
    await open_box(opener_pool, settings, made.manifest)
    assert sorted(one.nonce for one in await opened_ballots(worker_pool)) == [
        blank.nonce,
        over.nonce,
    ]


async def test_one_ballot_in_two_envelopes_spoils_both_and_their_remarks(
    settings: Settings, box_pool: Pool, opener_pool: Pool, worker_pool: Pool, owner_pool: Pool
) -> None:
    counts = tuple(SlipCount(group=group, unit="", printed=9) for group in ("deputies", "public"))
    made = await a_box(settings, box_pool, slips=counts)
    twice = an_envelope(made, a_ballot(number=1), Remark("remark.1", "finance", "两遍的话"))
    again = an_envelope(made, a_ballot(number=1))
    same_nonce = an_envelope(made, a_ballot("dissatisfied", number=2))
    across = an_envelope(made, a_ballot(number=2, group="public"), under="public")
    alone = an_envelope(made, a_ballot(number=3), Remark("remark.1", "finance", "一遍的话"))
    await smuggle(owner_pool, made, twice, again, same_nonce, alone)
    await smuggle(owner_pool, made, across, group="public")
    await turn(box_pool, SURVEY, GateState.CLOSED)
    assert await open_box(opener_pool, settings, made.manifest) == Opening(1, 4, 1)
    assert await reasons(worker_pool) == {("deputies", "duplicate"): 3, ("public", "duplicate"): 1}
    assert [row[3] for row in await remarks(worker_pool)] == ["一遍的话"]


@pytest.mark.parametrize("state", [GateState.PREPARED, GateState.OPEN, GateState.PAUSED])
async def test_a_box_that_is_not_closed_is_not_opened(
    settings: Settings, box_pool: Pool, opener_pool: Pool, worker_pool: Pool, state: GateState
) -> None:
    made = await a_box(settings, box_pool, state=state)
    with pytest.raises(Refusal, match=r"box\.still_open"):
        await open_box(opener_pool, settings, made.manifest)
    async with opener_pool.acquire() as conn:
        with pytest.raises(asyncpg.PostgresError, match="not closed"):
            await conn.fetch("select * from box.unseal($1, '', 9)", SURVEY)
    assert await opened_ballots(worker_pool) == []


async def test_a_void_box_is_never_opened(
    settings: Settings, box_pool: Pool, opener_pool: Pool
) -> None:
    made = await a_box(settings, box_pool, state=GateState.VOID)
    with pytest.raises(Refusal, match=r"stage\.not_from_here"):
        await open_box(opener_pool, settings, made.manifest)


async def test_opening_again_says_what_came_out_the_first_time(
    settings: Settings, box_pool: Pool, opener_pool: Pool, worker_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    await cast_one_and_close(made, casting, box_pool)
    first = await open_box(opener_pool, settings, made.manifest)
    ballots = await opened_ballots(worker_pool)
    assert await open_box(opener_pool, settings, made.manifest) == first == Opening(1, 0, 1)
    assert await opened_ballots(worker_pool) == ballots


async def test_a_box_is_opened_under_its_own_manifest_only(
    settings: Settings, box_pool: Pool, opener_pool: Pool
) -> None:
    made = await a_box(settings, box_pool, state=GateState.CLOSED)
    other = msgspec.structs.replace(made.manifest, title="换过的方案")
    with pytest.raises(Refusal, match=r"box\.other_manifest"):
        await open_box(opener_pool, settings, other)


async def test_an_upgrade_in_the_middle_of_a_vote_loses_neither_casts_nor_the_box(
    settings: Settings, box_pool: Pool, opener_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool)
    frozen = fingerprint(made.manifest)
    # What a later release, which knows more fields, would make of the same frozen bytes.
    newer = msgspec.structs.replace(made.manifest, congress="老厂镇人大主席团（升级后）")
    assert fingerprint(newer) != frozen
    first, second = made.codes()[:2]
    await cast(casting, made.box, code=first, unit="", answers=answers(made))
    await cast(casting, box_of(newer, frozen), code=second, unit="", answers=answers(made))
    await turn(box_pool, SURVEY, GateState.CLOSED)
    assert await open_box(opener_pool, settings, newer, digest=frozen) == Opening(2, 0, 0)
