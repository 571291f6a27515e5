"""No barrier: every page passes axe's WCAG 2.2 AA rules, light and dark, normal and large."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.async_api import Page

from tests.service.web.showroom import POLL, SLIP, Showroom
from tests.service.web.voting import BALLOT, SCANNED, begin, fill_in

Visit = Callable[..., Awaitable[Page]]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, {runOnly: tags})).violations
  .map((found) => found.id + ": " + found.nodes.map((node) => node.html).join(" | "))"""


async def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    await page.evaluate(AXE)
    return await page.evaluate(RUN, RULES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("size", ["", "?big=1"])
async def test_public_pages_have_no_barrier(
    visit: Visit, width: int, scheme: str, size: str
) -> None:
    for path in ("/", "/receipt", "/results/x", "/verify.html", "/secrecy", "/v/closed"):
        page = await visit(path + size, width, color_scheme=scheme)
        assert await violations(page) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_the_ballot_has_no_barrier_at_any_step(visit: Visit, width: int, scheme: str) -> None:
    page = await visit(SCANNED, width, color_scheme=scheme)
    assert await violations(page) == []
    await begin(page)
    await page.click("#next")
    assert await violations(page) == []
    await fill_in(page)
    assert await violations(page) == []
    await page.click("#next")
    await page.wait_for_selector(".done")
    assert await violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_large_ballot_and_the_poll_have_no_barrier(visit: Visit, scheme: str) -> None:
    for path in (SCANNED, f"/v/{POLL}#{SLIP}"):
        page = await visit(path, color_scheme=scheme)
        await page.click("#start .bigger")
        await begin(page)
        assert await violations(page) == []


async def test_the_review_without_scripts_has_no_barrier(visit: Visit, room: Showroom) -> None:
    page = await visit(BALLOT)
    posted = await page.evaluate(
        """() => {
          const first = document.querySelectorAll(".q.m .opt:first-child input");
          for (const at of first) at.checked = true;
          document.getElementById("code").value = "K7M4-92TX-0AB1-C2D3";
          return new URLSearchParams(new FormData(document.getElementById("ballot"))).toString();
        }"""
    )
    answer = await page.request.post(
        f"{room.address}{BALLOT}/check",
        data=posted,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    html = await answer.text()
    assert "确认投票" in html
    await page.set_content(html)
    assert await violations(page) == []
