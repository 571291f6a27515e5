"""The secretary's own browser: the print comes by itself, and stands beside the words."""

from collections.abc import AsyncIterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from tests.service.boards.conftest import Browser, a_window
from tests.service.boards.documents.conftest import PAPERS, Work

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, {runOnly: tags, iframes: false})).violations
  .map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`)"""
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}


@pytest.fixture
async def page(chromium: Chromium, secretary: Browser, address: str) -> AsyncIterator[Page]:
    """A window of hers at the papers."""
    async with a_window(chromium, secretary, address) as window:
        await window.goto(f"{address}{PAPERS}")
        yield window


async def barriers(page: Page) -> list[str]:
    """What axe finds, and whether the page scrolls sideways on a phone."""
    await page.evaluate(AXE)
    found = await page.evaluate(RUN, TAGS)
    await page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += await page.evaluate(RUN, TAGS)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return [*found, *([f"{wide} pixels too wide"] if wide > 0 else [])]


async def test_the_print_comes_by_itself_and_follows_what_is_written(
    page: Page, work: Work
) -> None:
    assert await barriers(page) == []
    await page.get_by_role("link", name="测评结果通报").click()
    await expect(page.get_by_text("等候打印")).to_be_visible()
    assert await work()
    await expect(page.get_by_title("PDF 预览")).to_be_visible()
    first = await page.get_by_title("PDF 预览").get_attribute("src")
    await page.get_by_label("工作要求").fill("得分99.5分，请各单位学习。")
    await page.get_by_role("button", name="保存文字").click()
    await expect(page.locator("#e-demand")).to_contain_text("“99.5分”不是这份文件里的结果")
    assert await barriers(page) == []
    await page.get_by_label("工作要求").fill("请各单位抓紧整改。")
    await page.get_by_role("button", name="保存文字").click()
    await expect(page.get_by_text("等候打印")).to_be_visible()
    assert await work()
    await expect(page.get_by_title("PDF 预览")).to_be_visible()
    assert await page.get_by_title("PDF 预览").get_attribute("src") != first
    await page.get_by_role("button", name="定稿签发").click()
    await expect(page.get_by_text("已签发")).to_be_visible()
    while await work():
        pass
    await expect(page.get_by_title("PDF 预览")).to_be_visible()
    assert await barriers(page) == []


async def test_a_file_is_waited_for_and_taken(page: Page, work: Work) -> None:
    await page.goto(f"{page.url}/ballot/docx")
    await expect(page.get_by_text("等候打印")).to_be_visible()
    assert await barriers(page) == []
    assert await work()
    async with page.expect_download() as taken:
        await page.get_by_role("link", name="下载 Word 文件").click()
    assert (await taken.value).suggested_filename.endswith(".docx")
    await page.get_by_role("link", name="测评票（纸质）").click()
    await page.wait_for_url("**/ballot")
    assert await barriers(page) == []
