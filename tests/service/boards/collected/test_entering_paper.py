"""Two tellers type what stands on paper, a third decides, two scrutineers sign, the box has it."""

import re
from collections.abc import Awaitable, Callable

import httpx
import pytest
from litestar import Litestar
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page

from service.boards.appraisals.store import paper_outside
from service.box import collected
from service.box.judging import Opened, bench_of, judge
from service.box.keys import read_box_key
from service.database import Connection, Pool, transaction
from service.identity import passwords
from service.settings import Settings
from surveys.ballots.stamps import StampedBallot
from surveys.ballots.validity import Spoiled
from surveys.canonical import decode
from surveys.questionnaire import fields as names
from surveys.questionnaire.answer import Marks
from surveys.refusals import Refusal
from tests.builders import SURVEY
from tests.people import QIAN
from tests.sealed import SealedVote, take
from tests.service.boards.conftest import PASSWORD, Browser, a_window, sit_down
from tests.signed import WHOLLY, a_vote_with_doors, serials

HERE = f"/console/doors/{SURVEY}/paper"
TELLERS = ("计票甲", "计票乙", "计票丙")
Seat = Callable[[str], Awaitable[Browser]]


@pytest.fixture
async def vote(settings: Settings, web_pool: Pool, box_pool: Pool) -> SealedVote:
    """Three paper ballots are printed, and voting has begun."""
    return await a_vote_with_doors(settings, web_pool, box_pool, people=WHOLLY, papers=3)


