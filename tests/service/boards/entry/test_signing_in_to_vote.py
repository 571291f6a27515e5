"""A voter signs in with a code, is given stamps in person, and casts as nobody."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from service.box.gate import GateState
from service.box.slips import SIZE, mint
from service.clock import now
from service.database import Pool, transaction
from service.identity import bound_phones, personal_codes, phone_codes, voters
from service.outside.outbox import Outbox
from service.settings import Settings
from service.stamping.rights import Channel, hand_out, look_at_people
from surveys.keys import WHOLE
from surveys.refusals import Refusal
from tests.builders import FOUR_DEPARTMENTS, SURVEY
from tests.people import LI, SUN, ZHAO, ZHOU
from tests.sealed import SealedVote, take
from tests.service.boards.conftest import Browser
from tests.signed import WHOLLY, a_vote_with_doors

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


async def test_from_the_phone_number_through_every_department_to_you_took_your_ballot(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    vote = await a_vote_with_doors(settings, web_pool, box_pool)
    page = await browser.get(HERE)
    assert "您的手机号" in page.text
    await sign_in(browser, settings, web_pool)
    page = await browser.get(HERE)
    assert f"{SUN.name}，您好" in page.text
    for department in FOUR_DEPARTMENTS:
        on = await browser.get(f"{HERE}/next")
        assert on.headers["location"] == f"{HERE}/vote/{department.key}"
        ballot = await browser.get(on.headers["location"])
        assert f'data-unit="{department.key}"' in ballot.text
        answer = await vote_in(browser, vote, department.key)
        assert answer.status_code == 200, answer.text
    assert (await browser.get(f"{HERE}/next")).headers["location"] == HERE
    assert "4 个部门都投完了" in (await browser.get(HERE)).text


async def test_a_recused_deputy_is_led_past_the_own_office(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool, LI)
    page = await browser.get(HERE)
    assert "镇农业农村服务中心" in page.text
    assert "镇财政所" not in page.text
    assert (await browser.get(f"{HERE}/vote/finance")).headers["location"] == HERE
    asked = {"right": "", "unit": "finance", "kind": "inner", "blinded": "00" * 256}
    answer = await browser.http.post(
        f"/stamp/{SURVEY}", json=asked, headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["type"]) == (403, "voter.no_right")


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

    async def ask(minutes: float) -> str:
        at = now() + timedelta(minutes=minutes)
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


async def test_a_sign_in_that_fails_half_way_takes_neither_code_nor_paper_away(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool, owner_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    await browser.send(f"{HERE}/code", phone=SUN.phone)
    code, paper = await code_for(settings, web_pool), await paper_for(settings, web_pool)
    async with owner_pool.acquire() as conn:
        await conn.execute("revoke insert on registrar.voter_session from minping_web")
        try:
            answer = await browser.send(f"{HERE}/enter", code=code, personal=paper)
        finally:
            await conn.execute("grant insert on registrar.voter_session to minping_web")
    assert answer.status_code == 500
    answer = await browser.send(f"{HERE}/enter", code=code, personal=paper)
    assert answer.status_code == 303


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


async def test_signing_in_gives_a_new_cookie_and_signing_out_ends_it_on_the_server(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F045, F046."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    browser.http.cookies.set("minping-voter", "planted-by-somebody")
    await sign_in(browser, settings, web_pool)
    first = browser.http.cookies.get("minping-voter", domain="minping.test")
    assert first not in (None, "planted-by-somebody")

    async def whose(cookie: str, **later: int) -> str | None:
        async with transaction(web_pool) as conn:
            found = await voters.find(
                conn, settings, cookie, survey=SURVEY, now=now() + timedelta(**later)
            )
        return found.name if found else None

    assert first is not None
    assert await whose("planted-by-somebody") is None
    assert (await whose(first), await whose(first, hours=12)) == (SUN.name, None)
    browser.http.cookies.clear()
    browser.http.cookies.set("minping-voter", first, domain="minping.test")
    assert (await browser.send(f"{HERE}/leave")).status_code == 303
    assert await whose(first) is None
    browser.http.cookies.set("minping-voter", first, domain="minping.test")
    asked = {"right": "", "unit": "land", "kind": "inner", "blinded": "00" * 256}
    answer = await browser.http.post(
        f"/stamp/{SURVEY}", json=asked, headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["type"]) == (401, "voter.signed_out")


async def test_a_phone_that_opens_the_page_of_the_code_anew_finds_the_form_still_there(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """Whoever looks at the message comes back to a page that the phone had put away."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    assert (await browser.get(f"{HERE}/code")).headers["location"] == HERE
    await browser.send(f"{HERE}/code", phone=SUN.phone)
    for address in (f"{HERE}/code", f"{HERE}/enter", f"{HERE}/code?big=1"):
        assert 'name="code"' in (await browser.get(address)).text
    reloaded = await browser.send(f"{HERE}/code", phone=SUN.phone)
    assert reloaded.status_code == 429
    assert 'name="code"' in reloaded.text
    code, paper = await code_for(settings, web_pool), await paper_for(settings, web_pool)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    again = await browser.send(f"{HERE}/enter", code=wrong, personal=paper)
    assert f'value="{paper}"' in again.text
    assert (await browser.send(f"{HERE}/enter", code=code, personal=paper)).status_code == 303


