"""Two hundred phones at once, impatient ones; and what they find when processes are killed."""

import asyncio
import contextlib
import os
import signal
from collections import defaultdict

import httpx

from service.box.receipts import holds_signature
from surveys import publication
from surveys.ballots.receipt import Receipt
from surveys.ballots.sealed_list import Sealed
from surveys.canonical import decode, fingerprint
from surveys.verification.verify import verify
from tests.journeys.meetings import Meeting, a_short_plan, convene_and_open
from tests.journeys.phones import (
    Reply,
    a_cast,
    bytes_of,
    line_to,
    receipt_of,
    the_form,
    vote,
)
from tests.journeys.sites import Site, held_gate

PEOPLE = 200
TIMES = 20
LINES = 40
"""Requests under way together: both slips' twenty copies meet."""


async def test_two_hundred_slips_each_sent_twenty_times_make_two_hundred_ballots(
    site: Site,
) -> None:
    """F021: one ballot a slip, and every copy gets the same receipt to the byte."""
    meeting = await convene_and_open(site, people=PEOPLE, plan=a_short_plan())
    form = await the_form(meeting)
    copies = iter([code for code in meeting.codes for _ in range(TIMES)])
    replies: defaultdict[str, list[Reply]] = defaultdict(list)

    async def one_line() -> None:
        async with line_to(site.address) as line:
            for code in copies:
                while (reply := await line.ask(a_cast(meeting, code, form))).status == 503:
                    pass  # a busy machine says so, and the phone asks again
                replies[code].append(reply)

    await asyncio.gather(*(one_line() for _ in range(LINES)))
    assert {reply.status for told in replies.values() for reply in told} == {200}
    receipts = [{bytes_of(receipt_of(reply.body)) for reply in told} for told in replies.values()]
    assert [len(told) for told in replies.values()] == [TIMES] * PEOPLE
    assert [len(alike) for alike in receipts] == [1] * PEOPLE
    assert len(set[bytes]().union(*receipts)) == PEOPLE
    assert await meeting.cast() == PEOPLE
    await meeting.close()
    await meeting.count()
    assert (await meeting.row()).count.read().sealed == PEOPLE


async def send(meeting: Meeting, request: bytes) -> Reply | None:
    """Send once; None where the line died before an answer came."""
    with contextlib.suppress(ConnectionError, TimeoutError):
        async with line_to(meeting.site.address) as line:
            return await asyncio.wait_for(line.ask(request), 60)
    return None


async def insist(meeting: Meeting, request: bytes) -> Receipt:
    """Send until there is a receipt; nothing but a dead line or a 503 may come before it."""
    while True:
        reply = await send(meeting, request)
        if reply is not None and reply.status == 200:
            return receipt_of(reply.body)
        assert reply is None or reply.status == 503, reply.body.decode()
        await asyncio.sleep(0.05)


async def test_killing_the_web_process_and_then_the_database_loses_no_acknowledged_ballot(
    site: Site, web: httpx.AsyncClient
) -> None:
    """F098: acknowledged ⊆ stored, none twice, every receipt stands in the published list."""
    meeting = await convene_and_open(site, people=160, plan=a_short_plan())
    form = await the_form(meeting)
    patient, impatient = meeting.codes[:120], meeting.codes[120:]
    acknowledged: dict[str, Receipt] = {}
    marks = {30: asyncio.Event(), 75: asyncio.Event()}

    def keep(code: str, receipt: Receipt) -> None:
        acknowledged[code] = receipt
        for number, event in marks.items():
            if len(acknowledged) >= number:
                event.set()

    async def patient_phone(codes: list[str]) -> None:
        for code in codes:
            keep(code, await insist(meeting, a_cast(meeting, code, form)))

    async def impatient_phone(codes: list[str]) -> None:
        for code in codes:
            reply = await send(meeting, a_cast(meeting, code, form))
            if reply is not None and reply.status == 200:
                keep(code, receipt_of(reply.body))

    async def the_enemy() -> None:
        await marks[30].wait()
        os.kill(site.child("web"), signal.SIGKILL)
        await marks[75].wait()
        os.kill(site.postmaster(), signal.SIGKILL)

    async with asyncio.timeout(300):
        await asyncio.gather(
            the_enemy(),
            *(patient_phone(patient[n::8]) for n in range(8)),
            *(impatient_phone(impatient[n::4]) for n in range(4)),
        )
    assert set(patient) <= set(acknowledged)
    repeated = [await vote(web, meeting, code, form) for code in patient[:10]]
    assert [sent.receipt for sent in repeated] == [acknowledged[code] for code in patient[:10]]
    await meeting.close()
    await meeting.count()
    await meeting.publish()
    await everything_acknowledged_is_published(web, meeting, acknowledged)


async def everything_acknowledged_is_published(
    web: httpx.AsyncClient, meeting: Meeting, acknowledged: dict[str, Receipt]
) -> None:
    files = {
        name: (await web.get(f"/results/{meeting.survey}/{name}")).content
        for name in publication.FILES
    }
    sealed = [decode(line, Sealed) for line in files[publication.SEALED].splitlines()]
    leaves = {envelope.leaf for envelope in sealed}
    received = {receipt.leaf for receipt in acknowledged.values()}
    assert received <= leaves
    assert len(received) == len(acknowledged)
    assert len(leaves) == len(sealed) <= len(meeting.codes)
    report = verify(
        files,
        fingerprint(files[publication.RESULT]),
        [bytes_of(receipt) for receipt in acknowledged.values()],
        signature_holds=holds_signature,
    )
    assert report.passed, report.findings


async def test_a_reply_that_is_lost_on_the_way_does_not_cost_a_second_ballot(
    site: Site, web: httpx.AsyncClient
) -> None:
    """F100: the line is cut after the commit and before the answer is read."""
    meeting = await convene_and_open(site, people=3, plan=a_short_plan())
    form = await the_form(meeting)
    (code, *_) = meeting.codes
    async with line_to(site.address) as line:
        line.writer.write(a_cast(meeting, code, form))
        await meeting.until_cast(1)
        line.writer.transport.abort()
    again = [await vote(web, meeting, code, form) for _ in range(2)]
    assert again[0].receipt == again[1].receipt
    assert await meeting.cast() == 1


async def test_a_box_that_hangs_is_told_in_time_and_takes_every_ballot_afterwards(
    site: Site, web: httpx.AsyncClient
) -> None:
    """F104: somebody holds the gate; phones get 503 and Retry-After, everybody else a page."""
    meeting = await convene_and_open(site, people=40, plan=a_short_plan())
    form = await the_form(meeting)
    async with asyncio.timeout(300), held_gate(site, meeting.survey):
        waiting = [
            asyncio.create_task(web.post(f"{meeting.page}/cast", data={**form, "code": code}))
            for code in meeting.codes
        ]
        await asyncio.wait(waiting, timeout=0.2)
        front = await web.get("/")
        assert front.status_code == 200
        refused = await asyncio.gather(*waiting)
        assert await meeting.cast() == 0
    assert {(reply.status_code, reply.headers["retry-after"]) for reply in refused} == {(503, "5")}
    receipts = {(await vote(web, meeting, code, form)).receipt.leaf for code in meeting.codes}
    assert len(receipts) == await meeting.cast() == len(meeting.codes)
