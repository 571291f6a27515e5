"""Sealed casts acknowledged a second over HTTP, beside pgbench doing the same insert.

    .venv/bin/python -m tests.benchmarks.cast_speed

A whole site is started; 32 lines hand it envelopes whose stamps were made beforehand, each answered
after its commit. In turns with that, 32 clients of pgbench call the same function of the same
database, one envelope a call. At one client, a cast through the batches is compared with the same
cast without them. It ends with 1 below half of pgbench, or if one client pays for the batches.
"""

import asyncio
import base64
import json
import os
import re
import secrets
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs, unquote, urlsplit

import uvloop
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from service.box import batching
from service.box.casting import Casting, open_casting
from service.box.receipts import receipt_key, sign
from service.box.sealing import OVERHEAD
from service.box.stamped import Sent, cast_stamped, check_stamped
from service.database import Role, lent
from service.database.binaries import find_binaries
from service.database.cluster import find_server
from service.database.secrets import password
from service.stamping.keys import read_stamp_keys
from surveys.ballots.receipt import leaf
from surveys.ballots.stamps import outer_message
from tests.journeys.phones import line_to
from tests.journeys.sites import Site, running
from tests.sealed import SealedVote, a_sealed_vote

LEAST, ALONE = 0.5, 0.9
ROUNDS, ROUND, LINES, SINGLE = 11, 960, 32, 100
SURVEY = "cast-speed"
PSS = padding.PSS(padding.MGF1(hashes.SHA384()), 48)

INSERT = """select outcome from box.cast_stamped(
'{survey}', '\\x{manifest}', '{{deputies}}', array[''],
array[decode(md5(random()::text) || md5(random()::text), 'hex')],
array['\\x{envelope}'::bytea], array['\\x{prefix}'::bytea], array['\\x{stamp}'::bytea],
array['\\x{receipt}'::bytea]);
"""


def envelopes(site: Site, vote: SealedVote) -> Iterator[Sent]:
    """Noise of the right length under genuine outer stamps, as many as are wanted."""
    (pair,) = read_stamp_keys(site.settings, SURVEY)
    key = load_der_private_key(bytes.fromhex(pair.outer), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    while True:
        envelope = secrets.token_bytes(vote.manifest.padded + OVERHEAD)
        prefix = secrets.token_bytes(32)
        message = outer_message(prefix, vote.digest, leaf(vote.digest, envelope))
        stamp = key.sign(message, PSS, hashes.SHA384())
        yield Sent("deputies", "", envelope, prefix, stamp)


def a_request(site: Site, sent: Sent) -> bytes:
    body = json.dumps(
        {
            "group": sent.group,
            "unit": sent.unit,
            "envelope": base64.b64encode(sent.envelope).decode(),
            "prefix": sent.prefix.hex(),
            "stamp": sent.stamp.hex(),
        }
    ).encode()
    head = (
        f"POST /box/{SURVEY}/cast HTTP/1.1\r\nHost: {urlsplit(site.address).netloc}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def over_http(site: Site, requests: list[bytes]) -> float:
    """Acknowledged casts a second."""
    waiting = iter(requests)

    async def phone() -> None:
        async with line_to(site.address) as line:
            for request in waiting:
                reply = await line.ask(request)
                assert reply.status == 200, reply.body

    began = time.perf_counter()
    await asyncio.gather(*(phone() for _ in range(LINES)))
    return len(requests) / (time.perf_counter() - began)


async def by_pgbench(site: Site, script: Path) -> float:
    """The same function, one envelope a call, 32 clients, prepared."""
    server = find_server(site.settings)
    host = unquote(parse_qs(urlsplit(server.address).query)["host"][0])
    running_ = await asyncio.create_subprocess_exec(
        find_binaries(None).folder / "pgbench",
        *("-n", "-M", "prepared", "-c", str(LINES), "-j", "2"),
        *("-t", str(ROUND // LINES)),
        *("-f", script, "-h", host, "-U", Role.BOX.value, server.database or ""),
        env={**os.environ, "PGPASSWORD": password(site.settings, Role.BOX.value)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await running_.communicate()
    found = re.search(rb"tps = ([\d.]+)", told)
    assert found is not None, told.decode()
    return float(found[1])


def a_script(site: Site, vote: SealedVote, sent: Sent, folder: Path) -> Path:
    name = leaf(vote.digest, sent.envelope)
    script = folder / "cast.sql"
    one_line = INSERT.format(
        survey=SURVEY,
        manifest=vote.digest,
        envelope=sent.envelope.hex(),
        prefix=sent.prefix.hex(),
        stamp=sent.stamp.hex(),
        receipt=sign(receipt_key(site.settings), vote.digest, name).hex(),
    ).replace("\n", " ")
    script.write_text(one_line + "\n")
    return script


async def alone(site: Site, vote: SealedVote, made: Iterator[Sent]) -> float:
    """One client: casts a second through the batches, over casts a second without them."""
    async with open_casting(site.settings, find_server(site.settings), site.box) as casting:

        async def batched(sent: Sent) -> None:
            await cast_stamped(casting, vote.box, sent)

        async def bare(sent: Sent) -> None:
            await cast_directly(casting, vote, sent)

        ratios: list[float] = []
        for _ in range(ROUNDS):
            ours, theirs = [await one_by_one(way, made) for way in (batched, bare)]
            ratios.append(ours / theirs)
        return median(ratios)


async def one_by_one(way: Callable[[Sent], Awaitable[None]], made: Iterator[Sent]) -> float:
    envelopes_ = [next(made) for _ in range(SINGLE)]
    began = time.perf_counter()
    for sent in envelopes_:
        await way(sent)
    return SINGLE / (time.perf_counter() - began)


async def cast_directly(casting: Casting, vote: SealedVote, sent: Sent) -> None:
    name = check_stamped(vote.box, sent)
    receipt = sign(casting.receipt_key, vote.digest, name)
    manifest = bytes.fromhex(vote.digest)
    offer = batching.StampedOffer(
        *(SURVEY, manifest, sent.group, sent.unit, name, sent.envelope),
        *(sent.prefix, sent.stamp, receipt),
    )
    async with lent(casting.pool) as conn:
        await batching._store(conn, [offer])


async def run(home: Path) -> tuple[float, float]:
    """Both ratios, the middle one of several rounds each."""
    ratios: list[float] = []
    async with running(home / "home") as site:
        vote = await a_sealed_vote(site.settings, site.registrar, site.box, survey=SURVEY)
        made = envelopes(site, vote)
        script = a_script(site, vote, next(made), home)
        await over_http(site, [a_request(site, next(made)) for _ in range(200)])
        for _ in range(ROUNDS):
            requests = [a_request(site, next(made)) for _ in range(ROUND)]
            ours, theirs = await over_http(site, requests), await by_pgbench(site, script)
            ratios.append(ours / theirs)
            sys.stdout.write(
                f"{ours:6.0f} casts/s over HTTP, {theirs:6.0f} by pgbench,"
                f" ratio {ours / theirs:.2f}\n"
            )
        single = await alone(site, vote, made)
    return median(ratios), single


def main() -> None:
    """Measure, and say whether it is enough."""
    with tempfile.TemporaryDirectory() as home:
        many, single = uvloop.run(run(Path(home)))
    sys.stdout.write(
        f"32 lines: median ratio {many:.2f}, wanted {LEAST}\n"
        f"one client, batched over unbatched: {single:.2f}, wanted {ALONE}\n"
    )
    sys.exit(many < LEAST or single < ALONE)


if __name__ == "__main__":
    main()
