"""Paste, see the phone at once, mend, save, move: with the keyboard alone."""

from pathlib import Path

import axe_playwright_python
from playwright.async_api import Page, expect

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, {runOnly: tags, iframes: false})).violations
  .map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`)"""
TEXT = "# 村务问卷\n1. 您满意吗（单选）\n满意 / 不满意\n第几行呢\n2. 意见（选填）"
FOCUSED = "document.activeElement.id"


async def barriers(page: Page) -> list[str]:
    """What axe finds, and whether the page scrolls sideways on a phone."""
    await page.evaluate(AXE)
    found = await page.evaluate(RUN, TAGS)
    await page.set_viewport_size({"width": 360, "height": 740})
    found += await page.evaluate(RUN, TAGS)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    await page.set_viewport_size({"width": 1280, "height": 800})
    return [*found, *([f"{wide} pixels too wide"] if wide > 0 else [])]


async def tab_to(page: Page, what: str) -> None:
    """Tab until the control with these words has the focus."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        words = "document.activeElement.ariaLabel || document.activeElement.textContent"
        if what in (await page.evaluate(words) or "") or what == await page.evaluate(FOCUSED):
            return
    raise AssertionError(what)


async def test_a_clerk_pastes_sees_the_phone_mends_saves_and_reorders_by_keyboard(
    page: Page,
) -> None:
    assert await barriers(page) == []
    await tab_to(page, "新建问卷")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("h1:has-text('新建问卷')")
    assert await barriers(page) == []
    await tab_to(page, "text")
    await page.keyboard.insert_text("# 村务问卷")
    await tab_to(page, "下一步")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".phone iframe")
    await tab_to(page, "text")
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text(TEXT)
    await page.wait_for_selector(".found .bad li:has-text('第 4 行')")
    phone = page.frame_locator(".phone iframe")
    await expect(phone.locator("fieldset.q .opt")).to_have_text(["满意", "不满意"])
    assert await page.evaluate(FOCUSED) == "text"
    assert await barriers(page) == []
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text(TEXT.replace("第几行呢\n", ""))
    await page.wait_for_selector("[role=status]:has-text('可以使用')")
    await tab_to(page, "保存")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#rows")
    assert await barriers(page) == []
    await tab_to(page, "第 1 题下移")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#title-0[value='意见']")
    assert await page.locator("#title-1").input_value() == "您满意吗"
    await tab_to(page, "第 2 题：添加选项")
    await page.keyboard.press("Enter")
    await expect(page.locator("#option-1-2")).to_be_focused()
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text("说不清")
    await page.keyboard.press("Enter")
    await phone.locator(".opt:has-text('说不清')").wait_for()
    await tab_to(page, "试填")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("h1:has-text('村务问卷')")
    assert await barriers(page) == []
