"""The gate as the secretary turns it, and the slips printed before it opens."""

import itertools

import pytest

from service.box import gate
from service.box.casting import Casting, cast
from service.box.gate import GateState, Voiding
from service.box.slips import mint
from service.database import Pool, transaction
from service.database.secrets import slip_key
from service.settings import Settings
from surveys.manifest import SlipCount
from surveys.refusals import Refusal
from surveys.stages import TRANSITIONS, Stage
from tests.boxes import a_box, a_true_manifest, answers, turn
from tests.builders import SURVEY

STAGES = (Stage.PREPARED, Stage.OPEN, Stage.PAUSED, Stage.CLOSED, Stage.VOID)


async def test_the_gate_takes_exactly_the_steps_of_an_evaluation(
    settings: Settings, box_pool: Pool
) -> None:
    for here, there in itertools.permutations(STAGES, 2):
        survey = f"from-{here.value}-to-{there.value}"
        await a_box(settings, box_pool, survey=survey, state=GateState(here.value), printed=1)
        if there in TRANSITIONS[here]:
            await turn(box_pool, survey, GateState(there.value))
        else:
            with pytest.raises(Refusal, match=r"stage\.not_from_here"):
                await turn(box_pool, survey, GateState(there.value))
        async with transaction(box_pool) as conn:
            stands = (await gate.look_at_gate(conn, survey)).state
        assert stands == (there if there in TRANSITIONS[here] else here).value


async def test_turning_the_gate_twice_is_harmless(settings: Settings, box_pool: Pool) -> None:
    await a_box(settings, box_pool, state=GateState.CLOSED, printed=1)
    await turn(box_pool, SURVEY, GateState.CLOSED)
    async with transaction(box_pool) as conn:
        assert (await gate.look_at_gate(conn, SURVEY)).state == GateState.CLOSED.value


async def test_nobody_but_the_opener_says_that_a_box_is_opened(
    settings: Settings, box_pool: Pool
) -> None:
    await a_box(settings, box_pool, state=GateState.CLOSED, printed=1)
    with pytest.raises(Refusal, match=r"stage\.not_from_here"):
        await turn(box_pool, SURVEY, GateState.OPENED)


async def test_a_gate_that_was_never_made_is_refused_by_name(box_pool: Pool) -> None:
    with pytest.raises(Refusal, match=r"box\.not_made"):
        await turn(box_pool, SURVEY, GateState.OPEN)


async def test_a_box_whose_printing_was_cut_short_does_not_open(
    settings: Settings, box_pool: Pool
) -> None:
    made = await a_box(settings, box_pool, state=GateState.PREPARED, printed=3)
    anew = a_true_manifest(settings, frozen_at="2026-11-20T08:31:00+08:00")
    async with transaction(box_pool) as conn:
        await gate.prepare_gate(conn, anew)
    assert anew != made.manifest
    with pytest.raises(Refusal, match=r"slip\.none_printed"):
        await turn(box_pool, SURVEY, GateState.OPEN)


async def test_printing_again_makes_earlier_sheets_worthless(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, state=GateState.PREPARED, printed=3)
    async with transaction(box_pool) as conn:
        again = await gate.print_slips(conn, made.manifest, key=slip_key(settings))
    await turn(box_pool, SURVEY, GateState.OPEN)
    with pytest.raises(Refusal, match=r"slip\.unknown"):
        await cast(casting, made.box, code=made.slips[0].code, unit="", answers=answers(made))
    assert await cast(casting, made.box, code=again[0].code, unit="", answers=answers(made))


async def test_another_manifest_makes_slips_worthless_before_voting_and_is_refused_after(
    settings: Settings, box_pool: Pool
) -> None:
    made = await a_box(settings, box_pool, state=GateState.PREPARED, printed=3)
    other = a_true_manifest(settings, title="改过的标题")
    async with transaction(box_pool) as conn:
        await gate.prepare_gate(conn, other)
        assert await gate.read_turnout(conn, SURVEY) == []
        await gate.print_slips(conn, other, key=slip_key(settings))
    await turn(box_pool, SURVEY, GateState.OPEN)
    with pytest.raises(Refusal, match=r"box\.other_manifest"):
        async with transaction(box_pool) as conn:
            await gate.prepare_gate(conn, made.manifest)


