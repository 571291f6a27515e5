"""A real browser and the real site: stamped twice, sealed on the phone, and in the box."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from playwright.async_api import Browser, Page, expect

from service.box.keys import read_box_key
from service.box.receipts import is_genuine
from service.box.sealing import seal_of, unseal
from service.box.stamps import stamp_holds
from surveys import canonical
from surveys.ballots.ballot import unpad
from surveys.ballots.receipt import Receipt
from surveys.ballots.stamps import StampedEnclosure, inner_message
from surveys.keys import WHOLE
from surveys.questionnaire.answer import Marks
from tests.browsers import a_patient_context
from tests.dialling import Dialling, make_halves, put_in_place, read_halves_of
from tests.journeys.sites import Site, administrator
from tests.sealed import SealedVote, a_sealed_vote
from tests.service.web.voting import begin, fill_in

SURVEY = "sealed-by-phone"


async def the_vote(site: Site) -> SealedVote:
    return await a_sealed_vote(site.settings, site.registrar, site.box, survey=SURVEY)


async def cast(page: Page) -> dict[str, Any]:
    """Fill in, confirm, and take the receipt as the phone keeps it."""
    await begin(page)
    await fill_in(page)
    async with page.expect_response("**/box/*/cast") as answered:
        await page.click("#next")
    await page.wait_for_selector(".done")
    return await (await answered.value).json()


async def test_a_ballot_goes_from_the_phone_into_the_box(site: Site, chromium: Browser) -> None:
    vote = await the_vote(site)
    code, used = vote.codes()[:2]
    page = await (await a_patient_context(chromium)).new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    answer = await page.goto(f"{site.address}/v/{SURVEY}#{code}&mh={vote.digest}")
    assert answer is not None
    assert "form-action 'none'" in answer.headers["content-security-policy"]
    told = await cast(page)
    assert told.pop("repeated") is False
    receipt = Receipt(**told)
    assert is_genuine(receipt, vote.manifest.receipt_key)
    assert faults == []
    opened = await the_ballot(site, vote, receipt.leaf)
    (answers,) = opened.ballot.answers.values()
    assert isinstance(answers, Marks)
    assert len({mark for row in answers.marks.values() for mark in row.values()}) == 4
    await told_that_it_is_used(chromium, site, code)
    await refused_in_the_plain(page, used, vote)


async def test_a_phone_takes_a_stamp_that_scrutineers_made_half_of(
    site: Site, chromium: Browser, web: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Its page knows nothing of halves: the outer key is twice as long, and that is all."""
    survey, folder = "cosigned-by-phone", tmp_path / "cosign"
    nonce = await make_halves(site.settings, survey, folder, ("deputies", WHOLE))
    doors = (site.settings, site.registrar, site.box)
    vote = await a_sealed_vote(*doors, survey=survey, halves=read_halves_of(folder).moduli())
    await put_in_place(site.registrar, survey, nonce, folder)
    page = await (await a_patient_context(chromium)).new_page()
    await page.goto(f"{site.address}/v/{survey}#{vote.codes()[0]}&mh={vote.digest}")
    running = asyncio.create_task(Dialling(web, folder).run(vote.manifest))
    told = await cast(page)
    assert told.pop("repeated") is False
    assert is_genuine(Receipt(**told), vote.manifest.receipt_key)
    running.cancel()
    await asyncio.wait({running})


async def the_ballot(site: Site, vote: SealedVote, leaf: str) -> StampedEnclosure:
    """The envelope of a leaf, opened with the box key; its inner stamp holds."""
    async with administrator(site) as connection:
        row = await connection.fetchrow(
            "select envelope, weighting_group from box.sealed where survey_id = $1 and leaf = $2",
            *(SURVEY, bytes.fromhex(leaf)),
        )
    assert row is not None
    under = seal_of(vote.manifest, vote.digest)
    key = read_box_key(site.settings, SURVEY)
    padded = unseal(under, row["weighting_group"], envelope=row["envelope"], key=key)
    assert padded is not None
    found = canonical.decode(unpad(padded), StampedEnclosure)
    (pair,) = vote.manifest.stamps
    message = inner_message(
        bytes.fromhex(found.prefix), vote.digest, canonical.encode(found.ballot)
    )
    assert stamp_holds(pair.inner, message, bytes.fromhex(found.stamp))
    return found


async def told_that_it_is_used(chromium: Browser, site: Site, code: str) -> None:
    """Another phone with the same slip."""
    other = await (await a_patient_context(chromium)).new_page()
    await other.goto(f"{site.address}/v/{SURVEY}#{code}")
    await other.click("#next")
    await expect(other.locator("#ask")).to_contain_text("另一台手机")


async def refused_in_the_plain(page: Page, code: str, vote: SealedVote) -> None:
    """No door takes answers that are not sealed."""
    fields = {"code": code, "form": vote.digest}
    for path in ("cast", "check", "slip"):
        told = await page.evaluate(
            """async ([path, kind, body]) => (await fetch(location.pathname + "/" + path, {
              method: "POST", body, headers: { accept: "application/json", "content-type": kind },
            })).status""",
            [path, *(_json(fields) if path == "slip" else _form(fields))],
        )
        assert told in {403, 404, 409, 422}, path


def _json(fields: dict[str, str]) -> tuple[str, str]:
    return "application/json", json.dumps({"code": fields["code"]})


def _form(fields: dict[str, str]) -> tuple[str, str]:
    return "application/x-www-form-urlencoded", urlencode(fields)
