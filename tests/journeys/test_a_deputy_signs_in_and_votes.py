"""A deputy signs in on a phone and votes on four departments; the next one walks up to a tablet."""

from datetime import UTC, datetime

from playwright.async_api import Browser, BrowserContext, Page, Request, expect

from service.clock import now
from service.database import transaction
from service.identity import kiosks, personal_codes
from service.outside.outbox import Outbox
from tests.browsers import PHONE, a_patient_context
from tests.builders import FOUR_DEPARTMENTS
from tests.journeys.sites import Site, administrator
from tests.people import SUN
from tests.service.web.voting import begin, go_on, mark
from tests.signed import a_vote_with_doors

SURVEY = "signed-in-by-phone"
KEPT = "Object.keys(localStorage).length + Object.keys(sessionStorage).length"


async def code_read_out(site: Site) -> str:
    async with transaction(site.registrar) as conn:
        waiting = await Outbox(site.settings).waiting(conn, "laochang", now=now())
    return next(each.words for each in waiting if each.survey == SURVEY)


async def paper_handed_over(site: Site) -> str:
    async with transaction(site.registrar) as conn:
        words = await personal_codes.print_codes(conn, site.settings, "laochang", [SUN.key])
    return words[SUN.key]


async def fill_in_one(page: Page, grade: int) -> None:
    await begin(page)
    await mark(page, 1, grade=grade)
    await go_on(page, "check")
    await page.click("#next")
    await page.wait_for_selector(".done")


async def counted(site: Site) -> int:
    async with administrator(site) as conn:
        return await conn.fetchval("select count(*) from box.sealed where survey_id = $1", SURVEY)


async def test_signs_in_votes_four_times_and_a_tablet_forgets_whoever_stood_at_it(
    site: Site, chromium: Browser
) -> None:
    """F016."""
    vote = await a_vote_with_doors(site.settings, site.registrar, site.box, survey=SURVEY)
    phone = await a_patient_context(chromium, viewport=PHONE)
    page = await phone.new_page()
    sent: list[Request] = []
    page.on("requestfinished", lambda one: sent.append(one) if "/box/" in one.url else None)
    await page.goto(f"{site.address}/j/{SURVEY}")
    await page.fill("#phone", "138 0000 0002")
    await page.click("text=获取验证码")
    await page.wait_for_selector("#code")
    await page.fill("#code", await code_read_out(site))
    await page.fill("#personal", await paper_handed_over(site))
    await page.click("button:has-text('登录')")
    await expect(page.locator("#me")).to_have_text(f"{SUN.name}，您好")
    await page.click("text=开始投票")
    for at, department in enumerate(FOUR_DEPARTMENTS):
        await expect(page.locator("#h-d1")).to_have_text(department.label)
        await fill_in_one(page, at % 4)
        await page.click(".finish")
    await expect(page.locator(".entry-page")).to_contain_text("4 个部门都投完了")
    assert await page.evaluate(KEPT) == 0
    assert await counted(site) == 4
    shown_to_the_box = [await one.all_headers() for one in sent]
    assert len(shown_to_the_box) == 4
    assert [{"cookie", "referer"} & headers.keys() for headers in shown_to_the_box] == [set()] * 4
    await page.click("text=退出登录")
    await expect(page.locator("label[for=phone]")).to_be_visible()
    await at_the_tablet(site, await a_patient_context(chromium), vote.codes("finance"))


async def at_the_tablet(site: Site, tablet: BrowserContext, cards: list[str]) -> None:
    """Vote with a drawn card; then, and after a minute of nothing, the tablet knows nothing."""
    start = f"{site.address}/kiosk/{SURVEY}"
    page = await tablet.new_page()
    refused = await page.goto(start)
    assert refused is not None
    assert refused.status == 401
    word = kiosks.mark(site.settings, SURVEY, now=now())
    await tablet.add_cookies([{"name": "minping-kiosk", "value": word, "url": site.address}])
    await page.goto(start)
    await page.fill("#code", cards[0])
    await page.click("#next")
    await page.wait_for_url("**/kiosk/*/finance")
    await fill_in_one(page, 1)
    async with page.expect_response("**/next") as wiped:
        await page.click(".finish")
    assert (await (await wiped.value).all_headers())["clear-site-data"] == '"cache", "storage"'
    await page.wait_for_url(start)
    assert await page.evaluate(KEPT) == 0
    assert await counted(site) == 5
    await page.go_back()
    await page.wait_for_load_state()
    assert await page.locator("input:checked").count() == 0
    assert await page.locator(".done").count() == 0
    await page.clock.install(time=datetime(2026, 11, 23, 9, tzinfo=UTC))
    await page.goto(start)
    await page.clock.pause_at(datetime(2026, 11, 23, 10, tzinfo=UTC))
    await page.fill("#code", cards[1])
    await page.clock.run_for(51_000)
    await expect(page.locator(".idle")).to_contain_text("秒后清空")
    await page.click("text=我还在投")
    await page.clock.run_for(40_000)
    assert await page.input_value("#code") == cards[1]
    async with page.expect_navigation(url=start):
        await page.clock.fast_forward(21_000)  # looks once: another look would meet the next page
    await expect(page.locator("#code")).to_have_value("")
    assert await page.evaluate(KEPT) == 0
