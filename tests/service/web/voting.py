"""What a voter's hands do on the ballot page."""

from playwright.async_api import Page

from tests.builders import SURVEY
from tests.service.web.showroom import SLIP

BALLOT = f"/v/{SURVEY}"
SCANNED = f"{BALLOT}#{SLIP}"
DEPARTMENTS = 4
GRADES = ("满意", "基本满意", "不满意", "不了解")
KEPT = "Object.keys(localStorage).filter((name) => name !== 'big')"
"""What a phone still holds of a ballot."""


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
