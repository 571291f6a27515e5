"""What a voter sent is nowhere but in the sealed box, until the box is opened."""

import asyncio
import contextlib
import re
from typing import NamedTuple

import httpx
import pytest
from litestar import Litestar, post
from litestar.params import RawBody
from litestar.testing import TestClient

from service.web.problems import answer_fault
from surveys import codes, publication
from surveys.appraisal.plan import Appraisee, Plan
from surveys.appraisal.presets import OVERALL
from surveys.questionnaire.questions import Indicator
from surveys.refusals import Refusal
from tests.builders import a_plan
from tests.journeys.meetings import Meeting, convene, convene_and_open
from tests.journeys.phones import GRADES, Form, cast, the_form, vote
from tests.journeys.sites import PATIENCE, Site, administrator
from tests.journeys.traces import kinds_holding, spellings

INDICATOR = "zzkingfisher"
"""A name no program has. Plan and manifest have it as a key's value; beside a grade stands only
what somebody answered."""
ANSWERED = f'"{INDICATOR}":"dissatisfied"'
POSTED = f"window.{INDICATOR}=dissatisfied"
REMARK = "翠鸟在渠边叫了三声zzheron"
ABOUT_THE_VOTER = "zzperson孙立新"
"""What a nosy program might send along: a cookie, a token, an address, a name."""


def a_plan_with_a_rare_word() -> Plan:
    return a_plan(
        title="老厂镇2026年度保密演练民主测评",
        appraisees=(Appraisee(key="window", label="便民服务中心", head=""),),
        indicators=(Indicator(key=INDICATOR, label="办事效率"), OVERALL),
    )


class Told(NamedTuple):
    """A meeting in the middle of its vote, and the answers two voters have given."""

    meeting: Meeting
    form: Form


@pytest.fixture(scope="module")
async def told(site: Site) -> Told:
    """Five ballots cast over HTTP, each twice, with everything a browser could send beside."""
    meeting = await convene_and_open(site, people=12, plan=a_plan_with_a_rare_word())
    form = {
        **await the_form(meeting),
        f"m.grades.window.{INDICATOR}": "dissatisfied",
        "q.remark.1": REMARK,
        "person": ABOUT_THE_VOTER,
    }
    nosy = {
        "cookie": "session=zzcookie",
        "authorization": "Bearer zztoken",
        "referer": f"{site.address}/zzreferer",
        "user-agent": "zzagent",
        "x-forwarded-for": "203.0.113.77",
    }
    async with httpx.AsyncClient(base_url=site.address, timeout=PATIENCE) as web:
        for code in meeting.codes[:5]:
            await web.get(meeting.page, headers=nosy)
            await web.post(f"{meeting.page}/slip", json={"code": code}, headers=nosy)
            await web.post(f"{meeting.page}/check", data={**form, "code": code}, headers=nosy)
            for _ in range(2):
                reply = await cast(web, meeting, code, form, **nosy)
                assert reply.status_code == 200, reply.text
        refused = await cast(web, meeting, meeting.codes[5], {**form, "q.remark.9": REMARK})
        assert refused.status_code == 400
    return Told(meeting, form)


async def everything_on_disk(site: Site) -> None:
    async with administrator(site) as connection:
        await connection.execute("checkpoint")


async def plant(site: Site, words: str) -> None:
    """Write words down in the places that are searched, as a careless program would."""
    async with administrator(site) as connection:
        await connection.execute("create table if not exists public.careless (words text)")
        await connection.execute("insert into public.careless values ($1)", words)
        await connection.execute(f"do $$ begin raise log '%', '{words}'; end $$")
        await connection.execute("checkpoint")
    with site.said.open("a") as file:
        file.write(words + "\n")


SECRETS = {
    "a grade": (ANSWERED, POSTED),
    "a remark": (REMARK,),
    "who sent it": (ABOUT_THE_VOTER, "zzcookie", "zztoken", "zzreferer", "zzagent", "203.0.113.77"),
}


