"""The paper handed over in person binds a phone: a number alone lets nobody in."""

from datetime import timedelta

import httpx
from litestar import Litestar

from service.box.slips import SIZE, mint
from service.clock import now
from service.database import Pool, transaction
from service.identity import bound_phones, personal_codes, phone_codes
from service.outside.outbox import Outbox
from service.settings import Settings
from tests.builders import SURVEY
from tests.people import LI, SUN
from tests.service.boards.conftest import Browser
from tests.service.boards.entry.entrance import HERE, another, code_for, paper_for, sign_in
from tests.signed import WHOLLY, a_vote_with_doors


async def test_whoever_has_a_recycled_number_gets_its_codes_and_nothing_by_them(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F051."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    page = await browser.send(f"{HERE}/code", phone=SUN.phone)
    assert 'name="personal"' in page.text
    code = await code_for(settings, web_pool)
    others = await paper_for(settings, web_pool, LI)
    said = [
        await browser.send(f"{HERE}/enter", code=code, personal=paper)
        for paper in ("", "0000-0000-0000-0000", others, "", "", "", "")
    ]
    assert [answer.status_code for answer in said] == [401] * 7
    assert "第一次登录" in said[0].text
    assert (await browser.get(HERE)).text.count("您好") == 0
    mine = await paper_for(settings, web_pool)
    answer = await browser.send(f"{HERE}/enter", code=code, personal=mine.lower())
    assert answer.status_code == 303, "a mistyped paper is no guess at the code"


async def test_on_a_bound_phone_the_code_alone_signs_in_and_on_no_other(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F051."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool)
    await browser.send(f"{HERE}/leave")

    async def ask_again(one: Browser, minutes: int) -> httpx.Response:
        word = f"asked-{minutes}"
        at = now() + timedelta(minutes=minutes)
        asked = phone_codes.Asked(town="laochang", survey=SURVEY, phone=SUN.phone, browser=word)
        async with transaction(web_pool) as conn:
            await phone_codes.ask(conn, settings, Outbox(settings), asked, now=at)
        one.http.cookies.set("minping-asked", word, domain="minping.test")
        return await one.send(f"{HERE}/enter", code=await code_for(settings, web_pool))

    elsewhere = another(app)
    assert (await ask_again(elsewhere, 2)).status_code == 401
    assert (await ask_again(browser, 4)).status_code == 303
    assert f"{SUN.name}，您好" in (await browser.get(HERE)).text
    async with transaction(web_pool) as conn:
        await personal_codes.reissue(conn, settings, "laochang", SUN.key, alone=False)
    assert "您好" not in (await browser.get(HERE)).text, "whoever holds the lost phone is out"
    assert (await ask_again(browser, 6)).status_code == 401


async def test_a_word_planted_in_a_browser_is_not_bound_with_it(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool, LI)
    word = browser.http.cookies["minping-bound"]
    victim = another(app)
    victim.http.cookies.set("minping-bound", word, domain="minping.test")
    await sign_in(victim, settings, web_pool, SUN)
    async with transaction(web_pool) as conn:
        for planted, bound in ((word, False), (victim.http.cookies["minping-bound"], True)):
            held = await bound_phones.is_bound(
                conn, settings, planted, town="laochang", person=SUN.key
            )
            assert held == bound


async def test_two_people_who_share_a_phone_are_both_bound_to_it(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool, SUN)
    await sign_in(browser, settings, web_pool, LI)
    word = browser.http.cookies["minping-bound"]
    async with transaction(web_pool) as conn:
        for who in (SUN, LI):
            assert await bound_phones.is_bound(
                conn, settings, word, town="laochang", person=who.key
            )


async def test_paper_alone_signs_in_once_where_the_number_is_no_longer_theirs(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    found_in_the_hall = await paper_for(settings, web_pool)
    answer = await another(app).send(f"{HERE}/enter", personal=found_in_the_hall)
    assert (answer.status_code, "和手机验证码一起用" in answer.text) == (401, True)
    renumbered = await paper_for(settings, web_pool, alone=True)
    said = [
        (await one.send(f"{HERE}/enter", personal=paper)).status_code
        for one, paper in (
            (browser, found_in_the_hall), (browser, renumbered), (another(app), renumbered),
        )
    ]  # fmt: skip
    assert said == [401, 303, 401]
    assert f"{SUN.name}，您好" in (await browser.get(HERE)).text


async def test_machines_that_try_printed_codes_are_told_to_wait(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    survey = "a-machine-tries"
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY, survey=survey)
    said = [
        (await browser.send(f"/j/{survey}/enter", personal=mint(number.to_bytes(SIZE)))).status_code
        for number in range(40)
    ]
    assert (said[0], said[-1]) == (401, 429)
