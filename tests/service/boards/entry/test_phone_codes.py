"""A code goes to a phone: to whom, how often, for how long, and what it tells a stranger."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from litestar import Litestar

from service.clock import now
from service.database import Pool, transaction
from service.identity import phone_codes
from service.outside.outbox import Outbox
from service.settings import Settings
from surveys.refusals import Refusal
from tests.builders import SURVEY
from tests.people import LI, SUN, ZHOU
from tests.service.boards.conftest import Browser
from tests.service.boards.entry.entrance import HERE, another, code_for, paper_for
from tests.signed import a_vote_with_doors


async def test_a_stranger_s_number_is_answered_like_anybody_s_and_nothing_is_sent(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F040."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    known = await browser.send(f"{HERE}/code", phone=SUN.phone)
    stranger = another(app)
    unknown = await stranger.send(f"{HERE}/code", phone=ZHOU.phone)
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert known.headers.keys() == unknown.headers.keys()
    async with transaction(web_pool) as conn:
        waiting = await Outbox(settings).waiting(conn, "laochang", now=now())
    assert [each.name for each in waiting] == [SUN.name]
    again = [
        await one.send(f"{HERE}/code", phone=p)
        for one, p in ((browser, SUN.phone), (stranger, ZHOU.phone))
    ]
    assert [answer.status_code for answer in again] == [429, 429]
    guesses = [await stranger.send(f"{HERE}/enter", code=f"{n:06}") for n in range(6)]
    assert [answer.status_code for answer in guesses] == [401] * 5 + [410]


async def test_a_code_dies_after_five_tries_and_its_number_waits(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F041."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    await browser.send(f"{HERE}/code", phone=SUN.phone)
    code = await code_for(settings, web_pool)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    said = [(await browser.send(f"{HERE}/enter", code=wrong)).status_code for _ in range(5)]
    assert said == [401] * 5
    assert (await browser.send(f"{HERE}/enter", code=code)).status_code == 410
    asked = phone_codes.Asked(town="laochang", survey=SURVEY, phone=SUN.phone, browser="another")
    later = now() + timedelta(minutes=2)
    async with transaction(web_pool) as conn:
        with pytest.raises(Refusal, match="too_many_codes"):
            await phone_codes.ask(conn, settings, Outbox(settings), asked, now=later)


async def test_five_codes_a_day_and_a_minute_between_them(
    settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F041."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    start = now()

    async def ask(minutes: float) -> str:
        at = start + timedelta(minutes=minutes)
        asked = phone_codes.Asked(
            town="laochang", survey=SURVEY, phone=SUN.phone, browser=f"b{minutes}"
        )
        try:
            async with transaction(web_pool) as conn:
                await phone_codes.ask(conn, settings, Outbox(settings), asked, now=at)
        except Refusal as refusal:
            return refusal.code
        return "sent"

    said = [await ask(at) for at in (0, 0.5, 1, 2, 3, 4, 5, 60, 24 * 60 + 6)]
    assert said == [
        "sent", "voter.code_too_soon", "sent", "sent", "sent", "sent",
        "voter.too_many_codes", "voter.too_many_codes", "sent",
    ]  # fmt: skip


async def test_a_code_is_good_in_the_browser_that_asked_for_five_minutes(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    await browser.send(f"{HERE}/code", phone=SUN.phone)
    code = await code_for(settings, web_pool)
    assert (await another(app).send(f"{HERE}/enter", code=code)).status_code == 410
    word = browser.http.cookies["minping-asked"]
    with pytest.raises(Refusal, match="code_gone"):
        await phone_codes.enter(
            web_pool, settings, Outbox(settings), phone_codes.Shown("laochang", word, code),
            now=now() + timedelta(minutes=5, seconds=1),
        )  # fmt: skip
    async with transaction(web_pool) as conn:
        later = now() + timedelta(minutes=5, seconds=1)
        assert await Outbox(settings).waiting(conn, "laochang", now=later) == []


async def test_of_one_code_sent_twenty_times_at_once_one_session_comes(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool, owner_pool: Pool
) -> None:
    """F043."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    await browser.send(f"{HERE}/code", phone=SUN.phone)
    code, paper = await code_for(settings, web_pool), await paper_for(settings, web_pool)
    answers = await asyncio.gather(
        *(browser.send(f"{HERE}/enter", code=code, personal=paper) for _ in range(20))
    )
    assert Counter(answer.status_code for answer in answers) == {303: 1, 410: 19}
    async with owner_pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from registrar.voter_session") == 1


async def test_a_code_stands_nowhere_in_the_database_or_in_an_answer(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool, owner_pool: Pool
) -> None:
    """F044."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    answer = await browser.send(f"{HERE}/code", phone=SUN.phone)
    code = await code_for(settings, web_pool)
    async with owner_pool.acquire() as conn:
        rows = [
            bytes(value) if isinstance(value, bytes) else str(value).encode()
            for table in ("phone_code", "outbox")
            for row in await conn.fetch(f"select * from registrar.{table}")
            for value in row.values()
        ]
    assert rows
    assert not any(code.encode() in value or SUN.phone.encode() in value for value in rows)
    assert code not in answer.text


async def test_one_address_asks_for_a_whole_hall_and_keeps_nobody_elsewhere_out(
    settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """200 deputies behind one address are let in, each twice; a flood from there stays there."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    assert phone_codes.most_an_hour(200) >= 2 * 200

    async def ask(number: int, address: str, *, minutes: int = 0) -> str:
        asked = phone_codes.Asked(
            town="laochang", survey=SURVEY, phone=f"139{number:08}", browser=f"{number}",
            address=address,
        )  # fmt: skip
        try:
            async with transaction(web_pool) as conn:
                at = now() + timedelta(minutes=minutes)
                await phone_codes.ask(conn, settings, Outbox(settings), asked, now=at)
        except Refusal as refusal:
            return refusal.code
        return "sent"

    most = phone_codes.LEAST
    hall = [await ask(number, "the hall") for number in range(most + 1)]
    assert hall == ["sent"] * most + ["voter.crowded_address"]
    assert await ask(most + 1, "at home") == "sent"
    assert await ask(most + 2, "") == "sent", "a bound phone is let through"
    assert await ask(most + 3, "the hall", minutes=61) == "sent"


async def test_the_page_says_what_to_do_where_too_many_ask_and_a_header_helps_nobody(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await a_vote_with_doors(settings, web_pool, box_pool)
    monkeypatch.setattr(phone_codes, "LEAST", 1)
    monkeypatch.setattr(phone_codes, "EACH", 0)
    assert (await browser.send(f"{HERE}/code", phone=SUN.phone)).status_code == 200
    answer = await browser.http.post(
        f"{HERE}/code", data={"phone": LI.phone}, headers={"x-forwarded-for": "192.0.2.99"}
    )
    assert (answer.status_code, "改用手机流量" in answer.text) == (429, True)
    assert 'id="phone"' in answer.text, "the number stays where it was typed"


async def test_known_and_unknown_numbers_cost_the_same_statements(
    settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F040: what takes as long is what does the same."""
    await a_vote_with_doors(settings, web_pool, box_pool)

    async def statements(phone: str) -> list[str]:
        asked = phone_codes.Asked(town="laochang", survey=SURVEY, phone=phone, browser=phone)
        said: list[str] = []
        async with transaction(web_pool) as conn:
            with conn.query_logger(lambda record: said.append(record.query)):
                await phone_codes.ask(conn, settings, Outbox(settings), asked, now=now())
        return said

    known, unknown = await statements(SUN.phone), await statements(ZHOU.phone)
    assert len(known) > 5
    assert known == unknown
