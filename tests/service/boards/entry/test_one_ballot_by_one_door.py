"""Whoever takes a ballot at the desk has none on the phone, and the other way round."""

import asyncio

import pytest
from litestar import Litestar

from service.database import Pool, transaction
from service.settings import Settings
from service.stamping.rights import Channel, hand_out, look_at_people
from surveys.keys import WHOLE
from surveys.refusals import Refusal
from tests.builders import SURVEY
from tests.people import SUN, ZHAO
from tests.service.boards.conftest import Browser
from tests.service.boards.entry.entrance import HERE, sign_in, vote_in
from tests.signed import WHOLLY, a_vote_with_doors


async def test_whoever_takes_a_card_at_the_desk_signs_in_no_more_and_the_other_way_round(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    vote = await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    async with transaction(web_pool) as conn:
        await hand_out(conn, SURVEY, SUN.key, name=SUN.name, channel=Channel.SLIP)
    await sign_in(browser, settings, web_pool)
    assert "已经在签到处领了票" in (await browser.get(HERE)).text
    with pytest.raises(Refusal, match="no_right"):
        await vote_in(browser, vote, WHOLE)
    await sign_in(browser, settings, web_pool, ZHAO)
    assert (await vote_in(browser, vote, WHOLE)).status_code == 200
    async with transaction(web_pool) as conn:
        for who, word in ((SUN, "handed_before"), (ZHAO, "taken")):
            with pytest.raises(Refusal, match=word):
                await hand_out(conn, SURVEY, who.key, name=who.name, channel=Channel.PAPER)
        assert await look_at_people(conn, SURVEY) == {SUN.key: True, ZHAO.key: True}


async def test_paper_at_the_desk_and_the_phone_at_the_same_moment_one_wins(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F033."""
    vote = await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    await sign_in(browser, settings, web_pool)

    async def by_phone() -> str:
        try:
            await vote_in(browser, vote, WHOLE)
        except Refusal as refusal:
            return refusal.code
        return "won"

    async def by_paper() -> str:
        try:
            async with transaction(web_pool) as conn:
                await hand_out(conn, SURVEY, SUN.key, name=SUN.name, channel=Channel.PAPER)
        except Refusal as refusal:
            return refusal.code
        return "won"

    said = await asyncio.gather(by_phone(), by_paper(), by_paper(), by_paper())
    assert said.count("won") == 1
    assert set(said) - {"won"} <= {"voter.no_right", "desk.taken", "desk.handed_before"}
