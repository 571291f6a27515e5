"""Who works at the workbench: taken on by the secretary, each with a password of their own."""

from litestar import Litestar

from service.box import opener
from service.database import Pool
from service.jobs.worker import work_once
from service.settings import Settings
from tests.people import QIAN, ZHAO
from tests.service.boards.colleagues import HANDED, OWN, STAFF, seated, take_on
from tests.service.boards.conftest import PASSWORD, Browser
from tests.service.boards.evaluations import an_open_vote, prepared, press


async def test_a_newcomer_works_only_after_choosing_a_password(
    app: Litestar, qian: Browser
) -> None:
    word = await take_on(qian, ZHAO.name)
    assert word not in (await qian.get(STAFF)).text
    zhao = Browser(app)
    assert (await zhao.send("/console/signin", name=ZHAO.name, password=word)).status_code == 303
    page = "/console/password"
    led = await zhao.get("/console")
    assert (led.status_code, led.headers["location"]) == (303, page)
    assert (await zhao.fill(page, page, old="wrong-wrong-wrong", new=OWN)).status_code == 401
    assert (await zhao.fill(page, page, old=word, new="1234567890")).status_code == 400
    assert (await zhao.fill(page, page, old=word, new=OWN)).status_code == 303
    assert (await zhao.get("/console")).status_code == 200
    assert (
        await Browser(app).send("/console/signin", name=ZHAO.name, password=word)
    ).status_code == 401


async def test_with_several_the_door_asks_for_the_name(app: Litestar, qian: Browser) -> None:
    assert 'name="name"' not in (await Browser(app).get("/console/signin")).text
    await take_on(qian, ZHAO.name)
    assert 'name="name"' in (await Browser(app).get("/console/signin")).text
    assert (await Browser(app).sign_in()).status_code == 401  # whose password?
    answer = await Browser(app).send("/console/signin", name=QIAN, password=PASSWORD)
    assert answer.status_code == 303


async def test_a_member_reads_everything_and_runs_nothing(app: Litestar, qian: Browser) -> None:
    zhao = await seated(app, ZHAO.name, await take_on(qian, ZHAO.name))
    assert (await zhao.get("/console/roll")).status_code == 200
    assert (await zhao.get("/console/roll/import")).status_code == 403
    refused = await zhao.fill("/console/password", "/console/appraisals/x/void", reason="x")
    assert refused.status_code == 403
    assert "不归您的岗位管" in refused.text


async def test_a_teller_sees_no_evaluation(app: Litestar, qian: Browser) -> None:
    wu = await seated(app, "吴会计", await take_on(qian, "吴会计", "teller"))
    led = await wu.get("/console")
    assert (led.status_code, led.headers["location"]) == (303, "/console/doors")
    assert (await wu.get("/console/appraisals/x")).status_code == 403
    assert (await wu.get(STAFF)).status_code == 403


async def test_a_name_is_taken_once_and_an_unknown_duty_is_none(qian: Browser) -> None:
    await take_on(qian, ZHAO.name)
    again = await qian.fill(STAFF, STAFF, name=ZHAO.name, office="member")
    assert again.status_code == 409
    assert "请加上单位再添" in again.text
    assert (await qian.fill(STAFF, STAFF, name="", office="member")).status_code == 400
    assert (await qian.fill(STAFF, STAFF, name="孙", office="king")).status_code == 400


async def test_who_is_dismissed_is_signed_out_and_cannot_come_back(
    app: Litestar, qian: Browser, owner_pool: Pool
) -> None:
    zhao = await seated(app, ZHAO.name, await take_on(qian, ZHAO.name))
    account = await owner_pool.fetchval(
        "select account_id from registrar.account where name = $1", ZHAO.name
    )
    assert (await qian.fill(STAFF, f"{STAFF}/{account}/dismiss")).status_code == 303
    assert (await zhao.get("/console")).status_code == 303
    answer = await Browser(app).send("/console/signin", name=ZHAO.name, password=OWN)
    assert answer.status_code == 401
    kept = await qian.fill(STAFF, f"{STAFF}/secretary/dismiss")
    assert kept.status_code == 409
    assert (await qian.fill(STAFF, f"{STAFF}/nobody/dismiss")).status_code == 404


async def test_a_forgotten_password_is_replaced_and_signs_every_browser_out(
    app: Litestar, qian: Browser, owner_pool: Pool
) -> None:
    zhao = await seated(app, ZHAO.name, await take_on(qian, ZHAO.name))
    account = await owner_pool.fetchval(
        "select account_id from registrar.account where name = $1", ZHAO.name
    )
    answer = await qian.fill(STAFF, f"{STAFF}/{account}/password")
    found = HANDED.search(answer.text)
    assert found is not None
    assert (await zhao.get("/console")).status_code == 303
    assert (await zhao.send("/console/signin", name=ZHAO.name, password=OWN)).status_code == 401
    await seated(app, ZHAO.name, found[1])


async def test_a_box_is_opened_by_two(
    app: Litestar, qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool)
    await an_open_vote(qian, page)
    early = await qian.send(f"{page}/open-box", csrf=await qian.token("/console"))
    assert early.status_code == 403, "nobody stands beside her"
    await press(qian, page, "close")
    assert "现在还没有能作第二人的工作人员" in (await qian.get(f"{page}/open-box")).text
    seen = await take_on(qian, ZHAO.name)
    known = await press(qian, page, "open-box", second=ZHAO.name, second_password=seen)
    assert known == 403, "the secretary has seen this password"
    await seated(app, ZHAO.name, seen)
    for second, word in ((ZHAO.name, "wrong-wrong-wrong"), (QIAN, PASSWORD), ("孙", OWN)):
        assert await press(qian, page, "open-box", second=second, second_password=word) in {
            401,
            403,
        }
    assert await press(qian, page, "open-box", second=ZHAO.name, second_password=OWN) == 303
    shown = (await qian.get(page)).text
    assert f"第二人 {ZHAO.name}" in shown
    assert OWN not in shown


async def test_asking_for_the_box_too_early_is_refused_and_put_on_record(
    app: Litestar, qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool)
    await an_open_vote(qian, page)
    await seated(app, ZHAO.name, await take_on(qian, ZHAO.name))
    token = await qian.token("/console")
    early = await qian.send(f"{page}/open-box", csrf=token, second=ZHAO.name, second_password=OWN)
    assert early.status_code == 409
    assert "提前开箱，被拒绝" in (await qian.get(page)).text


async def test_the_key_of_a_void_box_is_destroyed_and_that_is_on_record(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool)
    key = settings.keys / f"{page.rpartition('/')[2]}.box"
    assert key.exists()
    assert await press(qian, page, "void", reason="方案填错了") == 303
    assert await work_once(opener_pool, opener.kinds(settings, opener_pool))
    assert not key.exists()
    assert "销毁票箱钥匙" in (await qian.get(page)).text
