"""Ten thousand envelopes opened and ten thousand ballots verified, beside the bare cryptography.

    .venv/bin/python -m tests.benchmarks.opening_speed --ballots 10000

The bare cost of opening is one HPKE decryption and one RSA verification an envelope; of verifying,
two RSA verifications and the hashes. Both are taken before and after the real thing, in one run. It
ends with 1 where either takes more than 1.5 times that, or where memory grows by more than 48 MB
while a box is opened: a crowd of ballots, and no more however many there are.
"""

import argparse
import asyncio
import base64
import hashlib
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import mean

import asyncpg
import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from service.box.gate import GateState
from service.box.keys import read_box_key
from service.box.opening import open_box
from service.box.sealing import seal, unseal
from service.box.stamps import stamp_holds
from service.database import Role, open_pool
from service.database.cluster import Server, running_cluster
from service.database.preparation import prepare
from service.settings import Settings
from service.stamping.keys import BITS, read_stamp_keys
from surveys import canonical
from surveys.ballots.ballot import Ballot
from surveys.ballots.receipt import leaf
from surveys.ballots.stamps import (
    Stamp,
    StampedEnclosure,
    StampedEnvelope,
    inner_message,
    outer_message,
)
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from surveys.tally.conclusion import Attendance, Opened
from surveys.tally.results import StampCount
from surveys.verification.verify import verify
from tests import sealed
from tests.builders import SURVEY, a_ballot
from tests.publications import Publication, published
from tests.sealed import SealedVote, a_sealed_vote, take

MOST = 1.5
MEGABYTES = 48
PSS = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
GRADES = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")


class Made(msgspec.Struct, frozen=True):
    """One voter's work."""

    ballot: Ballot
    inner: Stamp
    envelope: bytes
    leaf: bytes
    prefix: bytes
    stamp: bytes


def make(inner_key: str, outer_key: str, vote: SealedVote, numbers: range) -> list[Made]:
    """What phones and registrar would come to together."""
    inner, outer = [
        load_der_private_key(bytes.fromhex(one), None) for one in (inner_key, outer_key)
    ]
    assert isinstance(inner, rsa.RSAPrivateKey)
    assert isinstance(outer, rsa.RSAPrivateKey)
    made: list[Made] = []
    for number in numbers:
        ballot = a_ballot(GRADES[number * 7 % 10 % 4], number=number, form=vote.manifest.form)
        first, second = secrets.token_bytes(32), secrets.token_bytes(32)
        message = inner_message(first, vote.digest, canonical.encode(ballot))
        stamped = Stamp(first.hex(), inner.sign(message, PSS, hashes.SHA384()).hex())
        enclosure = StampedEnclosure(ballot=ballot, prefix=stamped.prefix, stamp=stamped.stamp)
        envelope = seal(vote.box.seal, "deputies", enclosure)
        name = leaf(vote.digest, envelope)
        stamp = outer.sign(outer_message(second, vote.digest, name), PSS, hashes.SHA384())
        made.append(Made(ballot, stamped, envelope, name, second, stamp))
    return made


def make_all(settings: Settings, vote: SealedVote, number: int) -> list[Made]:
    """On every processor."""
    (pair,) = read_stamp_keys(settings, SURVEY)
    spans = [range(at, min(at + 500, number)) for at in range(0, number, 500)]
    with ProcessPoolExecutor() as processes:
        work = processes.map(partial(make, pair.inner, pair.outer, vote), spans)
        return [one for some in work for one in some]


async def lay_in(server: Server, made: list[Made]) -> None:
    """Into the box past its door, which is measured elsewhere."""
    conn = await asyncpg.connect(server.address, database=server.database)
    await conn.copy_records_to_table(
        "sealed",
        schema_name="box",
        columns=["survey_id", "leaf", "weighting_group", "envelope", "unit", "prefix", "stamp"],
        records=[
            (SURVEY, one.leaf, "deputies", one.envelope, WHOLE, one.prefix, one.stamp)
            for one in made
        ],
    )
    await conn.close()


