"""Whole elections by commands and HTTP alone: seven people, and the forty-six of a town.

By phone, card and tablet, on paper; spoiled, doubled, forged, too late: every mark and remark comes
out as it was meant. Ten thousand do the same in `tests/benchmarks/election_speed.py`.
"""

import asyncio
import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from surveys import publication
from tests.elections.cosigner import SIGNED, Cosigner
from tests.elections.crowds import GROUPS, Crowd
from tests.elections.election import Election
from tests.elections.presidium import Presidium, move_in
from tests.journeys.sites import Site
from tests.people import WU

SEVEN = Crowd(
    7, "township-three-grade", numberless=1, card=1, late=1, tampers=1, disputed=1, blank=1
)
TOWN = Crowd(
    46, "weighted-groups", numberless=3, card=11, tablet=2, unheard=1, late=2, tampers=1, invents=1,
    twin=2, paper=3, disputed=1, blank=1, twice=1, named=1, kept=1, absent=2,
)  # fmt: skip
AGREE = "组只有 {people} 人有权投票：全组意见一致时，谁都知道每个人怎么投的。"


@pytest.fixture(scope="module")
async def presidium(site: Site) -> AsyncIterator[Presidium]:
    """Those who work at the workbench."""
    moved = await move_in(site)
    yield moved
    for one in (moved.secretary, moved.second, *moved.tellers):
        await one.browser.http.aclose()


def shown(election: Election) -> Counter[str]:
    """Ballots that are published one by one, by group."""
    box = election.files[publication.BOX].decode()
    return Counter({group: box.count(f'"group":"{group}"') for group in GROUPS})


def counted(election: Election) -> Counter[str]:
    return Counter(ballot.group for ballot in election.ledger.ballots)


async def one_mark_more_or_less_is_noticed(election: Election) -> None:
    """The hand count bites: had one person meant one mark otherwise, nothing would agree."""
    ballots = election.ledger.ballots
    cell, mark = next(iter(ballots[0].marks.items()))
    other = "dissatisfied" if mark != "dissatisfied" else "satisfied"
    ballots.append(ballots[0]._replace(marks={**ballots[0].marks, cell: other}))
    meant = ballots.pop(0)
    with pytest.raises(AssertionError, match=re.escape(repr(cell))):
        await election.agrees()
    ballots[-1] = meant


@pytest.fixture
async def cosigner(tmp_path: Path) -> AsyncIterator[Cosigner]:
    """The machine that scrutineers brought along; it does not outlive the test."""
    machine = Cosigner(tmp_path / "laptop")
    yield machine
    await machine.kill()


async def vote_while_the_power_fails(election: Election, cosigner: Cosigner) -> None:
    """The machine dies as soon as it has co-signed something, and is started again."""
    voting = asyncio.create_task(election.vote(lines=3))
    await cosigner.until(SIGNED)
    await cosigner.kill()
    await cosigner.start(await election.secretary.fingerprint())
    await voting


async def test_seven_people_in_small_groups_go_on_voting_after_the_co_signer_was_killed(
    presidium: Presidium, cosigner: Cosigner, web: httpx.AsyncClient, tmp_path: Path
) -> None:
    """F027: every outer stamp stands in the machine's own report, and no other."""
    election = Election(presidium, SEVEN, tmp_path, shares=False)
    await election.plan()
    await cosigner.sit_down_at(election.secretary, WU)
    await election.print()
    await cosigner.start(await election.secretary.fingerprint())
    assert f"“常委会”{AGREE.format(people=1)}" in await election.open()
    await vote_while_the_power_fails(election, cosigner)
    assert "监票人联署机已连上" in await election.secretary.desk.open(election.secretary.page)
    await election.collect_paper()
    await election.close()
    assert "合计 7 份" in await cosigner.ended()
    await election.count()
    assert f"“群众”{AGREE.format(people=2)}这一组只公布合计" in await election.publish()
    await election.agrees()
    await one_mark_more_or_less_is_noticed(election)
    assert shown(election) == Counter()
    said = await election.verify(receipts=7)
    assert "领票 7，投票 6，差额 1" in said
    assert "人数少的组（常委会，代表，群众）只公布合计" in said
    assert f"外章由监票人联署：{WU}；3 把外章公钥" in said
    assert await cosigner.counted() == {
        of["group"]: of["outer"]
        for of in json.loads(election.files[publication.RESULT])["count"]["stamps"]
    }
    assert (await web.get(f"/results/{election.secretary.survey}")).status_code == 200


async def test_the_forty_six_of_a_town_whose_scrutineers_keep_the_key(
    presidium: Presidium, tmp_path: Path
) -> None:
    before = len(presidium.site.said.read_text("utf-8"))
    election = Election(presidium, TOWN, tmp_path, shares=True)
    await election.plan()
    await election.print()
    await election.open()
    await election.vote()
    await election.collect_paper()
    await election.close()
    await election.count()
    await election.publish()
    await election.agrees()
    assert shown(election) == Counter(
        {group: number for group, number in counted(election).items() if number >= 10}
    )
    assert not shown(election)["committee"], "nine people"
    said = await election.verify(receipts=46)
    assert "领票 43，投票 41，差额 2" in said
    assert "incident" not in presidium.site.said.read_text("utf-8")[before:]
