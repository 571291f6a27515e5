"""A whole election of ten thousand people in three groups, from the plan to the recount.

    .venv/bin/python -m tests.benchmarks.election_speed --people 10000

A whole site is started. Everybody's phone seals its own ballot and hands it in over HTTP; one in a
hundred tampers with it, one in two hundred takes both stamps and goes home, three in ten write
something. Then the box is closed, opened, counted and published, and `verify` recounts it. The
phones compute on the same processors. It ends with 1 where the published result is not what people
did, or where verifying finds anything.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import httpx

from service.box.receipts import holds_signature
from service.box.stamps import stamp_holds
from surveys import publication
from surveys.canonical import fingerprint
from surveys.verification.verify import verify
from tests.journeys import meetings
from tests.journeys.elections import Crowd, agrees, announce, remarks_of, vote_all
from tests.journeys.phones import bytes_of
from tests.journeys.sites import running


class Clock:
    """Says how long each step took."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def tell(self, what: str) -> None:
        now = time.perf_counter()
        sys.stdout.write(f"{what:28} {now - self._began:7.1f} s\n")
        sys.stdout.flush()
        self._began = now


async def run(home: Path, people: int, lines: int) -> bool:
    """True where everything agrees."""
    meetings.PATIENCE = 1200
    async with running(home) as site:
        clock = Clock()
        meeting = await announce(site, people)
        clock.tell("plan, keys, cards")
        crowd = Crowd(people, max(1, people // 100), max(1, people // 200))
        truth = await vote_all(meeting, crowd, lines=lines)
        clock.tell(f"{people} votes on {lines} lines")
        await meeting.close()
        await meeting.count()
        clock.tell("closed, opened, counted")
        await meeting.publish()
        clock.tell("confirmed, published")
        async with httpx.AsyncClient(base_url=site.address, timeout=600) as web:
            files = {
                name: (await web.get(f"/results/{meeting.survey}/{name}")).content
                for name in publication.FILES
            }
        agrees(truth, files)
        assert await remarks_of(meeting) == truth.remarks
        clock.tell("held against what was done")
        report = verify(
            files,
            fingerprint(files[publication.RESULT]),
            [bytes_of(receipt) for receipt in truth.receipts[:100]],
            signature_holds=holds_signature,
            stamp_holds=stamp_holds,
        )
        clock.tell("verified")
    sizes = ", ".join(f"{name} {len(data) / 1e6:.1f} MB" for name, data in files.items())
    sys.stdout.write(f"{sizes}\nverify finds nothing: {report.passed}\n")
    return report.passed


def main() -> None:
    """Hold it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--lines", type=int, default=32)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        good = asyncio.run(run(Path(home) / "home", asked.people, asked.lines))
    sys.exit(not good)


if __name__ == "__main__":
    main()
