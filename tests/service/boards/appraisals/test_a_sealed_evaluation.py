"""An evaluation sealed on the voters' own devices, from the plan to the files anybody recounts."""

import asyncio
import json
from typing import Any

import msgspec
import pytest

from service.boards.appraisals import (
    counting,
    drafting,
    key_work,
    meeting,
    printing,
    slips,
    store,
)
from service.boards.appraisals.counting import Approval
from service.boards.appraisals.small_groups import warn_of_small_groups
from service.box import opener
from service.box.gate import Voiding
from service.box.receipts import holds_signature
from service.box.slips import mark_of
from service.box.stamps import stamp_holds
from service.clock import now
from service.database import Connection, Pool, transaction
from service.database.secrets import slip_key
from service.demonstration.sealed_phone import Phone
from service.dossier.deeds import Deed
from service.dossier.files import read_file
from service.dossier.history import read_history
from service.dossier.left_over import LeftOver
from service.jobs.worker import Work, work_once
from service.press.working import Press
from service.settings import Settings
from service.web.assets import sealing_script
from surveys.appraisal.plan import Appraisee
from surveys.appraisal.presets import OVERALL
from surveys.ballots.receipt import Receipt
from surveys.keys import WHOLE
from surveys.manifest import Manifest, Secrecy, SlipCount
from surveys.publication import FILES
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.rules.ruleset import Group
from surveys.tally.results import StampCount
from surveys.verification.verify import verify
from tests.builders import a_plan, a_roll, some_marks
from tests.people import QIAN, ZHAO
from tests.publications import a_confirmation
from tests.service.boards.conftest import Browser

SURVEY = "sealed-2026"
PEOPLE, PRINTED, VOTING = 7, 9, 5


class Desk(msgspec.Struct, frozen=True):
    """Everything around the evaluation: pools, and the work of the other processes."""

    settings: Settings
    web: Pool
    box: Pool
    kinds: dict[str, tuple[Pool, dict[str, Work]]]

    def deed(self) -> Deed:
        return Deed(town="laochang", survey=SURVEY, actor=QIAN, now=now(), second=ZHAO.name)

    async def act(self, act: Any, *args: Any, **more: Any) -> Any:
        async with transaction(self.web) as conn:
            return await act(conn, *args, **more)

    async def work(self, who: str) -> None:
        pool, kinds = self.kinds[who]
        assert await work_once(pool, kinds)

    async def row(self) -> store.EvaluationRow:
        return await self.act(store.find, "laochang", SURVEY)


async def set_up(desk: Desk, *, sealed: bool = True) -> None:
    """A town of seven deputies, one office to rate."""
    office = Appraisee(key="window", label="便民服务中心", head="")
    plan = a_plan(appraisees=(office,), indicators=(OVERALL,), sealed=sealed)
    rules = fit(preset("township-three-grade"), plan, groups=(Group("deputies", "代表"),))
    await desk.act(_fill, plan)
    await desk.act(drafting.draft, desk.deed(), plan, rules)
    await desk.act(drafting.prepare, desk.deed())


async def _fill(conn: Connection, _plan: object) -> None:
    await conn.execute("insert into registrar.town values ('laochang', '老厂镇', '主席团')")
    roll = a_roll(PEOPLE)
    for at, group in enumerate(roll.groups):
        await conn.execute(
            "insert into registrar.deputy_group values ('laochang', $1, $2, $3)",
            *(group.key, group.label, at),
        )
    await conn.execute(
        "insert into registrar.weighting_group values ('laochang', 'deputies', '代表', 1)"
    )
    for person in roll.people:
        await conn.execute(
            "insert into registrar.person (town_id, person_id, name, bodies, group_id, weighting)"
            " values ('laochang', $1, $2, '{deputy}', $3, 'deputies')",
            *(person.key, person.name, person.group),
        )


async def vote(browser: Browser, manifest: Manifest, digest: str, code: str) -> dict[str, Any]:
    async def ask(kind: str, blinded: bytes) -> bytes:
        answer = await browser.http.post(
            f"/stamp/{SURVEY}",
            json={"right": code, "unit": WHOLE, "kind": kind, "blinded": blinded.hex()},
        )
        return bytes.fromhex(answer.json()["stamp"])

    envelope = await Phone(manifest, "deputies", WHOLE, digest).vote(
        ask, some_marks(manifest.form, "satisfied")
    )
    answer = await browser.http.post(f"/box/{SURVEY}/cast", json=envelope.body())
    assert answer.status_code == 200, answer.text
    return answer.json()


