"""Real browsers: a cheap phone that runs no script, one that does, and the secretary's keyboard."""

from pathlib import Path

import axe_playwright_python
from litestar import Litestar
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from tests.browsers import PHONE, a_patient_context
from tests.people import ZHOU
from tests.service.boards.conftest import Browser, a_window
from tests.service.boards.consultations.letterbox import (
    letters,
    opened,
    press,
    review,
    write,
)

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, {runOnly: tags})).violations
  .map((found) => found.id + ": " + found.nodes.map((node) => node.html).join(" | "))"""
WIDEST = """() => { for (const node of document.querySelector(".code").childNodes)
  if (node.nodeType === 3) node.data = node.data.replace(/[0-9A-Z]/g, "W"); }"""


async def demand_no_barrier(page: Page, width: int = 360) -> None:
    """Nothing for axe to find, nothing wider than the screen."""
    await page.wait_for_load_state()
    await page.evaluate(AXE)
    assert await page.evaluate(RUN, RULES) == [], page.url
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, page.url


async def demand_no_barrier_as_it_stands(phone: Page, reader: Page) -> None:
    """The same of a page that runs no script: its words are laid before axe in another window."""
    await phone.wait_for_load_state()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await reader.set_content(await phone.content())
    await demand_no_barrier(reader)


async def test_without_scripts_a_villager_writes_and_looks_it_up(
    qian: Browser, address: str, chromium: Chromium
) -> None:
    page = await opened(qian)
    context = await a_patient_context(chromium, viewport=PHONE, java_script_enabled=False)
    phone = await context.new_page()
    reader = await (await a_patient_context(chromium, viewport=PHONE)).new_page()
    await phone.goto(address + letters(page))
    await demand_no_barrier_as_it_stands(phone, reader)
    await phone.fill("#w-s1", "坡头路塌了半边。")
    await phone.evaluate("document.getElementById('name').required = false")
    await phone.click("button.pri")
    await expect(phone.locator(".bad")).to_contain_text("请填写姓名")
    await expect(phone.locator("#w-s1")).to_have_value("坡头路塌了半边。")
    await demand_no_barrier_as_it_stands(phone, reader)
    await phone.fill("#name", ZHOU.name)
    await phone.click("button.pri")
    code = await phone.inner_text(".code")
    await phone.wait_for_load_state()
    await phone.evaluate(WIDEST)
    await demand_no_barrier_as_it_stands(phone, reader)
    await review(qian, page, 1, "forwarded", to="镇财政所")
    await review(qian, page, 1, "replied", reply="已列入冬修计划。")
    await phone.click("text=现在就查一下")
    await phone.fill("#code", code.lower().replace("-", " "))
    await phone.click("button.pri")
    await expect(phone.locator("main")).to_contain_text("已列入冬修计划。")
    await demand_no_barrier_as_it_stands(phone, reader)


async def test_a_draft_stays_on_the_phone_and_leaves_with_the_opinion(
    qian: Browser, address: str, chromium: Chromium
) -> None:
    page = await opened(qian)
    phone = await (await a_patient_context(chromium, viewport=PHONE)).new_page()
    asked: list[str] = []
    await phone.goto(address + letters(page))
    phone.on("request", lambda request: asked.append(request.url))
    await phone.fill("#w-s2", "上寨三组没有路灯")
    await phone.fill("#name", ZHOU.name)
    assert asked == [], "nothing leaves the phone while somebody writes"
    await phone.reload()
    await expect(phone.locator("#w-s2")).to_have_value("上寨三组没有路灯")
    assert await phone.input_value("#name") == "", "names are not kept"
    await phone.fill("#name", ZHOU.name)
    await phone.click("button.pri")
    await phone.wait_for_selector(".done")
    await phone.wait_for_load_state()
    assert await phone.evaluate("localStorage.length") == 0
    await phone.goto(address + letters(page))
    assert await phone.input_value("#w-s2") == ""


async def test_the_secretary_reviews_with_the_keyboard(
    qian: Browser, app: Litestar, address: str, chromium: Chromium
) -> None:
    page = await opened(qian, naming="open")
    villager = Browser(app)
    for words in ("路窄", "路太窄了", "王某某推诿", "=1+1"):
        await write(villager, letters(page), w_s1=words)
    async with a_window(chromium, qian, address) as desk:
        await with_the_keyboard(desk, address + page)
        await press(qian, page, "void", reason="演练")
        await desk.goto(f"{address}/console/consultations/new")
        await demand_no_barrier(desk)


async def at(desk: Page, number: int) -> None:
    """The next opinion is on the screen, and the page listens to keys."""
    await expect(desk.locator("h2")).to_contain_text(f"第 {number} 条")
    await desk.wait_for_load_state()


async def with_the_keyboard(desk: Page, page: str) -> None:
    await desk.goto(f"{page}/opinions")
    await demand_no_barrier(desk, 1280)
    await desk.keyboard.press("a")
    await at(desk, 2)
    await desk.keyboard.press("m")
    await desk.keyboard.press("Tab")
    await desk.keyboard.press("Enter")
    await at(desk, 3)
    await desk.keyboard.press("r")
    await desk.keyboard.press("Control+a")
    await desk.keyboard.type("assume")
    assert "第 3 条" in await desk.inner_text("h2"), "letters typed into a box are letters"
    await desk.fill("#why", "隐去个人姓名")
    await desk.keyboard.press("Enter")
    await at(desk, 4)
    await expect(desk.locator("[role=status]")).to_contain_text("3/4")
    await desk.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await demand_no_barrier(desk)
    for path in ("", "/poster", "/digest-preview", "/opinions?state=redacted"):
        await desk.goto(page + path)
        await demand_no_barrier(desk)
    await desk.uncheck("#keys input")
    await desk.keyboard.press("u")
    assert "改写后采纳" in await desk.inner_text(".tag"), "switched off, keys do nothing"
    await desk.check("#keys input")
    await desk.locator("h1").click()
    await desk.keyboard.press("u")
    await desk.wait_for_selector(".tag.st-received")
