"""The secretary's way through an evaluation, over the pages the workbench gives."""

import html
import re
import subprocess

from service.box import opener
from service.database import Pool
from service.jobs.worker import work_once
from service.settings import Settings
from tests.builders import a_roll
from tests.service.boards.conftest import Browser
from tests.service.boards.roll.spreadsheets import a_workbook

DEPARTMENTS = "镇财政所 | 镇属 | 王某某\n镇自然资源所\t派驻\t陈某某"
PLAN = {
    "title": "2026年部门工作民主测评",
    "preset": "laochang",
    "departments": DEPARTMENTS,
    "indicators": "依法履职、依法行政情况",
    "overall": "1",
    "grades": "three-unfamiliar",
    "rules": "township-three-grade",
    "required": "1",
    "remarks": "1",
}
NEW = "/console/appraisals/new"


async def bring_a_roll(qian: Browser, size: int = 46) -> None:
    rows = [(p.name, f"第{p.group}组", "镇人大代表", p.phone) for p in a_roll(size).people]
    preview = await qian.upload(a_workbook(*rows))
    table = re.search(r'name="table" value="([^"]*)"', preview.text)
    assert table is not None
    await qian.fill(
        "/console/roll/import", "/console/roll/take-over", table=html.unescape(table[1])
    )


async def draft(qian: Browser, **changes: str) -> str:
    """Type, look over, keep; the address of the evaluation."""
    fields = {name: value for name, value in {**PLAN, **changes}.items() if value}
    check = await qian.fill(NEW, NEW, go="check", **fields)
    assert check.status_code == 200, check.text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', check.text)
    assert seen is not None
    kept = await qian.fill(NEW, NEW, go="save", seen=seen[1], **fields)
    assert kept.status_code == 303, kept.text
    return kept.headers["location"]


async def press(qian: Browser, page: str, step: str, **fields: str) -> int:
    return (await qian.fill(page, f"{page}/{step}", **fields)).status_code


async def prepared(
    qian: Browser, settings: Settings, opener_pool: Pool, *, people: int = 46
) -> str:
    """Frozen, with a box."""
    await bring_a_roll(qian, people)
    page = await draft(qian)
    assert await press(qian, page, "prepare") == 303
    assert "正在准备票箱" in (await qian.get(page)).text
    assert await work_once(opener_pool, opener.kinds(settings, opener_pool))
    return page


async def printed(qian: Browser, page: str, number: int) -> list[str]:
    """Cards, printed and read as their owners read them."""
    answer = await qian.fill(f"{page}/cards", f"{page}/cards", **{"n:deputies:": str(number)})
    assert answer.headers["content-type"] == "application/pdf", answer.text
    return codes_on(answer.content)


def codes_on(sheet: bytes) -> list[str]:
    """Every card's code; poppler reads the paper many times as fast as `read_cards` does."""
    read = subprocess.run(["pdftotext", "-", "-"], input=sheet, capture_output=True, check=True)
    return re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", read.stdout.decode())


async def an_open_vote(qian: Browser, page: str, cards: int = 46) -> list[str]:
    """A prepared evaluation whose cards are printed, in a meeting where everybody came."""
    codes = await printed(qian, page, cards)
    assert await press(qian, page, "attendance", present=str(cards)) == 303
    assert await press(qian, page, "open", minutes="10") == 303
    return codes
