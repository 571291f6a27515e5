"""The secretary's way through a poll, over the pages the workbench gives."""

import html
import json
import re
from datetime import timedelta

import pytest

from service.boards.polls import printing
from service.box import opener
from service.clock import CHINA, now
from service.database import Pool
from service.demonstration.cards import read_cards
from service.jobs.worker import work_once
from service.press.working import Press
from service.settings import Settings
from surveys import canonical
from surveys.poll import PollManifest
from surveys.tally.poll_results import PollResult
from tests.builders import a_roll
from tests.polls import a_short_poll_form
from tests.service.boards.conftest import Browser
from tests.service.boards.roll.spreadsheets import a_workbook

NEW = "/console/polls/new"
FORM = canonical.encode(a_short_poll_form()).decode()
CARDS = {
    "form": FORM,
    "entry": "cards",
    "holder": "household",
    "groups": "上寨村第一小组 | 14\n下寨村第二小组\t12\n河边组 | ",
}
OPEN = {"form": FORM, "entry": "open_link", "holder": "household"}
ANSWERS = {"q.visited": "yes", "q.speed": "4", "r.first.road": "1", "r.first.lamp": "2"}


async def draft(qian: Browser, **fields: str) -> str:
    """Type and keep; the address of the poll."""
    kept = await qian.fill(NEW, NEW, **fields)
    assert kept.status_code == 303, html.unescape(kept.text)
    return kept.headers["location"]


async def press(qian: Browser, page: str, step: str, **fields: str) -> int:
    return (await qian.fill(page, f"{page}/{step}", **fields)).status_code


async def prepared(qian: Browser, settings: Settings, opener_pool: Pool, **fields: str) -> str:
    """Frozen, with a box."""
    page = await draft(qian, **fields)
    assert await press(qian, page, "prepare") == 303
    assert "正在准备票箱" in (await qian.get(page)).text
    assert await work_once(opener_pool, opener.kinds(settings, opener_pool))
    return page


def later(**ahead: int) -> str:
    """A closing time as the browser's field writes it."""
    return (now() + timedelta(**ahead)).astimezone(CHINA).strftime("%Y-%m-%dT%H:%M:%S")


async def printed(qian: Browser, page: str) -> list[str]:
    """Cards, printed and read as their owners read them."""
    answer = await qian.fill(f"{page}/cards", f"{page}/cards")
    assert answer.headers["content-type"] == "application/pdf", answer.text
    return [card.code for card in read_cards(answer.content)]


def door(page: str) -> str:
    return page.replace("/console/polls/", "/v/")


async def answer(qian: Browser, page: str, **fields: str) -> dict[str, str]:
    """Answer as the page's script does."""
    ballot = (await qian.get(door(page))).text
    form = re.search(r'name="form" value="([0-9a-f]{64})"', ballot)
    assert form is not None, ballot
    reply = await qian.http.post(
        f"{door(page)}/cast",
        data={"form": form[1], **ANSWERS, **fields},
        headers={"accept": "application/json"},
    )
    return reply.json()


async def test_a_poll_by_cards_from_draft_to_published_tables(
    qian: Browser, settings: Settings, opener_pool: Pool, worker_press: Press
) -> None:
    page = await prepared(qian, settings, opener_pool, **CARDS)
    assert await press(qian, page, "open", closes_at=later(hours=1)) == 409, "no cards yet"
    codes = await printed(qian, page)
    assert len(codes) == 26
    assert await press(qian, page, "open", closes_at=later(hours=1)) == 303
    for code in codes[:24]:
        assert "leaf" in await answer(qian, page, code=code, **{"q.else": "路灯不亮"})
    first = await answer(qian, page, code=codes[0])
    assert (first["repeated"], len(first["code"])) == (True, 9)
    shown = (await qian.get(page)).text
    assert "发出票卡 26 张" in shown
    assert await press(qian, page, "close") == 303
    assert await press(qian, page, "open-box") == 303
    assert await work_once(opener_pool, opener.kinds(settings, opener_pool))
    kinds = printing.kinds(worker_press)
    assert await work_once(worker_press.pool, kinds)
    counted = (await qian.get(page)).text
    assert "问到 24 人，回答 24 人" in counted
    assert "路灯不亮" in (await qian.get(f"{page}/texts")).text
    assert await press(qian, page, "publish") == 303
    assert await work_once(worker_press.pool, kinds)
    survey = page.rpartition("/")[2]
    file = await qian.get(f"/results/{survey}/result.json")
    result = canonical.decode(file.content, PollResult)
    assert (result.valid, result.issued, result.sealed) == (24, 26, 24)
    assert result.questions[0].tables[0].columns[0].total == 24
    assert result.questions[1].measures is not None
    assert "路灯" not in file.text
    assert (await qian.get(f"/results/{survey}/box.jsonl")).status_code == 404
    assert "收回答卷" in (await qian.get(f"/results/{survey}")).text
    assert (await qian.get("/")).text.count(survey) == 1


