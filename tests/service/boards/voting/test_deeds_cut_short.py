"""A deed moves the gate and the stage in two transactions; cut between them, it is done again."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from service.boards.appraisals import meeting, store
from service.box import gate
from service.clock import now
from service.database import Connection, Pool, transaction
from service.dossier.deeds import Deed
from surveys.manifest import Manifest
from surveys.refusals import Refusal
from tests.people import QIAN

Act = Callable[[Connection, Pool, Deed], Awaitable[None]]


class PowerCutError(Exception):
    """Between the commit of the box and that of the registrar."""


async def _void(conn: Connection, box: Pool, deed: Deed) -> None:
    await meeting.declare_void(conn, box, deed, "会场停电")


ACTS: dict[str, Act] = {
    "paused": meeting.pause_vote,
    "open": meeting.resume_vote,
    "closed": meeting.close_vote,
    "void": _void,
}


@pytest.mark.parametrize(
    "course",
    [
        ["paused", "open", "closed", "void"],
        ["paused", "closed"],
        ["paused", "void"],
        ["void"],
    ],
)
async def test_a_deed_cut_short_ends_in_the_same_place_when_done_again(
    manifest: Manifest, web_pool: Pool, box_pool: Pool, course: list[str]
) -> None:
    for step in course:
        before = await _stands(web_pool, box_pool, manifest)
        with pytest.raises(PowerCutError):
            await _do(web_pool, box_pool, manifest, step, cut=True)
        assert await _stands(web_pool, box_pool, manifest) == (before[0], step)
        await _do(web_pool, box_pool, manifest, step)
        assert await _stands(web_pool, box_pool, manifest) == (step, step)


async def test_a_close_cut_short_can_only_be_finished(
    manifest: Manifest, web_pool: Pool, box_pool: Pool
) -> None:
    with pytest.raises(PowerCutError):
        await _do(web_pool, box_pool, manifest, "closed", cut=True)
    with pytest.raises(Refusal, match=r"stage\.not_from_here"):
        await _do(web_pool, box_pool, manifest, "paused")
    await _do(web_pool, box_pool, manifest, "closed")
    assert await _stands(web_pool, box_pool, manifest) == ("closed", "closed")


async def test_of_two_who_close_at_the_same_moment_one_is_told_that_it_is_done(
    manifest: Manifest, web_pool: Pool, box_pool: Pool
) -> None:
    both = await asyncio.gather(
        *(_do(web_pool, box_pool, manifest, "closed") for _ in range(2)), return_exceptions=True
    )
    refused = [each for each in both if each is not None]
    assert [each.code for each in refused if isinstance(each, Refusal)] == ["stage.not_from_here"]
    assert len(refused) == 1
    assert await _stands(web_pool, box_pool, manifest) == ("closed", "closed")


async def _do(
    web_pool: Pool, box_pool: Pool, manifest: Manifest, step: str, *, cut: bool = False
) -> None:
    deed = Deed(town=manifest.town, survey=manifest.survey, actor=QIAN, now=now())
    async with transaction(web_pool) as conn:
        await ACTS[step](conn, box_pool, deed)
        if cut:
            raise PowerCutError


async def _stands(web_pool: Pool, box_pool: Pool, manifest: Manifest) -> tuple[str, str]:
    async with transaction(web_pool) as conn:
        stage = (await store.find(conn, manifest.town, manifest.survey)).stage
    async with transaction(box_pool) as conn:
        return stage, (await gate.look_at_gate(conn, manifest.survey)).state