def kept(receipt: dict[str, Any]) -> bytes:
    """As the voter's phone keeps it."""
    return json.dumps({name: receipt[name] for name in Receipt.__struct_fields__}).encode()


@pytest.fixture
def desk(
    settings: Settings, web_pool: Pool, box_pool: Pool, opener_pool: Pool, worker_press: Press
) -> Desk:
    """Nothing is drafted yet."""
    worker_pool = worker_press.pool
    working = {**printing.kinds(worker_press), **key_work.kinds(settings, worker_pool)}
    others = {
        "worker": (worker_pool, working),
        "opener": (opener_pool, dict(opener.kinds(settings, opener_pool))),
    }
    return Desk(settings, web_pool, box_pool, others)


async def test_from_the_plan_to_the_recount(desk: Desk, browser: Browser) -> None:
    settings, web_pool, box_pool = desk.settings, desk.web, desk.box
    await set_up(desk)
    await desk.work("worker")  # the stamp keys
    await desk.work("opener")  # the key of the box
    wanted = (SlipCount("deputies", WHOLE, PRINTED),)
    document = await slips.issue(web_pool, box_pool, settings, deed=desk.deed(), slips=wanted)
    codes = [card.code for card in document.blocks[0].cards]
    row = await desk.row()
    manifest, digest = row.manifest.read(), row.manifest_digest or ""
    assert (manifest.secrecy, manifest.script) == (Secrecy.SEALED, sealing_script())
    assert [len(key) * 4 for pair in manifest.stamps for key in (pair.inner, pair.outer)] == [
        3072,
        3072,
    ]
    await desk.act(meeting.note_attendance, desk.deed(), PEOPLE)
    await desk.act(meeting.open_vote, box_pool, desk.deed())
    receipts = await asyncio.gather(
        *(vote(browser, manifest, digest, code) for code in codes[:VOTING])
    )
    left = LeftOver(codes=tuple(codes[VOTING - 1 :]), witnesses=("甲", "乙"))
    became = await desk.act(slips.void_left_over, box_pool, settings, deed=desk.deed(), left=left)
    assert [outcome for _, outcome in became] == [Voiding.SPENT, *[Voiding.VOIDED] * 4]
    await desk.act(meeting.close_vote, box_pool, desk.deed())
    await desk.act(counting.ask_to_open, box_pool, desk.deed())
    await desk.work("worker")  # the stamp keys are destroyed
    assert not (settings.keys / f"{SURVEY}.stamps").exists()
    await desk.work("opener")
    await desk.work("worker")  # the count
    await desk.work("worker")  # the reading
    counted = (await desk.row()).count.read()
    assert counted.stamps == (StampCount("deputies", WHOLE, PRINTED, VOTING, VOTING, VOTING),)
    await desk.act(counting.confirm, desk.deed(), a_confirmation())
    (warning,) = warn_of_small_groups(await desk.row(), "publish")  # F012
    assert f"“代表”组只有 {PEOPLE} 人有权投票" in warning
    await desk.act(counting.ask_to_publish, desk.deed(), Approval())
    await desk.work("worker")  # the notice and the files
    files = {
        name: (await desk.act(read_file.one, "laochang", SURVEY, name)).content for name in FILES
    }
    report = verify(
        files,
        (await desk.row()).result_digest or "",
        [
            msgspec.json.encode({k: v for k, v in one.items() if k != "repeated"})
            for one in receipts
        ],
        signature_holds=holds_signature,
        stamp_holds=stamp_holds,
    )
    assert [finding for finding in report.findings if not finding.ok] == []
    assert report.passed
    deeds = {deed.action for deed in await desk.act(read_history, "laochang", SURVEY)}
    assert "destroy-stamp-keys" in deeds
    marks = {mark_of(slip_key(settings), SURVEY, code) for code in codes}
    assert not any(mark.hex().encode() in data for mark in marks for data in files.values())