@pytest.mark.parametrize("secret", SECRETS)
async def test_what_a_voter_sent_is_nowhere_on_the_disk_before_the_box_is_opened(
    site: Site, told: Told, secret: str
) -> None:
    """F003 and F006 over the real doors: heap, WAL, the database's log, the program's own words.

    The same search finds the same words where a careless program wrote them down.
    """
    needles = set[bytes]().union(*(spellings(word) for word in SECRETS[secret]))
    await everything_on_disk(site)
    assert kinds_holding(needles, site.settings.home) == set()

    planted = SECRETS[secret][0].replace("z", "y")
    assert planted != SECRETS[secret][0]
    await plant(site, planted)
    assert {"heap", "wal", "log", "said"} <= kinds_holding(spellings(planted), site.settings.home)


async def test_the_code_of_a_slip_is_nowhere_on_the_disk(site: Site, told: Told) -> None:
    """F035: cast, asked about, refused or still lying on the table: a code is on paper only."""
    some = [told.meeting.codes[at] for at in (0, 4, 5, 11)]
    await everything_on_disk(site)
    for code in some:
        bare = code.replace("-", "")
        raw = codes.read(code, size=10)
        needles = {
            *spellings(code), *spellings(bare), *spellings(bare.lower()), raw, raw.hex().encode()
        }  # fmt: skip
        assert kinds_holding(needles, site.settings.home) == set(), code


async def test_rows_about_people_and_rows_of_the_box_never_share_a_transaction(
    site: Site, told: Told
) -> None:
    """F001: neither while the vote runs nor afterwards does xmin lead from one to the other."""
    meeting = await convene(site, people=3, plan=a_plan_with_a_rare_word())
    await meeting.take_codes()
    await meeting.open()
    form = await the_form(meeting)
    async with httpx.AsyncClient(base_url=site.address, timeout=PATIENCE) as web:
        for code in meeting.codes:
            await vote(web, meeting, code, form)
    open_vote = await transactions(site)
    await meeting.close()
    await meeting.count()
    for seen in (open_vote, await transactions(site)):
        assert seen["box"]
        assert seen["registrar"]
        assert not seen["box"] & seen["registrar"]


async def transactions(site: Site) -> dict[str, set[int]]:
    """Schema → the transactions that wrote what its tables hold."""
    found: dict[str, set[int]] = {"box": set(), "registrar": set()}
    async with administrator(site) as connection:
        tables = await connection.fetch(
            "select table_schema, table_name from information_schema.tables"
            " where table_schema in ('box', 'registrar') and table_type = 'BASE TABLE'"
        )
        for schema, table in tables:
            rows = await connection.fetch(f"select distinct xmin::text from {schema}.{table}")
            found[schema] |= {int(row[0]) for row in rows}
    return found


RESULT_FILES = (*publication.FILES, "report.pdf", "tally-sheet.pdf", "remarks.json", "cards.pdf")


async def everything_public(web: httpx.AsyncClient, meeting: Meeting) -> dict[str, tuple[int, str]]:
    """Every page and file that could tell of a result: its address → status and body."""
    base = f"/results/{meeting.survey}"
    paths = [base, *(f"{base}/{name}" for name in RESULT_FILES)]
    replies = [(path, await web.get(path)) for path in paths]
    return {path: (reply.status_code, reply.text) for path, reply in replies}


async def test_before_publication_nothing_tells_more_than_how_many_have_voted(
    site: Site, web: httpx.AsyncClient
) -> None:
    """F009 and F010: one more ballot changes one number, and no other page at all."""
    meeting = await convene_and_open(site, people=9)
    form = await the_form(meeting)
    results, turnout = await everything_public(web, meeting), await the_turnout(web, meeting)
    assert {status for status, _ in results.values()} == {404}
    await vote(web, meeting, meeting.codes[0], form)
    assert await everything_public(web, meeting) == results
    await until_the_screen_shows(web, meeting, {**turnout, "cast": 1})
    for text in await everything_on_the_screen(web, meeting):
        assert not any(word in text for word in a_choice_in(form))
    await meeting.close()
    await meeting.count()
    assert await everything_public(web, meeting) == results
    for text in await everything_on_the_screen(web, meeting):
        assert not any(word in text for word in a_choice_in(form))