async def test_left_over_cards_of_a_poll_are_voided_before_two_scrutineers(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool, **CARDS)
    assert (await qian.get(f"{page}/left-over")).status_code == 404, "nothing is printed yet"
    codes = await printed(qian, page)
    where = (f"{page}/left-over", f"{page}/left-over")
    alone = await qian.fill(*where, codes=codes[0], witnesses="王建国")
    assert alone.status_code == 400
    assert codes[0] in alone.text, "what was typed is still there"
    assert await press(qian, page, "open", closes_at=later(hours=1)) == 303
    assert "leaf" in await answer(qian, page, code=codes[1])
    typed = "\n".join((codes[0], codes[1]))
    told = await qian.fill(*where, codes=typed, witnesses="王建国、张玉兰")
    assert "1 张已作废" in told.text
    assert "现在发出 25 张" in told.text
    assert "已经投过票" in told.text
    assert "leaf" not in await answer(qian, page, code=codes[0])
    shown = (await qian.get(page)).text
    assert "发出票卡 25 张" in shown
    assert "1 张，监票人 王建国、张玉兰" in shown


async def test_an_open_link_is_answered_without_a_card_and_says_what_it_cannot_prevent(
    qian: Browser, settings: Settings, opener_pool: Pool, owner_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool, **OPEN)
    assert "系统无法阻止同一个人填两次" in (await qian.get(f"{page}/poster")).text
    waiting = await qian.get(door(page))
    assert waiting.status_code == 409
    assert "还没有开始" in waiting.text
    assert await press(qian, page, "open", closes_at=later(hours=1)) == 303
    ballot = (await qian.get(door(page))).text
    assert "系统无法阻止同一个人填两次；结果只代表参与者" in ballot
    assert '<label for="code">' not in ballot
    first = await answer(qian, page, code="K7M4-92TX-0AB1-C2D3")
    again = await answer(qian, page, code="K7M492TX0AB1C2D3")
    assert first["leaf"] == again["leaf"]
    await answer(qian, page, code="0000-0000-0000-0000")
    manifest = canonical.decode(
        await owner_pool.fetchval("select manifest from registrar.poll"), PollManifest
    )
    assert manifest.slips == ()
    assert (await qian.get(page)).text.count('<b class="num">2</b>') == 1
    screen = await qian.get(door(page).replace("/v/", "/live/") + "/turnout")
    assert screen.json()["cast"] == 2


async def test_without_scripts_the_review_page_carries_the_drawn_code(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool, **OPEN)
    await press(qian, page, "open", closes_at=later(hours=1))
    review = await qian.send(f"{door(page)}/check", **ANSWERS, shown="speed")
    assert "核对您的答卷" in review.text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', review.text))
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", hidden["code"])


async def test_without_scripts_answers_lead_to_further_questions_by_a_round_trip(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool, **OPEN)
    await press(qian, page, "open", closes_at=later(hours=1))
    empty = (await qian.get(door(page))).text
    assert re.search(r'name="q\.speed" value="1" disabled', empty)
    first = {name: value for name, value in ANSWERS.items() if name != "q.speed"}
    led_on = await qian.send(f"{door(page)}/check", **first)
    assert "还有 1 项没选" in led_on.text
    assert 'name="shown" value="speed"' in led_on.text
    assert 'name="q.visited" value="yes" checked' in led_on.text
    wrong = await qian.send(f"{door(page)}/check", **ANSWERS, **{"q.days": "很久"}, shown="speed")
    assert "“用了几天”应填数字" in wrong.text
    assert 'name="q.speed" value="4" checked' in wrong.text, "nothing typed is lost"


