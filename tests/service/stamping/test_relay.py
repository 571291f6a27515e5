"""Voters wait for a machine that dials in: asked once, handed out again, refused in time."""

import asyncio

import pytest

from service.stamping.relay import Answer, Question, Relay
from surveys.refusals import Refusal

SURVEY = "cosigned"


def a_question(number: int = 1, blinded: str = "0a") -> Question:
    return Question(mark=f"{number:032x}", group="deputies", unit="", blinded=blinded)


async def test_questions_gather_and_are_answered_in_one_turn() -> None:
    relay = Relay()
    asked = [asyncio.create_task(relay.ask(SURVEY, a_question(number))) for number in range(5)]
    again = asyncio.create_task(relay.ask(SURVEY, a_question(0)))
    await asyncio.sleep(0)
    work = await relay.exchange(SURVEY, ())
    assert {question.mark for question in work} == {a_question(number).mark for number in range(5)}
    turn = asyncio.create_task(
        relay.exchange(SURVEY, [Answer(question.mark, half="0b") for question in work])
    )
    assert await asyncio.gather(*asked, again) == [b"\x0b"] * 6
    assert relay.is_connected(SURVEY)
    turn.cancel()


async def test_a_question_whose_answer_got_lost_is_handed_out_again() -> None:
    relay = Relay()
    asked = asyncio.create_task(relay.ask(SURVEY, a_question()))
    first = await relay.exchange(SURVEY, ())
    assert await relay.exchange(SURVEY, ()) == first == (a_question(),)
    await Relay(patience=0).exchange(SURVEY, ())
    settled = asyncio.create_task(relay.exchange(SURVEY, [Answer(first[0].mark, half="0c")]))
    assert await asked == b"\x0c"
    settled.cancel()


async def test_where_nobody_answers_the_voter_is_told_to_try_again() -> None:
    relay = Relay(deadline=0.01, patience=0.01)
    with pytest.raises(Refusal, match=r"stamp\.cosigner_away") as told:
        await relay.ask(SURVEY, a_question())
    assert told.value.status == 503
    assert await relay.exchange(SURVEY, ()) == (), "nobody waits for it any more"


async def test_a_machine_that_refuses_is_no_reason_to_try_again() -> None:
    relay = Relay(patience=0.01)
    asked = asyncio.create_task(relay.ask(SURVEY, a_question()))
    (question,) = await relay.exchange(SURVEY, ())
    await relay.exchange(SURVEY, [Answer(question.mark, refused="limit")])
    with pytest.raises(Refusal, match=r"stamp\.cosigner_refused") as told:
        await asked
    assert told.value.status == 409


async def test_a_line_is_of_one_survey() -> None:
    relay = Relay(patience=0.01)
    asked = asyncio.create_task(relay.ask(SURVEY, a_question()))
    await asyncio.sleep(0)
    assert await relay.exchange("another", ()) == ()
    assert not relay.is_connected(SURVEY)
    assert relay.is_connected("another")
    asked.cancel()
