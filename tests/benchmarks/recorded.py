"""Votes whose phones did their computing beforehand: five requests each, and what must come back.

A blind signature is the same power of the same number whoever asks for it, so a phone that is given
the stamp keys for once knows every stamp before it asks. What it sends is what a phone sends, byte
for byte, and a vote's requests wait for each other; only the phone's own work is done before the
clock starts.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, Sequence
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from service.stamping.keys import read_stamp_keys
from service.stamping.libcrypto import Signer
from tests.journeys.halls import Hall, Seat, get, post
from tests.journeys.sites import Site

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


class Step(NamedTuple):
    """A request, and what stands in its answer."""

    request: bytes
    told: bytes


Vote = list[Step]


async def record(site: Site, hall: Hall, seats: Sequence[Seat]) -> list[Vote]:
    """The vote of every seat: page, right, both stamps, envelope."""
    signers = {
        (pair.unit, kind): Signer(bytes.fromhex(key))
        for pair in read_stamp_keys(site.settings, hall.vote.manifest.survey)
        for kind, key in (("inner", pair.inner), ("outer", pair.outer))
    }
    return [await _record_one(hall, seat, signers) for seat in seats]


async def _record_one(hall: Hall, seat: Seat, signers: dict[tuple[str, str], Signer]) -> Vote:
    survey, unit = hall.vote.manifest.survey, seat.unit
    page = f"/v/{survey}/{unit}" if seat.card else f"/j/{survey}/vote/{unit}"
    right = post(hall.address, f"/stamp/{survey}/right", {"right": seat.card}, seat.cookie)
    vote = [
        Step(get(hall.address, page, seat.cookie), b"content-encoding: gzip"),
        Step(right, f'"{unit}":"ready"'.encode()),
    ]

    async def ask(kind: str, blinded: bytes) -> bytes:
        body = {"right": seat.card, "unit": unit, "kind": kind, "blinded": blinded.hex()}
        stamp = signers[unit, kind].sign(blinded)
        asked = post(hall.address, f"/stamp/{survey}", body, seat.cookie)
        vote.append(Step(asked, stamp.hex().encode()))
        return stamp

    envelope = await hall.vote.phone(unit).vote(ask, hall.vote.answers(unit=unit))
    sent = post(hall.address, f"/box/{survey}/cast", envelope.body())
    vote.append(Step(sent, b'"repeated":false'))
    return vote


class Wire(asyncio.Protocol):
    """One line to the site; next to nothing is computed at this end of it."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._transport: asyncio.WriteTransport | None = None
        self._heard: bytes = b""
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to write."""
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop has a class of its own

    def data_received(self, data: bytes) -> None:
        """Tell whoever waits, once the whole answer is here."""
        self._heard += data
        head = self._heard.find(b"\r\n\r\n")
        found = _LENGTH.search(self._heard, 0, head + 2) if head > 0 else None
        if found is None or len(self._heard) < head + 4 + int(found[1]):
            return
        heard, self._heard = self._heard, b""
        if self._answer is not None:
            self._answer.set_result(heard)

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits need wait no longer."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError())

    async def ask(self, request: bytes) -> bytes:
        """Send a request; its answer, head and all."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def hang_up(self) -> None:
        """No more questions."""
        if self._transport is not None:
            self._transport.close()


@contextlib.asynccontextmanager
async def wires_to(address: str, number: int) -> AsyncGenerator[list[Wire]]:
    """So many lines at once."""
    where, loop = urlsplit(address), asyncio.get_running_loop()
    opened = await asyncio.gather(
        *(
            loop.create_connection(Wire, where.hostname or "", where.port or 80)
            for _ in range(number)
        )
    )
    try:
        yield [wire for _, wire in opened]
    finally:
        for _, wire in opened:
            wire.hang_up()


async def send(wires: Sequence[Wire], votes: Sequence[Vote]) -> list[bytes]:
    """Every vote's last answer. The first answer that is not as it should be ends it all."""
    waiting = iter(votes)

    async def phone(wire: Wire) -> list[bytes]:
        return [await _vote(wire, vote) for vote in waiting]

    told = await asyncio.gather(*(phone(wire) for wire in wires))
    return [answer for some in told for answer in some]


async def _vote(wire: Wire, vote: Vote) -> bytes:
    answer = b""
    for request, told in vote:
        answer = await wire.ask(request)
        if not answer.startswith(b"HTTP/1.1 200 ") or told not in answer:
            raise AssertionError(request.split(b"\r\n")[0], answer[:300])
    return answer