async def test_the_tally_sheet_and_the_remarks_never_become_public(
    site: Site, web: httpx.AsyncClient
) -> None:
    meeting = await convene_and_open(site, people=9, plan=a_plan_with_a_rare_word())
    form = {**await the_form(meeting), "q.remark.1": "只给主席团看"}
    for code in meeting.codes:
        await vote(web, meeting, code, form)
    await meeting.close()
    await meeting.count()
    await meeting.publish()
    told = await everything_public(web, meeting)
    open_to_all = {path.rpartition("/")[2] for path, (status, _) in told.items() if status == 200}
    assert open_to_all == {meeting.survey, *publication.FILES, "report.pdf"}
    assert not any("只给主席团看" in text for _, text in told.values())


async def until_the_screen_shows(
    web: httpx.AsyncClient, meeting: Meeting, wanted: dict[str, object]
) -> None:
    """One look a second serves every screen, so the number follows within that second."""
    told: dict[str, object] = {}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while (told := await the_turnout(web, meeting)) != wanted:  # noqa: ASYNC110 -- as it is asked
                await asyncio.sleep(0.1)
    assert told == wanted


async def the_turnout(web: httpx.AsyncClient, meeting: Meeting) -> dict[str, object]:
    told: dict[str, object] = (await web.get(f"/live/{meeting.survey}/turnout")).json()
    return told


async def everything_on_the_screen(web: httpx.AsyncClient, meeting: Meeting) -> list[str]:
    """The screen's page, its numbers, and the first words of its stream."""
    base = f"/live/{meeting.survey}"
    async with web.stream("GET", f"{base}/stream") as stream:
        first = await anext(stream.aiter_lines())
    pages = [(await web.get(f"{base}/{name}")).text for name in ("screen", "turnout")]
    people = {"stage", "cast", "issued", "entitled", "present", "quorum", "rights"}
    allowed = people | {"closes_at", "held_at"}
    assert set(await the_turnout(web, meeting)) == allowed
    assert set(re.findall(r'"(\w+)":', first.removeprefix("data:"))) == allowed
    return [*pages, first]


def a_choice_in(form: Form) -> set[str]:
    """Words that would tell of a choice: the grades, their names, the fields they are sent in."""
    return {*GRADES, "满意", "不了解", *(name for name in form if name.startswith("m."))}


async def test_the_box_is_not_opened_while_the_vote_runs(site: Site) -> None:
    """F019: asked too early, nothing is opened and nothing is changed."""
    meeting = await convene_and_open(site, people=3, plan=a_plan_with_a_rare_word())
    for turn in (meeting.pause, meeting.resume):
        with pytest.raises(Refusal, match=r"box\.still_open"):
            await meeting.ask_to_open()
        await turn()
    async with administrator(site) as connection:
        opened = await connection.fetchval(
            "select count(*) from box.opened where survey_id = $1", meeting.survey
        )
    assert opened == 0


def test_a_fault_is_logged_by_its_places_and_not_by_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """F071: what an exception says may quote a ballot; neither the log nor the page repeats it."""

    @post("/")
    async def stumble(body: RawBody) -> None:
        raise ValueError(body.decode())

    app = Litestar([stumble], exception_handlers={Exception: answer_fault}, logging_config=None)
    with TestClient(app) as browser:
        reply = browser.post("/", content=REMARK.encode())
    assert reply.status_code == 500
    (incident,) = re.findall(r"编号 ([0-9a-f]{8}) ", reply.text)
    assert incident in caplog.text
    assert "in stumble" in caplog.text
    for told in (caplog.text, reply.text):
        assert REMARK not in told
        assert "zzheron" not in told
