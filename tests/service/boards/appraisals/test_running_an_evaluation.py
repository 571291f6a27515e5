"""An evaluation is drafted, prepared, run and declared void at the workbench."""

import html
import re

import pytest

from service.database import Pool
from service.settings import Settings
from tests.service.boards.conftest import Browser
from tests.service.boards.evaluations import (
    NEW,
    PLAN,
    an_open_vote,
    draft,
    prepared,
    press,
    printed,
)


async def test_an_empty_workbench_says_how_to_begin(qian: Browser) -> None:
    page = (await qian.get("/console")).text
    assert "还没有测评" in page
    assert "名册里还没有人" in page


async def test_a_new_evaluation_asks_for_at_most_twelve_things(qian: Browser) -> None:
    page = (await qian.get(NEW)).text
    asked = re.findall(r"<(?:input|select|textarea) (?![^>]*hidden)", page)
    assert 0 < len(asked) <= 12


async def test_the_rule_is_read_in_words_before_anything_is_kept(qian: Browser) -> None:
    token = await qian.token(NEW)
    unseen = await qian.send(NEW, csrf=token, go="save", **PLAN)
    assert unseen.status_code == 200
    assert "实到人数超过应到人数的二分之一，测评有效。" in unseen.text
    assert "还没有测评" in (await qian.get("/console")).text
    other = await qian.send(NEW, csrf=token, go="save", seen="0" * 64, **PLAN)
    assert other.status_code == 200
    assert "看过了，保存草稿" in other.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "还没有填测评名称"),
        ({"departments": " \n "}, "还没有填被评议部门"),
        ({"departments": "财政所 | 乡属"}, "部门第 1 行的类别“乡属”看不懂"),
        ({"departments": "财政所\n财政所"}, "部门第 2 行“财政所”和前面的重复"),
        ({"departments": "a|镇属|b|c"}, "部门第 1 行有多余的内容"),
        ({"indicators": "", "overall": ""}, "还没有填测评指标"),
        ({"indicators": "甲\n甲"}, "指标第 2 行“甲”和前面的重复"),
        ({"rules": "of-my-own"}, "没有“of-my-own”这套计票规则"),
        ({"rules": "deputy-report"}, "在所选的计票规则里没有"),
        ({"departments": "长" * 61}, "太长，最多 60 个字"),
    ],
)
async def test_a_plan_with_a_mistake_is_not_kept(
    qian: Browser, changes: dict[str, str], sentence: str
) -> None:
    fields = {name: value for name, value in {**PLAN, **changes}.items() if value}
    answer = await qian.fill(NEW, NEW, go="check", **fields)
    assert answer.status_code == 400
    assert sentence in html.unescape(answer.text)


async def test_words_typed_into_the_plan_are_only_words(qian: Browser) -> None:
    page = await draft(qian, title="<script>alert(1)</script>")
    shown = (await qian.get(page)).text
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


async def test_a_draft_can_be_changed_and_keeps_the_keys_of_its_departments(
    qian: Browser, owner_pool: Pool
) -> None:
    page = await draft(qian)
    before = await owner_pool.fetchval("select plan from registrar.evaluation")
    fields = {**PLAN, "title": "改过的名称"}
    check = await qian.fill(f"{page}/edit", f"{page}/edit", go="check", **fields)
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', check.text)
    assert seen is not None
    kept = await qian.fill(f"{page}/edit", f"{page}/edit", go="save", seen=seen[1], **fields)
    assert kept.status_code == 303
    after = await owner_pool.fetchval("select plan from registrar.evaluation")
    assert after == before.replace(PLAN["title"], "改过的名称")


async def test_nothing_is_frozen_without_a_roll(qian: Browser) -> None:
    page = await draft(qian)
    assert "导入名册" in (await qian.get(page)).text
    assert await press(qian, page, "prepare") == 409
    assert "草稿 · 下一步" in (await qian.get(page)).text


async def test_another_towns_evaluation_is_not_there(qian: Browser, owner_pool: Pool) -> None:
    page = await draft(qian)
    await owner_pool.execute(
        "insert into registrar.town values ('elsewhere', '别的镇', '别的主席团');"
        "update registrar.evaluation set town_id = 'elsewhere'"
    )
    assert (await qian.get(page)).status_code == 404
    assert (await qian.get(f"{page}/edit")).status_code == 404
    assert await press_blindly(qian, page, "void") == 404
    assert "还没有测评" in (await qian.get("/console")).text


async def press_blindly(qian: Browser, page: str, step: str) -> int:
    token = await qian.token("/console")
    return (await qian.send(f"{page}/{step}", csrf=token, reason="x")).status_code


