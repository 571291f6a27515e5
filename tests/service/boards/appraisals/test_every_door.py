"""One vote by every door at once: signed in, drawn, on paper; the files add up to the sheet."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from litestar import Litestar

from reports.wording.doors import say_doors
from service.boards.appraisals import counting, meeting, slips
from service.boards.appraisals.answers import look_at_turnout
from service.boards.appraisals.counting import Approval
from service.boards.appraisals.doors import Doors as Wanted
from service.boards.collected import actions as paper
from service.boards.collected.balancing import Signed
from service.boards.collected.sealing import put_into_box
from service.boards.collected.signing import sign_for
from service.boards.live.actions import look
from service.box.receipts import holds_signature
from service.box.stamps import stamp_holds
from service.clock import now
from service.database import Connection
from service.demonstration.sealed_phone import Phone
from service.dossier.files import read_file
from service.dossier.left_over import LeftOver
from service.identity import voters
from service.identity.roles import Office
from service.identity.sessions import Session
from service.jobs.worker import work_once
from service.stamping.rights import Channel, hand_out
from service.web import resources
from service.web.resources import Resources
from surveys.keys import WHOLE
from surveys.manifest import Manifest, SlipCount
from surveys.publication import FILES
from surveys.questionnaire import fields as names
from surveys.refusals import Refusal
from surveys.tally.results import Cards, Doors, Paper, SignedIn
from surveys.verification.verify import verify
from tests.builders import some_marks
from tests.publications import a_confirmation
from tests.service.boards.appraisals.test_a_sealed_evaluation import (
    SURVEY,
    Desk,
    desk,
    set_up,
    vote,
)
from tests.service.boards.conftest import Browser

__all__ = ["desk"]

TELLERS = ("teller-1", "teller-2")


def a_session(account: str) -> Session:
    return Session(
        mark=b"",
        town="laochang",
        congress="主席团",
        account=account,
        name=account,
        office=Office.TELLER,
        csrf="",
    )


async def _employ(conn: Connection) -> None:
    for teller in TELLERS:
        await conn.execute("insert into registrar.account values ('laochang', $1, $1, 'x')", teller)


async def sign_in_and_vote(desk: Desk, browser: Browser, manifest: Manifest, who: str) -> int:
    """The status of the cast."""
    row = await desk.row()
    cookie = await desk.act(voters.begin, desk.settings, town="laochang", person=who, now=now())
    browser.http.cookies.set("minping-voter", cookie, domain="minping.test")

    async def ask(kind: str, blinded: bytes) -> bytes:
        answer = await browser.http.post(
            f"/stamp/{SURVEY}",
            json={"unit": WHOLE, "kind": kind, "blinded": blinded.hex()},
            headers={"accept": "application/json"},
        )
        if answer.status_code != 200:
            raise Refusal(answer.json()["type"])
        return bytes.fromhex(answer.json()["stamp"])

    envelope = await Phone(manifest, "deputies", WHOLE, row.manifest_digest or "").vote(
        ask, some_marks(manifest.form, "satisfied")
    )
    return (await browser.http.post(f"/box/{SURVEY}/cast", json=envelope.body())).status_code


async def collect(desk: Desk, reach: Resources, *, returned: int, issued: int) -> None:
    """Tellers type so many sheets; two scrutineers sign; the box has them."""
    await desk.act(_employ)
    secretary = a_session("teller-1")
    for at in range(returned):
        for teller in TELLERS:
            bench = await desk.act(paper.look, desk.settings, a_session(teller), SURVEY)
            known = list(bench.serials.values())[at]
            form = bench.form_of(known.unit)
            raw = {
                names.cell(matrix.key, subject.key, indicator.key): ["dissatisfied"]
                for matrix in form.matrices()
                for subject in matrix.subjects
                for indicator in matrix.indicators
            }
            sheet = paper.read_form(bench, known, raw)
            typed = paper.Typed(known, sheet)
            await desk.act(paper.enter, desk.settings, a_session(teller), typed, survey=SURVEY)
    pile = ("deputies", WHOLE)
    signed = Signed({pile: issued}, {pile: returned}, ("甲", "乙"))
    bench = await sign_for(reach, secretary, SURVEY, signed)
    assert await put_into_box(reach, "laochang", bench) == returned


async def work_off(desk: Desk) -> None:
    """Worker and opener, until neither has anything left to do."""
    while any([await work_once(pool, kinds) for pool, kinds in desk.kinds.values()]):
        pass


async def count_and_publish(desk: Desk) -> Any:
    await desk.act(meeting.close_vote, desk.box, desk.deed())
    await desk.act(counting.ask_to_open, desk.box, desk.deed())
    await work_off(desk)
    counted = (await desk.row()).count.read()
    await desk.act(counting.confirm, desk.deed(), a_confirmation())
    await desk.act(counting.ask_to_publish, desk.deed(), Approval())
    await work_off(desk)
    files = {
        name: (await desk.act(read_file.one, "laochang", SURVEY, name)).content for name in FILES
    }
    report = verify(
        files,
        (await desk.row()).result_digest or "",
        [],
        signature_holds=holds_signature,
        stamp_holds=stamp_holds,
    )
    assert [finding for finding in report.findings if not finding.ok] == []
    assert report.passed
    return counted.meeting


async def test_by_phone_by_card_and_on_paper(desk: Desk, app: Litestar, browser: Browser) -> None:
    await set_up(desk)
    await work_off(desk)  # the stamp keys and the key of the box
    document = await slips.issue(
        desk.web,
        desk.box,
        desk.settings,
        deed=desk.deed(),
        slips=(SlipCount("deputies", WHOLE, 2),),
        beside=Wanted(signin=True, paper=(SlipCount("deputies", WHOLE, 3),)),
    )
    codes = [card.code for card in document.blocks[0].cards]
    row = await desk.row()
    manifest, digest = row.manifest.read(), row.manifest_digest or ""
    assert [(count.printed, len(codes)) for count in manifest.slips] == [(7 + 2 + 3, 2)]
    await desk.act(meeting.note_attendance, desk.deed(), 7)
    await desk.act(meeting.open_vote, desk.box, desk.deed())
    assert [await sign_in_and_vote(desk, browser, manifest, who) for who in ("p0", "p1")] == [
        200,
        200,
    ]
    await desk.act(hand_out, SURVEY, "p2", name="代表02", channel=Channel.SLIP)
    await desk.act(hand_out, SURVEY, "p3", name="代表03", channel=Channel.PAPER)
    with pytest.raises(Refusal, match="no_right"):
        await sign_in_and_vote(desk, browser, manifest, "p3")
    browser.http.cookies.clear()
    await vote(browser, manifest, digest, codes[0])
    left = LeftOver(codes=(codes[1],), witnesses=("甲", "乙"))
    await desk.act(slips.void_left_over, desk.box, desk.settings, deed=desk.deed(), left=left)
    with pytest.raises(Refusal, match="not_sealed"):
        await desk.act(meeting.close_vote, desk.box, desk.deed())
    await collect(desk, resources.of(app.state), returned=1, issued=2)
    told = await count_and_publish(desk)
    assert (told.printed, told.voided, told.issued, told.returned) == (12, 7, 5, 4)
    assert told.valid == 4
    assert told.doors == Doors(Cards(2, 1), SignedIn(7, 2, 3), Paper(3, 2, 1, 0))


async def test_on_paper_where_the_server_seals(desk: Desk, app: Litestar) -> None:
    await set_up(desk, sealed=False)
    await work_off(desk)  # the key of the box
    wanted: dict[str, Any] = {
        "deed": desk.deed(),
        "slips": (SlipCount("deputies", WHOLE, 1),),
    }
    paper_only = Wanted(paper=(SlipCount("deputies", WHOLE, 3),))
    with pytest.raises(Refusal, match="no_door"):
        await slips.issue(
            desk.web, desk.box, desk.settings, **wanted,
            beside=msgspec.structs.replace(paper_only, signin=True),
        )  # fmt: skip
    document = await slips.issue(desk.web, desk.box, desk.settings, **wanted, beside=paper_only)
    codes = [card.code for card in document.blocks[0].cards]
    await desk.act(meeting.note_attendance, desk.deed(), 7)
    await desk.act(meeting.open_vote, desk.box, desk.deed())
    left = LeftOver(codes=tuple(codes), witnesses=("甲", "乙"))
    await desk.act(slips.void_left_over, desk.box, desk.settings, deed=desk.deed(), left=left)
    await desk.act(meeting.pause_vote, desk.box, desk.deed())
    await collect(desk, resources.of(app.state), returned=2, issued=2)
    told = await count_and_publish(desk)
    shown = await look_at_turnout(resources.of(app.state), await desk.row())
    assert shown is not None
    assert shown.doors.words == say_doors(told.doors)
    assert (told.printed, told.voided, told.issued, told.returned, told.valid) == (4, 2, 2, 2, 2)
    assert told.doors == Doors(Cards(1, 1), None, Paper(3, 2, 2, 0))


async def test_the_time_that_is_left_stands_still_while_a_vote_is_held(desk: Desk) -> None:
    await set_up(desk, sealed=False)
    await work_off(desk)  # the key of the box
    slip = (SlipCount("deputies", WHOLE, 1),)
    await slips.issue(desk.web, desk.box, desk.settings, deed=desk.deed(), slips=slip)
    await desk.act(meeting.note_attendance, desk.deed(), 7)
    opened, held, hour = desk.deed(), desk.deed(), timedelta(hours=1)
    await desk.act(meeting.open_vote, desk.box, opened, closes_at=opened.now + hour)
    assert (await look(desk.web, desk.box, SURVEY)).turnout.held_at is None
    await desk.act(meeting.pause_vote, desk.box, held)
    standing = (await look(desk.web, desk.box, SURVEY)).turnout
    assert datetime.fromisoformat(standing.held_at or "") == held.now
    resumed = msgspec.structs.replace(held, now=held.now + hour)
    await desk.act(meeting.resume_vote, desk.box, resumed)
    told = (await look(desk.web, desk.box, SURVEY)).turnout
    assert told.held_at is None
    assert datetime.fromisoformat(told.closes_at or "") == opened.now + 2 * hour