async def test_a_poll_closes_by_itself_at_its_time_and_not_before(
    qian: Browser, settings: Settings, opener_pool: Pool, worker_press: Press, owner_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool, **OPEN)
    assert await press(qian, page, "open", closes_at="") == 400
    assert await press(qian, page, "open", closes_at=later(hours=-1)) == 400
    await press(qian, page, "open", closes_at=later(hours=1))
    assert await press(qian, page, "extend", closes_at=later(hours=2)) == 303
    kinds = printing.kinds(worker_press)
    await owner_pool.execute("update registrar.job set run_after = now()")
    assert await work_once(worker_press.pool, kinds), "the job of the first time wakes"
    assert "正在填写" in (await qian.get(page)).text
    assert not await work_once(worker_press.pool, kinds), "and waits for the second"
    await owner_pool.execute(
        "update registrar.poll set closes_at = now() - interval '1 second';"
        "update registrar.job set run_after = now()"
    )
    assert await work_once(worker_press.pool, kinds)
    shown = (await qian.get(page)).text
    assert "已截止 · 下一步" in shown
    refused = await qian.send(f"{door(page)}/cast", form="0" * 64, **ANSWERS)
    assert refused.status_code in {404, 409}
    assert await press_blindly(qian, page, "resume") == 409
    assert await press_blindly(qian, page, "extend", closes_at=later(hours=1)) == 409


async def press_blindly(qian: Browser, page: str, step: str, **fields: str) -> int:
    token = await qian.token("/console/polls")
    return (await qian.send(f"{page}/{step}", csrf=token, **fields)).status_code


async def test_a_poll_is_paused_and_resumed(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool, **OPEN)
    await press(qian, page, "open", closes_at=later(hours=1))
    assert await press(qian, page, "pause") == 303
    held = await answer(qian, page, code="0000-0000-0000-0000")
    assert held["detail"] == "问卷暂停，请稍候。您填的内容还在手机上。"
    assert await press(qian, page, "resume") == 303
    assert "leaf" in await answer(qian, page, code="0000-0000-0000-0000")


async def test_people_are_drawn_from_the_roll_with_a_seed_that_is_kept(
    qian: Browser, settings: Settings, opener_pool: Pool, owner_pool: Pool
) -> None:
    rows = [(p.name, f"第{p.group}组", "镇人大代表", p.phone) for p in a_roll(40).people]
    preview = await qian.upload(a_workbook(*rows))
    table = re.search(r'name="table" value="([^"]*)"', preview.text)
    assert table is not None
    await qian.fill(
        "/console/roll/import", "/console/roll/take-over", table=html.unescape(table[1])
    )
    assert "第g1组 | " in html.unescape((await qian.get(NEW)).text)
    person = {**OPEN, "entry": "cards", "holder": "person", "seed": "03-17-22-28-31"}
    strange = await qian.fill(NEW, NEW, **person, groups="天外组 | 3")
    assert "不在名册的小组里" in html.unescape(strange.text)
    greedy = await draft(qian, **person, groups="第g1组 | 300")
    refused = await qian.fill(greedy, f"{greedy}/prepare")
    assert "“第g1组”名册上能参加的只有 8 人，抽不出 300 人" in html.unescape(refused.text)
    page = await prepared(qian, settings, opener_pool, **person, groups="第g1组 | 3\n第g2组 | 2")
    drawn = (await qian.get(f"{page}/drawn")).text
    assert len(re.findall(r"<span>代表\d\d</span>", drawn)) == 5
    assert "03-17-22-28-31" in drawn
    assert len(await printed(qian, page)) == 5
    manifest = canonical.decode(
        await owner_pool.fetchval("select manifest from registrar.poll where manifest is not null"),
        PollManifest,
    )
    assert manifest.frame is not None
    assert [(s.size, s.drawn) for s in manifest.frame.strata] == [(8, 3), (8, 2)]
    assert not re.search(r"代表\d", canonical.encode(manifest).decode())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form": ""}, "还没有选问卷"),
        ({"form": "{}"}, "问卷文件读不懂"),
        ({"form": json.dumps({"title": "空", "sections": []})}, "还没有任何题目"),
        ({"groups": "上寨村"}, "还没有填给哪些组发票卡"),
        ({"groups": "上寨村 | 很多"}, "第 1 行看不懂"),
        ({"groups": "甲 | 3\n甲 | 4"}, "第 2 行“甲”和前面的重复"),
        ({"groups": "甲 | 15000\n乙 | 15000"}, "票卡合计超过 20000 张"),
        ({"source": "nobody:1", "form": ""}, "选的问卷已经不在了"),
        ({"opens_at": "明天"}, "时间看不懂"),
    ],
)
async def test_a_plan_with_a_mistake_is_not_kept(
    qian: Browser, changes: dict[str, str], sentence: str
) -> None:
    answer_ = await qian.fill(NEW, NEW, **{**CARDS, **changes})
    assert answer_.status_code == 400
    assert sentence in html.unescape(answer_.text)


