"""A voter signs in with a code, is given stamps in person, and casts as nobody."""

from datetime import timedelta

import pytest
from litestar import Litestar

from service.box.gate import GateState
from service.clock import now
from service.database import Pool, transaction
from service.identity import voters
from service.settings import Settings
from tests.builders import FOUR_DEPARTMENTS, SURVEY
from tests.people import LI, SUN
from tests.sealed import take
from tests.service.boards.conftest import Browser
from tests.service.boards.entry.entrance import HERE, another, code_for, paper_for, sign_in, vote_in
from tests.signed import WHOLLY, a_vote_with_doors


async def test_from_the_phone_number_through_every_department_to_you_took_your_ballot(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    vote = await a_vote_with_doors(settings, web_pool, box_pool)
    page = await browser.get(HERE)
    assert "您的手机号" in page.text
    await sign_in(browser, settings, web_pool)
    page = await browser.get(HERE)
    assert f"{SUN.name}，您好" in page.text
    for department in FOUR_DEPARTMENTS:
        on = await browser.get(f"{HERE}/next")
        assert on.headers["location"] == f"{HERE}/vote/{department.key}"
        ballot = await browser.get(on.headers["location"])
        assert f'data-unit="{department.key}"' in ballot.text
        answer = await vote_in(browser, vote, department.key)
        assert answer.status_code == 200, answer.text
    assert (await browser.get(f"{HERE}/next")).headers["location"] == HERE
    assert "4 个部门都投完了" in (await browser.get(HERE)).text


async def test_a_recused_deputy_is_led_past_the_own_office(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool, LI)
    page = await browser.get(HERE)
    assert "镇农业农村服务中心" in page.text
    assert "镇财政所" not in page.text
    assert (await browser.get(f"{HERE}/vote/finance")).headers["location"] == HERE
    asked = {"right": "", "unit": "finance", "kind": "inner", "blinded": "00" * 256}
    answer = await browser.http.post(
        f"/stamp/{SURVEY}", json=asked, headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["type"]) == (403, "voter.no_right")


async def test_a_sign_in_that_fails_half_way_takes_neither_code_nor_paper_away(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool, owner_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    await browser.send(f"{HERE}/code", phone=SUN.phone)
    code, paper = await code_for(settings, web_pool), await paper_for(settings, web_pool)
    async with owner_pool.acquire() as conn:
        await conn.execute("revoke insert on registrar.voter_session from minping_web")
        try:
            answer = await browser.send(f"{HERE}/enter", code=code, personal=paper)
        finally:
            await conn.execute("grant insert on registrar.voter_session to minping_web")
    assert answer.status_code == 500
    answer = await browser.send(f"{HERE}/enter", code=code, personal=paper)
    assert answer.status_code == 303


async def test_signing_in_gives_a_new_cookie_and_signing_out_ends_it_on_the_server(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F045, F046."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    browser.http.cookies.set("minping-voter", "planted-by-somebody")
    await sign_in(browser, settings, web_pool)
    first = browser.http.cookies.get("minping-voter", domain="minping.test")
    assert first not in (None, "planted-by-somebody")

    async def whose(cookie: str, **later: int) -> str | None:
        async with transaction(web_pool) as conn:
            found = await voters.find(
                conn, settings, cookie, survey=SURVEY, now=now() + timedelta(**later)
            )
        return found.name if found else None

    assert first is not None
    assert await whose("planted-by-somebody") is None
    assert (await whose(first), await whose(first, hours=12)) == (SUN.name, None)
    browser.http.cookies.clear()
    browser.http.cookies.set("minping-voter", first, domain="minping.test")
    assert (await browser.send(f"{HERE}/leave")).status_code == 303
    assert await whose(first) is None
    browser.http.cookies.set("minping-voter", first, domain="minping.test")
    asked = {"right": "", "unit": "land", "kind": "inner", "blinded": "00" * 256}
    answer = await browser.http.post(
        f"/stamp/{SURVEY}", json=asked, headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["type"]) == (401, "voter.signed_out")


async def test_a_phone_that_opens_the_page_of_the_code_anew_finds_the_form_still_there(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """Whoever looks at the message comes back to a page that the phone had put away."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    assert (await browser.get(f"{HERE}/code")).headers["location"] == HERE
    await browser.send(f"{HERE}/code", phone=SUN.phone)
    for address in (f"{HERE}/code", f"{HERE}/enter", f"{HERE}/code?big=1"):
        assert 'name="code"' in (await browser.get(address)).text
    reloaded = await browser.send(f"{HERE}/code", phone=SUN.phone)
    assert reloaded.status_code == 429
    assert 'name="code"' in reloaded.text
    code, paper = await code_for(settings, web_pool), await paper_for(settings, web_pool)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    again = await browser.send(f"{HERE}/enter", code=wrong, personal=paper)
    assert f'value="{paper}"' in again.text
    assert (await browser.send(f"{HERE}/enter", code=code, personal=paper)).status_code == 303


async def test_a_ballot_that_was_stamped_is_led_back_to_until_voting_ends(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """The phone may have lost its line before the envelope was in the box."""
    vote = await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool)
    await vote_in(browser, vote, "finance")
    page = await browser.get(HERE)
    assert "没见到回执" in page.text
    assert f'href="{HERE}/vote/finance"' in page.text
    await take(web_pool, box_pool, vote, "closed")
    assert f"{HERE}/vote" not in (await browser.get(HERE)).text
    assert "投票已截止" in (await another(app).get(HERE)).text


async def test_another_site_s_page_cannot_sign_anybody_in(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F052."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    await browser.send(f"{HERE}/code", phone=SUN.phone)
    paper = await paper_for(settings, web_pool)
    code = {"code": await code_for(settings, web_pool), "personal": paper}
    answer = await browser.http.post(
        f"{HERE}/enter?next=https://elsewhere.example",
        data=code,
        headers={"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    answer = await browser.http.post(f"{HERE}/enter?next=https://elsewhere.example", data=code)
    assert answer.headers["location"] == HERE


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (GateState.PREPARED, "投票还没有开始"),
        (GateState.PAUSED, "投票暂停"),
        (GateState.CLOSED, "投票已截止"),
    ],
)
async def test_the_page_says_why_there_is_nothing_to_vote_on(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool,
    *, state: GateState, words: str,
) -> None:  # fmt: skip
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY, state=state)
    await sign_in(browser, settings, web_pool)
    page = (await browser.get(HERE)).text
    assert words in page
    assert "/vote" not in page
