"""A phone at the registrar's door and at the box's: what each is told, and what neither learns."""

import asyncio
import json
import secrets
from typing import Any

import httpx
import pytest
from litestar import Litestar

from service.box.gate import GateState
from service.box.receipts import is_genuine
from service.box.slips import mint
from service.database import Pool
from service.demonstration.sealed_phone import Ask, Envelope
from service.settings import Settings
from surveys.ballots.receipt import Receipt
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from tests.builders import SURVEY
from tests.sealed import BITS, SealedVote, a_sealed_vote, take
from tests.service.boards.conftest import ADDRESS, Browser


async def post(browser: Browser, path: str, **body: Any) -> httpx.Response:
    return await browser.http.post(path, json=body, headers={"accept": "application/json"})


def asking(browser: Browser, code: str, unit: str = WHOLE) -> Ask:
    """Ask for stamps as the script on the page does."""

    async def ask(kind: str, blinded: bytes) -> bytes:
        answer = await post(
            browser, f"/stamp/{SURVEY}", right=code, unit=unit, kind=kind, blinded=blinded.hex()
        )
        assert answer.status_code == 200, answer.text
        return bytes.fromhex(answer.json()["stamp"])

    return ask


async def sealed(browser: Browser, vote: SealedVote, at: int = 0) -> Envelope:
    return await vote.phone().vote(asking(browser, vote.codes()[at]), vote.answers())


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"]