async def test_a_stored_questionnaire_is_frozen_once_a_poll_is_prepared_with_it(
    qian: Browser, settings: Settings, opener_pool: Pool, owner_pool: Pool
) -> None:
    town = await owner_pool.fetchval("select town_id from registrar.town")
    await owner_pool.execute(
        "insert into registrar.questionnaire"
        " (town_id, questionnaire_id, version, title, form, source, ready)"
        " values ($1, 'service', 2, '便民服务问卷', $2, '', true)",
        *(town, FORM),
    )
    assert "便民服务问卷（第 2 版）" in (await qian.get(NEW)).text
    await prepared(qian, settings, opener_pool, **{**OPEN, "form": "", "source": "service:2"})
    assert await owner_pool.fetchval("select frozen from registrar.questionnaire") is True


async def test_a_draft_can_be_changed_and_a_frozen_poll_cannot(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await draft(qian, **CARDS)
    changed = await qian.fill(f"{page}/edit", f"{page}/edit", **{**CARDS, "title": "改过的名称"})
    assert changed.status_code == 303
    assert "改过的名称" in (await qian.get(page)).text
    await press(qian, page, "prepare")
    assert (await qian.get(f"{page}/edit")).status_code == 409


async def test_a_poll_is_void_only_with_a_reason(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool, **OPEN)
    await press(qian, page, "open", closes_at=later(hours=1))
    assert await press(qian, page, "void", reason="") == 400
    assert await press(qian, page, "void", reason="问卷印错了") == 303
    assert "理由：问卷印错了" in (await qian.get(page)).text
    gone = await qian.get(door(page))
    assert (gone.status_code, "已经作废" in gone.text) == (410, True)


async def test_turnout_by_group_hides_small_numbers_and_never_one_alone(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    groups = "甲 | 12\n乙 | 12\n丙 | 12"
    page = await prepared(qian, settings, opener_pool, **{**CARDS, "groups": groups})
    codes = await printed(qian, page)
    await press(qian, page, "open", closes_at=later(hours=1))
    for code in codes[:1]:
        await answer(qian, page, code=code)
    shown = (await qian.get(f"{page}/turnout")).text
    assert shown.count("不显示</td>") == 2


async def test_another_towns_poll_is_not_there(qian: Browser, owner_pool: Pool) -> None:
    page = await draft(qian, **OPEN)
    await owner_pool.execute(
        "insert into registrar.town values ('elsewhere', '别的镇', '别的主席团');"
        "update registrar.poll set town_id = 'elsewhere'"
    )
    for path in (page, f"{page}/edit", f"{page}/poster", f"{page}/texts", f"{page}/drawn"):
        assert (await qian.get(path)).status_code == 404
    assert await press_blindly(qian, page, "void", reason="x") == 404
