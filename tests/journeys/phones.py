"""Simulated phones: what they fill in, and a line to the site that can be cut."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import httpx
import msgspec

from service.demonstration.phones import CastReply
from surveys import canonical
from surveys.ballots.receipt import Receipt
from tests.journeys.meetings import Meeting

JSON = {"accept": "application/json"}
GRADES = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar")

Form = Mapping[str, str]


async def the_form(meeting: Meeting, number: int = 0) -> dict[str, str]:
    """What the n-th phone fills in: every voter differs, every department fares differently."""
    manifest = await meeting.manifest()
    (matrix,) = manifest.form.matrices()
    marks = {
        f"m.{matrix.key}.{subject.key}.{indicator.key}": _grade(number, at, column)
        for at, subject in enumerate(matrix.subjects)
        for column, indicator in enumerate(matrix.indicators)
    }
    return {"form": (await meeting.row()).manifest_digest or "", **marks}


def _grade(number: int, department: int, column: int) -> str:
    """The first department pleases most, the last one hardly anybody."""
    discontent = (number * 7 + department * 4 + column * 3) % 10 - 6 + department * 2
    return GRADES[max(0, min(len(GRADES) - 1, discontent))]


class Sent(NamedTuple):
    """A form as it was sent and the receipt that came back."""

    code: str
    form: Form
    receipt: Receipt


async def cast(
    client: httpx.AsyncClient, meeting: Meeting, code: str, form: Form, **headers: str
) -> httpx.Response:
    """One POST of a ballot."""
    return await client.post(
        f"{meeting.page}/cast", data={**form, "code": code}, headers={**JSON, **headers}
    )


def receipt_of(reply: bytes) -> Receipt:
    """The receipt in a reply, without what is said beside it."""
    told = msgspec.structs.asdict(msgspec.json.decode(reply, type=CastReply))
    told.pop("repeated")
    return Receipt(**told)


async def vote(client: httpx.AsyncClient, meeting: Meeting, code: str, form: Form) -> Sent:
    """Cast and keep the receipt."""
    reply = await cast(client, meeting, code, form)
    assert reply.status_code == 200, reply.text
    return Sent(code, form, receipt_of(reply.content))


Tally = dict[tuple[str, str], Counter[str]]


def count_by_hand(forms: list[Form]) -> Tally:
    """Department and indicator → grades, from what the phones sent and from nothing else."""
    tally: Tally = {}
    for form in forms:
        for name, grade in form.items():
            kind, *place = name.split(".")
            if kind == "m":
                tally.setdefault((place[1], place[2]), Counter())[grade] += 1
    return tally


class Reply(NamedTuple):
    """Status and body."""

    status: int
    body: bytes

    @property
    def code(self) -> str:
        """The code of a refusal."""
        told: dict[str, Any] = json.loads(self.body)
        return told["type"]


class Line(NamedTuple):
    """One connection, spoken over by hand: thousands of requests must cost little here."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, request: bytes) -> Reply:
        """Send a request, read its answer; a dead line raises ConnectionError."""
        self.writer.write(request)
        try:
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
            length = next(int(line[15:]) for line in head if line.startswith("content-length:"))
            return Reply(int(head[0].split()[1]), await self.reader.readexactly(length))
        except asyncio.IncompleteReadError as error:
            raise ConnectionError from error


@contextlib.asynccontextmanager
async def line_to(address: str) -> AsyncGenerator[Line]:
    """Connect, hang up at the end."""
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def a_cast(meeting: Meeting, code: str, form: Form) -> bytes:
    """The bytes of a POST that casts a ballot."""
    body = urlencode({**form, "code": code}).encode()
    head = (
        f"POST {meeting.page}/cast HTTP/1.1\r\nHost: {urlsplit(meeting.site.address).netloc}\r\n"
        "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def bytes_of(receipt: Receipt) -> bytes:
    """A receipt as the voter keeps it."""
    return canonical.encode(receipt)
