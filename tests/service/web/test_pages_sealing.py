"""The way of a sealed ballot: two stamps, one envelope, whatever the network does in between."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, Route, expect

from reports.document import Cards
from service.boards.appraisals.slips import lay_out
from service.box.slips import Slip
from service.web.safety import content_policy
from surveys.keys import WHOLE
from surveys.questionnaire.answer import Marks
from tests.service.web.desk import SEALED, Desk
from tests.service.web.showroom import SLIP, Showroom
from tests.service.web.voting import GRADES, begin, fill_in, go_on, mark

Visit = Callable[..., Awaitable[Page]]

BALLOT = f"/v/{SEALED}"
SCANNED = f"{BALLOT}#{SLIP}"
KEPT = "Object.keys(localStorage).filter((name) => name !== 'big')"
STEPS = {
    "right": "**/stamp/*/right",
    "inner": f"**/stamp/{SEALED}",
    "outer": f"**/stamp/{SEALED}",
    "cast": "**/box/*/cast",
}
MARK_ALL = """() => {
  const form = document.getElementById("ballot");
  form.querySelectorAll(".q.m").forEach((q, at) => q.querySelectorAll("input")[at % 4].click());
  location.hash = "check";
}"""
SECRETS = """() => Object.keys(localStorage).map((name) => JSON.parse(localStorage[name]))
  .find((kept) => kept.right)"""


async def ready(visit: Visit, path: str = SCANNED) -> Page:
    """A phone with a filled-in ballot at its review, without thirty-six taps."""
    page = await visit(path)
    await begin(page)
    await page.evaluate(MARK_ALL)
    await page.wait_for_selector("#check:not([hidden])")
    return page


async def lose(page: Page, kind: str, *, after: bool) -> list[str]:
    """Cut the line at every request of a kind, before or after the server has had it."""
    lost: list[str] = []

    async def cut(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        if body.get("kind", kind) != kind:
            await route.continue_()
            return
        if after:
            await route.fetch()
        lost.append(kind)
        await route.abort()

    await page.route(STEPS[kind], cut)
    return lost


def one_good_ballot(desk: Desk) -> dict[str, Any]:
    """Exactly one envelope, its ballot genuine; the marks in it by department."""
    (opened,) = desk.opened()
    assert opened.genuine
    (answer,) = opened.enclosure.ballot.answers.values()
    assert isinstance(answer, Marks)
    return answer.marks


async def test_a_ballot_is_stamped_twice_sealed_and_cast(visit: Visit, room: Showroom) -> None:
    page = await visit(SCANNED)
    await begin(page)
    await page.locator("#d2 textarea").evaluate("(at) => { at.value = '路灯 <b>不亮</b>'; }")
    await fill_in(page)
    assert "服务器不知道哪张票是谁投的" in await page.locator("#start .hint").inner_text()
    await page.click("#next")
    await page.wait_for_selector(".done")
    marks = one_good_ballot(room.desk)
    grades = list(dict.fromkeys(mark for row in marks.values() for mark in row.values()))
    assert len(grades) == len(GRADES)
    (opened,) = room.desk.opened()
    assert [remark.words for remark in opened.enclosure.remarks] == ["路灯 <b>不亮</b>"]
    ((leaf, _),) = room.desk.envelopes.items()
    assert leaf in (await page.get_attribute(".keep", "href") or "")


async def test_nothing_but_blinded_numbers_and_the_envelope_leaves_the_phone(
    visit: Visit, room: Showroom
) -> None:
    page = await ready(visit)
    await page.context.add_cookies([{"name": "who", "value": "zhou", "url": room.address}])
    await page.click("#next")
    await page.wait_for_selector(".done")
    for kind in ("inner", "outer"):
        (body,) = room.desk.asked(kind)
        assert sorted(body) == ["blinded", "kind", "right", "unit"]
    (cast,) = room.desk.asked("cast")
    assert sorted(cast) == ["envelope", "group", "prefix", "stamp", "unit"]
    assert len(room.desk.headers) == 3
    assert not any({"cookie", "referer"} & sent.keys() for sent in room.desk.headers)
    assert SLIP not in json.dumps(cast)
    assert room.fields == []


async def test_the_word_on_secrecy_is_a_link_in_either_size_of_type(visit: Visit) -> None:
    page = await visit(SCANNED)
    await page.click("#start .who .bigger")
    assert await page.inner_text("#start .hint a") == "投票怎么保密"
    await page.click("#start .hint a")
    await page.wait_for_url("**/secrecy#sealed")


async def test_the_review_opens_a_line_and_sends_nothing_of_the_ballot(visit: Visit) -> None:
    page = await visit(SCANNED)
    asked: list[tuple[str, str | None]] = []
    await begin(page)
    page.on("request", lambda one: asked.append((one.url, one.post_data)))
    async with page.expect_request("**/healthz"):
        await page.evaluate(MARK_ALL)
    await page.wait_for_selector("#check:not([hidden])")
    assert {body for _, body in asked} == {None}
    assert {url.rpartition("/")[2] for url, _ in asked} <= {"healthz", "manifest.json"}


async def test_the_phone_forgets_once_the_receipt_is_there(visit: Visit) -> None:
    page = await ready(visit)
    await page.click("#next")
    await page.wait_for_selector(".done")
    assert await page.evaluate(KEPT) == []
    await page.reload()
    await page.wait_for_selector(".done")
    assert await page.evaluate(KEPT) == []


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
    await expect(page.locator("#say")).to_contain_text("第 1 次")
    await page.unroute(STEPS[kind])
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.wait_for_selector(".done")
    one_good_ballot(room.desk)


async def test_a_confirmed_ballot_can_be_sent_on_and_no_longer_changed(
    visit: Visit, room: Showroom
) -> None:
    page = await ready(visit)
    await lose(page, "outer", after=True)
    await page.clock.install()
    await page.click("#next")
    while not await page.is_visible("#plain"):
        await page.clock.run_for(1000)
    assert "还不知道票到没到票箱" in await page.inner_text("#say")
    assert await page.inner_text("#plain") == "再发一次"
    assert await page.locator("#list a:visible, #prev:visible").count() == 0
    await page.unroute(STEPS["outer"])
    await page.click("#plain")
    await page.clock.run_for(1000)
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


async def test_what_would_spoil_a_sealed_ballot_is_found_before_it_is_sealed(
    visit: Visit, room: Showroom
) -> None:
    page = await ready(visit)
    await page.locator("#d2 textarea").evaluate("(at) => { at.value = '字'.repeat(501); }")
    await page.click("#next")
    await page.wait_for_selector("#d2:not([hidden])")
    assert await page.inner_text("#d2 .say .miss") == "最多 500 字"
    assert room.desk.asked("inner") == []
    await page.locator("#d2 textarea").fill("字" * 500)
    await go_on(page, "check")
    await page.click("#next")
    await page.wait_for_selector(".done")
    one_good_ballot(room.desk)


async def test_a_slip_stamped_on_another_phone_is_told_before_the_first_mark(
    visit: Visit, room: Showroom
) -> None:
    room.desk.find(SLIP).outer = b"elsewhere"
    page = await visit(SCANNED)
    await page.click("#next")
    await expect(page.locator("#ask")).to_contain_text("另一台手机")
    assert await page.is_hidden("#d1")


async def test_a_false_stamp_is_not_used_and_told(visit: Visit, room: Showroom) -> None:
    page = await ready(visit)

    async def forge(route: Route) -> None:
        answer = await route.fetch()
        body = await answer.json()
        await route.fulfill(json={**body, "stamp": "01" * (len(body["stamp"]) // 2)})

    await page.route(STEPS["outer"], forge)
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text("章不对")
    assert room.desk.asked("outer") == []
    assert room.desk.envelopes == {}


@pytest.mark.parametrize("changed", [{"leaf": "0" * 64}, {"signature": "d" * 128}])
async def test_a_receipt_for_another_envelope_or_by_another_key_is_not_taken(
    visit: Visit, room: Showroom, changed: dict[str, str]
) -> None:
    page = await ready(visit)

    async def swap(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(json={**await answer.json(), **changed})

    await page.route(STEPS["cast"], swap)
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text("回执不对")
    await page.unroute(STEPS["cast"])
    await page.reload()
    await page.wait_for_selector(".done")
    one_good_ballot(room.desk)


async def test_a_browser_without_ed25519_takes_the_receipt_as_it_comes(
    visit: Visit, room: Showroom
) -> None:
    page = await ready(visit)
    await page.evaluate(
        """() => {
          const known = SubtleCrypto.prototype.importKey;
          SubtleCrypto.prototype.importKey = function (form, key, kind, ...rest) {
            if (kind === "Ed25519") return Promise.reject(new Error("NotSupportedError"));
            return known.call(this, form, key, kind, ...rest);
          };
        }"""
    )
    await page.click("#next")
    await page.wait_for_selector(".done")
    one_good_ballot(room.desk)


async def test_keys_of_another_manifest_are_not_used(visit: Visit, room: Showroom) -> None:
    room.desk.frozen = room.desk.frozen.replace(b'"entitled":46', b'"entitled":47')
    page = await ready(visit)
    await page.click("#next")
    await expect(page.locator("#say")).to_contain_text("不符")
    assert room.desk.asked("inner") == []


@pytest.mark.parametrize("right", [True, False])
async def test_a_scanned_manifest_must_be_this_page_s(
    visit: Visit, room: Showroom, *, right: bool
) -> None:
    law = room.desk.seal.manifest if right else "f" * 64
    page = await visit(f"{SCANNED}&mh={law}")
    assert await page.locator("#ballot").count() == int(right)
    assert ("不是二维码指定的" in await page.inner_text("main")) is not right
    assert "mh=" not in page.url
    if right:
        assert await page.input_value("#code") == SLIP
        await page.evaluate("location.hash = 'mh=' + 'f'.repeat(64)")
        await expect(page.locator("main")).to_contain_text("不是二维码指定的")


async def test_a_slip_for_one_department_leads_to_its_own_ballot(
    visit: Visit, room: Showroom
) -> None:
    page = await visit(f"{BALLOT}#AAAA-0000-0000-0000")
    await page.click("#next")
    await page.wait_for_url("**/finance*")
    await begin(page)
    await mark(page, 1)
    await go_on(page, "check")
    await page.click("#next")
    await page.wait_for_selector(".done")
    assert list(one_good_ballot(room.desk)) == ["finance"]


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


async def test_the_cold_page_is_one_document_and_the_rest_comes_beside(
    visit: Visit, room: Showroom
) -> None:
    page = await visit("/receipt")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(room.address)))
    await page.goto(room.address + BALLOT)
    await page.wait_for_function("typeof Course === 'object'")
    await page.wait_for_load_state("networkidle")
    own = [path for path in asked if not path.startswith("data:")]
    assert len(own) == 3
    assert own[0] == BALLOT
    assert own[1].startswith("/static/sealed.")
    assert own[2] == f"{BALLOT}/manifest.json"


async def test_a_script_that_was_changed_on_its_way_does_not_run(visit: Visit) -> None:
    page = await visit("/receipt")

    async def change(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=await answer.text() + "\n;window.changed = 1;")

    await page.route("**/static/sealed.*", change)
    await page.goto(page.url.replace("/receipt", SCANNED))
    await page.wait_for_load_state("networkidle")
    assert await page.evaluate("[window.changed, typeof Course].join()") == ",undefined"


@pytest.mark.parametrize("scripts", [True, False])
async def test_axe_finds_nothing(visit: Visit, *, scripts: bool) -> None:
    page = await visit(SCANNED if scripts else "/receipt")
    if not scripts:
        await without_bigint(page.context)
        await page.goto(page.url.replace("/receipt", SCANNED))
    found = await Axe().run(page)
    assert found.response["violations"] == []


@pytest.mark.parametrize("way", ["scanned", "typed"])
async def test_a_card_is_read_as_it_is_printed(visit: Visit, room: Showroom, way: str) -> None:
    manifest = room.desk.manifest
    sheet = lay_out(manifest, [Slip(SLIP, "deputies", WHOLE)], address=room.address)
    (cards,) = [block for block in sheet.blocks if isinstance(block, Cards)]
    (card,) = cards.cards
    assert card.address.endswith(f"#{SLIP.replace('-', '')}&mh={room.desk.seal.manifest}")
    if way == "scanned":
        page = await visit(card.address.removeprefix(room.address))
        assert await page.input_value("#code") == SLIP.replace("-", "")
    else:
        page = await visit(BALLOT)
        await page.fill("#code", card.code.lower())
    await begin(page)
    await fill_in(page)
    await page.click("#next")
    await page.wait_for_selector(".done")
    assert one_good_ballot(room.desk)
