"""The secretary's way with papers: look, write into a slot, issue, take the files."""

import html
import io
import re

import pytest
from docx import Document as Word
from openpyxl import load_workbook

from reports.wording import papers as wording
from service.boards.documents.papers import PAPERS as TABLE
from service.boards.documents.printing import kinds
from service.database import Pool, transaction
from service.jobs.worker import work_once
from service.press.working import Press
from service.settings import Settings
from surveys.stages import Stage
from tests.reports.rendering.reading import open_pdf, text
from tests.service.boards.conftest import Browser
from tests.service.boards.documents.conftest import PAPERS, RESULT, Work, hold

CIRCULAR = f"{PAPERS}/circular"
OPINION = f"{PAPERS}/opinion~finance"
SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')


async def write(qian: Browser, page: str, **words: str) -> int:
    return (await qian.fill(page, page, **words)).status_code


async def issue(qian: Browser, page: str) -> int:
    shown = (await qian.get(page)).text
    seen = SEEN.search(shown)
    assert seen is not None, shown
    return (await qian.fill(page, f"{page}/issue", seen=seen[1])).status_code


async def fetch(qian: Browser, page: str, form: str, work: Work) -> bytes:
    """Wait on the page until the worker has made the file."""
    while "text/html" in (answer := await qian.get(f"{page}/{form}")).headers["content-type"]:
        assert "等候打印" in answer.text
        assert await work()
    return answer.content


