"""A consultation over its pages: typed, opened, written to, reviewed, digested, published."""

import csv
import html
import io
import json
import re
import zipfile
from datetime import timedelta

import httpx
import openpyxl
import pytest
from litestar import Litestar
from pypdf import PdfReader

from service.boards.consultations import printing, receiving
from service.clock import now
from service.database import Pool
from service.jobs.worker import work_once
from service.press.working import Press
from tests.people import LI, SUN, ZHAO, ZHOU
from tests.service.boards.conftest import Browser
from tests.service.boards.staff.test_staff import seated, take_on

NEW = "/console/consultations/new"
HOSTILE = '<script>alert(1)</script>\n=HYPERLINK("http://evil")\n{{ 7*7 }}'


def the_plan(**changes: str) -> dict[str, str]:
    plan = {
        "title": "2026年部门工作评议征求意见",
        "lead": "会前听听大家怎么说。",
        "sections": "一、道路养护\n每季度养护一次。\n\n二、路灯\n三年装到各组。",
        "departments": "镇财政所\n镇农业中心",
        "naming": "named",
        "seen_by": "",
        "evaluation": "",
        "closes_at": (now() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"),
    }
    return {**plan, **changes}


async def drafted(qian: Browser, **changes: str) -> str:
    kept = await qian.fill(NEW, NEW, **the_plan(**changes))
    assert kept.status_code == 303, html.unescape(kept.text)
    return kept.headers["location"]


async def opened(qian: Browser, **changes: str) -> str:
    page = await drafted(qian, **changes)
    assert await press(qian, page, "open") == 303
    return page


async def press(qian: Browser, page: str, step: str, **fields: str) -> int:
    return (await qian.fill(page, f"{page}/{step}", **fields)).status_code


def letters(page: str) -> str:
    return page.replace("/console/consultations/", "/c/")


async def write(villager: Browser, address: str, **fields: str) -> str:
    """Open the page, write, send; the code on the receipt."""
    found = re.search(r'name="code" value="([0-9A-Z-]{19})"', (await villager.get(address)).text)
    assert found is not None
    fields = {f"w.{name[2:]}" if name.startswith("w_") else name: fields[name] for name in fields}
    answer = await villager.http.post(address, data={"code": found[1], **fields})
    assert answer.status_code == 200, html.unescape(answer.text)
    assert found[1] in answer.text
    return found[1]


async def review(qian: Browser, page: str, number: int, step: str, **fields: str) -> httpx.Response:
    desk = f"{page}/opinions"
    return await qian.fill(page, f"{desk}/{number}", step=step, heap="received", **fields)


async def told(villager: Browser, address: str, code: str) -> str:
    answer = await villager.http.post(f"{address}/reply", data={"code": code.lower()})
    return html.unescape(answer.text)


def the_words(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.fixture
async def villager(app: Litestar) -> Browser:
    return Browser(app)


async def test_a_consultation_from_the_draft_to_the_published_digest(
    qian: Browser, villager: Browser, worker_press: Press
) -> None:
    page = await drafted(qian)
    address = letters(page)
    assert (await villager.get(address)).status_code == 404, "a draft is nobody's to read"
    assert await press(qian, page, "open") == 303
    assert "<svg" in (await qian.get(f"{page}/poster")).text

    zhou = await write(
        villager, address, w_s1="坡头路塌了半边。", w_="厕所没人扫", name=ZHOU.name,
        contact=ZHOU.phone, consented="1",
    )  # fmt: skip
    sun = await write(villager, address, w_s1="坡头那段路塌了", name=SUN.name)
    li = await write(villager, address, w_d1="王某某办事推诿", name=LI.name, consented="1")
    desk = html.unescape((await qian.get(f"{page}/opinions")).text)
    assert "第 1 条" in desk
    assert "坡头路塌了半边。" in desk
    assert ZHOU.phone in desk
    assert "已处理 <b>0/4</b>" in desk
    assert await press(qian, page, "close") == 303
    assert (
        await villager.http.post(address, data={"w.s1": "晚了", "name": "周"})
    ).status_code == 409
    assert await press(qian, page, "digest") == 409, "not before all are handled"

    first = await review(qian, page, 1, "accepted")
    assert first.headers["location"] == f"{page}/opinions?state=received&after=1"
    await review(qian, page, 2, "set_aside", reason="不属于本镇职责")
    assert "没有采纳。理由：不属于本镇职责" in await told(villager, address, zhou)
    await review(qian, page, 2, "undone")
    assert "已收到，还没有处理" in await told(villager, address, zhou)
    await review(qian, page, 2, "set_aside", reason="已经有人扫了")
    assert (await review(qian, page, 3, "merged", into="2")).status_code == 400
    await review(qian, page, 3, "merged", into="1")
    assert (await review(qian, page, 1, "undone")).status_code == 409, "another hangs on it"
    await review(qian, page, 4, "redacted", words="工作人员办事推诿", why="隐去个人姓名")
    await review(qian, page, 4, "forwarded", to="镇财政所")
    beside = (await qian.get(f"{page}/opinions?state=forwarded")).text
    assert "王某某办事推诿" in beside
    assert "工作人员办事推诿" in beside
    await review(qian, page, 1, "replied", reply="已列入冬修计划。")
    assert "已列入冬修计划。" in await told(villager, address, sun), "merged, so answered as well"

    draft = await qian.get(f"{page}/digest-draft.pdf")
    assert "草稿" in the_words(draft.content)
    assert await press(qian, page, "digest") == 303
    assert "正在印汇总" in (await qian.get(page)).text
    assert await work_once(worker_press.pool, printing.kinds(worker_press))
    printed = the_words((await qian.get(f"{page}/files/digest.pdf")).content)
    assert "2条意见提出：坡头路塌了半边。" in printed
    assert f"（{ZHOU.name}提出。）" in printed
    assert "工作人员办事推诿" in printed
    assert "尚未答复" in printed
    for secret in ("王某某", LI.name, SUN.name, ZHOU.phone, "厕所没人扫"):
        assert secret not in printed
    assert (await villager.get(f"{address}/files/digest.pdf")).status_code == 404
    assert (await review(qian, page, 2, "undone")).status_code == 409, "what is printed stands"

    assert await press(qian, page, "publish") == 303
    await review(qian, page, 4, "replied", reply="已批评教育。")
    public = html.unescape((await villager.get(address)).text)
    assert "已批评教育。" in public
    assert "已列入冬修计划。" in public
    for secret in ("王某某", LI.name, SUN.name, ZHOU.phone, "厕所没人扫"):
        assert secret not in public
    assert "已批评教育。" in await told(villager, address, li)
    assert (await villager.get(f"{address}/files/digest.pdf")).status_code == 200


async def test_names_are_for_the_secretary_and_words_for_the_presidium(
    qian: Browser, villager: Browser, app: Litestar
) -> None:
    page = await opened(qian)
    await write(villager, letters(page), w_s1="坡头路塌了", name=ZHOU.name, contact=ZHOU.phone)
    zhao = await seated(app, ZHAO.name, await take_on(qian, ZHAO.name))
    desk = (await zhao.get(f"{page}/opinions")).text
    assert "坡头路塌了" in desk
    assert ZHOU.name not in desk
    assert ZHOU.phone not in desk
    token = await zhao.token(page)
    refused = await zhao.send(f"{page}/opinions/1", csrf=token, step="accepted")
    assert refused.status_code == 403


async def test_the_secretary_takes_opinions_out_with_no_more_names_than_was_said(
    qian: Browser, villager: Browser, app: Litestar
) -> None:
    page = await opened(qian)
    assert "只有同意公布的人的姓名" in (await qian.get(page)).text
    who = {"name": ZHOU.name, "contact": ZHOU.phone}
    await write(villager, letters(page), w_s1="坡头路塌了", consented="1", **who)
    await write(villager, letters(page), w_="=HYPERLINK(1)", name=LI.name, contact=LI.phone)
    await review(qian, page, 1, "set_aside", reason="已经修好")
    table = the_table(await taken_out(qian, page, "csv"))
    assert [row["number"] for row in table] == ["1", "2"]
    assert [row["about"] for row in table] == ["s1", "other"]
    assert [row["name"] for row in table] == [ZHOU.name, ""]
    assert table[0]["became"] == "理由：已经修好"
    assert table[1]["words"] == "'=HYPERLINK(1)"
    assert "contact" not in table[0]
    book = openpyxl.load_workbook(io.BytesIO((await taken_out(qian, page, "xlsx")).content))
    assert [cell.value for cell in book.worksheets[0][2]][2] == "坡头路塌了"
    shown = (await qian.get(page)).text
    assert shown.count("取出全部意见") == 2
    assert (await qian.fill(page, f"{page}/opinions", format="exe")).status_code == 404
    zhao = await seated(app, ZHAO.name, await take_on(qian, ZHAO.name))
    token = await zhao.token(page)
    refused = await zhao.send(f"{page}/opinions", csrf=token, format="csv")
    assert refused.status_code == 403


async def test_names_leave_where_senders_were_told_and_never_where_none_were_asked(
    qian: Browser, villager: Browser
) -> None:
    told = await opened(qian, naming="optional", seen_by="镇人大主席")
    await write(villager, letters(told), w_s1="路窄", name=LI.name, contact=LI.phone)
    (row,) = the_table(await taken_out(qian, told, "csv"))
    assert (row["name"], row["contact"]) == (LI.name, LI.phone)
    nameless = await opened(qian, naming="open", seen_by="镇人大主席")
    await write(villager, letters(nameless), w_s1="路窄", name=LI.name, contact=LI.phone)
    (row,) = the_table(await taken_out(qian, nameless, "csv"))
    assert not {"name", "contact"} & row.keys()


async def taken_out(qian: Browser, page: str, wanted: str) -> httpx.Response:
    answer = await qian.fill(page, f"{page}/opinions", format=wanted)
    assert answer.status_code == 200, html.unescape(answer.text)
    return answer


def the_table(packed: httpx.Response) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert "answers.csv-metadata.json" in archive.namelist()
        return list(csv.DictReader(io.StringIO(archive.read("answers.csv").decode())))


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
    assert code in again.text
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


async def test_a_plan_with_a_mistake_comes_back_with_its_sentence(qian: Browser) -> None:
    mistakes = {
        "还没有填征询的名称": {"title": " "},
        "至少有一样": {"sections": "", "departments": ""},
        "“镇财政所”写了两次": {"departments": "镇财政所\n镇财政所"},
        "截止时间已经过了": {"closes_at": "2020-01-01T00:00"},
        "请填写截止时间": {"closes_at": "soon"},
        "选的测评不在了": {"evaluation": "nowhere"},
    }
    for sentence, changes in mistakes.items():
        answer = await qian.fill(NEW, NEW, **the_plan(**changes))
        assert answer.status_code == 400
        assert sentence in html.unescape(answer.text)
    assert "还没有意见征询" in (await qian.get("/console/consultations")).text


async def test_a_draft_is_changed_and_what_is_open_is_not(qian: Browser) -> None:
    page = await drafted(qian)
    assert "每季度养护一次。" in (await qian.get(f"{page}/edit")).text
    changed = the_plan(title="改过的名称")
    assert (await qian.fill(f"{page}/edit", f"{page}/edit", **changed)).status_code == 303
    assert "改过的名称" in (await qian.get(page)).text
    await press(qian, page, "open")
    assert (await qian.fill(page, f"{page}/edit", **changed)).status_code == 409
    later = (now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    assert await press(qian, page, "extend", closes_at=later) == 303
    assert await press(qian, page, "void", reason="") == 400
    assert await press(qian, page, "void", reason="题目写错了") == 303
    assert "题目写错了" in (await qian.get(page)).text


async def test_it_closes_by_itself_and_nothing_comes_in_after_its_time(
    qian: Browser, villager: Browser, worker_press: Press, owner_pool: Pool
) -> None:
    page = await opened(qian, naming="open")
    await owner_pool.execute(
        "update registrar.consultation set closes_at = now() - interval '1 second';"
        "update registrar.job set run_after = now() - interval '1 second'"
    )
    late = await villager.http.post(letters(page), data={"w.s1": "晚了一步"})
    assert late.status_code == 409
    assert "晚了一步" in late.text
    assert await work_once(worker_press.pool, printing.kinds(worker_press))
    assert "已截止，待汇总" in (await qian.get(page)).text


async def test_another_towns_consultation_is_not_there(qian: Browser, owner_pool: Pool) -> None:
    page = await drafted(qian)
    await owner_pool.execute(
        "insert into registrar.town values ('elsewhere', '别的镇', '别的主席团');"
        "insert into registrar.consultation (town_id, survey_id, title, plan, closes_at)"
        " select 'elsewhere', 'other', title, plan, closes_at from registrar.consultation"
    )
    other = page.rsplit("/", 1)[0] + "/other"
    token = await qian.token(page)
    for path in ("", "/edit", "/opinions", "/poster", "/digest-preview", "/digest-draft.pdf"):
        assert (await qian.get(other + path)).status_code == 404, path
    assert (await qian.send(f"{other}/void", csrf=token, reason="x")).status_code == 404
    assert (await qian.send(f"{other}/opinions/1", csrf=token, step="accepted")).status_code == 404


async def test_steps_of_a_review_are_kept_for_good(
    qian: Browser, villager: Browser, web_pool: Pool
) -> None:
    page = await opened(qian, naming="open")
    await write(villager, letters(page), w_s1="路窄")
    await review(qian, page, 1, "accepted")
    await review(qian, page, 1, "undone")
    rows = await web_pool.fetch("select entry from registrar.opinion_review order by seq")
    assert [json.loads(row[0])["entry"]["type"] for row in rows] == ["accepted", "undone"]
    for table in ("opinion", "opinion_review"):
        for statement in (
            f"delete from registrar.{table}",
            f"update registrar.{table} set number = 9",
        ):
            with pytest.raises(Exception, match="permission denied"):
                await web_pool.execute(statement)
