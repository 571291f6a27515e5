"""Who co-signs is chosen at the desk before cards are printed; their machine then dials in."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from service.boards.appraisals import key_work
from service.box import opener
from service.cosigning import keyfile
from service.database import Pool
from service.demonstration.sealed_phone import blind, finalize
from service.jobs.worker import work_once
from service.press.working import Press
from service.settings import Settings
from service.stamping.relay import Turn
from surveys import canonical
from surveys.keys import WHOLE
from surveys.manifest import Manifest
from tests.dialling import Dialling
from tests.people import LI, WU
from tests.service.boards.conftest import Browser
from tests.service.boards.evaluations import (
    bring_a_roll,
    draft,
    press,
    printed,
)

CARDS = 46


@pytest.fixture
async def page(qian: Browser, settings: Settings, worker_press: Press, opener_pool: Pool) -> str:
    """A sealed evaluation, frozen, with stamp keys and a box."""
    await bring_a_roll(qian, CARDS)
    found = await draft(qian, sealed="1")
    shown = (await qian.get(f"{found}/cosigner")).text
    assert "定稿以后、打印票卡以前" in shown
    assert await press(qian, found, "prepare") == 303
    pool = worker_press.pool
    assert await work_once(pool, key_work.kinds(settings, pool))
    assert await work_once(opener_pool, opener.kinds(settings, opener_pool))
    return found


async def act(
    qian: Browser, page: str, fields: Mapping[str, str], file: bytes | None = None
) -> httpx.Response:
    """One of the forms of the page of co-signing."""
    here = f"{page}/cosigner"
    files = {"file": ("cosign-public.json", file if file is not None else b"")}
    return await qian.http.post(here, data={"csrf": await qian.token(here), **fields}, files=files)


async def make_keys(qian: Browser, page: str, folder: Path) -> bytes:
    """What the machine makes of the request it is handed."""
    handed = await qian.get(f"{page}/cosigner/request")
    assert "attachment" in handed.headers["content-disposition"]
    request = keyfile.read_request(handed.content)
    await asyncio.to_thread(keyfile.make, request, folder, tell=lambda _number: None)
    return (folder / keyfile.PUBLIC).read_bytes()


async def stamped(qian: Browser, manifest: Manifest, code: str) -> bytes:
    """Both stamps on whatever; the outer one as the phone finishes it."""
    (keys,) = manifest.stamps
    for kind, modulus in (("inner", keys.inner), ("outer", keys.outer)):
        hidden = blind(modulus, b"anything")
        answer = await qian.http.post(
            f"/stamp/{manifest.survey}",
            json={"right": code, "unit": WHOLE, "kind": kind, "blinded": hidden.sent.hex()},
            headers={"accept": "application/json"},
        )
        assert answer.status_code == 200, answer.text
        stamp = finalize(hidden, bytes.fromhex(answer.json()["stamp"]))
    return stamp


async def the_manifest(qian: Browser, page: str) -> Manifest:
    survey = page.rpartition("/")[2]
    return canonical.decode((await qian.get(f"/v/{survey}/manifest.json")).content, Manifest)


async def test_from_the_name_to_the_last_stamp(qian: Browser, page: str, tmp_path: Path) -> None:
    folder = tmp_path / "cosign"
    assert "现在没有联署" in (await qian.get(f"{page}/cosigner")).text
    assert (await act(qian, page, {"act": "bring"}, b"{}")).status_code == 409
    assert (await act(qian, page, {"act": "ask", "holder": " "})).status_code == 409
    assert (await act(qian, page, {"act": "ask", "holder": WU})).status_code == 303
    public = await make_keys(qian, page, folder)
    refused = await act(qian, page, {"act": "bring"}, b"{}")
    assert (refused.status_code, "不是联署机做出来的" in refused.text) == (400, True)
    early = await qian.fill(f"{page}/cards", f"{page}/cards", **{"n:deputies:": "46"})
    assert "监票人联署还没有办好" in early.text
    assert (await act(qian, page, {"act": "bring"}, public)).status_code == 303
    assert "联署已办好，可以打印票卡" in (await qian.get(f"{page}/cosigner")).text
    codes = await printed(qian, page, CARDS)
    manifest = await the_manifest(qian, page)
    assert manifest.cosigners == (WU,)
    assert [len(pair.outer) * 4 for pair in manifest.stamps] == [6144]
    assert WU in (await qian.get(page)).text
    assert "没有连上" in (await qian.get(f"{page}/cosigner")).text
    await press(qian, page, "attendance", present=str(CARDS))
    await press(qian, page, "open", minutes="10")
    assert "监票人联署机没有连上" in (await qian.get(f"{page}/turnout")).text
    running = asyncio.create_task(Dialling(qian.http, folder).run(manifest))
    await asyncio.gather(*(stamped(qian, manifest, code) for code in codes[:3]))
    assert "监票人联署机已连上" in (await qian.get(f"{page}/turnout")).text
    assert "投票照常进行" in (await qian.get(f"{page}/cosigner")).text
    assert (await act(qian, page, {"act": "drop"})).status_code == 409
    assert await press(qian, page, "close") == 303
    await asyncio.wait_for(running, 120)
    assert "cosign report" in (await qian.get(f"{page}/cosigner")).text


async def test_a_stranger_and_a_machine_with_other_keys_are_turned_away(
    qian: Browser, page: str, tmp_path: Path
) -> None:
    await act(qian, page, {"act": "ask", "holder": WU})
    public = await make_keys(qian, page, tmp_path / "first")
    first = Dialling(qian.http, tmp_path / "first")
    assert (await first.post(Turn(first.keys.public))).status_code == 409
    await act(qian, page, {"act": "bring"}, public)
    assert (await first.post(Turn("0" * 64))).json()["type"] == "cosign.not_named"
    for token in ("", "0000-0000"):
        answer = await first.post(Turn(first.keys.public), token)
        assert (answer.status_code, answer.json()["type"]) == (401, "cosign.bad_token")
    await act(qian, page, {"act": "ask", "holder": LI.name})
    answer = await first.post(Turn(first.keys.public))
    assert answer.status_code == 401, "the token of a request that was taken back"


async def test_no_vote_opens_under_cards_that_were_printed_before_the_choice(
    qian: Browser, page: str, tmp_path: Path
) -> None:
    await printed(qian, page, CARDS)
    await press(qian, page, "attendance", present=str(CARDS))
    await act(qian, page, {"act": "ask", "holder": WU})
    assert "重新打印票卡" in (await qian.get(f"{page}/cosigner")).text
    assert await press(qian, page, "open", minutes="10") == 409
    assert (await act(qian, page, {"act": "drop"})).status_code == 303
    assert await press(qian, page, "open", minutes="10") == 303
    manifest = await the_manifest(qian, page)
    assert b"cosigner" not in canonical.encode(manifest)


async def test_where_the_server_seals_there_is_nothing_to_co_sign(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    await bring_a_roll(qian)
    page = await draft(qian)
    await press(qian, page, "prepare")
    assert await work_once(opener_pool, opener.kinds(settings, opener_pool))
    assert "不是“本机封票”" in (await qian.get(f"{page}/cosigner")).text
    assert (await act(qian, page, {"act": "ask", "holder": WU})).status_code == 409
    assert "监票人联署" not in (await qian.get(page)).text


async def test_a_page_that_stands_open_is_told_of_changes_only(qian: Browser, page: str) -> None:
    here = f"{page}/cosigner"
    first = await qian.get(here)
    seen = {"seen": re.findall(r'"seen": ?"([^"]*)"', first.text)[0]}
    again = await qian.http.get(here, params=seen)
    assert (again.status_code, again.text) == (204, "")
    await act(qian, page, {"act": "ask", "holder": WU})
    changed = await qian.http.get(here, params=seen)
    assert changed.status_code == 200
    assert "第一步 交请求" in changed.text
    assert "autofocus>第一步" in changed.text
    assert "autofocus" not in (await qian.get(here)).text
