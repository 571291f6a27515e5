"""How often the database is asked for one whole vote: page, right, two stamps, envelope."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest
from litestar import Litestar

from service.clock import now
from service.database import Pool, transaction
from service.identity import voters
from service.settings import Settings
from surveys.electorate.roll import Body, Person
from surveys.keys import WHOLE
from tests.builders import SURVEY
from tests.sealed import SealedVote
from tests.service.boards.conftest import Browser
from tests.service.boards.stamps.test_two_doors import post
from tests.signed import a_vote_with_doors

Asking = Callable[..., Awaitable[Any]]
MOST = 5
PHONES = 16
DEPUTIES = [
    Person(
        key=f"d{at}",
        name=f"代表{at}<",
        bodies=frozenset({Body.DEPUTY}),
        group="g1",
        weighting="deputies",
        phone=f"1370000{at:04}",
    )
    for at in range(2 + PHONES)
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is sent to the database, by whatever connection."""
    said: list[str] = []
    for name in ("_execute", "execute"):
        monkeypatch.setattr(
            asyncpg.Connection, name, _heard(getattr(asyncpg.Connection, name), said)
        )
    return said


def _heard(ask: Asking, said: list[str]) -> Asking:
    async def listen(connection: object, statement: str, *rest: object, **more: object) -> object:
        said.append(statement)
        return await ask(connection, statement, *rest, **more)

    return listen


@pytest.fixture
async def vote(settings: Settings, web_pool: Pool, box_pool: Pool) -> SealedVote:
    return await a_vote_with_doors(
        settings, web_pool, box_pool, people=DEPUTIES, cards=2 + PHONES, papers=1
    )


@pytest.fixture
async def cookies(settings: Settings, web_pool: Pool, vote: SealedVote) -> list[dict[str, str]]:
    """Everybody has signed in."""
    name = voters.cookie_name(settings)
    async with transaction(web_pool) as conn:
        begun = [
            await voters.begin(conn, settings, town="laochang", person=each.key, now=now())
            for each in DEPUTIES
        ]
    return [{name: cookie} for cookie in begun]


async def vote_whole(browser: Browser, vote: SealedVote, at: int, cookie: dict[str, str]) -> None:
    """By a card, or, with a cookie, signed in; the envelope goes without it."""
    code = "" if cookie else vote.codes()[at]
    browser.http.cookies.update(cookie)
    page = await browser.get(f"/j/{SURVEY}/vote" if cookie else f"/v/{SURVEY}")
    assert page.status_code == 200
    assert ("您好" in page.text) is bool(cookie)
    looked = await post(browser, f"/stamp/{SURVEY}/right", right=code)
    assert looked.json()["state"] == "ready"

    async def ask(kind: str, blinded: bytes) -> bytes:
        body = {"right": code, "unit": WHOLE, "kind": kind, "blinded": blinded.hex()}
        answer = await post(browser, f"/stamp/{SURVEY}", **body)
        return bytes.fromhex(answer.json()["stamp"])

    envelope = await vote.phone().vote(ask, vote.answers())
    browser.http.cookies.clear()
    kept = await post(browser, f"/box/{SURVEY}/cast", **envelope.body())
    assert kept.status_code == 200


@pytest.mark.parametrize("door", ["card", "signed in"])
async def test_a_whole_vote_asks_the_database_five_times_at_most_and_in_a_full_hall_less_often(
    app: Litestar, vote: SealedVote, cookies: list[dict[str, str]], asked: list[str], door: str
) -> None:
    nobody: list[dict[str, str]] = [{} for _ in cookies]
    shown = cookies if door == "signed in" else nobody
    phones = [Browser(app) for _ in DEPUTIES]
    await vote_whole(phones[0], vote, 0, shown[0])  # the first one finds the keys and the manifest
    asked.clear()
    await vote_whole(phones[1], vote, 1, shown[1])
    assert len(asked) <= MOST, asked
    asked.clear()
    await asyncio.gather(
        *(vote_whole(phones[at], vote, at, shown[at]) for at in range(2, len(phones)))
    )
    assert len(asked) / PHONES < MOST
    await asyncio.gather(*(one.http.aclose() for one in phones))


async def test_of_a_page_drawn_for_everybody_each_reads_only_the_own_name(
    app: Litestar, vote: SealedVote, cookies: list[dict[str, str]]
) -> None:
    readers = [Browser(app) for _ in DEPUTIES]
    for one, cookie in zip(readers, cookies, strict=True):
        one.http.cookies.update(cookie)
    plain = {"accept-encoding": "identity"}
    drawn = await asyncio.gather(*(one.get(f"/j/{SURVEY}/vote") for one in readers))
    for whose, reader, packed in zip(DEPUTIES, readers, drawn, strict=True):
        assert packed.headers["content-encoding"] == "gzip"
        greeted = [each for each in DEPUTIES if f"{each.name[:-1]}&lt;，您好" in packed.text]
        assert greeted == [whose]
        again = await reader.http.get(f"/j/{SURVEY}/vote", headers=plain)
        assert "content-encoding" not in again.headers
        assert again.text == packed.text
    nobody = await Browser(app).get(f"/j/{SURVEY}/vote")
    assert nobody.status_code == 303
    await asyncio.gather(*(one.http.aclose() for one in readers))