def bare_opening(settings: Settings, vote: SealedVote, made: list[Made]) -> None:
    """One decryption and one verification an envelope."""
    key, modulus = read_box_key(settings, SURVEY), vote.manifest.stamps[0].inner
    for one in made:
        assert unseal(vote.box.seal, "deputies", envelope=one.envelope, key=key)
        message = inner_message(
            bytes.fromhex(one.inner.prefix), vote.digest, canonical.encode(one.ballot)
        )
        assert stamp_holds(modulus, message, bytes.fromhex(one.inner.stamp))


def bare_verifying(vote: SealedVote, made: list[Made]) -> None:
    """Two verifications and two hashes a ballot."""
    keys = vote.manifest.stamps[0]
    for one in made:
        message = inner_message(
            bytes.fromhex(one.inner.prefix), vote.digest, canonical.encode(one.ballot)
        )
        assert stamp_holds(keys.inner, message, bytes.fromhex(one.inner.stamp))
        name = leaf(vote.digest, one.envelope)
        assert stamp_holds(keys.outer, outer_message(one.prefix, vote.digest, name), one.stamp)
        hashlib.sha256(message).digest()


def publish(vote: SealedVote, made: list[Made]) -> Publication:
    """The four files."""
    number = len(made)
    opened = Opened(
        ballots=tuple(one.ballot for one in made),
        unopened=(),
        leaves=tuple(sorted(one.leaf.hex() for one in made)),
        inner={one.ballot.nonce: one.inner for one in made},
        stamps=(
            StampCount(
                "deputies", WHOLE, eligible=number, inner=number, outer=number, sealed=number
            ),
        ),
    )
    envelopes = [
        StampedEnvelope(
            leaf=one.leaf.hex(),
            group="deputies",
            unit=WHOLE,
            envelope=base64.b64encode(one.envelope).decode(),
            prefix=one.prefix.hex(),
            stamp=one.stamp.hex(),
        )
        for one in made
    ]
    return published(vote.manifest, opened, Attendance(present=number), envelopes=envelopes)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def forget_the_highest_memory() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def megabytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


async def run(home: Path, number: int) -> bool:
    """Both ratios and the memory; False where one is too much."""
    settings = Settings(home=home)
    sealed.BITS = BITS
    with running_cluster(settings) as server:
        await prepare(settings, server)
        web, box, opener = [
            await open_pool(settings, server, role, size=2)
            for role in (Role.WEB, Role.BOX, Role.OPENER)
        ]
        slips = (SlipCount(group="deputies", unit=WHOLE, printed=number),)
        vote = await a_sealed_vote(
            settings, web, box, slips=slips, state=GateState.OPEN, entitled=number
        )
        made = make_all(settings, vote, number)
        await lay_in(server, made)
        await take(web, box, vote, "closed")
        bare = [timed(lambda: bare_opening(settings, vote, made))]
        forget_the_highest_memory()
        before = megabytes("VmRSS")
        began = time.perf_counter()
        told = await open_box(opener, settings, vote.manifest, digest=vote.digest)
        opening = time.perf_counter() - began
        grown = megabytes("VmHWM") - before
        bare.append(timed(lambda: bare_opening(settings, vote, made)))
        for pool in (web, box, opener):
            await pool.close()
    assert told.opened == number
    ratio = say("opening", number, opening, mean(bare))
    sys.stdout.write(f"memory grew by {grown:.0f} MB while the box was opened\n")
    return verifying(vote, made) <= MOST and ratio <= MOST and grown <= MEGABYTES


def verifying(vote: SealedVote, made: list[Made]) -> float:
    publication = publish(vote, made)
    bare = [timed(lambda: bare_verifying(vote, made))]
    began = time.perf_counter()
    report = verify(publication.files, publication.fingerprint, stamp_holds=stamp_holds)
    took = time.perf_counter() - began
    bare.append(timed(lambda: bare_verifying(vote, made)))
    assert report.passed, [finding for finding in report.findings if not finding.ok]
    return say("verifying", len(made), took, mean(bare))


def say(what: str, number: int, took: float, bare: float) -> float:
    sys.stdout.write(
        f"{what} {number}: {took:.2f} s, bare cryptography {bare:.2f} s, ratio {took / bare:.2f}\n"
    )
    return took / bare


def main() -> None:
    """Measure, and say whether it is enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=10_000)
    number = parser.parse_args().ballots
    with tempfile.TemporaryDirectory() as home:
        good = asyncio.run(run(Path(home), number))
    sys.exit(not good)


if __name__ == "__main__":
    main()
