"""What a voter's hands do on the ballot page."""

from playwright.async_api import Page, expect

from tests.builders import SURVEY
from tests.service.web.showroom import SLIP

BALLOT = f"/v/{SURVEY}"
SCANNED = f"{BALLOT}#{SLIP}"
DEPARTMENTS = 4
GRADES = ("满意", "基本满意", "不满意", "不了解")
KEPT = "Object.keys(localStorage).filter((name) => name !== 'big')"
"""What a phone still holds of a ballot."""


TURNS = (0, 2, 5, 10, 20)
"""Seconds the page waits before each sending."""


async def stop_the_clock(page: Page) -> None:
    """The page waits, and gives a request up, when the test says so and not before."""
    await page.clock.install(time=0)
    await page.clock.pause_at(1000)


async def send_in_vain(page: Page) -> None:
    """Confirm; let every sending fail, until the page waits to be told to go on."""
    await page.click("#next")
    for turn, seconds in enumerate(TURNS):
        await expect(page.locator("#say")).to_contain_text(f"第 {turn} 次" if turn else "请稍候")
        await page.clock.run_for(1000 * seconds + 1)
    await expect(page.locator("#plain")).to_be_visible()


async def begin(page: Page) -> None:
    """Press 开始 on a page whose slip code is filled in."""
    await page.click("#next")
    await page.wait_for_selector("#d1:not([hidden])")


async def mark(page: Page, department: int, *, but: int = 0, grade: int = 0) -> None:
    """Mark every item of a department but the last few."""
    questions = page.locator(f"#d{department} .q.m")
    for at in range(await questions.count() - but):
        await questions.nth(at).locator(".opt").nth(grade).click()


async def go_on(page: Page, place: str) -> None:
    """Press the main button and arrive at a step."""
    await page.click("#next")
    await page.wait_for_selector(f"#{place}:not([hidden])")


async def fill_in(page: Page) -> None:
    """From the first department to the review, everything marked."""
    for department in range(1, DEPARTMENTS + 1):
        await mark(page, department, grade=department % len(GRADES))
        await go_on(page, f"d{department + 1}" if department < DEPARTMENTS else "check")