def fields(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea id="f-([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(words) for name, words in found}


async def deeds(owner: Pool) -> list[tuple[str, str]]:
    async with transaction(owner) as conn:
        rows = await conn.fetch("select action, detail from registrar.chronicle order by seq")
    return [(row["action"], row["detail"]) for row in rows if "paper" in row["action"]]


def test_every_paper_and_everything_to_be_written_in_it_has_a_name() -> None:
    assert wording.PAPERS.keys() == TABLE.keys()
    assert {paper.since.value for paper in TABLE.values()} == wording.SINCE.keys()
    used = {entry for paper in TABLE.values() for entry in paper.entries}
    assert used == wording.ENTRIES.keys()


@pytest.mark.parametrize(
    ("stage", "there"),
    [(Stage.DRAFTED, 0), (Stage.PREPARED, 4), (Stage.COUNTED, 5), (Stage.PUBLISHED, len(TABLE))],
)
async def test_papers_come_with_the_stage(
    qian: Browser, owner_pool: Pool, stage: Stage, there: int
) -> None:
    await hold(owner_pool, stage)
    page = (await qian.get(PAPERS)).text
    assert page.count('class="entry-card') == there
    assert ("现在还没有能出的文书" in page) == (there == 0)
    early = await qian.get(CIRCULAR)
    assert early.status_code == (200 if stage is Stage.PUBLISHED else 409)


async def test_every_paper_can_be_read_and_printed(secretary: Browser, work: Work) -> None:
    for key, paper in TABLE.items():
        page = f"{PAPERS}/{key}" + ("~finance" if paper.each else "")
        assert (await secretary.get(page)).status_code == 200, key
        assert await work(), "looking at a paper asks for its print"
        pdf = (await secretary.get(f"{page}/pdf")).content
        assert ("草稿" in text(pdf)) == paper.official, key


async def test_words_are_edited_in_their_slots_and_a_result_is_refused_at_its_field(
    secretary: Browser, work: Work
) -> None:
    before = fields((await secretary.get(CIRCULAR)).text)
    assert before["demand"] == "请各有关单位对照测评结果总结经验、查找不足，切实改进工作。"
    wrong = {"demand": "镇财政所满意率99%，请各单位学习。", "close": "特此通报。请认真落实。"}
    refused = await secretary.fill(CIRCULAR, CIRCULAR, **wrong)
    assert refused.status_code == 400
    assert "“99%”不是这份文件里的结果" in refused.text
    assert 'aria-describedby=" e-demand" aria-invalid="true"' in refused.text
    assert {name: fields(refused.text)[name] for name in wrong} == wrong, "nothing typed is lost"
    assert fields((await secretary.get(CIRCULAR)).text) == before, "and nothing of it is kept"
    right = {"demand": "请各单位抓紧整改。\n12月18日前报送方案。", "close": "特此通报。"}
    assert await write(secretary, CIRCULAR, **right) == 303
    assert fields((await secretary.get(CIRCULAR)).text) == right
    assert "12月18日前报送方案" in text(await fetch(secretary, CIRCULAR, "pdf", work))


async def test_what_the_office_adds_brings_no_result_either(secretary: Browser) -> None:
    entries = {"@number": "老人大发〔2026〕3号", "@addressee": "满意率99%的单位"}
    assert await write(secretary, CIRCULAR, **entries) == 400
    assert await write(secretary, CIRCULAR, **{**entries, "@addressee": "各部门"}) == 303
    assert "老人大发〔2026〕3号" in (await secretary.get(CIRCULAR)).text


async def test_a_field_that_the_paper_does_not_have_changes_nothing(secretary: Browser) -> None:
    before = (await secretary.get(CIRCULAR)).text
    assert await write(secretary, CIRCULAR, title="另一个标题", votes="镇财政所满意42票。") == 303
    assert fields((await secretary.get(CIRCULAR)).text) == fields(before)


async def test_the_same_paper_is_printed_once(secretary: Browser, work: Work) -> None:
    first = await fetch(secretary, CIRCULAR, "pdf", work)
    assert (await secretary.get(f"{CIRCULAR}/pdf")).content == first
    await secretary.get(CIRCULAR)
    assert not await work()
    usual = fields((await secretary.get(CIRCULAR)).text)
    assert await write(secretary, CIRCULAR, close="就这样。") == 303
    assert await write(secretary, CIRCULAR, close=usual["close"]) == 303
    assert (await secretary.get(f"{CIRCULAR}/pdf")).content == first, "as it was printed before"


async def test_a_paper_is_issued_once_and_then_stands(
    secretary: Browser, owner_pool: Pool, work: Work
) -> None:
    await write(secretary, CIRCULAR, close="特此通报，请认真落实。")
    assert await issue(secretary, CIRCULAR) == 303
    page = (await secretary.get(CIRCULAR)).text
    assert "已签发" in page
    assert fields(page) == {}
    assert await write(secretary, CIRCULAR, close="改一改。") == 409
    pdf = await fetch(secretary, CIRCULAR, "pdf", work)
    assert "特此通报，请认真落实。" in text(pdf)
    assert "草稿" not in text(pdf)
    assert open_pdf(pdf).attachments == {"result.json": [RESULT]}
    (issued, title), (kept, printed) = await deeds(owner_pool)
    assert (issued, kept) == ("issue-paper", "issued-paper")
    assert title.endswith("结果的通报")
    assert len(printed.split()[0]) == 64
    assert "签发文书" in (await secretary.get(PAPERS.removesuffix("/papers"))).text


async def test_the_database_itself_keeps_the_wording_of_an_issued_paper(
    secretary: Browser, web_pool: Pool
) -> None:
    await write(secretary, CIRCULAR, close="特此通报，请认真落实。")
    await issue(secretary, CIRCULAR)
    more = "insert into registrar.wording select town_id, survey_id, document, 'demand', 'x'"
    for statement in (
        "update registrar.wording set words = 'x'",
        "delete from registrar.wording",
        f"{more} from registrar.issued",
    ):
        with pytest.raises(Exception, match="frozen"):
            async with transaction(web_pool) as conn:
                await conn.execute(statement)


async def test_only_what_was_seen_is_issued(secretary: Browser) -> None:
    seen = SEEN.search((await secretary.get(CIRCULAR)).text)
    assert seen is not None
    await write(secretary, CIRCULAR, close="有人在中间改了一句。")
    late = await secretary.fill(CIRCULAR, f"{CIRCULAR}/issue", seen=seen[1])
    assert late.status_code == 403
    assert "这一页是旧的" in late.text


async def test_a_paper_waits_for_what_only_people_can_write(secretary: Browser, work: Work) -> None:
    page = (await secretary.get(OPINION)).text
    assert "处待填，填好才能签发" in page
    assert SEEN.search(page) is None
    waiting = [name for name, words in fields(page).items() if not words]
    assert waiting
    assert await write(secretary, OPINION, **dict.fromkeys(waiting, "")) == 303
    assert "处待填" in (await secretary.get(OPINION)).text, "nothing typed is nothing written"
    written = {name: f"{name}：做得细，还要再快些。" for name in waiting[1:]}
    assert await write(secretary, OPINION, **written, **{waiting[0]: "略"}) == 303
    assert await issue(secretary, OPINION) == 303
    pdf = text(await fetch(secretary, OPINION, "pdf", work))
    assert "待填" not in pdf
    assert f"{waiting[1]}：做得细" in pdf


async def test_problems_are_written_once_and_stand_in_text_and_table(
    secretary: Browser, work: Work
) -> None:
    page = f"{PAPERS}/rectification~finance"
    before = (await secretary.get(page)).text
    assert "写在上面的“要整改的问题”里" in before
    assert "problems" not in fields(before)
    assert await write(secretary, page, **{"@problems": "预算公开不及时\n报账要跑三趟"}) == 303
    assert await issue(secretary, page) == 303
    pdf = text(await fetch(secretary, page, "pdf", work))
    assert pdf.count("报账要跑三趟") == 2


async def test_word_and_excel_are_made_of_the_same_paper(secretary: Browser, work: Work) -> None:
    await write(secretary, CIRCULAR, close="特此通报，请认真落实。")
    word = Word(io.BytesIO(await fetch(secretary, CIRCULAR, "docx", work)))
    assert "特此通报，请认真落实。" in [each.text for each in word.paragraphs]
    book = load_workbook(io.BytesIO(await fetch(secretary, CIRCULAR, "xlsx", work)))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "特此通报，请认真落实。" in cells
    assert 37 in cells
    assert "计票规则" in book.sheetnames


async def test_a_paper_too_large_is_told_on_its_page_and_can_be_tried_again(
    secretary: Browser, settings: Settings, worker_pool: Pool, worker_press: Press, work: Work
) -> None:
    class Jammed:
        """A printer whose limits every paper exceeds."""

        fonts = worker_press.printer.fonts

        async def print(self, *_: object) -> bytes:
            from surveys.refusals import Refusal

            raise Refusal("press.too_long", seconds=90)

    await secretary.get(CIRCULAR)
    jammed = Press(worker_pool, Jammed())  # type: ignore[arg-type]
    assert await work_once(worker_pool, kinds(settings, jammed))
    page = (await secretary.get(CIRCULAR)).text
    assert "排版超过 90 秒，已经停下" in page
    assert not await work(), "what failed is not tried for ever"
    answer = await secretary.fill(CIRCULAR, f"{CIRCULAR}/print", form="pdf")
    assert answer.status_code == 303
    assert await work()
    assert (await secretary.get(f"{CIRCULAR}/pdf")).content[:5] == b"%PDF-"


async def test_another_paper_form_or_department_is_not_there(secretary: Browser) -> None:
    for page in ("poem", "opinion", "opinion~nobody", "circular~finance", "circular/odt"):
        assert (await secretary.get(f"{PAPERS}/{page}")).status_code == 404
    assert (await secretary.get(f"{PAPERS}/ballot/xlsx")).status_code == 404
