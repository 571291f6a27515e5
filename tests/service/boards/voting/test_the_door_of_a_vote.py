"""What a voter's browser is told at the door: the page, whole or small on the wire, or why not."""

import gzip

from service.boards.appraisals import meeting
from service.clock import now
from service.database import Pool, transaction
from service.dossier.deeds import Deed
from surveys.manifest import Manifest
from tests.people import QIAN
from tests.service.boards.conftest import Browser


async def test_the_empty_ballot_is_the_same_page_packed_and_unpacked(
    browser: Browser, manifest: Manifest
) -> None:
    path = f"/v/{manifest.survey}"
    whole = await browser.http.get(path, headers={"accept-encoding": "identity"})
    packing = browser.http.stream("GET", path, headers={"accept-encoding": "gzip"})
    async with packing as answer:
        packed = b"".join([part async for part in answer.aiter_raw()])
    large = await browser.get(path + "?big=1")
    assert "content-encoding" not in whole.headers
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "no-store"
    assert gzip.decompress(packed) == whole.content
    assert len(packed) <= 15 * 1024
    assert 'class="big"' in large.text
    assert 'class="big"' not in whole.text


async def test_whoever_comes_after_a_void_is_told_that_the_vote_is_void(
    browser: Browser, manifest: Manifest, web_pool: Pool, box_pool: Pool
) -> None:
    deed = Deed(town=manifest.town, survey=manifest.survey, actor=QIAN, now=now())
    async with transaction(web_pool) as conn:
        await meeting.declare_void(conn, box_pool, deed, "会场停电")
    page = await browser.get(f"/v/{manifest.survey}")
    again = await browser.send(f"/v/{manifest.survey}/cast", code="0" * 16)
    assert [page.status_code, again.status_code] == [410, 410]
    assert "已经作废" in page.text
    assert "已经作废" in again.text
