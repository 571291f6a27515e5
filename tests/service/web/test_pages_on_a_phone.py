"""Every page fits the phone: width, size of keys and letters, bytes."""

import gzip
from collections.abc import Awaitable, Callable

import httpx
import pytest
from playwright.async_api import Page

from service.web import pages
from service.web.views.ballot import BallotView
from surveys.appraisal.form import ballot_form
from surveys.appraisal.plan import Appraisee
from tests.builders import a_manifest, a_plan
from tests.service.web.showroom import POLL, SLIP, Showroom
from tests.service.web.voting import BALLOT, SCANNED, begin, fill_in, go_on, mark

Visit = Callable[..., Awaitable[Page]]

WIDTHS = (320, 360, 412, 1280)
PAGES = ("/", "/receipt", "/results/x", "/v/closed", SCANNED, f"/v/{POLL}#{SLIP}")

SMALL_KEYS = """() => [...document.querySelectorAll("a,button,summary,input,textarea,select")]
  .filter((at) => at.offsetParent && !at.closest(".opt"))
  .map((at) => [at.textContent, at.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([text, box]) => `${text} ${box.width}×${box.height}`)"""

SMALL_OPTIONS = """() => [...document.querySelectorAll(".opt")]
  .filter((at) => at.offsetParent).map((at) => at.getBoundingClientRect())
  .filter((box) => box.width < 60 || box.height < 60).length"""

SMALL_LETTERS = """(least) => [...document.querySelectorAll("body *")]
  .filter((at) => at.offsetParent)
  .filter((at) => [...at.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .filter((at) => parseFloat(getComputedStyle(at).fontSize) < least)
  .map((at) => at.textContent)"""

CLIPPED = """() => [...document.querySelectorAll(".opt span,.btn,legend,h1,h2,h3,label,p")]
  .filter((at) => at.offsetParent && at.clientWidth > 1 && at.scrollWidth > at.clientWidth + 1)
  .map((at) => at.textContent)"""

WIDEST = "WWWW-WWWW"
SHOW = "(code) => { document.querySelector('.code').textContent = code; }"

GROW = """(times) => {
  const sizes = [...document.querySelectorAll("*")]
    .map((at) => [at, parseFloat(getComputedStyle(at).fontSize) * times]);
  for (const [at, size] of sizes) at.style.fontSize = size + "px";
}"""


async def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return await page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
async def test_no_page_scrolls_sideways(visit: Visit, width: int) -> None:
    for path in PAGES:
        page = await visit(path, width)
        assert await overflow(page) <= 0, path


@pytest.mark.parametrize("width", WIDTHS)
async def test_no_step_of_the_ballot_scrolls_sideways(visit: Visit, width: int) -> None:
    page = await visit(SCANNED, width)
    await begin(page)
    assert await overflow(page) <= 0
    await fill_in(page)
    assert await overflow(page) <= 0
    await page.click("#next")
    await page.wait_for_selector(".done")
    await page.evaluate(SHOW, WIDEST)  # what was drawn may be narrow by chance
    assert await overflow(page) <= 0


@pytest.mark.parametrize("width", WIDTHS)
async def test_no_answer_about_a_receipt_scrolls_sideways(visit: Visit, width: int) -> None:
    page = await visit("/receipt", width)
    await page.fill("#code", WIDEST)
    await page.click(".btn.pri")
    await page.wait_for_selector(".found")
    assert await overflow(page) <= 0


@pytest.mark.parametrize("times", [1.3, 1.5])
@pytest.mark.parametrize("width", [320, 360])
async def test_letters_half_as_large_again_clip_nothing(
    visit: Visit, width: int, times: float
) -> None:
    for path in ("/results/x", "/receipt", BALLOT):
        page = await visit(path, width)
        if path == BALLOT:
            await page.fill("#code", SLIP)
            await begin(page)
        await page.evaluate(GROW, times)
        assert await overflow(page) <= 0, path
        assert await page.evaluate(CLIPPED) == [], path


@pytest.mark.parametrize("width", WIDTHS)
async def test_every_key_is_large_enough_for_a_thumb(visit: Visit, width: int) -> None:
    for path in PAGES:
        page = await visit(path, width)
        assert await page.evaluate(SMALL_KEYS) == [], path
    page = await visit(SCANNED, width)
    await begin(page)
    assert await page.evaluate(SMALL_OPTIONS) == 0
    assert await page.evaluate(SMALL_KEYS) == []
    await fill_in(page)
    assert await page.evaluate(SMALL_KEYS) == []


async def test_no_letter_is_smaller_than_sixteen_pixels(visit: Visit) -> None:
    for path in PAGES:
        page = await visit(path)
        assert await page.evaluate(SMALL_LETTERS, 16) == [], path


async def test_questions_stand_in_eighteen_pixels_and_in_the_large_version_in_twenty_two(
    visit: Visit,
) -> None:
    page = await visit(SCANNED)
    await begin(page)
    size = "parseFloat(getComputedStyle(document.querySelector('#d1 legend')).fontSize)"
    assert await page.evaluate(size) == 18
    await page.click("#d1 .bigger")
    assert await page.evaluate(size) == 22
    assert await page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 22
    assert await overflow(page) <= 0


async def test_a_ballot_is_one_request(visit: Visit, room: Showroom) -> None:
    page = await visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(room.address + SCANNED)
    assert [url for url in asked if not url.startswith("data:")] == [room.address + BALLOT]


def test_a_ballot_of_four_departments_costs_fifteen_kilobytes(room: Showroom) -> None:
    assert _compressed(httpx.get(room.address + BALLOT).content) <= 15_000


def test_a_ballot_of_fourteen_departments_costs_fifteen_kilobytes_as_well() -> None:
    departments = tuple(
        Appraisee(key=f"d{number}", label=f"镇第{number}办公室", head="王某某")
        for number in range(14)
    )
    form = ballot_form(a_plan(appraisees=departments))
    manifest = a_manifest(form=form, appraisees=departments)
    page = pages.render("voter/ballot.html", view=BallotView.of(manifest))
    assert _compressed(page.encode()) <= 15_000


def test_a_result_page_costs_twenty_kilobytes(room: Showroom) -> None:
    sheet = httpx.get(room.address + "/results/x")
    style = httpx.get(room.address + sheet.text.split('stylesheet" href="')[1].split('"')[0])
    assert style.headers["cache-control"].endswith("immutable")
    assert _compressed(sheet.content) + _compressed(style.content) <= 20_000


def _compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


async def test_a_key_that_was_missed_lies_between_the_bars(visit: Visit) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await mark(page, 1, but=3)
    await page.click("#next")
    assert await page.locator("#d1 .todo").count() == 3
    assert await page.locator("#d1 .todo .miss").all_inner_texts() == ["这一项还没选"] * 3
    focused = await page.evaluate(
        """() => {
          const box = document.activeElement.getBoundingClientRect();
          const bar = document.querySelector("#d1 .bar").getBoundingClientRect();
          const dock = document.querySelector(".dock").getBoundingClientRect();
          return [document.activeElement.closest(".q").classList.contains("todo"),
                  box.top >= bar.bottom, box.bottom <= dock.top];
        }"""
    )
    assert focused == [True, True, True]
    await mark(page, 1)
    assert await page.locator("#d1 .todo").count() == 0
    await go_on(page, "d2")