async def test_from_the_slip_to_the_receipt(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    code = vote.codes()[0]
    looked = await post(browser, f"/stamp/{SURVEY}/right", right=code)
    assert looked.json() == {
        "group": "deputies",
        "unit": "",
        "units": [""],
        "state": "ready",
        "states": {"": "ready"},
    }
    envelope = await sealed(browser, vote)
    looked = await post(browser, f"/stamp/{SURVEY}/right", right=code)
    assert looked.json()["state"] == "stamped"
    first, again = [await post(browser, f"/box/{SURVEY}/cast", **envelope.body()) for _ in range(2)]
    receipt = {name: first.json()[name] for name in Receipt.__struct_fields__}
    assert is_genuine(Receipt(**receipt), vote.manifest.receipt_key)
    assert (first.json()["repeated"], again.json()) == (False, {**receipt, "repeated": True})
    assert receipt["manifest"] == vote.digest


async def test_the_box_is_shown_no_cookie_no_slip_and_takes_no_field_more(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F006."""
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    body = (await sealed(browser, vote)).body()
    for more in ({"person": "sun"}, {"right": vote.codes()[0]}, {"session": "1"}):
        answer = await post(browser, f"/box/{SURVEY}/cast", **body, **more)
        assert code_of(answer) == (400, "request.malformed")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=ADDRESS, cookies={"__Host-session": "0" * 64}
    ) as noisy:
        answer = await noisy.post(
            f"/box/{SURVEY}/cast",
            json=body,
            headers={"authorization": "Bearer sun", "referer": f"{ADDRESS}/console"},
        )
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


async def test_a_hall_of_twenty_at_once_is_acknowledged_and_stored_twenty_times(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool, owner_pool: Pool
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)

    async def walk_up(at: int) -> str:
        envelope = await sealed(browser, vote, at)
        answer = await post(browser, f"/box/{SURVEY}/cast", **envelope.body())
        return answer.json()["leaf"]

    leaves = await asyncio.gather(*(walk_up(at) for at in range(20)))
    async with owner_pool.acquire() as conn:
        rows = await conn.fetch("select encode(leaf, 'hex') from box.sealed")
    assert len(set(leaves)) == 20
    assert {row[0] for row in rows} == set(leaves)


async def test_a_wrong_code_and_a_machine_that_tries_are_told_so(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F035."""
    await a_sealed_vote(settings, web_pool, box_pool)
    blinded = "00" * (BITS // 8)
    asked = {"unit": "", "kind": "inner", "blinded": blinded}
    strange = [mint(secrets.token_bytes(10)), "票" * 16]
    for right in strange:
        for answer in (
            await post(browser, f"/stamp/{SURVEY}", right=right, **asked),
            await post(browser, f"/stamp/{SURVEY}/right", right=right),
        ):
            assert code_of(answer) == (404, "slip.unknown")
    nobody = await post(browser, f"/stamp/{SURVEY}/right", right="")
    assert code_of(nobody) == (401, "voter.signed_out")
    said = [
        code_of(await post(browser, f"/stamp/{SURVEY}/right", right=mint(secrets.token_bytes(10))))
        for _ in range(40)
    ]
    assert said[-1] == (429, "slip.throttled")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "both"},
        {"unit": "A B"},
        {"blinded": "zz" * 256},
        {"blinded": "00" * 100},
        {"blinded": "0" * 513},
        {"blinded": "ff" * 256},
        {"blinded": 7},
        {"more": 1},
    ],
    ids=json.dumps,
)
async def test_what_is_no_request_spends_no_right(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool, wrong: dict[str, Any]
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    code = vote.codes()[0]
    asked = {"right": code, "unit": "", "kind": "inner", "blinded": "00" * (BITS // 8)}
    answer = await post(browser, f"/stamp/{SURVEY}", **{**asked, **wrong})
    assert code_of(answer) == (400, "request.malformed")
    looked = await post(browser, f"/stamp/{SURVEY}/right", right=code)
    assert looked.json()["state"] == "ready"


@pytest.mark.parametrize(
    "origin", ["null", "http://[", f"{ADDRESS}.evil", f"{ADDRESS}@evil", ADDRESS.upper(), ""]
)
async def test_another_origin_however_it_is_written_is_refused_and_no_fault(
    browser: Browser, origin: str
) -> None:
    """F060."""
    for door in (f"/stamp/{SURVEY}", f"/box/{SURVEY}/cast"):
        answer = await browser.http.post(door, json={}, headers={"origin": origin})
        assert answer.status_code == 403


async def test_an_envelope_that_is_none_is_refused_before_the_box_hears_of_it(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool, owner_pool: Pool
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    body = (await sealed(browser, vote)).body()
    for wrong, said in (
        ({"envelope": "§"}, (400, "request.malformed")),
        ({"envelope": body["envelope"][:400]}, (400, "box.wrong_length")),
        ({"envelope": "A" * 1_000_000}, (413, "request.too_large")),
        ({"stamp": "00" * 256}, (400, "stamp.not_genuine")),
        ({"prefix": "00" * 31}, (400, "request.malformed")),
        ({"group": "public"}, (400, "stamp.not_genuine")),
    ):
        assert code_of(await post(browser, f"/box/{SURVEY}/cast", **{**body, **wrong})) == said
    async with owner_pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from box.sealed") == 0
    assert code_of(await post(browser, "/box/nowhere/cast", **body))[0] == 404


async def test_a_manifest_frozen_anew_before_the_vote_is_noticed_by_a_running_process(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool, state=GateState.PREPARED)
    nonsense = {
        "group": "deputies",
        "unit": "",
        "envelope": "AAAA",
        "prefix": "00" * 32,
        "stamp": "00" * 256,
    }
    known = await post(browser, f"/box/{SURVEY}/cast", **nonsense)
    assert code_of(known) == (400, "box.wrong_length")
    async with web_pool.acquire() as conn:
        await conn.execute("update registrar.evaluation set manifest_digest = $1", "ab" * 32)
    async with box_pool.acquire() as conn:
        await conn.execute(
            "select box.prepare_gate($1, 'laochang', decode(repeat('ab', 32), 'hex'), $2)",
            *(SURVEY, vote.manifest.padded),
        )
        await conn.execute("select box.set_piles($1, '{deputies}', array[''], '{20}')", SURVEY)
    anew = SealedVote(vote.manifest, "ab" * 32, vote.box, vote.cards)
    await take(web_pool, box_pool, anew, "open")
    envelope = await sealed(browser, anew)
    answer = await post(browser, f"/box/{SURVEY}/cast", **envelope.body())
    assert (answer.status_code, answer.json()["manifest"]) == (200, "ab" * 32)


async def test_after_the_close_only_what_is_in_the_box_is_acknowledged(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    vote = await a_sealed_vote(settings, web_pool, box_pool)
    inside, outside = [await sealed(browser, vote, at) for at in range(2)]
    first = await post(browser, f"/box/{SURVEY}/cast", **inside.body())
    await take(web_pool, box_pool, vote, "closed")
    again = await post(browser, f"/box/{SURVEY}/cast", **inside.body())
    assert {**again.json(), "repeated": False} == first.json()
    late = await post(browser, f"/box/{SURVEY}/cast", **outside.body())
    assert code_of(late) == (409, "box.closed")
    asked = {"unit": "", "kind": "inner", "blinded": "00" * (BITS // 8)}
    stamp = await post(browser, f"/stamp/{SURVEY}", right=vote.codes()[2], **asked)
    assert code_of(stamp) == (409, "box.closed")


async def test_a_slip_for_one_department_is_stamped_for_no_other(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    counts = tuple(
        SlipCount(group="deputies", unit=unit, printed=2) for unit in ("finance", "land")
    )
    vote = await a_sealed_vote(settings, web_pool, box_pool, slips=counts)
    asked = {"kind": "inner", "blinded": "00" * (BITS // 8), "right": vote.codes("land")[0]}
    assert code_of(await post(browser, f"/stamp/{SURVEY}", unit="finance", **asked)) == (
        409,
        "slip.other_unit",
    )
    given = await post(browser, f"/stamp/{SURVEY}", unit="land", **asked)
    assert {name: given.json()[name] for name in ("group", "unit")} == {
        "group": "deputies",
        "unit": "land",
    }
