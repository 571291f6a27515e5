"""Paste, see the phone at once, mend, save, move: with the keyboard alone."""

from pathlib import Path

import axe_playwright_python
from playwright.async_api import Dialog, Page, expect

from tests.service.boards.conftest import Browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, {runOnly: tags, iframes: false})).violations
  .map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`)"""
TEXT = "# 村务问卷\n1. 您满意吗（单选）\n满意 / 不满意\n第几行呢\n2. 意见（选填）"
CONDITIONAL = """# 村务问卷
1. 您满意吗（单选）
满意 / 不满意
2. 为什么（问答）（第1题选“不满意”时）
"""
HERE = "/console/questionnaires"
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


async def test_a_change_that_was_refused_says_so_beside_the_words_that_were_typed(
    page: Page, qian: Browser, address: str
) -> None:
    kept = await qian.fill(f"{HERE}/new", f"{HERE}/new", text=CONDITIONAL, go="save")
    await page.goto(f"{address}{kept.headers['location']}")
    await page.fill("#title-1", "哪里不满意")
    await page.get_by_label("删除第 1 题").click()
    await expect(page.locator("#refused")).to_contain_text("“您满意吗”不能删")
    await expect(page.locator("#title-1")).to_have_value("哪里不满意")
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    await page.get_by_role("link", name="改成文字来写").click(no_wait_after=True)
    await page.click("#save")
    await expect(page.locator("#bench [role=status]").first).to_contain_text("已保存")
    await expect(page.locator("#refused")).to_be_empty()
    assert asked == ["beforeunload"]
