"""The way of a ballot through the page: slip, departments, review, cast, receipt."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, Route, expect

from reports.wording.refusals import explain
from surveys.refusals import Refusal
from tests.service.web.showroom import POLL, SLIP, SPENT, Showroom
from tests.service.web.voting import (
    BALLOT,
    DEPARTMENTS,
    GRADES,
    SCANNED,
    begin,
    fill_in,
    go_on,
    mark,
)

Visit = Callable[..., Awaitable[Page]]

LOOKS = """() => [...document.querySelectorAll("#d1 .q:first-child .opt")].map((at) => {
  const box = at.getBoundingClientRect(), style = getComputedStyle(at.querySelector("span"));
  return [Math.round(box.width), box.height, style.backgroundColor, style.borderColor].join();
})"""
DRAFTS = "Object.keys(localStorage).filter((name) => name !== 'big')"


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
    assert await page.evaluate(DRAFTS) == []
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


async def test_a_lost_network_is_told_and_mended_without_a_tap(
    visit: Visit, room: Showroom
) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)
    await page.context.set_offline(offline=True)
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text("正在重发", timeout=1000)
    await page.context.set_offline(offline=False)
    await page.wait_for_selector(".done")
    assert len(room.cast) == 1


async def test_a_lost_reply_and_a_second_tap_make_one_ballot(visit: Visit, room: Showroom) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)
    lost: list[int] = []

    async def lose_the_first(route: Route) -> None:
        if lost:
            await route.continue_()
            return
        lost.append((await route.fetch()).status)
        await route.abort()

    await page.route("**/cast", lose_the_first)
    await page.evaluate(
        """() => { const next = document.getElementById("next"); next.click(); next.click(); }"""
    )
    await page.wait_for_selector(".done")
    assert lost == [200]
    assert len(room.fields) == 1
    assert await page.is_visible(".again")


async def test_a_ballot_whose_answer_never_comes_is_not_called_uncast(
    visit: Visit, room: Showroom
) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)

    async def lose_every_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/cast", lose_every_answer)
    await page.clock.install()
    await page.click("#next")
    while not await page.is_visible("#plain"):
        await page.clock.run_for(1000)
    assert len(room.cast) == 1
    assert "还不知道票到没到票箱" in await page.inner_text("#say")


async def test_answers_leave_the_phone_when_their_ballot_proves_to_be_in_the_closed_box(
    visit: Visit,
) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)

    async def refuse(route: Route) -> None:
        refusal = Refusal("slip.spent_and_closed")
        body = {"type": refusal.code, "detail": explain(refusal)}
        await route.fulfill(status=refusal.status, json=body)

    await page.route("**/cast", refuse)
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text("票在票箱里")
    assert await page.evaluate(DRAFTS) == []


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


async def test_a_busy_server_is_asked_again(visit: Visit, room: Showroom) -> None:
    room.failing = 1
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)
    await page.click("#next")
    await page.wait_for_selector(".done")
    assert room.requests.count("cast") == 2


async def test_a_page_of_an_older_form_is_refused_in_words(visit: Visit, room: Showroom) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)
    await page.evaluate("document.querySelector('[name=form]').value = 'f'.repeat(64)")
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text("更新")
    assert room.cast == {}


async def test_a_closed_evaluation_says_so(visit: Visit) -> None:
    page = await visit("/v/closed")
    assert await page.inner_text("h1") == "投票已截止"


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
    assert await page.locator("input:checked").count() == 36
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


@pytest.mark.parametrize("path", ["/", "/receipt", "/results/x"])
async def test_public_pages_need_no_script(visit: Visit, path: str) -> None:
    page = await visit(path)
    assert await page.locator("script").count() == 0