@pytest.fixture
async def seat(app: Litestar, settings: Settings, vote: SealedVote, web_pool: Pool) -> Seat:
    """Somebody of the staff, signed in: the secretary, or one of three tellers."""
    secretary = Browser(app)
    await sit_down(secretary, settings)
    kept = await passwords.hashed(PASSWORD)
    async with transaction(web_pool) as conn:
        for name in TELLERS:
            await conn.execute(
                "insert into registrar.account (town_id, account_id, name, password_hash, role)"
                " values ('laochang', $1, $1, $2, 'teller')",
                *(name, kept),
            )

    async def sit(name: str) -> Browser:
        if name == QIAN:
            return secretary
        one = Browser(app)
        answer = await one.send("/console/signin", name=name, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        return one

    return sit


def marks(vote: SealedVote, grade: str, **but: str) -> dict[str, list[str]]:
    """Every cell marked alike, but for cells `subject__indicator=grade+grade`."""
    (matrix,) = vote.manifest.form.matrices()
    cells = {
        names.cell(matrix.key, subject.key, indicator.key): [grade]
        for subject in matrix.subjects
        for indicator in matrix.indicators
    }
    for place, given in but.items():
        subject, _, indicator = place.partition("__")
        cells[names.cell(matrix.key, subject, indicator)] = given.split("+")
    return cells


async def enter(
    teller: Browser, serial: str, fields: dict[str, list[str]], **more: str
) -> httpx.Response:
    token = await teller.token(HERE)
    return await teller.http.post(
        f"{HERE}/sheet", data={"csrf": token, "serial": serial, **fields, **more}
    )


async def seal(secretary: Browser, *, issued: int, returned: int, who: str) -> httpx.Response:
    return await secretary.fill(
        HERE,
        f"{HERE}/seal",
        **{
            "issued:deputies:": str(issued),
            "returned:deputies:": str(returned),
            "scrutineers": who,
        },
    )


async def opened(settings: Settings, vote: SealedVote, owner: Pool) -> list[Opened | Spoiled]:
    bench = bench_of(vote.manifest, read_box_key(settings, SURVEY), digest=vote.digest)
    async with owner.acquire() as conn:
        rows = await conn.fetch("select weighting_group, envelope, unit from box.sealed")
    return [judge(bench, row[0], row[1], unit=row[2]) for row in rows]


def said(answer: httpx.Response) -> str:
    found = re.search(r'<p class="bad" role="alert">([^<]*)', answer.text)
    return found[1] if found else ""


async def test_differing_entries_are_decided_by_a_third_and_the_batch_is_sealed_while_paused(
    seat: Seat, vote: SealedVote, settings: Settings,
    *, web_pool: Pool, box_pool: Pool, owner_pool: Pool,
) -> None:  # fmt: skip
    """F034."""
    first, second, third = [await seat(name) for name in TELLERS]
    qian = await seat(QIAN)
    one, two, _ = serials(settings, vote, number=3)
    (matrix,) = vote.manifest.form.matrices()
    subject, indicator = matrix.subjects[0].key, matrix.indicators[0].key
    twice = marks(vote, "satisfied", **{f"{subject}__{indicator}": "satisfied+dissatisfied"})
    assert (await enter(first, one, twice)).status_code == 200
    assert (await enter(second, one.lower().replace("-", " "), twice)).status_code == 200
    assert (await enter(first, two, marks(vote, "satisfied"))).status_code == 200
    assert (await enter(first, two, marks(vote, "satisfied"))).status_code == 409
    assert (await enter(second, two, {}, invalid="1")).status_code == 200
    assert (await enter(third, two, marks(vote, "satisfied"))).status_code == 409
    assert (await enter(third, "0000-0000", marks(vote, "satisfied"))).status_code == 404
    assert (await enter(third, one, marks(vote, "satisfied"), third="1")).status_code == 409
    assert "还没有裁定" in said(await seal(qian, issued=3, returned=2, who="甲、乙"))
    page = await first.get(f"{HERE}/sheet?serial={two}&third=1")
    assert page.status_code == 409
    page = await third.get(f"{HERE}/sheet?serial={two}&third=1")
    assert "无效票" in page.text
    assert (await enter(third, two, {}, invalid="1", third="1")).status_code == 200
    for issued, returned, who, word in (
        (3, 3, "甲、乙", "收回要等于"),
        (1, 2, "甲、乙", "少于收回"),
        (4, 2, "甲、乙", "多于印制"),
        (3, 2, "甲", "监票人"),
    ):
        assert word in said(await seal(qian, issued=issued, returned=returned, who=who))
    assert await outside(web_pool)
    await take(web_pool, box_pool, vote, "paused")
    answer = await seal(qian, issued=3, returned=2, who="甲、乙")
    assert answer.status_code == 303, answer.text
    assert not await outside(web_pool)
    found = await opened(settings, vote, owner_pool)
    (ballot,) = [each for each in found if isinstance(each, Opened)]
    assert [each for each in found if isinstance(each, Spoiled)] == [Spoiled.UNREADABLE]
    answers = decode(ballot.ballot, StampedBallot).ballot.answers[matrix.key]
    assert isinstance(answers, Marks)
    assert answers.marks[subject][indicator] == ("satisfied", "dissatisfied")
    assert await standing(owner_pool) == ("paused", "paused", 0, 0)
    assert (await enter(third, one, marks(vote, "satisfied"))).status_code == 409
    assert '<td class="num">1</td>' in (await qian.get(HERE)).text


async def test_a_third_finds_what_both_read_alike_filled_in_and_what_differs_left_open(
    seat: Seat, vote: SealedVote, settings: Settings
) -> None:
    first, second, third = [await seat(name) for name in TELLERS]
    (serial, *_) = serials(settings, vote, number=3)
    (matrix,) = vote.manifest.form.matrices()
    cells = [
        names.cell(matrix.key, subject.key, indicator.key)
        for subject in matrix.subjects
        for indicator in matrix.indicators
    ]
    subject, indicator = matrix.subjects[0].key, matrix.indicators[0].key
    here = f"{subject}__{indicator}"
    await enter(first, serial, marks(vote, "satisfied", **{here: "satisfied+dissatisfied"}))
    await enter(second, serial, marks(vote, "satisfied", **{here: "dissatisfied"}))
    page = (await third.get(f"{HERE}/sheet?serial={serial}&third=1")).text
    ticked = re.findall(r'name="([^"]+)" value="([^"]+)" checked', page)
    assert ticked == [(name, "satisfied") for name in cells[1:]]


async def outside(web: Pool) -> bool:
    async with transaction(web) as conn:
        return await paper_outside.get(conn, "laochang", SURVEY)


async def standing(owner: Pool) -> tuple[object, ...]:
    """Stage, gate, entries and envelopes that are left behind."""
    async with owner.acquire() as conn:
        return tuple(
            [
                await conn.fetchval(statement)
                for statement in (
                    "select stage from registrar.evaluation",
                    "select state from box.gate",
                    "select count(*) from registrar.paper_entry",
                    "select count(*) from registrar.paper_sheet",
                )
            ]
        )


async def test_a_batch_cut_short_before_the_box_is_taken_up_and_nothing_is_sealed_twice(
    seat: Seat, vote: SealedVote, settings: Settings, owner_pool: Pool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    qian = await seat(QIAN)
    for teller in [await seat(name) for name in TELLERS[:2]]:
        for serial in serials(settings, vote, number=3):
            await enter(teller, serial, marks(vote, "satisfied"))

    async def fail(_connection: Connection, _offers: object) -> None:
        raise Refusal("box.unreachable")

    with monkeypatch.context() as broken:
        broken.setattr(collected, "put_stamped", fail)
        assert (await seal(qian, issued=3, returned=3, who="甲、乙")).status_code == 503
    assert "接着封" in (await qian.get(HERE)).text
    answer = await qian.fill(HERE, f"{HERE}/seal")
    assert answer.status_code == 303, answer.text
    found = await opened(settings, vote, owner_pool)
    assert [type(each) for each in found] == [Opened] * 3
    async with owner_pool.acquire() as conn:
        rows = await conn.fetch(
            "select inner_count, outer_given from registrar.ballot_right where channel = 'paper'"
        )
    assert {tuple(row) for row in rows} == {(1, True)}


async def test_paper_that_was_printed_is_accounted_for_before_the_vote_closes_even_if_unused(
    seat: Seat, vote: SealedVote, web_pool: Pool, owner_pool: Pool
) -> None:
    qian = await seat(QIAN)
    assert await outside(web_pool)
    assert (await seal(qian, issued=0, returned=0, who="甲、乙")).status_code == 303
    assert not await outside(web_pool)
    async with owner_pool.acquire() as conn:
        voided = await conn.fetchval(
            "select count(*) from registrar.ballot_right where state = 'voided'"
        )
        assert voided == await conn.fetchval("select voided from box.pile") == 3


async def test_what_a_teller_typed_stands_nowhere_in_the_database(
    seat: Seat, vote: SealedVote, settings: Settings, owner_pool: Pool
) -> None:
    teller = await seat(TELLERS[0])
    await enter(teller, serials(settings, vote, number=3)[0], marks(vote, "dissatisfied"))
    async with owner_pool.acquire() as conn:
        (row,) = await conn.fetch("select content, answers from registrar.paper_entry")
    assert not any(b"dissatisfied" in value or b"marks" in value for value in row.values())


async def test_members_look_on_and_only_the_secretary_signs(seat: Seat, vote: SealedVote) -> None:
    teller = await seat(TELLERS[0])
    answer = await teller.fill(HERE, f"{HERE}/seal", scrutineers="甲、乙")
    assert answer.status_code == 403
    assert (await teller.get("/console/doors")).status_code == 200
    assert (await teller.get(f"{HERE}/ballots.pdf")).status_code == 403


MARKED = """() => [...document.querySelectorAll("fieldset.q")].slice(0, 4).map(
  (field) => [...field.querySelectorAll("input")].map((box) => +box.checked).join(""))"""


async def type_digits(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def test_digits_mark_a_sheet_and_stay_letters_in_a_remark(
    seat: Seat, vote: SealedVote, settings: Settings,
    *, chromium: Chromium, address: str,
) -> None:  # fmt: skip
    teller = await seat(TELLERS[0])
    (serial,) = serials(settings, vote, number=1)
    async with a_window(chromium, teller, address) as page:
        await page.goto(f"{address}{HERE}/sheet?serial={serial}")
        await type_digits(page, "1", "Numpad3", "0", "9", "2", "Backspace", "Shift+Digit3")
        first, second, third, fourth = await page.evaluate(MARKED)
        width = len(first)
        assert first == "1".ljust(width, "0")
        assert second == "001".ljust(width, "0")
        assert third == "0" * width
        assert fourth == "011".ljust(width, "0"), "two marks, as they stand on the paper"
        remark = page.locator("textarea").first
        await remark.focus()
        await type_digits(page, "1", "2")
        assert await remark.input_value() == "12"
        fields = await page.locator("fieldset.q").count()
        await page.locator("fieldset.q").first.locator("input").first.focus()
        while await page.evaluate("document.activeElement.matches('input,textarea')"):
            typing = await page.evaluate("document.activeElement.matches('textarea')")
            await page.keyboard.press("Tab" if typing else "1")
            fields -= not typing
        assert fields == 0
        await page.keyboard.press("Enter")
        await page.wait_for_selector("text=已录：")
