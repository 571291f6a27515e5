"""Ten thousand envelopes opened and ten thousand ballots verified, beside the bare cryptography.

    .venv/bin/python -m tests.benchmarks.opening_speed --ballots 10000

Bare cryptography is what nobody can do without, with the same library and every key, message and
padding made beforehand. Of opening: one HPKE decryption and one RSA verification an envelope. Of
verifying: two RSA verifications a ballot, and SHA-256 over each envelope, over each line of the
opened box twice (its digest, the file's fingerprint) and up the Merkle tree.

Opening is everything from the first statement to the commit: reading every envelope out of
PostgreSQL, judging it, and laying every ballot back under its digest. It is measured twice: with
one judge, in the program's own processor time, beside which PostgreSQL works; and as the opener
does it, with a judge on each processor, by the clock on the wall. Verifying is all of `verify`,
from the bytes of the four files to the report, in processor time, since it waits for nobody. The
bare cost is that of one processor, and taken anew before and after each round.

Each is taken seven times; the median of the ratios counts. It ends with 1 where one is more than
1.5, or where at any moment the opening holds more than 48 MB beyond what was there before (the
ballots that wait in memory, and no more however many there are), the verification more than 8 MB
beside the files themselves.
"""

import argparse
import base64
import hashlib
import itertools
import secrets
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import mean, median

import asyncpg
import msgspec
import uvloop
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from service.box import judges
from service.box.gate import GateState
from service.box.keys import read_box_key
from service.box.opening import Opening, open_box
from service.box.sealing import seal
from service.box.stamps import stamp_holds
from service.database import Role, open_pool
from service.database.cluster import Server, running_cluster
from service.database.preparation import prepare
from service.demonstration.sealed_phone import encode
from service.settings import Settings
from service.stamping.keys import BITS, read_stamp_keys
from service.stamping.libcrypto import Signer
from surveys import canonical
from surveys.ballots.ballot import Ballot
from surveys.ballots.receipt import leaf
from surveys.ballots.sealed_list import merkle_root
from surveys.ballots.stamps import (
    Stamp,
    StampedEnclosure,
    StampedEnvelope,
    inner_message,
    outer_message,
)
from surveys.keys import WHOLE
from surveys.manifest import SlipCount
from surveys.publication import BOX
from surveys.questionnaire.answer import Mark, Marks
from surveys.tally.conclusion import Attendance, Opened
from surveys.tally.results import StampCount
from surveys.verification.verify import verify
from tests import sealed
from tests.builders import SURVEY, a_ballot
from tests.publications import Publication, published
from tests.sealed import SealedVote, a_sealed_vote, take

MOST = 1.5
OPENING_MEGABYTES, VERIFYING_MEGABYTES = 48, 8
ROUNDS = 7
PSS = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
SHA384 = hashes.SHA384()
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
GRADES = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")


class Made(msgspec.Struct, frozen=True):
    """One voter's work."""

    ballot: Ballot
    inner: Stamp
    envelope: bytes
    leaf: bytes
    prefix: bytes
    stamp: bytes


def but(number: int) -> dict[tuple[str, str], Mark]:
    """Marks of which no two ballots need be alike: every cell its own, by number."""
    form = a_ballot().answers["grades"]
    assert isinstance(form, Marks)
    cells = [(who, item) for who, row in form.marks.items() for item in row]
    return {
        cell: GRADES[secrets.randbelow(4) if (number + at) % 3 else 0]
        for at, cell in enumerate(cells)
    }


def signed(key: Signer, message: bytes) -> bytes:
    """A stamp that nobody blinded."""
    return key.sign(encode(message, key.modulus.bit_length() - 1, secrets.token_bytes(48)))


def make(inner_key: str, outer_key: str, vote: SealedVote, numbers: range) -> list[Made]:
    """What phones and registrar would come to together."""
    inner, outer = (Signer(bytes.fromhex(one)) for one in (inner_key, outer_key))
    made: list[Made] = []
    for number in numbers:
        ballot = a_ballot("satisfied", number=number, form=vote.manifest.form, but=but(number))
        first, second = secrets.token_bytes(32), secrets.token_bytes(32)
        message = inner_message(first, vote.digest, canonical.encode(ballot))
        stamped = Stamp(first.hex(), signed(inner, message).hex())
        enclosure = StampedEnclosure(ballot=ballot, prefix=stamped.prefix, stamp=stamped.stamp)
        envelope = seal(vote.box.seal, "deputies", enclosure)
        name = leaf(vote.digest, envelope)
        stamp = signed(outer, outer_message(second, vote.digest, name))
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


class Bare:
    """The bare cryptography of a vote, everything made beforehand that can be."""

    def __init__(self, settings: Settings, vote: SealedVote, made: list[Made]) -> None:
        """Public keys and messages."""
        pair = vote.manifest.stamps[0]
        self.inner, self.outer = public(pair.inner), public(pair.outer)
        self.key: ec.EllipticCurvePrivateKey = read_box_key(settings, SURVEY)
        self.info = bytes.fromhex(vote.digest) + b"deputies"
        self.made = made
        self.opened: list[tuple[bytes, bytes]] = []
        self.sealed: list[tuple[bytes, bytes]] = []
        for one in made:
            prefix, text = bytes.fromhex(one.inner.prefix), canonical.encode(one.ballot)
            message = inner_message(prefix, vote.digest, text)
            self.opened.append((message, bytes.fromhex(one.inner.stamp)))
            self.sealed.append((outer_message(one.prefix, vote.digest, one.leaf), one.stamp))

    def opening(self) -> None:
        """One decryption and one verification an envelope."""
        for one, (message, stamp) in zip(self.made, self.opened, strict=True):
            SUITE.decrypt(one.envelope, self.key, info=self.info)
            self.inner.verify(stamp, message, PSS, SHA384)

    def verifying(self, box: list[bytes]) -> None:
        """Two verifications a ballot, and the hashes."""
        whole = hashlib.sha256()
        for one, sealed_, opened, line in zip(
            self.made, self.sealed, self.opened, box, strict=True
        ):
            hashlib.sha256(one.envelope).digest()
            self.outer.verify(sealed_[1], sealed_[0], PSS, SHA384)
            self.inner.verify(opened[1], opened[0], PSS, SHA384)
            hashlib.sha256(line).digest()
            whole.update(line)
        merkle_root([one.leaf for one in self.made])