async def test_no_slip_is_printed_once_voting_has_begun(settings: Settings, box_pool: Pool) -> None:
    made = await a_box(settings, box_pool, printed=3)
    with pytest.raises(Refusal, match=r"slip\.too_late_to_print"):
        async with transaction(box_pool) as conn:
            await gate.print_slips(conn, made.manifest, key=slip_key(settings))
    async with transaction(box_pool) as conn:
        assert [pile.printed for pile in await gate.read_turnout(conn, SURVEY)] == [3]


async def test_slips_leave_the_printer_in_drawn_order(settings: Settings, box_pool: Pool) -> None:
    counts = tuple(SlipCount(group=group, unit="", printed=20) for group in ("deputies", "public"))
    made = await a_box(settings, box_pool, slips=counts)
    groups = [slip.group for slip in made.slips]
    assert sorted(groups) == ["deputies"] * 20 + ["public"] * 20
    assert groups != sorted(groups)
    assert len({slip.code for slip in made.slips}) == 40


async def test_left_over_cards_are_voided_and_what_was_issued_is_printed_less_voided(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, printed=5)
    spent, left, *_ = made.codes()
    await cast(casting, made.box, code=spent, unit="", answers=answers(made))
    typed = [left, left.lower(), spent, mint(bytes(10)), "?"]
    async with transaction(box_pool) as conn:
        became = await gate.void_slips(conn, SURVEY, typed, key=slip_key(settings))
        again = await gate.void_slips(conn, SURVEY, [left], key=slip_key(settings))
        (pile,) = await gate.read_turnout(conn, SURVEY)
    assert [outcome for _, outcome in became] == [
        Voiding.VOIDED,
        Voiding.VOIDED,
        Voiding.SPENT,
        Voiding.UNKNOWN,
        Voiding.UNKNOWN,
    ]
    assert again == [(left, Voiding.ALREADY_VOIDED)]
    assert (pile.printed, pile.voided, pile.issued, pile.spent) == (5, 1, 4, 1)


async def test_left_over_cards_may_be_voided_after_the_close_and_not_after_a_void(
    settings: Settings, box_pool: Pool
) -> None:
    made = await a_box(settings, box_pool, state=GateState.CLOSED, printed=2)
    first, second = made.codes()
    async with transaction(box_pool) as conn:
        after_close = await gate.void_slips(conn, SURVEY, [first], key=slip_key(settings))
    await turn(box_pool, SURVEY, GateState.VOID)
    async with transaction(box_pool) as conn:
        after_void = await gate.void_slips(conn, SURVEY, [second], key=slip_key(settings))
    assert after_close == [(first, Voiding.VOIDED)]
    assert after_void == [(second, Voiding.CLOSED)]


async def test_turnout_is_told_by_weighting_group_and_unit(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    counts = (
        SlipCount(group="deputies", unit="finance", printed=2),
        SlipCount(group="deputies", unit="land", printed=3),
        SlipCount(group="public", unit="land", printed=4),
    )
    made = await a_box(settings, box_pool, slips=counts)
    (code, *_) = made.codes("land", "public")
    await cast(casting, made.box, code=code, unit="land", answers=answers(made, unit="land"))
    async with transaction(box_pool) as conn:
        turnout = await gate.read_turnout(conn, SURVEY)
    told = [(pile.weighting_group, pile.unit, pile.printed, pile.spent) for pile in turnout]
    assert told == [
        ("deputies", "finance", 2, 0),
        ("deputies", "land", 3, 0),
        ("public", "land", 4, 1),
    ]


async def test_a_receipt_code_is_found_before_and_after_the_close(
    settings: Settings, box_pool: Pool, casting: Casting
) -> None:
    made = await a_box(settings, box_pool, printed=1)
    receipt = await cast(casting, made.box, code=made.codes()[0], unit="", answers=answers(made))
    found: list[bool] = []
    for state in (GateState.PAUSED, GateState.CLOSED):
        await turn(box_pool, SURVEY, state)
        async with transaction(box_pool) as conn:
            found += [
                await gate.holds(conn, SURVEY, typed)
                for typed in (receipt.code, receipt.code.lower(), "0000-0000", "?")
            ]
            found.append(await gate.holds(conn, "laochang-2027", receipt.code))
    assert found == [True, True, False, False, False] * 2
