"""A whole election of ten thousand people in three groups, from the plan to the recount.

    .venv/bin/python -m tests.benchmarks.election_speed --people 10000

A whole site is started, and everybody acts as in `tests/elections`: through pages, doors and
commands alone. One in ten draws a card, most others sign in with a phone and a printed code,
one in fifty votes on paper; one in a hundred spoils a ballot, one in two hundred takes both stamps
and comes too late, three in ten write something. The key of the box lies with scrutineers. The
phones compute on the same processors; most of the time goes into printing (10,000 codes and 1,200
cards, 18 minutes on two busy cores) and into phones (8 minutes); paper 15 s, closing to counted 19
s, publishing 73 s, verifying 5 s. It fails where the published result is not what people did,
or where verifying finds anything.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.elections import pages
from tests.elections.crowds import Crowd
from tests.elections.election import Election
from tests.elections.presidium import move_in
from tests.journeys.sites import Site, running


class Clock:
    """Says how long each step took."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def tell(self, what: str) -> None:
        now = time.perf_counter()
        sys.stdout.write(f"{what:44} {now - self._began:7.1f} s\n")
        sys.stdout.flush()
        self._began = now


def a_crowd(people: int) -> Crowd:
    """Everything that can happen, in its proportion."""
    few, some = max(1, people // 1000), max(1, people // 200)
    return Crowd(
        people,
        "weighted-groups",
        numberless=few,
        card=people // 10,
        tablet=few,
        unheard=few,
        late=some,
        tampers=some,
        invents=some,
        twin=2 * few,
        paper=people // 60,
        disputed=few,
        blank=few,
        twice=few,
        named=few,
        kept=few,
        absent=some,
    )


async def run(home: Path, people: int, lines: int) -> None:
    """Hold it; whatever does not agree ends it."""
    pages.PATIENCE = 7200
    async with running(home / "site") as site:
        clock = Clock()
        election = Election(await move_in(site), a_crowd(people), home / "desk", shares=True)
        clock.tell("the presidium moves in")
        await election.plan()
        clock.tell("roll imported, plan, keys")
        await election.print()
        await election.open()
        clock.tell("cards, paper and personal codes printed")
        await election.vote(lines=lines)
        clock.tell(f"everybody votes, {lines} at a time")
        await election.collect_paper()
        clock.tell(f"{len(election.ledger.sheets)} sheets of paper typed twice, sealed")
        await election.close()
        await election.count()
        clock.tell("closed, opened away twice, counted")
        await election.publish()
        clock.tell("confirmed, published")
        await election.agrees()
        clock.tell("held against what people did")
        await election.verify(receipts=100)
        clock.tell("verified")
        _tell_sizes(site, election)


def _tell_sizes(site: Site, election: Election) -> None:
    sizes = ", ".join(f"{name} {len(data) / 1e6:.1f} MB" for name, data in election.files.items())
    peaks = ", ".join(
        f"{name} {_peak(site.child(name)) // 1024} MiB" for name in ("web", "work", "open-boxes")
    )
    ours = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    sys.stdout.write(f"{sizes}\nlargest {peaks}; largest command {ours} MiB\n")


def _peak(number: int) -> int:
    """KiB a process ever held at once."""
    lines = Path(f"/proc/{number}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Hold it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=32)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        asyncio.run(run(Path(home), asked.people, asked.lines))


if __name__ == "__main__":
    main()
