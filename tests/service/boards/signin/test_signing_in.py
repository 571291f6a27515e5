"""The door of the workbench: set up once, signed in by password, shut after five guesses."""

import asyncio
from datetime import timedelta

from litestar import Litestar

from service.clock import now
from service.database import Pool
from service.identity import acquaintance, setup
from service.settings import Settings
from tests.service.boards.conftest import ADDRESS, PASSWORD, Browser, sit_down

WRONG = "bu-shi-zhe-ge-mi-ma"


async def test_before_set_up_the_workbench_leads_to_the_set_up_page(browser: Browser) -> None:
    assert (await browser.get("/console")).headers["location"] == "/console/signin"
    assert (await browser.get("/console/signin")).headers["location"] == "/console/setup"
    assert "启动密钥" in (await browser.get("/console/setup")).text


async def founding(browser: Browser, **changes: str) -> int:
    fields = {
        "key": "0000-0000-0000-0000",
        "town": "老厂镇",
        "congress": "主席团",
        "name": "钱",
        "password": PASSWORD,
    }
    return (await browser.send("/console/setup", **{**fields, **changes})).status_code


async def test_only_the_key_that_was_printed_opens_the_set_up(
    browser: Browser, settings: Settings
) -> None:
    key = setup.spell_key(settings)
    assert await founding(browser) == 401
    assert await founding(browser, key="nonsense") == 401
    assert await founding(browser, key=key, password="1234567890") == 400
    assert await founding(browser, key=key, name="") == 400
    assert (await browser.get("/console")).status_code == 303
    assert await founding(browser, key=key.lower().replace("-", " ")) == 303
    assert (await browser.get("/console")).status_code == 200


async def test_a_site_is_set_up_once(qian: Browser, settings: Settings) -> None:
    assert await founding(qian, key=setup.spell_key(settings)) == 409
    assert (await qian.get("/console/setup")).headers["location"] == "/console/signin"


async def test_two_who_set_up_at_once_make_one_account(
    app: Litestar, settings: Settings, owner_pool: Pool
) -> None:
    key = setup.spell_key(settings)
    answers = await asyncio.gather(*(founding(Browser(app), key=key) for _ in range(4)))
    assert sorted(answers) == [303, 409, 409, 409]
    assert await owner_pool.fetchval("select count(*) from registrar.account") == 1


async def test_the_cookie_is_for_this_site_and_not_for_scripts(qian: Browser) -> None:
    cookie = (await qian.sign_in()).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "Path=/" in cookie


async def test_over_https_the_cookie_is_bound_to_the_host() -> None:
    from service.identity.sessions import cookie_name

    assert cookie_name(Settings(public_address="https://laochang.example")) == "__Host-minping"


async def test_every_sign_in_is_a_new_session_and_the_database_knows_no_cookie(
    qian: Browser, owner_pool: Pool
) -> None:
    before = qian.http.cookies["minping"]
    assert (await qian.sign_in()).status_code == 303
    after = qian.http.cookies["minping"]
    assert before != after
    marks = await owner_pool.fetch("select session_mark from registrar.web_session")
    assert len(marks) == 2
    assert after.encode() not in b"".join(bytes(row[0]) for row in marks)