async def test_the_quorum_keeps_the_vote_shut_until_enough_are_there(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool)
    assert "打印票卡" in (await qian.get(page)).text
    await printed(qian, page, 46)
    assert await press(qian, page, "attendance", present="47") == 409
    assert await press(qian, page, "attendance", present="all") == 400
    assert await press(qian, page, "attendance", present="23") == 303
    shown = (await qian.get(page)).text
    assert "至少要 <b>24</b> 人才够法定人数" in shown
    assert '<button class="btn pri" disabled>开始投票</button>' in shown
    assert await press(qian, page, "open", minutes="10") == 409
    assert await press(qian, page, "attendance", present="24") == 303
    assert f'href="{page}/open"' in (await qian.get(page)).text
    assert await press(qian, page, "open", minutes="10") == 303
    assert "正在投票" in (await qian.get(page)).text


async def test_a_written_reason_opens_without_a_quorum_and_is_kept(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool)
    await printed(qian, page, 46)
    await press(qian, page, "attendance", present="20")
    assert await press(qian, page, "open", reason="大雪封路，先行测评") == 303
    assert "大雪封路，先行测评" in (await qian.get(page)).text


async def test_a_vote_is_held_resumed_extended_and_closed_once(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool)
    await an_open_vote(qian, page)
    assert (await qian.get(f"{page}/cards")).status_code == 409  # no printing any more
    assert await press(qian, page, "extend", minutes="2") == 303
    assert await press(qian, page, "extend", until="25:00") == 400
    assert await press(qian, page, "extend", until="00:00") == 400  # was, today
    assert await press(qian, page, "pause") == 303
    assert "投票已暂停" in (await qian.get(page)).text
    assert await press(qian, page, "resume") == 303
    assert await press(qian, page, "close") == 303
    assert (await qian.get(f"{page}/close")).headers["location"] == page
    again = await qian.send(f"{page}/close", csrf=await qian.token("/console"))
    assert again.status_code == 409
    assert "现在是“已截止”" in again.text


@pytest.mark.parametrize(("people", "warned"), [(7, True), (10, False)])
async def test_before_the_vote_opens_a_small_group_is_warned_of(
    qian: Browser, settings: Settings, opener_pool: Pool, *, people: int, warned: bool
) -> None:
    """F012: seven who agree have told everybody how each of them voted."""
    page = await prepared(qian, settings, opener_pool, people=people)
    await printed(qian, page, people)
    await press(qian, page, "attendance", present=str(people))
    shown = (await qian.get(f"{page}/open")).text
    assert ("全组意见一致时，谁都知道每个人怎么投的" in shown) is warned
    assert (f"“代表”组只有 {people} 人有权投票" in shown) is warned
    assert "全组意见一致" not in (await qian.get(f"{page}/void")).text


async def test_whoever_prints_cards_sees_how_far_they_are(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool)
    assert "页" not in (await qian.get(f"{page}/cards/progress")).text
    await printed(qian, page, 46)
    assert "印好了，共 5 页" in (await qian.get(f"{page}/cards/progress")).text


async def test_left_over_cards_are_voided_before_two_scrutineers(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    page = await prepared(qian, settings, opener_pool)
    first = await printed(qian, page, 46)
    codes = await printed(qian, page, 46)
    where = (f"{page}/left-over", f"{page}/left-over")
    await press(qian, page, "attendance", present="44")
    alone = await qian.fill(*where, codes=codes[0], witnesses="王建国")
    assert alone.status_code == 400
    scanned = f"http://minping.test/v/x#{codes[1].replace('-', '')}&mh={'0' * 64}"
    typed = "\n".join((codes[0].lower(), scanned, first[0], "no card"))
    answer = await qian.fill(*where, codes=typed, witnesses="王建国、张玉兰")
    assert "2 张已作废" in answer.text
    assert answer.text.count("没有这张票卡") == 2  # the first printing is worthless
    assert "现在发出 44 张" in answer.text
    assert "2 张，监票人 王建国、张玉兰" in (await qian.get(page)).text


async def test_an_evaluation_is_void_only_with_a_reason_and_is_begun_anew(qian: Browser) -> None:
    page = await draft(qian)
    assert await press(qian, page, "void", reason="") == 400
    assert await press(qian, page, "void", reason="方案填错了") == 303
    shown = (await qian.get(page)).text
    assert "理由：方案填错了" in shown
    anew = await qian.fill(page, f"{page}/redo")
    assert anew.status_code == 303
    assert anew.headers["location"] != page
    fresh = (await qian.get(anew.headers["location"])).text
    assert PLAN["title"] in fresh
    assert "前一次" in fresh
    again = await qian.fill(page, f"{page}/redo")
    assert again.headers["location"] == anew.headers["location"], "pressed twice, drafted once"


async def test_a_step_that_does_not_exist_is_not_there(qian: Browser) -> None:
    page = await draft(qian)
    assert (await qian.get(f"{page}/burn")).status_code == 404
    assert await press_blindly(qian, page, "burn") == 404
    assert (await qian.get(f"{page}/remarks")).status_code == 404
    assert (await qian.get(f"{page}/files/tally-sheet.pdf")).status_code == 404
