"""Seven and forty-six people of three groups: every mark, remark and spoiled ballot comes out."""

import asyncio
import re
import sys
from pathlib import Path

import httpx
import pytest

from service.settings import CHECKOUT
from surveys import publication
from surveys.canonical import fingerprint
from tests.journeys.elections import Crowd, agrees, announce, remarks_of, vote_all
from tests.journeys.phones import bytes_of
from tests.journeys.sites import PATIENCE, Site


@pytest.mark.parametrize("crowd", [Crowd(7, 1, 1), Crowd(46, 3, 2)], ids=str)
async def test_what_people_did_is_what_is_published_and_a_stranger_s_recount_agrees(
    site: Site, web: httpx.AsyncClient, tmp_path: Path, crowd: Crowd
) -> None:
    meeting = await announce(site, crowd.people)
    truth = await vote_all(meeting, crowd, lines=16)
    await meeting.close()
    await meeting.count()
    await meeting.publish()
    files = {
        name: (await web.get(f"/results/{meeting.survey}/{name}")).content
        for name in publication.FILES
    }
    agrees(truth, files)
    assert await remarks_of(meeting) == truth.remarks
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    code, said = await verify(tmp_path, files, [bytes_of(one) for one in truth.receipts])
    assert code == 0, said
    cast = crowd.people - crowd.staying
    assert re.search(rf"领票 {crowd.people}，投票 {cast}，差额 {crowd.staying}", said), said


async def verify(
    folder: Path, files: dict[str, bytes], receipts: list[bytes]
) -> tuple[int | None, str]:
    """`minping verify` on the four files and everybody's receipts."""
    shown: list[str] = []
    for at, receipt in enumerate(receipts):
        path = folder / f"receipt-{at}.json"
        path.write_bytes(receipt)
        shown += ["--receipt", str(path)]
    paths = [str(folder / name) for name in publication.FILES]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "verify", *paths, *shown),
        *("--fingerprint", fingerprint(files[publication.RESULT])),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, said.decode()
