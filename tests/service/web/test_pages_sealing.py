"""The way of a sealed ballot: two stamps, one envelope, and nothing else leaves the phone."""

import json

import pytest

from reports.document import Cards
from service.boards.appraisals.slips import lay_out
from service.box.slips import Slip
from surveys.keys import WHOLE
from tests.service.web.conftest import Visit
from tests.service.web.sealing import BALLOT, MARK_ALL, SCANNED, one_good_ballot, ready
from tests.service.web.showroom import SLIP, Showroom
from tests.service.web.voting import GRADES, KEPT, begin, fill_in, go_on, mark


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


async def test_the_cold_page_is_one_document_and_the_rest_comes_beside(
    visit: Visit, room: Showroom
) -> None:
    page = await visit("/receipt")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(room.address)))
    async with page.expect_response("**/manifest.json"):
        await page.goto(room.address + BALLOT)
    await page.wait_for_load_state("networkidle")
    own = [path for path in asked if not path.startswith("data:")]
    assert len(own) == 3
    assert own[0] == BALLOT
    assert own[1].startswith("/static/sealed.")
    assert own[2] == f"{BALLOT}/manifest.json"


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
