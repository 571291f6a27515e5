"""What a poll leaves in public: page, report, tables, and words as somebody released them."""

import csv
import gzip
import html
import io
import json

import msgspec
import pytest

from service.boards.polls import open_data, printing
from service.boards.polls.comments import Comment, Verdict, choose
from service.box import opener
from service.database import Pool
from service.jobs.worker import work_once
from service.press.working import Press
from service.settings import Settings
from service.web import pages
from service.web.views.poll_result import PollFindings, PollResultView
from surveys.tally.poll_results import PollResult
from tests.polls import an_open_manifest
from tests.reports.poll_cases import the_poll, the_poll_result
from tests.service.boards.conftest import Browser
from tests.service.boards.polls.poll_desk import (
    CARDS,
    answer,
    later,
    prepared,
    press,
    printed,
)

PRINT = "c" * 64


async def counted(qian: Browser, settings: Settings, opener_pool: Pool, worker_press: Press) -> str:
    """Twelve of 26 wrote something."""
    page = await prepared(qian, settings, opener_pool, **CARDS)
    codes = await printed(qian, page)
    await press(qian, page, "open", closes_at=later(hours=1))
    for number, code in enumerate(codes):
        words = "我叫周五，路灯不亮" if number == 0 else f"第{number}盏路灯不亮"
        told = {"q.else": words} if number < 12 else {}
        assert "leaf" in await answer(qian, page, code=code, **told)
    await press(qian, page, "close")
    await press(qian, page, "open-box")
    assert await work_once(opener_pool, opener.kinds(settings, opener_pool))
    assert await work_once(worker_press.pool, printing.kinds(worker_press))
    return page


async def review(qian: Browser, page: str, number: int, verdict: str, words: str = "") -> int:
    desk = f"{page}/texts"
    answered = await qian.fill(
        page, f"{desk}/{number}", verdict=verdict, words=words, question="else", heap="open"
    )
    return answered.status_code


async def test_only_what_somebody_released_is_published_and_never_the_original(
    qian: Browser, settings: Settings, opener_pool: Pool, worker_press: Press
) -> None:
    page = await counted(qian, settings, opener_pool, worker_press)
    desk = html.unescape((await qian.get(f"{page}/texts")).text)
    assert "还有 12 条没有审阅" in desk
    by_words = {
        html.unescape(part.partition('<p class="said">')[2].partition("</p>")[0]): int(
            part.partition('id="c')[2].partition('"')[0]
        )
        for part in desk.split("<section")[1:]
        if 'id="c' in part
    }
    named = by_words["我叫周五，路灯不亮"]
    assert await review(qian, page, named, "redacted", " ") == 400, "redacted into nothing"
    assert await review(qian, page, named, "redacted", "路口的路灯不亮") == 303
    assert await review(qian, page, by_words["第3盏路灯不亮"], "accepted") == 303
    assert await review(qian, page, by_words["第4盏路灯不亮"], "accepted") == 303
    assert await review(qian, page, by_words["第4盏路灯不亮"], "left_out") == 303, (
        "a second thought"
    )
    assert await review(qian, page, 99, "accepted") == 404
    assert "还有 <b>9</b> 条没有审阅" in (await qian.get(f"{page}/publish")).text
    assert await press(qian, page, "publish") == 303
    assert await work_once(worker_press.pool, printing.kinds(worker_press))
    results = f"/results/{page.rpartition('/')[2]}"
    public = (await qian.get(f"{results}/comments.json")).json()
    assert sorted(public["else"]) == ["第3盏路灯不亮", "路口的路灯不亮"]
    shown = html.unescape((await qian.get(results)).text)
    assert "路口的路灯不亮" in shown
    assert "周五" not in shown
    assert "第4盏" not in shown
    assert await review(qian, page, by_words["第5盏路灯不亮"], "accepted") == 409, "it is published"
    for name, kind in {
        "report.pdf": b"%PDF",
        "report.docx": b"PK",
        "tables.xlsx": b"PK",
        "tables.csv": b"question,",
        "tables.csv-metadata.json": b"{",
        "reading.json": b"{",
    }.items():
        file = await qian.get(f"{results}/{name}")
        assert file.status_code == 200, name
        assert file.content.startswith(kind), name
        assert "周五".encode() not in file.content
    assert (await qian.get(f"{results}/texts.json")).status_code == 404


def test_comments_of_a_question_that_few_wrote_to_are_not_published() -> None:
    said = [Comment(n, "else", f"话{n}", Verdict.ACCEPTED) for n in range(1, 4)]
    assert choose(said, {"else": 9}, minimum=10) == {}
    assert choose(said, {"else": 10}, minimum=10) == {"else": ("话1", "话2", "话3")}
    twice = [Comment(1, "else", "好", Verdict.ACCEPTED), Comment(2, "else", "好", Verdict.ACCEPTED)]
    assert choose(twice, {"else": 10}, minimum=10) == {"else": ("好",)}


@pytest.fixture(scope="module")
def result() -> PollResult:
    return the_poll_result(the_poll())


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_the_open_data_add_up_and_leave_withheld_numbers_empty(result: PollResult) -> None:
    rows = rows_of(open_data.write_csv(the_poll(), result))
    lives = [row for row in rows if row["question"] == "lives" and row["group"] == "total"]
    assert sum(int(row["number"]) for row in lives) == result.valid
    hidden = [None in row.counts for q in result.questions for t in q.tables for row in t.rows]
    assert any(hidden)
    assert [row for row in rows if not row["number"] and row["group"] != "total"]
    described = json.loads(open_data.write_metadata(the_poll()))
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(rows[0])


def test_what_a_spreadsheet_would_take_for_a_formula_stays_a_word(result: PollResult) -> None:
    manifest = the_poll()
    groups = (msgspec.structs.replace(manifest.groups[0], label="=1+1"), *manifest.groups[1:])
    data = open_data.write_csv(msgspec.structs.replace(manifest, groups=groups), result)
    assert {row["group_title"][:1] for row in rows_of(data)} & {"="} == set()
    assert "'=1+1" in {row["group_title"] for row in rows_of(data)}


def page_of(findings: PollFindings) -> str:
    view = PollResultView.of(findings)
    return pages.show("public/poll.html", view=view, printing=False, big=False).content


def test_the_page_of_twenty_questions_is_light_and_tells_every_one(result: PollResult) -> None:
    manifest = the_poll()
    page = page_of(PollFindings(manifest, result, PRINT))
    assert len(gzip.compress(page.encode(), 6)) <= 20 * 1024
    titles = [question.title for question in manifest.form.questions()]
    places = [html.unescape(page).index(f". {title}</h3>") for title in titles]
    assert places == sorted(places)


def test_the_page_of_an_open_link_says_for_whom_it_speaks_and_shows_no_interval() -> None:
    manifest = an_open_manifest()
    page = page_of(PollFindings(manifest, the_poll_result(manifest), PRINT))
    assert "仅代表参与者" in page
    assert "区间" not in page
    assert "居民认为" not in page
