"""Stamps a second through the service, beside the bare private operations on the same key.

    .venv/bin/python -m tests.benchmarks.stamp_speed

One run, one machine, one key of 3072 bits: both numbers are taken with the same two threads, in
turns, so that a noisy neighbour slows both. Ends with 1 where the service makes less than 0.6 of
the bare operations: spending the right in the database, the check against faults and the event
loop may cost the rest.
"""

import asyncio
import secrets
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from service.box.slips import mark_of
from service.database import Pool, Role, open_pool
from service.database.cluster import running_cluster
from service.database.preparation import prepare
from service.database.secrets import slip_key
from service.settings import Settings
from service.stamping.keys import BITS
from service.stamping.libcrypto import Signer
from service.stamping.rights import Bearer
from service.stamping.stamping import HANDS, Claim, Kind, Stamping, open_stamping, stamp
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from tests import sealed
from tests.builders import SURVEY

LEAST = 0.6
ROUND, ROUNDS, PHONES = 200, 5, 32


def blinded() -> bytes:
    """What a phone could have sent."""
    return b"\0" + secrets.token_bytes(BITS // 8 - 1)


def bare(signer: Signer) -> float:
    """Private operations a second, with nothing around them."""
    messages = [blinded() for _ in range(ROUND)]
    with ThreadPoolExecutor(HANDS) as hands:
        began = time.perf_counter()
        list(hands.map(lambda message: signer._power("EVP_PKEY_decrypt", message), messages))
        return ROUND / (time.perf_counter() - began)


async def served(ask: Callable[[int], Awaitable[object]], first: int) -> float:
    """Stamps a second, so many phones at a time."""
    waiting = iter(range(first, first + ROUND))

    async def phone() -> None:
        for at in waiting:
            await ask(at)

    began = time.perf_counter()
    await asyncio.gather(*(phone() for _ in range(PHONES)))
    return ROUND / (time.perf_counter() - began)


async def measure(settings: Settings, web: Pool, box: Pool, stamping: Stamping) -> float:
    """The ratio of the two, the middle one of several rounds."""
    printed = (SlipCount(group="deputies", unit=WHOLE, printed=ROUND * ROUNDS),)
    vote = await sealed.a_sealed_vote(settings, web, box, slips=printed)
    signer = await stamping.signer(SURVEY, "deputies", WHOLE, Kind.INNER)
    key, codes = slip_key(settings), vote.codes()

    async def ask(at: int) -> object:
        bearer = Bearer(slip=mark_of(key, SURVEY, codes[at]))
        claim = Claim(survey=SURVEY, unit=WHOLE, bearer=bearer)
        return await stamp(stamping, claim, kind=Kind.INNER, blinded=blinded())

    ratios: list[float] = []
    for turn in range(ROUNDS):
        ours, theirs = await served(ask, turn * ROUND), await asyncio.to_thread(bare, signer)
        ratios.append(ours / theirs)
        sys.stdout.write(f"{ours:7.0f} stamps/s, {theirs:7.0f} bare/s, ratio {ours / theirs:.2f}\n")
    return median(ratios)


async def run(home: Path) -> float:
    """A database of its own, and one web process."""
    settings = Settings(home=home)
    sealed.BITS = BITS
    with running_cluster(settings) as server:
        await prepare(settings, server)
        web = await open_pool(settings, server, Role.WEB, size=8)
        box = await open_pool(settings, server, Role.BOX, size=2)
        async with open_stamping(settings, server) as stamping:
            ratio = await measure(settings, web, box, stamping)
        await asyncio.gather(web.close(), box.close())
    return ratio


def main() -> None:
    """Measure, and say whether it is enough."""
    with tempfile.TemporaryDirectory() as home:
        ratio = asyncio.run(run(Path(home)))
    sys.stdout.write(f"median ratio {ratio:.2f}, wanted {LEAST}\n")
    sys.exit(ratio < LEAST)


if __name__ == "__main__":
    main()
