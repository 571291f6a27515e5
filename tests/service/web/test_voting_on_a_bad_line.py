"""A ballot on a bad line: lost, late or refused, it is told, and it is one ballot."""

from playwright.async_api import Route, expect

from reports.wording.refusals import explain
from surveys.refusals import Refusal
from tests.service.web.conftest import Visit
from tests.service.web.showroom import Showroom
from tests.service.web.voting import KEPT, SCANNED, begin, fill_in, send_in_vain, stop_the_clock


async def test_a_lost_network_is_told_and_mended_without_a_tap(
    visit: Visit, room: Showroom
) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)
    await page.context.set_offline(offline=True)
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text("正在重发")
    await page.context.set_offline(offline=False)
    await page.wait_for_selector(".done")
    assert len(room.cast) == 1


async def test_a_busy_server_and_an_absent_machine_are_not_called_a_bad_line(
    visit: Visit, room: Showroom
) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await fill_in(page)
    away = ["stamp.cosigner_away", "request.unavailable"]

    async def refuse_twice(route: Route) -> None:
        if away:
            code = away.pop(0)
            await route.fulfill(status=503, json={"type": code, "detail": explain(Refusal(code))})
            return
        await route.continue_()

    await page.route("**/cast", refuse_twice)
    await stop_the_clock(page)
    await page.click("#next")
    for words in (
        "正在投出，请稍候",
        "监票人的联署机没有应答，正在重发（第 1 次）",
        "服务器忙，正在重发（第 2 次）",
    ):
        await expect(page.locator("#say")).to_contain_text(words)
        await page.evaluate("dispatchEvent(new Event('online'))")
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
    await stop_the_clock(page)
    await send_in_vain(page)
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
    assert await page.evaluate(KEPT) == []


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