async def test_who_signs_out_is_out_even_with_the_old_cookie(qian: Browser) -> None:
    cookie = qian.http.cookies["minping"]
    assert (await qian.fill("/console", "/console/signout")).status_code == 303
    answer = await qian.http.get("/console", headers={"cookie": f"minping={cookie}"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/signin"


async def test_a_session_ends_after_half_an_hour_of_nothing_and_after_twelve_hours(
    qian: Browser, owner_pool: Pool
) -> None:
    for column, age in (("seen_at", timedelta(minutes=31)), ("created_at", timedelta(hours=13))):
        await qian.sign_in()
        assert (await qian.get("/console")).status_code == 200
        await owner_pool.execute(f"update registrar.web_session set {column} = $1", now() - age)
        assert (await qian.get("/console")).status_code == 303


async def test_five_wrong_passwords_shut_the_door_for_five_minutes(
    app: Litestar, qian: Browser, owner_pool: Pool
) -> None:
    stranger = Browser(app)
    for _ in range(5):
        answer = await stranger.sign_in(WRONG)
        assert answer.status_code == 401
        assert "密码不对" in answer.text
    for password in (WRONG, PASSWORD):
        answer = await stranger.sign_in(password)
        assert answer.status_code == 429
        assert "请过 5 分钟再试" in answer.text
    await owner_pool.execute("update registrar.account set locked_until = $1", now())
    assert (await stranger.sign_in()).status_code == 303


async def test_guesses_sent_all_at_once_are_counted_all_the_same(
    qian: Browser, app: Litestar
) -> None:
    answers = await asyncio.gather(*(Browser(app).sign_in(WRONG) for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 7


async def test_the_right_password_forgets_the_wrong_ones(qian: Browser) -> None:
    for _ in range(3):
        for _ in range(4):
            assert (await qian.sign_in(WRONG)).status_code == 401
        assert (await qian.sign_in()).status_code == 303


async def test_a_form_without_the_token_of_its_session_does_nothing(
    qian: Browser, app: Litestar
) -> None:
    other = Browser(app)
    await other.sign_in()
    foreign = await other.token("/console")
    for fields in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": foreign}, {"csrf": "１２３"}):
        assert (await qian.send("/console/signout", **fields)).status_code == 403
    assert (await qian.get("/console")).status_code == 200


async def test_a_form_that_is_no_text_is_refused_before_its_token_is_looked_for(
    qian: Browser,
) -> None:
    for head, value in (
        ("", b"\xed\xa0\x80"),
        ("\r\nContent-Type: text/plain; charset=nonsense", b"a"),
    ):
        part = f'--x\r\nContent-Disposition: form-data; name="csrf"{head}\r\n\r\n'.encode()
        answer = await qian.http.post(
            "/console/roll/import",
            content=part + value + b"\r\n--x--\r\n",
            headers={"content-type": "multipart/form-data; boundary=x"},
        )
        assert answer.status_code == 400, answer.text


async def test_another_sites_page_cannot_send_our_forms(qian: Browser) -> None:
    token = await qian.token("/console")
    for header in ({"origin": "http://evil.test"}, {"sec-fetch-site": "cross-site"}):
        answer = await qian.http.post(
            "/console/signout", data={"csrf": token}, headers={"origin": ADDRESS, **header}
        )
        assert answer.status_code == 403
    assert (await qian.get("/console")).status_code == 200


async def test_nobody_reaches_the_workbench_without_signing_in(browser: Browser) -> None:
    for path in (
        "/console",
        "/console/roll",
        "/console/roll/template.xlsx",
        "/console/appraisals/x",
    ):
        assert (await browser.get(path)).status_code == 303
    assert (await browser.send("/console/appraisals/x/void", reason="x")).status_code == 401
    assert (await browser.send("/console/roll/take-over", table="{}")).status_code == 401


async def test_strangers_who_guess_do_not_keep_the_secretary_out(
    app: Litestar, qian: Browser
) -> None:
    stranger = Browser(app)
    guesses = [(await stranger.sign_in(WRONG)).status_code for _ in range(6)]
    assert guesses == [401] * 5 + [429]
    assert (await stranger.sign_in()).status_code == 429, "the door is shut to strangers"
    await qian.send("/console/signout", csrf=await qian.token("/console/roll/import"))
    assert (await qian.get("/console")).headers["location"] == "/console/signin"
    assert (await qian.sign_in()).status_code == 303


async def test_a_known_browser_has_few_guesses_too_and_a_forged_mark_is_a_stranger_s(
    app: Litestar, qian: Browser, settings: Settings
) -> None:
    guesses = [(await qian.sign_in(WRONG)).status_code for _ in range(6)]
    assert guesses == [401] * 5 + [429]
    stranger, forger = Browser(app), Browser(app)
    for _ in range(5):
        await stranger.sign_in(WRONG)
    forger.http.cookies.set(acquaintance.cookie_name(settings), "0" * 32 + "." + "0" * 64)
    assert (await forger.sign_in()).status_code == 429, "the door is shut to a forged mark"
    assert acquaintance.recognise(settings, "0.\xe9") is None


async def test_a_page_that_says_no_speaks_in_the_towns_name(
    browser: Browser, settings: Settings
) -> None:
    before = (await browser.get("/nothing-here")).text
    assert '<header class="masthead"><b>民评</b>' in before
    await sit_down(browser, settings)
    after = await browser.get("/nothing-here")
    assert after.status_code == 404
    assert '<header class="masthead"><b>老厂镇人民代表大会主席团</b>' in after.text
