"""How somebody comes in: the code read out, the paper handed over, the vote cast."""

from typing import Any

import httpx
from litestar import Litestar

from service.clock import now
from service.database import Pool, transaction
from service.identity import personal_codes
from service.outside.outbox import Outbox
from service.settings import Settings
from surveys.refusals import Refusal
from tests.builders import SURVEY
from tests.people import SUN
from tests.sealed import SealedVote
from tests.service.boards.conftest import Browser

HERE = f"/j/{SURVEY}"


async def code_for(settings: Settings, web: Pool, name: str = SUN.name) -> str:
    """What the secretary reads out."""
    async with transaction(web) as conn:
        waiting = await Outbox(settings).waiting(conn, "laochang", now=now())
    return next(each.words for each in waiting if each.name == name)


async def paper_for(settings: Settings, web: Pool, who: Any = SUN, *, alone: bool = False) -> str:
    """The printed code that is handed over in person."""
    async with transaction(web) as conn:
        words = await personal_codes.print_codes(conn, settings, "laochang", [who.key], alone=alone)
    return words[who.key]


async def sign_in(browser: Browser, settings: Settings, web: Pool, who: Any = SUN) -> None:
    """For the first time in this browser: the code that came, and the paper."""
    answer = await browser.send(f"{HERE}/code", phone=who.phone)
    assert answer.status_code == 200, answer.text
    code, paper = await code_for(settings, web, who.name), await paper_for(settings, web, who)
    answer = await browser.send(f"{HERE}/enter", code=code, personal=paper)
    assert answer.status_code == 303, answer.text


def another(app: Litestar) -> Browser:
    return Browser(app)


async def vote_in(browser: Browser, vote: SealedVote, unit: str) -> httpx.Response:
    """Stamps for whoever signed in; the envelope goes without a cookie."""

    async def ask(kind: str, blinded: bytes) -> bytes:
        answer = await browser.http.post(
            f"/stamp/{SURVEY}",
            json={"right": "", "unit": unit, "kind": kind, "blinded": blinded.hex()},
            headers={"accept": "application/json"},
        )
        if answer.status_code != 200:
            raise Refusal(answer.json()["type"])
        return bytes.fromhex(answer.json()["stamp"])

    envelope = await vote.phone(unit).vote(ask, vote.answers(unit=unit))
    return await browser.http.post(
        f"/box/{SURVEY}/cast", json=envelope.body(), headers={"cookie": ""}
    )
