"""What comes through the slot: hostile, mistaken, twice, by the hundred."""

import html

import pytest

from service.boards.consultations import printing, receiving
from service.database import Pool
from service.jobs.worker import work_once
from service.press.working import Press
from tests.service.boards.conftest import Browser
from tests.service.boards.consultations.letterbox import (
    HOSTILE,
    letters,
    opened,
    press,
    review,
    the_words,
    write,
)


async def test_hostile_words_are_words_everywhere(
    qian: Browser, villager: Browser, worker_press: Press
) -> None:
    page = await opened(qian, title="<b>征求意见</b>", naming="open")
    address = letters(page)
    code = await write(villager, address, w_s1=HOSTILE, w_d1="长" * 1000)
    for number in (1, 2):
        await review(qian, page, number, "accepted")
    await press(qian, page, "close")
    await press(qian, page, "digest")
    assert await work_once(worker_press.pool, printing.kinds(worker_press))
    await press(qian, page, "publish")
    seen = [
        (await qian.get(f"{page}/opinions?state=accepted&at=1")).text,
        (await qian.get(f"{page}/digest-preview")).text,
        (await villager.get(address)).text,
        (await villager.http.post(f"{address}/reply", data={"code": code})).text,
    ]
    for text in seen:
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "{{ 7*7 }}" in text
    printed = the_words((await qian.get(f"{page}/files/digest.pdf")).content)
    assert "<script>alert(1)</script>" in printed
    assert printed.count("长") == 1000


async def test_what_is_refused_comes_back_in_its_boxes(qian: Browser, villager: Browser) -> None:
    address = letters(await opened(qian))
    for fields, sentence in (
        ({"w.s1": "坡头路塌了"}, "请填写姓名"),
        ({"w.s1": "字" * 1001 + "坡头路塌了", "name": "周"}, "请减去 6 字"),
        ({"w.s1": " ", "name": "坡头路塌了"}, "还没有写意见"),
    ):
        answer = await villager.http.post(address, data=fields)
        assert answer.status_code == 400
        assert sentence in html.unescape(answer.text)
        assert "坡头路塌了" in answer.text


async def test_the_same_page_sent_twice_is_one_and_other_words_are_another(
    qian: Browser, villager: Browser, owner_pool: Pool
) -> None:
    address = letters(await opened(qian, naming="open"))
    code = await write(villager, address, w_s1="路窄")
    again = await villager.http.post(address, data={"code": code, "w.s1": "路窄"})
    assert code in again.text.replace("<wbr>", "")
    other = await villager.http.post(address, data={"code": code, "w.s1": "灯暗"})
    assert code not in other.text
    assert await owner_pool.fetchval("select count(*) from registrar.opinion") == 2
    marks = await owner_pool.fetch("select mark, o::text as row from registrar.opinion o")
    assert len({row["mark"] for row in marks}) == 2
    assert not any(code in row["row"] or code.replace("-", "") in row["row"] for row in marks)


async def test_a_flood_is_stemmed_and_nothing_of_its_senders_is_kept(
    qian: Browser, villager: Browser, owner_pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_A_MINUTE", 2)
    address = letters(await opened(qian, naming="open"))
    answers = [
        (await villager.http.post(address, data={"w.s1": f"第{n}次"})).status_code for n in range(6)
    ]
    assert 429 in answers
    assert answers.count(200) <= 4, "two a minute, and the minute may have turned"
    columns = await owner_pool.fetch(
        "select column_name from information_schema.columns where table_name = 'opinion'"
    )
    assert {row[0] for row in columns} == {
        "town_id", "survey_id", "number", "about", "words", "name", "contact", "consented",
        "mark", "received_on",
    }  # fmt: skip


async def test_a_wrong_code_finds_nothing(qian: Browser, villager: Browser) -> None:
    address = letters(await opened(qian))
    for code in ("0000-0000-0000-0000", "x", ""):
        answer = await villager.http.post(f"{address}/reply", data={"code": code})
        assert answer.status_code == 404
        assert "没有这个查询码" in answer.text
