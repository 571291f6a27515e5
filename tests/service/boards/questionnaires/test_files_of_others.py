"""A file from another system is looked at first, then kept; and a questionnaire leaves as one."""

import json
from pathlib import Path

import axe_playwright_python
import httpx
from litestar import Litestar
from playwright.async_api import Page

from service.interchange.reading import read_questionnaire
from tests.service.boards.conftest import Browser

HERE = "/console/questionnaires"
FILES = Path(__file__).resolve().parents[3] / "data" / "questionnaires"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, {runOnly: tags, iframes: false})).violations
  .map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" | ")}`)"""


async def send(qian: Browser, name: str, content: bytes) -> httpx.Response:
    token = await qian.token(f"{HERE}/import")
    return await qian.http.post(
        f"{HERE}/import", data={"csrf": token}, files={"file": (name, content)}
    )


async def kept(qian: Browser, text: str) -> str:
    """Save a text; the address of what it became."""
    answer = await qian.fill(f"{HERE}/new?preset=x", f"{HERE}/new", text=text, go="save")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_a_file_is_shown_before_it_is_kept(qian: Browser) -> None:
    file = FILES / "xlsform" / "yes_or_no_question.xlsx"
    answer = await send(qian, file.name, file.read_bytes())
    assert answer.status_code == 200
    assert "have you had a good day today?" in answer.text
    assert "文件里没有标题，用了文件名“yes_or_no_question”" in answer.text
    assert "yes_or_no_question" not in (await qian.get(HERE)).text
    await kept(qian, "# yes_or_no_question\n1. 好吗\n好 / 不好\n")
    assert "yes_or_no_question" in (await qian.get(HERE)).text


async def test_a_file_that_cannot_be_taken_over_leaves_nothing_and_tells_each_place(
    qian: Browser,
) -> None:
    file = FILES / "xlsform" / "widgets.csv"
    answer = await send(qian, file.name, file.read_bytes())
    assert answer.status_code == 400
    assert "有 17 处收不下，整份没有导入" in answer.text
    assert "“survey”第 12 行：题型“geopoint”民评没有" in answer.text
    assert "还没有问卷" in (await qian.get(HERE)).text


async def test_what_a_file_says_of_itself_is_never_markup(qian: Browser) -> None:
    survey = {"pages": [{"elements": [{"type": "<script>alert(1)</script>", "name": "a"}]}]}
    answer = await send(qian, '"><script>.json', json.dumps(survey).encode())
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


async def test_no_file_is_a_plain_refusal(qian: Browser) -> None:
    answer = await qian.fill(f"{HERE}/import", f"{HERE}/import", file="")
    assert answer.status_code == 400
    assert "还没有选文件" in answer.text


async def test_a_questionnaire_leaves_in_every_format_and_comes_back(qian: Browser) -> None:
    address = await kept(qian, "# 村务问卷\n1. 您满意吗（单选）\n满意 / 不满意\n2. 意见（选填）\n")
    assert "下载这份问卷" in (await qian.get(address)).text
    for kind, name in (
        ("xlsform", "a.xlsx"),
        ("surveyjs", "a.json"),
        ("json", "a.json"),
        ("text", "a.txt"),
    ):
        answer = await qian.get(f"{address}/as/{kind}")
        assert answer.status_code == 200, kind
        assert "attachment" in answer.headers["content-disposition"]
        form = read_questionnaire(name, answer.content).form
        assert [question.title for question in form.questions()] == ["您满意吗", "意见"]
    assert (await qian.get(f"{address}/as/docx")).status_code == 404


async def test_what_a_format_cannot_hold_is_said_instead_of_left_out(qian: Browser) -> None:
    address = await kept(qian, "# 村务问卷\n1. 先办哪件（排序，排前1名）\n修路 / 通水\n")
    answer = await qian.get(f"{address}/as/xlsform")
    assert answer.status_code == 409
    assert "排序“先办哪件”只排前 1 名" in answer.text


async def test_a_stranger_reads_and_sends_nothing(browser: Browser, app: Litestar) -> None:
    assert (await browser.get(f"{HERE}/import")).status_code in {303, 401}
    assert (await browser.get(f"{HERE}/abcdefgh/as/json")).status_code in {303, 401}


async def test_the_page_holds_to_the_rules_of_access(page: Page) -> None:
    await page.goto(page.url.rstrip("/") + "/import")
    await page.evaluate(AXE)
    assert await page.evaluate(RUN, TAGS) == []
    file = FILES / "xlsform" / "yes_or_no_question.xlsx"
    await page.set_input_files("#file", str(file))
    await page.get_by_role("button", name="读入").click()
    await page.get_by_text("还没有保存").wait_for()
    await page.evaluate(AXE)
    assert await page.evaluate(RUN, TAGS) == []
    await page.get_by_role("button", name="保存", exact=True).click()
    await page.get_by_text("下载这份问卷").wait_for()