async def test_a_ballot_that_was_stamped_is_led_back_to_until_voting_ends(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """The phone may have lost its line before the envelope was in the box."""
    vote = await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool)
    await vote_in(browser, vote, "finance")
    page = await browser.get(HERE)
    assert "没见到回执" in page.text
    assert f'href="{HERE}/vote/finance"' in page.text
    await take(web_pool, box_pool, vote, "closed")
    assert f"{HERE}/vote" not in (await browser.get(HERE)).text
    assert "投票已截止" in (await another(app).get(HERE)).text


async def test_whoever_has_a_recycled_number_gets_its_codes_and_nothing_by_them(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F051."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    page = await browser.send(f"{HERE}/code", phone=SUN.phone)
    assert 'name="personal"' in page.text
    code = await code_for(settings, web_pool)
    others = await paper_for(settings, web_pool, LI)
    said = [
        await browser.send(f"{HERE}/enter", code=code, personal=paper)
        for paper in ("", "0000-0000-0000-0000", others, "", "", "", "")
    ]
    assert [answer.status_code for answer in said] == [401] * 7
    assert "第一次登录" in said[0].text
    assert (await browser.get(HERE)).text.count("您好") == 0
    mine = await paper_for(settings, web_pool)
    answer = await browser.send(f"{HERE}/enter", code=code, personal=mine.lower())
    assert answer.status_code == 303, "a mistyped paper is no guess at the code"


async def test_on_a_bound_phone_the_code_alone_signs_in_and_on_no_other(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F051."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool)
    await browser.send(f"{HERE}/leave")

    async def ask_again(one: Browser, minutes: int) -> httpx.Response:
        word = f"asked-{minutes}"
        at = now() + timedelta(minutes=minutes)
        asked = phone_codes.Asked(town="laochang", survey=SURVEY, phone=SUN.phone, browser=word)
        async with transaction(web_pool) as conn:
            await phone_codes.ask(conn, settings, Outbox(settings), asked, now=at)
        one.http.cookies.set("minping-asked", word, domain="minping.test")
        return await one.send(f"{HERE}/enter", code=await code_for(settings, web_pool))

    elsewhere = another(app)
    assert (await ask_again(elsewhere, 2)).status_code == 401
    assert (await ask_again(browser, 4)).status_code == 303
    assert f"{SUN.name}，您好" in (await browser.get(HERE)).text
    async with transaction(web_pool) as conn:
        await personal_codes.reissue(conn, settings, "laochang", SUN.key, alone=False)
    assert "您好" not in (await browser.get(HERE)).text, "whoever holds the lost phone is out"
    assert (await ask_again(browser, 6)).status_code == 401


async def test_a_word_planted_in_a_browser_is_not_bound_with_it(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool, LI)
    word = browser.http.cookies["minping-bound"]
    victim = another(app)
    victim.http.cookies.set("minping-bound", word, domain="minping.test")
    await sign_in(victim, settings, web_pool, SUN)
    async with transaction(web_pool) as conn:
        for planted, bound in ((word, False), (victim.http.cookies["minping-bound"], True)):
            held = await bound_phones.is_bound(
                conn, settings, planted, town="laochang", person=SUN.key
            )
            assert held == bound


async def test_two_people_who_share_a_phone_are_both_bound_to_it(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    await sign_in(browser, settings, web_pool, SUN)
    await sign_in(browser, settings, web_pool, LI)
    word = browser.http.cookies["minping-bound"]
    async with transaction(web_pool) as conn:
        for who in (SUN, LI):
            assert await bound_phones.is_bound(
                conn, settings, word, town="laochang", person=who.key
            )


async def test_paper_alone_signs_in_once_where_the_number_is_no_longer_theirs(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool)
    found_in_the_hall = await paper_for(settings, web_pool)
    answer = await another(app).send(f"{HERE}/enter", personal=found_in_the_hall)
    assert (answer.status_code, "和手机验证码一起用" in answer.text) == (401, True)
    renumbered = await paper_for(settings, web_pool, alone=True)
    said = [
        (await one.send(f"{HERE}/enter", personal=paper)).status_code
        for one, paper in (
            (browser, found_in_the_hall), (browser, renumbered), (another(app), renumbered),
        )
    ]  # fmt: skip
    assert said == [401, 303, 401]
    assert f"{SUN.name}，您好" in (await browser.get(HERE)).text


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


async def test_machines_that_try_printed_codes_are_told_to_wait(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    survey = "a-machine-tries"
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY, survey=survey)
    said = [
        (await browser.send(f"/j/{survey}/enter", personal=mint(number.to_bytes(SIZE)))).status_code
        for number in range(40)
    ]
    assert (said[0], said[-1]) == (401, 429)


async def test_another_site_s_page_cannot_sign_anybody_in(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F052."""
    await a_vote_with_doors(settings, web_pool, box_pool)
    await browser.send(f"{HERE}/code", phone=SUN.phone)
    paper = await paper_for(settings, web_pool)
    code = {"code": await code_for(settings, web_pool), "personal": paper}
    answer = await browser.http.post(
        f"{HERE}/enter?next=https://elsewhere.example",
        data=code,
        headers={"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    answer = await browser.http.post(f"{HERE}/enter?next=https://elsewhere.example", data=code)
    assert answer.headers["location"] == HERE


async def test_whoever_takes_a_card_at_the_desk_signs_in_no_more_and_the_other_way_round(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    vote = await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    async with transaction(web_pool) as conn:
        await hand_out(conn, SURVEY, SUN.key, name=SUN.name, channel=Channel.SLIP)
    await sign_in(browser, settings, web_pool)
    assert "已经在签到处领了票" in (await browser.get(HERE)).text
    with pytest.raises(Refusal, match="no_right"):
        await vote_in(browser, vote, WHOLE)
    await sign_in(browser, settings, web_pool, ZHAO)
    assert (await vote_in(browser, vote, WHOLE)).status_code == 200
    async with transaction(web_pool) as conn:
        for who, word in ((SUN, "handed_before"), (ZHAO, "taken")):
            with pytest.raises(Refusal, match=word):
                await hand_out(conn, SURVEY, who.key, name=who.name, channel=Channel.PAPER)
        assert await look_at_people(conn, SURVEY) == {SUN.key: True, ZHAO.key: True}


async def test_paper_at_the_desk_and_the_phone_at_the_same_moment_one_wins(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    """F033."""
    vote = await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    await sign_in(browser, settings, web_pool)

    async def by_phone() -> str:
        try:
            await vote_in(browser, vote, WHOLE)
        except Refusal as refusal:
            return refusal.code
        return "won"

    async def by_paper() -> str:
        try:
            async with transaction(web_pool) as conn:
                await hand_out(conn, SURVEY, SUN.key, name=SUN.name, channel=Channel.PAPER)
        except Refusal as refusal:
            return refusal.code
        return "won"

    said = await asyncio.gather(by_phone(), by_paper(), by_paper(), by_paper())
    assert said.count("won") == 1
    assert set(said) - {"won"} <= {"voter.no_right", "desk.taken", "desk.handed_before"}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (GateState.PREPARED, "投票还没有开始"),
        (GateState.PAUSED, "投票暂停"),
        (GateState.CLOSED, "投票已截止"),
    ],
)
async def test_the_page_says_why_there_is_nothing_to_vote_on(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool,
    *, state: GateState, words: str,
) -> None:  # fmt: skip
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY, state=state)
    await sign_in(browser, settings, web_pool)
    page = (await browser.get(HERE)).text
    assert words in page
    assert "/vote" not in page