def public(modulus: str) -> rsa.RSAPublicKey:
    return rsa.RSAPublicNumbers(65537, int(modulus, 16)).public_key()


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


async def again(server: Server) -> None:
    """The box as it was before it was opened: what no role of the product may do."""
    conn = await asyncpg.connect(server.address, database=server.database)
    for statement in (
        "delete from box.opened",
        "delete from box.unopened",
        "update box.gate set state = 'closed'",
    ):
        await conn.execute(statement)
    await conn.close()


class Moment(msgspec.Struct):
    """Seconds this program was busy until now, and the clock on the wall."""

    busy: float
    wall: float

    @classmethod
    def now(cls) -> "Moment":
        return cls(time.process_time(), time.perf_counter())


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


class Rounds(msgspec.Struct):
    """Seconds of each round: the real thing, and the bare cost before and after it."""

    what: str
    number: int
    took: list[float] = []
    bare: list[float] = []

    def put(self, before: float, took: float, after: float) -> None:
        self.took.append(took)
        self.bare.append(mean([before, after]))

    def ratio(self) -> float:
        """The median; it is said, with how far the rounds lie apart."""
        ratios = sorted(took / bare for took, bare in zip(self.took, self.bare, strict=True))
        sys.stdout.write(
            f"{self.what} {self.number}: {median(self.took):.2f} s,"
            f" bare cryptography {median(self.bare):.2f} s, ratio {median(ratios):.2f}"
            f" ({ratios[0]:.2f} to {ratios[-1]:.2f} in {len(ratios)} rounds)\n"
        )
        return median(ratios)


def megabytes(what: str) -> float:
    """The most that was held since `tracemalloc` started."""
    most = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    sys.stdout.write(f"{what} held at most {most:.0f} MB more than before\n")
    return most


async def run(home: Path, number: int, rounds: int) -> bool:
    """Both ratios and the memory; False where one is too much."""
    settings = Settings(home=home)
    sealed.BITS = BITS
    judges.call_judges()
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
        bare = Bare(settings, vote, made)
        await lay_in(server, made)
        await take(web, box, vote, "closed")
        opened = partial(open_box, opener, settings, vote.manifest, digest=vote.digest)
        good = await opening(server, bare, opened, rounds)
        for pool in (web, box, opener):
            await pool.close()
    return verifying(vote, bare, rounds) and good


async def opening(
    server: Server, bare: Bare, opened: Callable[[], Awaitable[Opening]], rounds: int
) -> bool:
    number, several = len(bare.made), judges.LARGE
    busy = Rounds("opening with one judge, processor time", number)
    clock = Rounds("opening as the opener does, on the wall", number)
    for _ in range(rounds):
        judges.LARGE = number + 1
        busy.put(*(part.busy for part in await beside(bare, opened)))
        await again(server)
        judges.LARGE = several
        clock.put(*(part.wall for part in await beside(bare, opened)))
        await again(server)
    tracemalloc.start()
    await opened()
    held = megabytes("opening")
    return (busy.ratio() <= MOST) & (clock.ratio() <= MOST) & (held <= OPENING_MEGABYTES)


async def beside(bare: Bare, opened: Callable[[], Awaitable[Opening]]) -> list[Moment]:
    """What it took: the bare cost, the opening, the bare cost again."""
    before = Moment.now()
    bare.opening()
    began = Moment.now()
    assert (await opened()).opened == len(bare.made)
    ended = Moment.now()
    bare.opening()
    moments = (before, began, ended, Moment.now())
    return [
        Moment(end.busy - start.busy, end.wall - start.wall)
        for start, end in itertools.pairwise(moments)
    ]


def verifying(vote: SealedVote, bare: Bare, rounds: int) -> bool:
    publication = publish(vote, bare.made)
    bare_cost = partial(bare.verifying, publication.files[BOX].splitlines())
    files, fingerprint = publication.files, publication.fingerprint
    del publication

    def whole() -> None:
        report = verify(files, fingerprint, stamp_holds=stamp_holds)
        assert report.passed, [finding for finding in report.findings if not finding.ok]

    measured = Rounds("verifying", len(bare.made))
    for _ in range(rounds):
        measured.put(timed(bare_cost), timed(whole), timed(bare_cost))
    tracemalloc.start()
    whole()
    held = megabytes("verifying")
    return (measured.ratio() <= MOST) & (held <= VERIFYING_MEGABYTES)


def main() -> None:
    """Measure, and say whether it is enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        good = uvloop.run(run(Path(home), asked.ballots, asked.rounds))
    sys.exit(not good)


if __name__ == "__main__":
    main()
