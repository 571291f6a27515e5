"""The desk at the door: who sees whether somebody took a ballot, and what nobody sees."""

import msgspec
from litestar import Litestar

from service.boards.reception import notices
from service.boards.reception.store import ReceptionRow
from service.boards.reception.view import ReceptionView, turnout_by_group
from service.box.gate import GateState
from service.clock import CHINA, now
from service.database import Pool, transaction
from service.database.columns import Stored
from service.identity import bound_phones, kiosks, passwords
from service.identity.roles import Office
from service.jobs import queue
from service.jobs.worker import work_once
from service.outside.outbox import Outbox
from service.outside.port import Kind
from service.settings import Settings
from service.stamping.rights import Channel, hand_out
from surveys import canonical
from surveys.electorate.roll import Roll
from surveys.manifest import Manifest
from surveys.stages import Stage
from tests.builders import SURVEY, a_roll
from tests.people import QIAN, SUN, WU, ZHAO
from tests.service.boards.conftest import PASSWORD, Browser, sit_down
from tests.signed import WHOLLY, a_vote_with_doors

HERE = f"/console/doors/{SURVEY}"


async def test_a_card_is_handed_out_once_and_the_code_waits_to_be_read_out(
    app: Litestar, browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    await sit_down(browser, settings)
    assert (await Browser(app).send(f"/j/{SURVEY}/code", phone=ZHAO.phone)).status_code == 200
    page = (await browser.get(HERE)).text
    assert ZHAO.phone in page
    assert page.count("未领") == 2
    handed = await browser.fill(HERE, f"{HERE}/hand", person=SUN.key, door="slip")
    assert handed.status_code == 303
    again = await browser.fill(HERE, f"{HERE}/hand", person=SUN.key, door="paper")
    assert (again.status_code, "先前已经在签到处领过票" in again.text) == (409, True)
    stranger = await browser.fill(HERE, f"{HERE}/hand", person="nobody", door="slip")
    assert stranger.status_code == 404


async def test_the_desk_finds_one_name_and_says_who_was_handed_a_ballot(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    await sit_down(browser, settings)
    found = (await browser.get(f"{HERE}?q={SUN.name}")).text
    assert (found.count("未领"), f'给 {SUN.name}"' in found) == (1, True)
    assert "没有找到“没有这个人”" in (await browser.get(f"{HERE}?q=没有这个人")).text
    assert "已领。" not in (await browser.get(f"{HERE}?handed={SUN.key}")).text
    handed = await browser.fill(HERE, f"{HERE}/hand", person=SUN.key, door="slip")
    assert f"{SUN.name}：已领。" in (await browser.get(handed.headers["location"])).text


async def hire(web: Pool, name: str = WU) -> None:
    kept = await passwords.hashed(PASSWORD)
    async with transaction(web) as conn:
        await conn.execute(
            "insert into registrar.account (town_id, account_id, name, password_hash, role)"
            " values ('laochang', $1, $1, $2, 'teller')",
            *(name, kept),
        )


async def letters(settings: Settings, web: Pool) -> list[tuple[str, Kind, str]]:
    async with transaction(web) as conn:
        waiting = await Outbox(settings).waiting(conn, "laochang", now=now())
    return sorted((each.name, each.kind, each.phone) for each in waiting)


async def test_a_lost_phone_gets_a_new_code_before_two_and_its_old_number_is_told(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool, owner_pool: Pool
) -> None:
    """F050: nobody of the staff does it alone."""
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    await sit_down(browser, settings)
    await hire(web_pool)
    codes = f"{HERE}/personal-codes"
    for second, password in ((QIAN, PASSWORD), (WU, "bu-shi-zhe-ge-mi-ma"), ("", "")):
        alone = await browser.fill(
            HERE, codes, person=SUN.key, second=second, second_password=password
        )
        assert alone.status_code in {401, 403}, second
        assert f'value="{SUN.key}" selected' in alone.text, "what was chosen is not chosen again"
        everybody = await browser.fill(HERE, codes, second=second, second_password=password)
        assert everybody.status_code in {401, 403}
    async with transaction(web_pool) as conn:
        await bound_phones.bind(conn, settings, "", town="laochang", person=SUN.key)
    assert await letters(settings, web_pool) == []
    beside = {"second": WU, "second_password": PASSWORD}
    printed = await browser.fill(HERE, codes, person=SUN.key, renumbered="1", **beside)
    assert (printed.status_code, printed.content[:4]) == (200, b"%PDF")
    assert await letters(settings, web_pool) == [(SUN.name, Kind.REISSUED, SUN.phone)]
    async with owner_pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from registrar.bound_phone") == 0
        kept = await conn.fetch("select person_id, alone from registrar.personal_code")
        told = await conn.fetchval(
            "select detail from registrar.chronicle where action = 'reissue-personal-code'"
        )
    assert [tuple(row) for row in kept] == [(SUN.key, True)]
    assert told == f"{SUN.name}，换了号码；第二人 {WU}"
    assert (await browser.fill(HERE, codes, **beside)).content[:4] == b"%PDF"
    async with owner_pool.acquire() as conn:
        kept = await conn.fetch("select person_id, alone from registrar.personal_code order by 1")
    assert [tuple(row) for row in kept] == [(SUN.key, False), (ZHAO.key, False)]


async def test_whoever_took_a_ballot_by_whatever_door_is_told_once_and_nobody_else(
    settings: Settings, web_pool: Pool, box_pool: Pool, worker_pool: Pool, owner_pool: Pool
) -> None:
    """F028: Sun never came; somebody ticked him off at the desk, and his own phone says so."""
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    kinds = notices.kinds(settings, worker_pool)

    async def tell() -> None:
        async with transaction(web_pool) as conn:
            await queue.enqueue(conn, kind=notices.JOB, town="laochang", survey=SURVEY)
        assert await work_once(worker_pool, kinds)

    await tell()
    assert await letters(settings, web_pool) == []
    async with transaction(web_pool) as conn:
        await hand_out(conn, SURVEY, SUN.key, name=SUN.name, channel=Channel.PAPER)
    await tell()
    await tell()
    assert await letters(settings, web_pool) == [(SUN.name, Kind.TAKEN, SUN.phone)]
    async with transaction(web_pool) as conn:
        (letter,) = await Outbox(settings).waiting(conn, "laochang", now=now())
    assert "如果不是您本人领的" in letter.words
    assert f"{letter.expires_at.astimezone(CHINA):%H:%M}" == "23:59", "no moment is told"
    async with owner_pool.acquire() as conn:
        again = await conn.fetchval("select count(*) from registrar.job where state <> 'done'")
    assert again == 3, "while people vote it is looked at again"


async def test_a_tablet_becomes_a_kiosk_and_whoever_set_it_up_is_signed_out(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY)
    await sit_down(browser, settings)
    assert (await browser.get(f"/kiosk/{SURVEY}")).status_code == 401
    begun = await browser.fill(f"{HERE}/kiosk", f"{HERE}/kiosk")
    assert begun.headers["location"] == f"/kiosk/{SURVEY}"
    ballot = await browser.get(f"/kiosk/{SURVEY}")
    assert "data-kiosk" in ballot.text
    assert (await browser.get(HERE)).headers["location"] == "/console/signin"
    assert (await browser.get("/kiosk/another")).status_code == 401
    assert browser.http.cookies.get(kiosks.cookie_name(settings)) is not None


async def test_a_vote_of_another_stage_hands_nothing_out(
    browser: Browser, settings: Settings, web_pool: Pool, box_pool: Pool
) -> None:
    await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY, state=GateState.CLOSED)
    await sit_down(browser, settings)
    late = await browser.fill(HERE, f"{HERE}/hand", person=SUN.key, door="slip")
    assert (late.status_code, "投票已经截止" in late.text) == (409, True)


def test_members_see_who_took_a_ballot_after_the_close_and_tellers_before_it() -> None:
    roll = a_roll(12)
    taking = {person.key: True for person in roll.people}
    row = ReceptionRow(
        SURVEY,
        "测评",
        Stage.OPEN,
        Stored(canonical.encode(roll), Roll),
        Stored(b"{}", Manifest),
        "",
    )
    closed = msgspec.structs.replace(row, stage=Stage.CLOSED)
    seen = {
        (each.stage, office): bool(ReceptionView.of(each, taking, office=office).lines)
        for each in (row, closed)
        for office in Office
    }
    assert seen == {
        ("open", Office.SECRETARY): True,
        ("open", Office.TELLER): True,
        ("open", Office.MEMBER): False,
        ("closed", Office.SECRETARY): True,
        ("closed", Office.TELLER): False,
        ("closed", Office.MEMBER): True,
    }


def test_what_is_told_of_the_groups_gives_no_small_one_away() -> None:
    """Five groups of 6, 6, 5, 5, 5 and, with fewer people, one of three among larger ones."""
    roll = a_roll(27)
    taking = {person.key: number % 2 == 0 for number, person in enumerate(roll.people)}
    assert None not in [group.taken for group in turnout_by_group(roll, taking)]
    few = {key: took for key, took in taking.items() if key not in {"p0", "p5", "p10"}}
    told = [(group.people, group.taken is None) for group in turnout_by_group(roll, few)]
    assert sum(people for people, hidden in told if hidden) in {0, *range(5, 24)}
    assert any(hidden for _, hidden in told)
