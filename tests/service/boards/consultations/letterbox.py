"""A consultation as tests use it: drafted, opened, written to, reviewed, looked up."""

import html
import io
import re
from datetime import timedelta

import httpx
from pypdf import PdfReader

from service.clock import now
from tests.service.boards.conftest import Browser

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
    assert found[1] in answer.text.replace("<wbr>", "")
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
