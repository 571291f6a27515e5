"""Seven people vote; no envelope is stamped without the machine that scrutineers brought along."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from surveys import publication
from tests.elections.cosigner import SIGNED, Cosigner
from tests.elections.crowds import Crowd
from tests.elections.election import Election
from tests.elections.presidium import Presidium, move_in
from tests.journeys.sites import Site, running
from tests.people import WU

SEVEN = Crowd(7, "township-three-grade", numberless=1, card=1, unheard=1, late=1, disputed=1)


@pytest.fixture
async def own_site(tmp_path: Path) -> AsyncIterator[Site]:
    """A site nobody has set up yet."""
    async with running(tmp_path / "site") as one:
        yield one


@pytest.fixture
async def presidium(own_site: Site) -> AsyncIterator[Presidium]:
    """Those who work at the workbench."""
    moved = await move_in(own_site)
    yield moved
    for one in (moved.secretary, moved.second, *moved.tellers):
        await one.browser.http.aclose()


@pytest.fixture
async def cosigner(tmp_path: Path) -> AsyncIterator[Cosigner]:
    """The machine; whatever happens, it does not outlive the test."""
    machine = Cosigner(tmp_path / "laptop")
    yield machine
    await machine.kill()


async def hand_over(election: Election, cosigner: Cosigner) -> None:
    """Between freezing the roll and printing: a name, a request, a public file."""
    page = f"{election.secretary.page}/cosigner"
    await election.secretary.desk.do(page, given={"act": "ask", "holder": WU})
    not_yet = await election.secretary.refused("cards")
    assert "监票人联署还没有办好" in not_yet
    request = (await election.secretary.desk.http.get(f"{page}/request")).content
    public = await cosigner.make(request)
    await election.secretary.desk.do(page, given={"act": "bring"}, file=public)


async def test_a_vote_goes_on_after_the_machine_was_killed_and_its_report_counts_every_stamp(
    presidium: Presidium, cosigner: Cosigner, tmp_path: Path
) -> None:
    """F027."""
    election = Election(presidium, SEVEN, tmp_path / "desk", shares=False)
    await election.plan()
    await hand_over(election, cosigner)
    await election.print()
    fingerprint = await election.secretary.fingerprint()
    await cosigner.start(fingerprint)
    await election.open()
    voting = asyncio.create_task(election.vote(lines=3))
    await cosigner.until(SIGNED)
    await cosigner.kill()
    await cosigner.start(fingerprint)
    await voting
    assert "监票人联署机已连上" in await election.secretary.desk.open(election.secretary.page)
    await election.collect_paper()
    await election.close()
    said = await cosigner.ended()
    await election.count()
    await election.publish()
    await election.agrees()
    assert f"外章由监票人联署：{WU}；3 把外章公钥" in await election.verify(receipts=6)
    told = json.loads(await cosigner.report())
    count = json.loads(election.files[publication.RESULT])["count"]
    assert told["closed"] is True
    assert {of["group"]: of["cosigned"] for of in told["piles"]} == {
        of["group"]: of["outer"] for of in count["stamps"]
    }
    assert f"合计 {sum(of['outer'] for of in count['stamps'])} 份" in said
