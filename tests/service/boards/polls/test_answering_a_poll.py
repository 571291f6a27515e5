"""A poll as whoever answers it sees it, with a card or by the open link."""

import re

from service.database import Pool
from service.settings import Settings
from surveys import canonical
from surveys.poll import PollManifest
from surveys.questionnaire.paste.reading import parse
from tests.service.boards.conftest import Browser
from tests.service.boards.polls.poll_desk import ANSWERS, OPEN, answer, door, later, prepared, press


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


async def test_what_may_be_left_empty_says_so_and_is_not_counted_as_missing(
    qian: Browser, settings: Settings, opener_pool: Pool
) -> None:
    text = (
        "# 小问卷\n1. 去过几次（数字，不小于0，1位小数，选填）\n2. 满意吗（单选）\n满意 / 不满意\n"
    )
    form = canonical.encode(parse(text).form).decode()
    page = await prepared(qian, settings, opener_pool, **{**OPEN, "form": form})
    await press(qian, page, "open", closes_at=later(hours=1))
    ballot = (await qian.get(door(page))).text
    assert ballot.count("（可不填）") == 1
    assert "去过几次（可不填）" in ballot
    assert "请填不小于 0 的数" in ballot
    seen = re.search(r'name="form" value="([0-9a-f]{64})"', ballot)
    assert seen is not None
    review = await qian.send(f"{door(page)}/check", **{"form": seen[1], "q.q2": "satisfied"})
    assert "核对您的答卷" in review.text
    assert "项没选" not in review.text
