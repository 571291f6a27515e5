"""A large box is opened by several judges, each a process of its own."""

import os

import pytest

from service.box import judges, opening
from service.box.gate import GateState
from service.box.opening import Opening, open_box
from service.box.sealing import OVERHEAD
from service.database import Pool
from service.settings import Settings
from tests.boxes import a_box, an_envelope, smuggle, turn
from tests.builders import SURVEY, a_ballot
from tests.service.box.opened import opened_ballots, reasons


def call_two_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a county's box, from the first envelope on."""
    monkeypatch.setattr(judges, "LARGE", 1)
    monkeypatch.setattr(judges.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(opening, "AT_ONCE", 2)


async def test_several_judges_find_what_one_finds(  # noqa: PLR0917 -- four pools of one town
    settings: Settings,
    box_pool: Pool,
    opener_pool: Pool,
    worker_pool: Pool,
    owner_pool: Pool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From a county's box on each judge is a process of its own; here from the first envelope."""
    call_two_judges(monkeypatch)
    made = await a_box(settings, box_pool, printed=9)
    ballots = [a_ballot(number=number) for number in range(7)]
    spoiled = os.urandom(made.box.seal.padded + OVERHEAD)
    envelopes = (*(an_envelope(made, one) for one in ballots), spoiled)
    await smuggle(owner_pool, made, *envelopes, an_envelope(made, ballots[0]))
    await turn(box_pool, SURVEY, GateState.CLOSED)
    assert await open_box(opener_pool, settings, made.manifest) == Opening(6, 3, 0)
    came_out = {ballot.nonce for ballot in await opened_ballots(worker_pool)}
    assert came_out == {ballot.nonce for ballot in ballots[1:]}
    assert await reasons(worker_pool) == {
        ("deputies", "duplicate"): 2,
        ("deputies", "unreadable"): 1,
    }


async def test_a_judge_that_fails_leaves_the_box_as_closed_as_before(
    settings: Settings,
    box_pool: Pool,
    opener_pool: Pool,
    owner_pool: Pool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call_two_judges(monkeypatch)
    made = await a_box(settings, box_pool, printed=7)
    await smuggle(
        owner_pool, made, *(an_envelope(made, a_ballot(number=number)) for number in range(7))
    )
    await turn(box_pool, SURVEY, GateState.CLOSED)
    with monkeypatch.context() as broken:
        broken.setattr(judges, "_judge_as_called", int)
        with pytest.raises(TypeError):
            await open_box(opener_pool, settings, made.manifest)
    async with owner_pool.acquire() as conn:
        assert await conn.fetchval("select state from box.gate") == "closed"
        assert await conn.fetchval("select count(*) from box.opened") == 0
    assert await open_box(opener_pool, settings, made.manifest) == Opening(7, 0, 0)
