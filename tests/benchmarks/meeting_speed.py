"""Complete votes a second of a meeting: page, right, two stamps, envelope, on a running site.

    .venv/bin/python -m tests.benchmarks.meeting_speed

Every round is 46 people × 4 ballots on so many lines at once, by drawn cards and signed in, and
every phone sends each request once. A phone's own computing (blinding, sealing) is done before the
clock starts, for in a hall it is done by 46 phones and not by the site; what is left of the phones,
sending and hearing, computes on the same processors as the site, as that of the peer did. The
closest peer made 13.5 complete votes a second on two such processors and answered 37–46 % of such
a meeting with an error.

It ends with 1 where the slowest of the two doors makes less than twenty times that in its middle
round, where a ballot was not acknowledged at the first try or is not stored, or where a vote asks
the database more than five times. Stamp keys are as long as those of a real vote; a number on the
command line is another length, in bits.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import NamedTuple

import uvloop

from service.stamping.keys import BITS
from tests import sealed
from tests.benchmarks.processors import Spent, spent
from tests.benchmarks.recorded import Vote, record, send, wires_to
from tests.journeys.halls import Hall, a_hall
from tests.journeys.sites import Site, administrator, running

PEOPLE, ROUNDS = 46, 3
LINES = (16, 46)
PEER, TIMES, MOST_ASKED = 13.5, 20, 5


class Round(NamedTuple):
    """What 184 ballots by one door came to."""

    door: str
    lines: int
    speed: float
    """Votes a second."""
    spent: Spent
    """Processor seconds a vote."""
    sent: int
    acknowledged: int
    stored: int

    @property
    def whole(self) -> bool:
        """Whether nobody had to try again, and nothing is lost."""
        return self.acknowledged == self.stored == self.sent


async def all_at_once(site: Site, hall: Hall, votes: list[Vote], *, door: str, lines: int) -> Round:
    """A round, and what the box holds of it afterwards."""
    async with wires_to(site.address, lines) as wires:
        worked, began = spent(site), time.perf_counter()
        answers = await send(wires, votes)
        took, worked = time.perf_counter() - began, spent(site).since(worked)
    receipts = {json.loads(answer.partition(b"\r\n\r\n")[2])["leaf"] for answer in answers}
    return Round(
        door=door,
        lines=lines,
        speed=len(votes) / took,
        spent=Spent(*(each / len(votes) for each in worked)),
        sent=len(votes),
        acknowledged=len(receipts),
        stored=len(receipts & await in_the_box(site, hall)),
    )


async def count_asked(site: Site) -> float:
    """How often the database is asked a vote, over a meeting that also opens the doors.

    Transactions are counted, for each statement of a vote is one by itself.
    """
    before = await transactions(site)
    rounds = await meet(site, "counted", LINES[0])
    return (await transactions(site) - before) / sum(one.sent for one in rounds)


async def transactions(site: Site) -> int:
    """Committed until now: connections that wait for work tell what they did when they end."""
    async with administrator(site) as connection:
        await connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where usename in ('minping_web', 'minping_box')"
        )
        return await connection.fetchval(
            "select xact_commit from pg_stat_database where datname = current_database()"
        )


async def in_the_box(site: Site, hall: Hall) -> set[str]:
    """The leaves of all envelopes."""
    async with administrator(site) as connection:
        rows = await connection.fetch(
            "select leaf from box.sealed where survey_id = $1", hall.vote.manifest.survey
        )
    return {row[0].hex() for row in rows}


async def meet(site: Site, name: str, lines: int) -> list[Round]:
    """A meeting of its own, where everybody votes by each door."""
    hall = await a_hall(site, name, PEOPLE)
    rounds: list[Round] = []
    for door, seats in (("cards", hall.with_cards), ("signed in", hall.signed_in)):
        votes = await record(site, hall, seats)
        rounds.append(await all_at_once(site, hall, votes, door=door, lines=lines))
        sys.stdout.write(say(rounds[-1]))
    return rounds


def say(one: Round) -> str:
    """One line."""
    web, database, here = (1000 * each for each in one.spent)
    return (
        f"{one.door:9} {one.lines:2} lines: {one.speed:4.0f} votes/s,"
        f" {one.acknowledged}/{one.sent} acknowledged, {one.stored} stored;"
        f" processor ms a vote: site {web:.2f}, database {database:.2f}, phones {here:.2f}\n"
    )


async def run(home: Path) -> tuple[float, list[Round]]:
    """How often a vote asks the database, and every round of every meeting."""
    async with running(home) as site:
        asked = await count_asked(site)
        meetings = [
            await meet(site, f"meeting-{turn}-{lines}", lines)
            for turn in range(ROUNDS)
            for lines in LINES
        ]
    return asked, [one for meeting in meetings for one in meeting]


def slowest(rounds: Iterable[Round]) -> float:
    """Votes a second in the middle round of the slowest door, at its slowest number of lines."""
    speeds: dict[tuple[str, int], list[float]] = {}
    for one in rounds:
        speeds.setdefault((one.door, one.lines), []).append(one.speed)
    return min(median(some) for some in speeds.values())


def main() -> None:
    """Measure, and say whether it is enough."""
    sealed.BITS = int(sys.argv[1]) if len(sys.argv) > 1 else BITS
    sys.stdout.write(f"stamp keys of {sealed.BITS} bits, load {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as home:
        asked, rounds = uvloop.run(run(Path(home) / "home"))
    least, whole = slowest(rounds), all(one.whole for one in rounds)
    sys.stdout.write(
        f"slowest {least:.0f} votes/s, wanted {TIMES} × {PEER} = {TIMES * PEER:.0f};"
        f" {'every' if whole else 'NOT every'} ballot acknowledged at the first try and stored;"
        f" {asked:.1f} statements a vote, wanted at most {MOST_ASKED};"
        f" load {os.getloadavg()[0]:.1f}\n"
    )
    sys.exit(least < TIMES * PEER or not whole or asked > MOST_ASKED)


if __name__ == "__main__":
    main()
