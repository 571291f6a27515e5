"""A consultation from its draft to its published digest, and how it ends."""

import html
import json
from datetime import timedelta

import pytest

from service.boards.consultations import printing
from service.clock import now
from service.database import Pool
from service.jobs.worker import work_once
from service.press.working import Press
from tests.people import LI, SUN, ZHOU
from tests.service.boards.conftest import Browser
from tests.service.boards.consultations.letterbox import (
    NEW,
    drafted,
    letters,
    opened,
    press,
    review,
    the_plan,
    the_words,
    told,
    write,
)


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
    assert all(f"opinions?state=received&at={number}" in desk for number in (1, 2, 3, 4))
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
