"""The desk at the door: who sees whether somebody took a ballot, and what nobody sees."""

import msgspec
from litestar import Litestar

from service.boards.reception.store import ReceptionRow
from service.boards.reception.view import ReceptionView, turnout_by_group
from service.box.gate import GateState
from service.database import Pool
from service.identity import kiosks, setup
from service.identity.roles import Office
from service.settings import Settings
from surveys import canonical
from tests.builders import SURVEY, a_roll
from tests.people import QIAN, SUN, ZHAO
from tests.service.boards.conftest import PASSWORD, Browser
from tests.signed import WHOLLY, a_vote_with_doors

HERE = f"/console/doors/{SURVEY}"


async def sit_down(browser: Browser, settings: Settings) -> None:
    answer = await browser.send(
        "/console/setup",
        key=setup.spell_key(settings),
        town="老厂镇",
        congress="老厂镇人民代表大会主席团",
        name=QIAN,
        password=PASSWORD,
    )
    assert answer.status_code == 303, answer.text


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
    row = ReceptionRow(SURVEY, "测评", "open", canonical.encode(roll).decode(), b"{}", "")
    closed = msgspec.structs.replace(row, stage="closed")
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
