"""What a phone does not take: another's stamps, receipts, keys, manifests and scripts."""

import pytest
from playwright.async_api import Route, expect

from tests.service.web.conftest import Visit
from tests.service.web.sealing import SCANNED, STEPS, one_good_ballot, ready
from tests.service.web.showroom import SLIP, Showroom


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


async def test_a_script_that_was_changed_on_its_way_does_not_run(visit: Visit) -> None:
    page = await visit("/receipt")

    async def change(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=await answer.text() + "\n;window.changed = 1;")

    await page.route("**/static/sealed.*", change)
    await page.goto(page.url.replace("/receipt", SCANNED))
    await page.wait_for_load_state("networkidle")
    assert await page.evaluate("[window.changed, typeof Course].join()") == ",undefined"
