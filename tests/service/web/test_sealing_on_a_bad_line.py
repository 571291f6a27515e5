"""A sealed ballot on a bad line: wherever it is cut, there is one envelope in the end."""

import json
import re

import pytest
from playwright.async_api import expect

from tests.service.web.conftest import Visit
from tests.service.web.sealing import BALLOT, STEPS, lose, one_good_ballot, ready
from tests.service.web.showroom import SLIP, Showroom
from tests.service.web.voting import begin, fill_in, send_in_vain, stop_the_clock

SECRETS = """() => Object.keys(localStorage).map((name) => JSON.parse(localStorage[name]))
  .find((kept) => kept.right)"""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", ["inner", "outer", "cast"])
async def test_a_reload_goes_on_where_the_line_was_cut(
    visit: Visit, room: Showroom, kind: str, *, after: bool
) -> None:
    page = await ready(visit)
    lost = await lose(page, kind, after=after)
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text("正在重发")
    assert lost
    await page.unroute(STEPS[kind])
    await page.reload()
    await page.wait_for_selector(".done")
    one_good_ballot(room.desk)
    for asked in ("inner", "outer"):
        assert len({body["blinded"] for body in room.desk.asked(asked)}) == 1
    assert len({json.dumps(body) for body in room.desk.asked("cast")}) == 1


async def test_a_slip_that_could_not_be_looked_at_is_asked_about_when_it_is_cast(
    visit: Visit, room: Showroom
) -> None:
    page = await visit(BALLOT)
    await page.fill("#code", SLIP)
    lost = await lose(page, "right", after=False)
    await begin(page)
    assert lost
    await page.unroute(STEPS["right"])
    await fill_in(page)
    await page.click("#next")
    await page.wait_for_selector(".done")
    one_good_ballot(room.desk)


@pytest.mark.parametrize("kind", ["inner", "outer", "cast"])
async def test_a_lost_reply_is_asked_for_again_without_a_tap(
    visit: Visit, room: Showroom, kind: str
) -> None:
    page = await ready(visit)
    await lose(page, kind, after=True)
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text(re.compile("第 [1-9] 次"))
    await page.unroute(STEPS[kind])
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.wait_for_selector(".done")
    one_good_ballot(room.desk)


async def test_a_confirmed_ballot_can_be_sent_on_and_no_longer_changed(
    visit: Visit, room: Showroom
) -> None:
    page = await ready(visit)
    await lose(page, "outer", after=True)
    await stop_the_clock(page)
    await send_in_vain(page)
    assert "还不知道票到没到票箱" in await page.inner_text("#say")
    assert await page.inner_text("#plain") == "再发一次"
    assert await page.locator("#list a:visible, #prev:visible").count() == 0
    await page.unroute(STEPS["outer"])
    await page.click("#plain")
    await page.clock.run_for(1)
    await page.wait_for_selector(".done")
    one_good_ballot(room.desk)


async def test_a_sealed_ballot_keeps_neither_answers_nor_inner_stamp_in_its_record(
    visit: Visit,
) -> None:
    page = await ready(visit)
    await lose(page, "cast", after=False)
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text("正在重发")
    record = await page.evaluate(SECRETS)
    assert (record["ballot"], record["remarks"], record["inner"]) == (None, None, None)
    assert sorted(record["outer"]) == ["prefix", "stamp"]


async def test_two_windows_of_one_phone_make_one_envelope(visit: Visit, room: Showroom) -> None:
    page = await ready(visit)
    other = await page.context.new_page()
    await other.goto(room.address + BALLOT)
    await begin(other)
    await other.evaluate("location.hash = 'check'")
    await other.wait_for_selector("#check:not([hidden])")
    await page.evaluate("document.getElementById('next').click()")
    await other.evaluate("document.getElementById('next').click()")
    await page.wait_for_selector(".done")
    one_good_ballot(room.desk)
