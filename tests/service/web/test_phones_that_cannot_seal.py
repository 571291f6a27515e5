"""A phone that cannot seal is led to a slip, the tablet or paper, and sends nothing."""

from collections.abc import Awaitable, Callable

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page

from service.web.safety import content_policy
from tests.service.web.conftest import Visit
from tests.service.web.sealing import BALLOT, SCANNED
from tests.service.web.showroom import Showroom
from tests.service.web.voting import begin


async def without_bigint(context: BrowserContext) -> None:
    await context.add_init_script("delete window.BigInt")


async def without_subtle(context: BrowserContext) -> None:
    await context.add_init_script(
        "Object.defineProperty(Crypto.prototype, 'subtle', { get() { return undefined; } })"
    )


@pytest.mark.parametrize("lack", [without_bigint, without_subtle])
async def test_a_browser_that_cannot_seal_leads_to_slip_kiosk_or_paper(
    visit: Visit, room: Showroom, lack: Callable[[BrowserContext], Awaitable[None]]
) -> None:
    page = await visit("/receipt")
    await lack(page.context)
    await page.goto(room.address + SCANNED)
    await tells_the_other_ways(page)
    assert room.desk.bodies == []


async def test_without_scripts_there_are_other_ways_and_no_post(visit: Visit) -> None:
    page = await visit(BALLOT, java_script_enabled=False)
    await tells_the_other_ways(page)
    assert await page.get_attribute("#ballot", "action") is None
    assert await page.get_attribute("#ballot", "method") == "dialog"
    assert await page.locator("[formaction]").count() == 0


async def tells_the_other_ways(page: Page) -> None:
    words = await page.locator(".unable").inner_text()
    assert all(way in words for way in ("换一台手机", "投票平板", "纸质票"))
    assert await page.locator("input:visible, button:visible").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
async def test_a_phone_that_can_seal_is_shown_no_other_way(visit: Visit, width: int) -> None:
    page = await visit(SCANNED, width)
    assert await page.is_hidden(".unable")
    await begin(page)
    assert await page.is_hidden(".unable")


def test_a_browser_may_not_send_a_form_of_this_class() -> None:
    assert "form-action 'none'" in content_policy((), forms="'none'")
    assert "form-action 'self'" in content_policy(())


@pytest.mark.parametrize("scripts", [True, False])
async def test_axe_finds_nothing(visit: Visit, *, scripts: bool) -> None:
    page = await visit(SCANNED if scripts else "/receipt")
    if not scripts:
        await without_bigint(page.context)
        await page.goto(page.url.replace("/receipt", SCANNED))
    found = await Axe().run(page)
    assert found.response["violations"] == []
