"""The secretary's desk and the doors of a poll, as tests use them."""

import html
import re
from datetime import timedelta

from service.box import opener
from service.clock import CHINA, now
from service.database import Pool
from service.demonstration.cards import read_cards
from service.jobs.worker import work_once
from service.settings import Settings
from surveys import canonical
from tests.polls import a_short_poll_form
from tests.service.boards.conftest import Browser

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
