"""A hall in which everybody rates four departments one by one, each ballot sealed on the phone."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zlib import crc32

from service.clock import now
from service.database import transaction
from service.identity import voters
from surveys.ballots.receipt import Receipt
from surveys.electorate.roll import Body, Person
from surveys.keys import UnitKey
from tests.builders import FOUR_DEPARTMENTS
from tests.journeys.phones import Line, Reply
from tests.journeys.sites import Site
from tests.people import LI
from tests.sealed import SealedVote
from tests.signed import a_vote_with_doors

DEPARTMENTS = tuple(department.key for department in FOUR_DEPARTMENTS)


class Seat(NamedTuple):
    """Somebody about to vote on one department: by a card, or signed in."""

    unit: UnitKey
    card: str = ""
    cookie: str = ""


class Hall(NamedTuple):
    """A vote that is open, and everybody's four ballots by each of two doors."""

    address: str
    vote: SealedVote
    with_cards: list[Seat]
    signed_in: list[Seat]


async def a_hall(site: Site, survey: str, people: int) -> Hall:
    """A deputy who is recused sits among them, so that all vote department by department."""
    deputies = [
        Person(
            key=f"{survey}-{at:03}",
            name=f"代表{at:03}",
            bodies=frozenset({Body.DEPUTY}),
            group="g1",
            weighting="deputies",
            phone=f"137{crc32(survey.encode()) % 100_000:05}{at:03}",
        )
        for at in range(people)
    ]
    vote = await a_vote_with_doors(
        *(site.settings, site.registrar, site.box),
        people=(*deputies, LI),
        cards=people,
        papers=1,
        survey=survey,
    )
    async with transaction(site.registrar) as conn:
        cookies = [
            await voters.begin(conn, site.settings, town="laochang", person=deputy.key, now=now())
            for deputy in deputies
        ]
    name = voters.cookie_name(site.settings)
    cards = [Seat(unit, card=code) for unit in DEPARTMENTS for code in vote.codes(unit)]
    signed = [Seat(unit, cookie=f"{name}={one}") for unit in DEPARTMENTS for one in cookies]
    return Hall(site.address, vote, cards, signed)


def get(address: str, path: str, cookie: str = "") -> bytes:
    """The bytes of a GET."""
    return _request("GET", address, path, cookie, b"", accept="text/html")


def post(address: str, path: str, body: dict[str, Any], cookie: str = "") -> bytes:
    """The bytes of a POST of JSON."""
    data = json.dumps(body).encode()
    return _request("POST", address, path, cookie, data, accept="application/json")


def _request(
    method: str, address: str, path: str, cookie: str, data: bytes, *, accept: str
) -> bytes:
    head = [
        f"{method} {path} HTTP/1.1",
        f"Host: {urlsplit(address).netloc}",
        f"Origin: {address}",
        f"Accept: {accept}",
        "Accept-Encoding: gzip",
        *(["Content-Type: application/json"] if data else []),
        *([f"Cookie: {cookie}"] if cookie else []),
        f"Content-Length: {len(data)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + data


async def cast_one(line: Line, hall: Hall, seat: Seat) -> Receipt:
    """Page, right, both stamps, envelope: five requests, none of them twice."""
    survey, unit = hall.vote.manifest.survey, seat.unit
    page = f"/v/{survey}/{unit}" if seat.card else f"/j/{survey}/vote/{unit}"
    answered(await line.ask(get(hall.address, page, seat.cookie)))

    async def ask(kind: str, blinded: bytes) -> bytes:
        body = {"right": seat.card, "unit": unit, "kind": kind, "blinded": blinded.hex()}
        reply = await line.ask(post(hall.address, f"/stamp/{survey}", body, seat.cookie))
        return bytes.fromhex(json.loads(answered(reply))["stamp"])

    right = post(hall.address, f"/stamp/{survey}/right", {"right": seat.card}, seat.cookie)
    answered(await line.ask(right))
    envelope = await hall.vote.phone(unit).vote(ask, hall.vote.answers(unit=unit))
    reply = await line.ask(post(hall.address, f"/box/{survey}/cast", envelope.body()))
    told = json.loads(answered(reply))
    assert told.pop("repeated") is False
    return Receipt(**told)


def answered(reply: Reply) -> bytes:
    """What was answered, at the first time of asking."""
    assert reply.status == 200, (reply.status, reply.body[:300])
    return reply.body


def leaves(receipts: Iterable[Receipt]) -> set[str]:
    return {receipt.leaf for receipt in receipts}
