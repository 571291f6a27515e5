"""The way of a ballot through the page: slip, departments, review, cast, receipt."""

import pytest
from playwright.async_api import expect

from tests.service.web.conftest import Visit
from tests.service.web.showroom import POLL, SLIP, SPENT, Showroom
from tests.service.web.voting import (
    BALLOT,
    DEPARTMENTS,
    GRADES,
    KEPT,
    SCANNED,
    begin,
    fill_in,
    go_on,
    mark,
)

LOOKS = """() => [...document.querySelectorAll("#d1 .q:first-child .opt")].map((at) => {
  const box = at.getBoundingClientRect(), style = getComputedStyle(at.querySelector("span"));
  return [Math.round(box.width), box.height, style.backgroundColor, style.borderColor].join();
})"""


async def test_the_code_of_a_scanned_slip_leaves_the_address_bar(visit: Visit) -> None:
    page = await visit(SCANNED)
    assert await page.input_value("#code") == SLIP
    assert SLIP not in page.url


async def test_a_spent_slip_is_told_before_the_first_mark(visit: Visit) -> None:
    page = await visit(BALLOT)
    await page.fill("#code", SPENT)
    await page.click("#next")
    await expect(page.locator("#ask")).to_contain_text("已经投过")
    assert await page.is_hidden("#d1")


async def test_a_mistyped_slip_is_told_in_words(visit: Visit) -> None:
    page = await visit(BALLOT)
    await page.fill("#code", "K7M4-92TX")
    await page.click("#next")
    await expect(page.locator("#ask")).to_contain_text("没有这张票卡")


async def test_no_grade_is_chosen_beforehand_and_all_look_alike(visit: Visit) -> None:
    page = await visit(SCANNED)
    await begin(page)
    assert await page.locator("input:checked").count() == 0
    looks = await page.evaluate(LOOKS)
    assert len(looks) == len(GRADES)
    assert len(set(looks)) == 1


async def test_the_keyboard_reaches_each_question_once(visit: Visit) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await page.locator("#d1 input").first.focus()
    first = await page.evaluate("document.activeElement.name")
    await page.keyboard.press("ArrowRight")
    assert await page.evaluate("document.activeElement.name") == first
    assert await page.evaluate("document.activeElement.checked")
    ring = await page.evaluate(
        "getComputedStyle(document.activeElement.nextElementSibling).outlineWidth"
    )
    assert ring == "3px"
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.name") != first


async def test_answers_survive_a_reload_and_are_gone_after_the_cast(
    visit: Visit, room: Showroom
) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await mark(page, 1)
    await go_on(page, "d2")
    assert "已存好" in await page.inner_text("#saved")
    await page.reload()
    assert await page.locator("input:checked").count() == 9
    assert await page.is_visible("#d2")
    await mark(page, 2)
    for department in (3, 4):
        await go_on(page, f"d{department}")
        await mark(page, department)
    await go_on(page, "check")
    await page.click("#next")
    await page.wait_for_selector(".done")
    assert await page.evaluate(KEPT) == []
    assert len(room.cast) == 1


async def test_another_slip_on_the_same_phone_never_sees_the_first_one_s_answers(
    visit: Visit, room: Showroom
) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await mark(page, 1)
    await page.goto("about:blank")
    await page.goto(f"{room.address}{BALLOT}#{SLIP.replace('K7M4', 'ZZZZ')}")
    await begin(page)
    assert await page.locator("input:checked").count() == 0


async def test_nothing_leaves_the_phone_while_it_is_filled_in(visit: Visit) -> None:
    page = await visit(SCANNED)
    await begin(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await fill_in(page)
    assert asked == []


async def test_the_back_key_goes_one_department_back_and_keeps_the_answers(visit: Visit) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await mark(page, 1)
    await go_on(page, "d2")
    await mark(page, 2)
    await go_on(page, "d3")
    await page.go_back()
    await page.wait_for_selector("#d2:not([hidden])")
    assert await page.locator("#d2 input:checked").count() == 9
    await page.click("#prev")
    await page.wait_for_selector("#d1:not([hidden])")


async def test_the_review_counts_and_a_change_returns_to_it(visit: Visit) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)
    sums = page.locator("#list .sum")
    assert await sums.count() == 4
    assert await sums.nth(0).locator("p").inner_text() == "基本满意 9"
    await sums.nth(0).locator("a").click()
    await page.wait_for_selector("#d1:not([hidden])")
    await mark(page, 1, grade=2)
    assert await page.inner_text("#next") == "改好了，回到核对"
    await go_on(page, "check")
    assert await sums.nth(0).locator("p").inner_text() == "不满意 9"
    assert "投出后不能修改" in await page.inner_text("#check")


async def test_a_remark_is_shown_as_written_and_never_as_markup(visit: Visit) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await page.fill("#d1 textarea", "<b>路灯</b>")
    await fill_in(page)
    await page.locator("#list summary").first.click()
    assert "<b>路灯</b>" in await page.inner_text("#list")


async def test_the_receipt_says_nothing_of_the_choice(visit: Visit, room: Showroom) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)
    await page.click("#next")
    await page.wait_for_selector(".done")
    (receipt,) = room.cast.values()
    assert await page.inner_text(".code") == receipt.code
    text = await page.inner_text("body")
    assert not any(grade in text for grade in GRADES)
    kept = await page.get_attribute(".keep", "href") or ""
    assert receipt.leaf in kept
    assert "satisfied" not in kept


@pytest.mark.parametrize("grade", range(len(GRADES)))
async def test_what_is_sent_is_equally_long_whatever_was_chosen(visit: Visit, grade: int) -> None:
    page = await visit(SCANNED)
    await begin(page)
    for department in range(1, DEPARTMENTS + 1):
        await mark(page, department, grade=grade)
        await go_on(page, f"d{department + 1}" if department < DEPARTMENTS else "check")
    async with page.expect_request("**/cast") as asked:
        await page.click("#next")
    assert len((await asked.value).post_data_buffer or b"") == 4096


async def test_a_closed_evaluation_says_so(visit: Visit) -> None:
    page = await visit("/v/closed")
    assert await page.inner_text("h1") == "投票已截止"


async def test_a_poll_asks_every_kind_of_question(visit: Visit, room: Showroom) -> None:
    page = await visit(f"/v/{POLL}#{SLIP}")
    await begin(page)
    hidden = page.get_by_label("办的是什么事")
    assert await hidden.is_hidden()
    await page.get_by_label("去过", exact=True).check()
    assert await hidden.is_visible()
    await hidden.fill("办身份证")
    for village in ("第1村小组", "第2村小组", "第3村小组"):
        await page.locator(".opt", has_text=village).click()
    await page.locator(".opt", has_text="4").last.click()
    await page.get_by_label("按百分制打几分").fill("101a")
    await page.get_by_label("办成一件事用了几天").fill("1.5")
    for at, place in enumerate(("2", "1", "3")):
        await page.locator("select").nth(at).select_option(place)
    await page.click("#next")
    assert await page.locator(".todo .miss").all_inner_texts() == [
        "最多选 2 项",
        "请填 0 到 100 的整数",
    ]
    await page.locator(".opt", has_text="第3村小组").click()
    await page.get_by_label("按百分制打几分").fill("90")
    await go_on(page, "check")
    await page.click("#next")
    await page.wait_for_selector(".done")
    (posted,) = room.fields
    assert posted["q.where"] == ["v1", "v2"]
    assert posted["r.order.v2"] == ["1"]
    assert posted["q.what"] == ["办身份证"]
