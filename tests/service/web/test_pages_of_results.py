"""What is public: the result page, the receipt check, the front page."""

import re
from collections.abc import Awaitable, Callable

import httpx
import msgspec
from playwright.async_api import Page, expect

from reports.writing.marks import write_metrics
from service.web import pages
from service.web.views.result import ResultView
from surveys.stages import Stage
from tests.service.web.showroom import SLIP, Showroom
from tests.service.web.voting import GRADES, SCANNED, begin, fill_in

Visit = Callable[..., Awaitable[Page]]


async def test_each_bar_adds_up_to_a_hundred_and_says_its_numbers(
    visit: Visit, room: Showroom
) -> None:
    page = await visit("/results/x", 1280, 800)
    bars = page.locator("svg.stack")
    assert await bars.count() == 4
    for at in range(4):
        label = await bars.nth(at).get_attribute("aria-label") or ""
        shares = [int(tenths.replace(".", "")) for tenths in re.findall(r"（([\d.]+)%）", label)]
        votes = [int(number) for number in re.findall(r" (\d+) 票", label)]
        assert sum(shares) == 1000
        assert sum(votes) == room.result.count.meeting.valid
        widths = (
            await bars.nth(at)
            .locator("rect")
            .evaluate_all("(all) => all.map((at) => parseFloat(at.getAttribute('width')))")
        )
        assert round(sum(widths), 6) == 100


async def test_the_grid_shows_the_numbers_of_the_notice(visit: Visit, room: Showroom) -> None:
    page = await visit("/results/x", 1280, 800)
    shown = await page.locator(".grid td").all_inner_texts()
    results = room.result.count.appraisees
    expected = [
        write_metrics(room.manifest.rules, result.items[at].metrics)["satisfied_rate"]
        for at in range(len(room.manifest.rules.items))
        for result in results
    ]
    assert shown == expected
    lowest = min(expected, key=float)
    assert await page.locator(".grid .low").all_inner_texts() == [lowest]
    assert lowest in await page.inner_text(".find")


async def test_a_printed_result_keeps_its_charts_and_drops_its_buttons(visit: Visit) -> None:
    page = await visit("/results/x", 1280, 800)
    await page.emulate_media(media="print")
    assert await page.locator(".btn:visible").count() == 0
    assert await page.locator("svg.stack:visible").count() == 4


async def test_the_four_files_and_their_fingerprints_are_offered(
    visit: Visit, room: Showroom
) -> None:
    page = await visit("/results/x")
    links = await page.locator("a.file").evaluate_all("(all) => all.map((at) => at.pathname)")
    assert [link.rsplit("/", 1)[1] for link in links] == [
        "manifest.json",
        "sealed.jsonl",
        "box.jsonl",
        "result.json",
    ]
    printed = await page.locator(".prints dd").all_inner_texts()
    assert printed[0].replace(" ", "") == room.result.count.manifest
    assert printed[2].replace(" ", "") == room.result.count.box


def test_a_result_without_a_ladder_or_several_items_is_shown_as_well(room: Showroom) -> None:
    view = room.result_view()
    assert "评为" in pages.render("public/result.html", view=view)
    bare = ResultView.of(
        room.ungraded_manifest, room.ungraded_result, rule_words=(), fingerprint="a" * 64
    )
    html = pages.render("public/result.html", view=bare)
    assert "本办法不评等次" in html
    assert "每个项目" not in html


async def test_a_receipt_is_found_and_a_changed_one_is_not(visit: Visit, room: Showroom) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)
    await page.click("#next")
    await page.wait_for_selector(".done")
    code = await page.inner_text(".code")
    await page.goto(room.address + "/receipt")
    await page.fill("#code", code)
    await page.click(".btn.pri")
    await expect(page.locator(".found")).to_contain_text("这张票在票箱里")
    text = await page.inner_text("body")
    assert not any(grade in text for grade in GRADES)
    await page.fill("#code", code[:-1] + ("0" if code[-1] != "0" else "1"))
    await page.click(".btn.pri")
    await expect(page.locator(".found")).to_contain_text("票箱里没有这张票")


def test_the_screen_shows_no_choice_before_publication(room: Showroom) -> None:
    for stage in Stage:
        if stage in {Stage.PUBLISHED, Stage.VOID}:
            continue
        room.stand(stage)
        html = httpx.get(room.address + "/live/laochang-2026/screen").text
        assert not any(grade in html for grade in GRADES), stage
        assert SLIP not in html


async def test_the_screen_fits_both_projectors_and_its_code_is_large(
    visit: Visit, room: Showroom
) -> None:
    for stage in (Stage.PREPARED, Stage.OPEN, Stage.PAUSED, Stage.CLOSED, Stage.PUBLISHED):
        room.stand(stage)
        for width, height in ((1920, 1080), (1280, 720)):
            page = await visit("/live/laochang-2026/screen", width, height)
            tall = "document.querySelector('main').scrollHeight <= innerHeight"
            assert await page.evaluate(tall), (stage, width)
            wide = "document.documentElement.scrollWidth <= innerWidth"
            assert await page.evaluate(wide), (stage, width)
    room.stand(Stage.OPEN)
    page = await visit("/live/laochang-2026/screen", 1920, 1080)
    box = await page.locator("#scan svg").bounding_box()
    assert box is not None
    assert box["width"] >= 400


async def test_the_screen_counts_on_and_keeps_its_numbers_when_the_line_is_cut(
    visit: Visit, room: Showroom
) -> None:
    page = await visit("/live/laochang-2026/screen", 1280, 720)
    await expect(page.locator("#rest")).to_contain_text("还差 6 人")
    room.turn_out(cast=40)
    await page.wait_for_selector("#rest:has-text('还差 3 人')")
    room.cut = True
    await page.wait_for_selector("#lost:has-text('连接中断，数字停在')")
    assert await page.inner_text("#cast") == "40"


async def test_on_a_screen_that_is_held_the_time_left_stands_still(
    visit: Visit, room: Showroom
) -> None:
    room.turnout = msgspec.structs.replace(
        room.turnout,
        stage=Stage.PAUSED,
        closes_at="2026-11-20T10:00:00+08:00",
        held_at="2026-11-20T09:55:00+08:00",
        rights=True,
    )
    page = await visit("/live/laochang-2026/screen", 1280, 720)
    await expect(page.locator("#left")).to_have_text("05:00")
    await expect(page.locator("#issued-word")).to_have_text("各种票合计最多")


async def test_after_publication_the_screen_turns_from_department_to_department(
    visit: Visit, room: Showroom
) -> None:
    page = await visit("/live/laochang-2026/screen", 1280, 720)
    room.stand(Stage.PUBLISHED)
    await page.wait_for_selector(".slide:has-text('测评结果')")
    await page.wait_for_load_state()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".slide:visible h2")).to_have_text("镇财政所")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowLeft")
    await expect(page.locator("#page")).to_have_text("第 1 个，共 4 个")
    await page.keyboard.press("b")
    await expect(page.locator(".slide:visible")).to_have_count(0)


async def test_the_large_version_stays_large_from_page_to_page(visit: Visit) -> None:
    page = await visit("/?big=1")
    await page.get_by_text("2025年度").click()
    await page.wait_for_url("**/results/old?big=1")
    assert await page.evaluate("document.documentElement.className") == "big"
