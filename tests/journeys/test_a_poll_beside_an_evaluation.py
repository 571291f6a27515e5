"""Voters were asked, deputies vote: both stand in one notice, and neither moves the other."""

import asyncio
import re
from collections.abc import Sequence

import httpx
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from service.boards.appraisals import quoting
from service.boards.appraisals.quoting import Named
from service.box.receipts import holds_signature
from surveys import canonical, publication
from surveys.poll import PollPlan
from surveys.questionnaire.form import Questionnaire
from surveys.questionnaire.paste.reading import parse
from surveys.quotation.matching import match, topics
from surveys.tally.results import Result
from surveys.verification.verify import verify
from tests.browsers import a_phone
from tests.builders import FOUR_DEPARTMENTS
from tests.journeys.meetings import Meeting, convene
from tests.journeys.phones import the_form, vote
from tests.journeys.polling import Polling, begin_in
from tests.journeys.sites import Site
from tests.polls import a_poll_plan
from tests.reports.rendering.reading import text

TEXT = """# 部门工作民意调查
1. 您对这几个部门满意吗{#offices}（矩阵）
对象：镇财政所{#d1}、镇自然资源所{#d2}、便民服务中心{#d3}
等次：满意{#good}、不满意{#bad}
总体评价{#overall}
"""
ASKED, ANSWERED = (30, 30), (18, 18)
"""Households of two villages that got a card, and that sent it back."""


def plan() -> PollPlan:
    form: Questionnaire = parse(TEXT).form
    return a_poll_plan(form=form, title=form.title)


def one_answer(number: int) -> dict[str, str | list[str]]:
    """One of three is dissatisfied with the office of land, nobody with that of finance."""
    land = "bad" if number % 3 == 0 else "good"
    marks = {"d1": "good", "d2": land, "d3": "bad"}
    return {f"m.offices.{row}.overall": mark for row, mark in marks.items()}


async def voters_are_asked(site: Site, web: httpx.AsyncClient, town: str) -> Polling:
    poll = await begin_in(site, town, plan())
    await poll.open()
    upper, lower = poll.codes[: ASKED[0]], poll.codes[ASKED[0] :]
    codes = (*upper[: ANSWERED[0]], *lower[: ANSWERED[1]])
    await asyncio.gather(
        *(poll.answer(web, code, one_answer(number)) for number, code in enumerate(codes))
    )
    await poll.close()
    await poll.count()
    await poll.publish()
    return poll


async def put_beside(meeting: Meeting, poll: Polling) -> None:
    """As the page proposes it: two of the four departments were asked about by name."""
    (topic,) = topics(plan().form, FOUR_DEPARTMENTS)
    named = Named(poll.survey, topic, match(topic, FOUR_DEPARTMENTS))
    assert sorted(named.places) == ["finance", "land"]
    await meeting.do(lambda conn: quoting.name_poll(conn, meeting.deed(), named))


async def deputies_vote(web: httpx.AsyncClient, meeting: Meeting) -> None:
    await meeting.take_codes()
    await meeting.open()
    for number, code in enumerate(meeting.codes):
        await vote(web, meeting, code, await the_form(meeting, number))
    await meeting.close()
    await meeting.count()


async def fetch(web: httpx.AsyncClient, survey: str, names: Sequence[str]) -> dict[str, bytes]:
    return {name: (await web.get(f"/results/{survey}/{name}")).content for name in names}


async def test_a_poll_stands_in_the_notice_and_on_the_page_and_moves_neither_grade_nor_fingerprint(
    chromium: Browser, site: Site, web: httpx.AsyncClient
) -> None:
    meeting = await convene(site, people=5)
    poll = await voters_are_asked(site, web, meeting.town)
    await deputies_vote(web, meeting)
    counted = (await meeting.row()).count
    await put_beside(meeting, poll)
    await meeting.publish()

    files = await fetch(web, meeting.survey, (*publication.FILES, "report.pdf"))
    result = files[publication.RESULT]
    assert canonical.encode(canonical.decode(result, Result).count) == counted.data
    printed = canonical.fingerprint(result)
    evidence = {name: files[name] for name in publication.FILES}
    assert verify(evidence, printed, signature_holds=holds_signature).passed
    assert not any(poll.survey.encode() in content for content in evidence.values())

    polled = (await poll.row()).result_digest or ""
    official, _, quoted = text(files["report.pdf"]).rpartition("选民意见（不计入测评结果）")
    the_block_says_what_the_poll_published(quoted, polled)
    assert polled not in official
    async with a_phone(chromium, site.address) as page:
        await page.goto(f"/results/{meeting.survey}")
        shown = await page.locator("section.voters").inner_text()
        the_block_says_what_the_poll_published(re.sub(r"\s+", "", shown), polled)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert (await Axe().run(page)).violations_count == 0


def the_block_says_what_the_poll_published(said: str, polled: str) -> None:
    """24 of 36 households were satisfied with the office of land."""
    assert "不计入票数、得分和等次" in said
    assert "仅代表参与者" in said
    assert "镇财政所3636100.0" in said
    assert "镇自然资源所362466.71233.3" in said
    assert "有效答卷（n）36份，加权后的有效样本量（n_eff）36份" in said
    assert "上寨村第一小组30户、下寨村第二小组30户" in said
    assert "估计和参考区间" in said
    assert "便民服务中心" not in said, "no department of this evaluation"
    assert polled in said
