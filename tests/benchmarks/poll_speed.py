"""Ten thousand answers to a poll over HTTP on this machine, then opened, counted, published.

    .venv/bin/python -m tests.benchmarks.poll_speed
    .venv/bin/python -m tests.benchmarks.poll_speed --answers 2000 --lines 16

A whole site is started in a folder of its own. Every answer is sent by a browser's own code, every
twentieth twice. It exits with 1 where one was lost or counted twice, where the memory of the web
process grew by more than 40 MB while answers came, or where opening, counting and publishing took
longer than a minute.
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from service.box.slips import SIZE, mint
from service.database import transaction
from surveys import canonical
from surveys.poll import Entry
from surveys.tally.poll_results import PollResult
from tests.journeys.phones import line_to, receipt_of
from tests.journeys.polling import Polling, begin
from tests.journeys.sites import Site, running
from tests.polls import a_poll_form, a_poll_plan

MOST_SECONDS = 60
MOST_MEGABYTES = 40
TWICE = 20
"""Every so manieth answer is sent a second time."""


def fields(number: int) -> dict[str, str]:
    """What the n-th phone sends: everybody differs a little."""
    visited = number % 3 != 0
    answers = {
        "q.lives": "yes",
        "q.years": str(number % 90),
        "q.visited": "yes" if visited else "no",
        "r.first.road": "1",
        "r.first.water": str(2 + number % 2),
        "r.first.lamp": str(3 - number % 2),
        "q.points": str(number % 101),
        "q.lamps": "no",
        "q.news": "board",
        "q.meeting": "no",
        "q.change": ("better", "same", "worse", "unknown")[number % 4],
        "q.trust": str(number % 5 + 1),
        "q.else": f"第{number}条意见" if number % 10 == 0 else "",
    }
    for subject in ("finance", "land"):
        for indicator in ("service", "honesty"):
            answers[f"m.offices.{subject}.{indicator}"] = "satisfied"
    if visited:
        return {**answers, "q.errands": "social", "q.speed": "4"}
    return {**answers, "q.why": "yes"}


def a_request(poll: Polling, form: str, code: str, *, number: int) -> bytes:
    """The bytes of one answer."""
    body = urlencode({"form": form, "code": code, **fields(number)}).encode()
    head = (
        f"POST {poll.page}/cast HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def megabytes(process: int) -> float:
    """What a process holds in memory now."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def send_all(site: Site, poll: Polling, number: int, lines: int) -> tuple[set[str], int]:
    """Send every answer; the leaves that were acknowledged, and how many replies there were."""
    form = (await poll.row()).manifest_digest or ""
    codes = [mint(secrets.token_bytes(SIZE)) for _ in range(number)]
    waiting = iter([at for at in range(number) for _ in range(2 if at % TWICE == 0 else 1)])
    leaves: dict[int, set[str]] = {}

    async def one_line() -> None:
        async with line_to(site.address) as line:
            for at in waiting:
                reply = await line.ask(a_request(poll, form, codes[at], number=at))
                assert reply.status == 200, reply.body
                leaves.setdefault(at, set()).add(receipt_of(reply.body).leaf)

    await asyncio.gather(*(one_line() for _ in range(lines)))
    assert all(len(alike) == 1 for alike in leaves.values()), "a repeat got another receipt"
    return set[str]().union(*leaves.values()), len(leaves)


async def read_result(site: Site, poll: Polling) -> PollResult:
    """What was published, as the database keeps it."""
    from service.boards.polls import store

    async with transaction(site.registrar) as conn:
        kept = await store.read_document.one(conn, poll.town, poll.survey, "result.json")
    return canonical.decode(kept.content, PollResult)


async def measure(number: int, lines: int) -> int:
    """Print what was measured; 0 where it stays within its limits."""
    with tempfile.TemporaryDirectory() as home:
        async with running(Path(home) / "home") as site:
            form = a_poll_form()
            plan = a_poll_plan(form=form, title=form.title, entry=Entry.OPEN_LINK)
            poll = await begin(site, plan)
            await poll.open()
            await send_all(site, poll, 200, lines)
            before = megabytes(site.child("web"))
            began = time.perf_counter()
            leaves, told = await send_all(site, poll, number, lines)
            sending = time.perf_counter() - began
            grown = megabytes(site.child("web")) - before
            await poll.close()
            worker = megabytes(site.child("work"))
            began = time.perf_counter()
            await poll.count()
            counting = time.perf_counter() - began
            await poll.publish()
            finishing = time.perf_counter() - began
            result = await read_result(site, poll)
            worked = megabytes(site.child("work")) - worker
    whole = len(leaves) == told == number and result.valid == result.sealed == number + 200
    sys.stdout.write(
        f"{number} answers to 20 questions on {lines} lines: {sending:.1f} s,"
        f" {number / sending:.0f} a second\n"
        f"none lost, none twice: {whole} ({result.valid} counted)\n"
        f"memory of the web process grew by {grown:.1f} MB, of the worker by {worked:.1f} MB\n"
        f"opening and counting {counting:.1f} s, with publishing {finishing:.1f} s\n"
    )
    return 0 if whole and grown < MOST_MEGABYTES and finishing < MOST_SECONDS else 1


def main() -> int:
    """Read what was asked and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=32)
    asked = parser.parse_args()
    return asyncio.run(measure(asked.answers, asked.lines))


if __name__ == "__main__":
    sys.exit(main())
