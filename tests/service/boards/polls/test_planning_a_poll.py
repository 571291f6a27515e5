"""A poll before it is open: its plan, its people, its questionnaire."""

import html
import json
import re

import pytest

from service.database import Pool
from service.settings import Settings
from surveys import canonical
from surveys.poll import PollManifest
from tests.builders import a_roll
from tests.service.boards.conftest import Browser
from tests.service.boards.polls.poll_desk import (
    CARDS,
    FORM,
    NEW,
    OPEN,
    draft,
    prepared,
    press,
    printed,
)
from tests.service.boards.roll.spreadsheets import a_workbook


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
        ({"groups": f"上寨村 | {'0' * 9}{'9' * 5000}"}, "第 1 行看不懂"),
        ({"groups": "\n".join(f"{at}组 | 1" for at in range(1000))}, "200"),
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


async def test_a_questionnaire_mended_after_the_draft_is_not_frozen_as_it_was_before(
    qian: Browser, owner_pool: Pool
) -> None:
    town = await owner_pool.fetchval("select town_id from registrar.town")
    await owner_pool.execute(
        "insert into registrar.questionnaire"
        " (town_id, questionnaire_id, version, title, form, source, ready)"
        " values ($1, 'service', 1, '便民服务问卷', $2, '', true)",
        *(town, FORM),
    )
    page = await draft(qian, **{**OPEN, "form": "", "source": "service:1"})
    mended = FORM.replace("去过", "今年去过")
    await owner_pool.execute("update registrar.questionnaire set form = $1", mended)
    refused = await qian.fill(f"{page}/prepare", f"{page}/prepare")
    assert "存草稿以后，问卷又改过" in html.unescape(refused.text)
    again = {**OPEN, "form": "", "source": "service:1"}
    assert (await qian.fill(f"{page}/edit", f"{page}/edit", **again)).status_code == 303
    assert "今年去过" in (await qian.get(page)).text
    assert await press(qian, page, "prepare") == 303


async def test_numbers_of_households_are_read_as_a_clerk_types_them(qian: Browser) -> None:
    page = await draft(qian, **{**CARDS, "groups": "上寨村 | 42户\n下寨村\t １２ 户\n河边｜3"})
    shown = html.unescape((await qian.get(page)).text)
    assert re.findall(r"<li>(\S+)　(\d+) 张</li>", shown) == [
        ("上寨村", "42"),
        ("下寨村", "12"),
        ("河边", "3"),
    ]


async def test_every_group_that_cannot_be_read_is_told_at_once(qian: Browser) -> None:
    groups = "组名 | 户数\n上寨村 | 42\n下寨村 | 十二\n甲 | 乙 | 3"
    answer = await qian.fill(NEW, NEW, **{**CARDS, "groups": groups})
    assert answer.status_code == 400
    told = re.findall(r"第 (\d) 行看不懂", html.unescape(answer.text))
    assert told == ["1", "3", "4"]
    assert "还要改 3 处" in answer.text
