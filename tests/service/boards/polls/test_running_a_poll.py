"""A poll from its draft to its published tables, and how it ends."""

from service.boards.polls import printing
from service.box import opener
from service.database import Pool
from service.jobs.worker import work_once
from service.press.working import Press
from service.settings import Settings
from surveys import canonical
from surveys.tally.poll_results import PollResult
from tests.service.boards.conftest import Browser
from tests.service.boards.polls.poll_desk import (
    ANSWERS,
    CARDS,
    OPEN,
    answer,
    door,
    draft,
    later,
    prepared,
    press,
    printed,
)


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
    told = "问卷暂停，请稍候。可以先填"
    form = page.replace("/console/polls/", "/v/")
    assert told in (await qian.get(form)).text
    assert await press(qian, page, "resume") == 303
    assert told not in (await qian.get(form)).text
    assert "leaf" in await answer(qian, page, code="0000-0000-0000-0000")


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
