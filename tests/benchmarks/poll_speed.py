"""Ten thousand answers to a poll over HTTP on this machine, then opened, counted, printed.

    .venv/bin/python -m tests.benchmarks.poll_speed
    .venv/bin/python -m tests.benchmarks.poll_speed --answers 2000 --lines 16

A whole site is started in a folder of its own, and a card given to every household of eight village
groups. Every answer is sent by a browser's own code, every twentieth twice. It exits with 1 where
one was lost or counted twice, where the memory of the web process grew by more than 40 MB while
answers came, or where opening, counting, protecting every table by group and printing report and
workbook took longer than a minute.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from service.database import transaction
from service.dossier.files import read_file
from surveys import canonical
from surveys.poll import Share
from surveys.tally.poll_results import PollResult
from tests.journeys.phones import line_to, receipt_of
from tests.journeys.polling import Polling, begin
from tests.journeys.sites import Site, running
from tests.polls import a_poll_form, a_poll_plan

MOST_SECONDS = 60
GROUPS = 8
CELLS = ("finance.service", "finance.honesty", "land.service", "land.honesty")
GRADES = ("satisfied", "satisfied", "satisfied", "fairly_satisfied", "dissatisfied")
WARMING = 200
"""Answers before memory is first looked at."""
MOST_MEGABYTES = 40
TWICE = 20
"""Every so manieth answer is sent a second time."""


def fields(number: int) -> dict[str, str]:
    """What the n-th phone sends: everybody differs a little."""
    visited = number % 3 != 0
    answers = {
        "q.lives": "no" if number % 7 == 0 else "yes",
        "q.years": str(number % 90),
        "q.visited": "yes" if visited else "no",
        "r.first.road": "1",
        "r.first.water": str(2 + number % 2),
        "r.first.lamp": str(3 - number % 2),
        "q.points": str(number % 101),
        "q.lamps": "no",
        "q.news": ("board", "phone", "talk", "none")[number // 3 % 4],
        "q.meeting": "no" if number % 2 else "yes",
        "q.change": ("better", "same", "worse", "unknown")[number % 4],
        "q.trust": str(number % 5 + 1),
        "q.else": f"第{number}条意见" if number % 10 == 0 else "",
    }
    for at, cell in enumerate(CELLS):
        answers[f"m.offices.{cell}"] = GRADES[number // (at + 1) % len(GRADES)]
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


async def send_all(
    site: Site, poll: Polling, codes: Sequence[str], lines: int
) -> tuple[set[str], int]:
    """Send an answer for each card; the leaves acknowledged, and how many replies there were."""
    form, number = (await poll.row()).manifest_digest or "", len(codes)
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
    async with transaction(site.registrar) as conn:
        kept = await read_file.one(conn, poll.town, poll.survey, "result.json")
    return canonical.decode(kept.content, PollResult)


def by_group(result: PollResult) -> int:
    """How many tables tell groups apart."""
    return sum(bool(table.rows) for each in result.questions for table in each.tables)


async def measure(number: int, lines: int) -> int:
    """Print what was measured; 0 where it stays within its limits."""
    with tempfile.TemporaryDirectory() as home:
        async with running(Path(home) / "home") as site:
            form = a_poll_form()
            each = -(-(number + WARMING) // GROUPS)
            shares = tuple(Share(f"g{n}", f"第{n}村民小组", each) for n in range(1, GROUPS + 1))
            poll = await begin(site, a_poll_plan(form=form, title=form.title, shares=shares))
            await poll.open()
            codes = poll.codes[: number + WARMING]
            Random(number).shuffle(codes)
            await send_all(site, poll, codes[:WARMING], lines)
            before = megabytes(site.child("web"))
            began = time.perf_counter()
            leaves, told = await send_all(site, poll, codes[WARMING:], lines)
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
    whole = len(leaves) == told == number and result.valid == result.sealed == number + WARMING
    sys.stdout.write(
        f"{number} answers to 20 questions on {lines} lines: {sending:.1f} s,"
        f" {number / sending:.0f} a second\n"
        f"none lost, none twice: {whole} ({result.valid} counted)\n"
        f"memory of the web process grew by {grown:.1f} MB, of the worker by {worked:.1f} MB\n"
        f"opening and counting {counting:.1f} s, with protecting, printing and publishing"
        f" {finishing:.1f} s; {by_group(result)} tables tell groups apart\n"
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
