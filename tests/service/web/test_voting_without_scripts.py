"""A ballot on a phone that runs no script."""

import pytest
from playwright.async_api import expect

from tests.service.web.conftest import Visit
from tests.service.web.showroom import SLIP, Showroom
from tests.service.web.voting import BALLOT, mark


async def test_a_ballot_is_cast_by_keyboard_without_scripts(visit: Visit, room: Showroom) -> None:
    page = await visit(BALLOT, java_script_enabled=False)
    await page.fill("#code", SLIP)
    for department in range(1, 5):
        await mark(page, department)
    await page.locator("#d2 textarea").fill("路灯")
    await page.locator("#next").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/check")
    assert await page.locator(".sum").count() == 4
    assert "路灯" in await page.inner_html("main")
    await page.get_by_text("确认投票").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".done")
    (receipt,) = room.cast.values()
    assert await page.inner_text(".code") == receipt.code


async def test_without_scripts_a_change_brings_the_answers_back(visit: Visit) -> None:
    page = await visit(BALLOT, java_script_enabled=False)
    await page.fill("#code", SLIP)
    for department in range(1, 5):
        await mark(page, department)
    await page.click("#next")
    await page.get_by_role("button", name="改 镇农业农村服务中心").click()
    await page.wait_for_selector("#start")
    await expect(page.locator("input:checked")).to_have_count(36)
    assert await page.input_value("#code") == SLIP


async def test_without_scripts_what_is_missing_is_marked(visit: Visit) -> None:
    page = await visit(BALLOT, java_script_enabled=False)
    await page.fill("#code", SLIP)
    for department in range(1, 5):
        await mark(page, department, but=1)
    await page.locator("#ballot").evaluate("(form) => { form.noValidate = true; }")
    await page.click("#next")
    await page.wait_for_url("**/check")
    assert "还有 4 项没选" in await page.inner_text("#ask")
    assert await page.locator(".todo .miss:visible").count() == 4


@pytest.mark.parametrize("path", ["/", "/receipt", "/results/x"])
async def test_public_pages_need_no_script(visit: Visit, path: str) -> None:
    page = await visit(path)
    assert await page.locator("script").count() == 0
