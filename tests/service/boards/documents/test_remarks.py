"""What deputies wrote on its way into a department's own report: read, agreed to, taken in."""

import html
import re

import msgspec
import pytest

from service.database import Pool, transaction
from surveys import canonical
from surveys.canonical import fingerprint
from surveys.stages import Stage
from tests.builders import SURVEY
from tests.reports.cases import laochang_manifest
from tests.service.boards.conftest import Browser
from tests.service.boards.documents.conftest import PAPERS, hold

REPORT = f"{PAPERS}/own-report~finance"
OF_FINANCE = re.compile(r'<p class="said">(.*?)</p>', re.DOTALL)
WRITTEN = (
    ("finance", "报账要跑几趟。\n能不能一次讲清？"),
    ("land", "测量排队太久。"),
    ("finance", "补贴发得<及时>。"),
    ("finance", "老王家的补贴没有发。"),
)


async def keep_remarks(owner: Pool) -> None:
    kept = canonical.encode([{"about": about, "words": words} for about, words in WRITTEN])
    async with transaction(owner) as conn:
        await conn.execute(
            "insert into registrar.document (town_id, survey_id, name, media_type, content, digest,"
            " public) select town_id, $1, 'remarks.json', 'application/json', $2, $3, false"
            " from registrar.town",
            *(SURVEY, kept, fingerprint(kept)),
        )


@pytest.fixture
async def written(secretary: Browser, owner_pool: Pool) -> Browser:
    """Four remarks, kept when the box was opened."""
    await keep_remarks(owner_pool)
    return secretary


async def decide(qian: Browser, verdict: str, number: str = "", report: str = REPORT) -> int:
    answer = await qian.fill(report, f"{report}/remarks", verdict=verdict, number=number)
    return answer.status_code


async def quoted(qian: Browser) -> list[str]:
    page = (await qian.get(REPORT)).text
    found = re.search(r'<textarea id="f-@comments"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1]).split("\n") if found[1] else []


async def test_a_report_offers_what_was_written_of_its_own_department(written: Browser) -> None:
    page = (await written.get(REPORT)).text
    assert [html.unescape(words) for words in OF_FINANCE.findall(page)] == [
        words for about, words in WRITTEN if about == "finance"
    ]
    assert "还有 3 条没有审阅" in page
    assert "测量排队" not in page
    assert "测量排队" not in (await written.get(f"{PAPERS}/opinion~land")).text


async def test_nothing_is_taken_in_that_nobody_read(written: Browser) -> None:
    assert await decide(written, "taken", "1") == 303
    assert await decide(written, "taken") == 303
    assert await quoted(written) == []


async def test_one_click_takes_in_one_and_another_all_the_rest(written: Browser) -> None:
    for number in ("1", "3"):
        assert await decide(written, "fit", number) == 303
    assert await decide(written, "left_out", "4") == 303
    await decide(written, "taken", "3")
    assert await quoted(written) == ["补贴发得<及时>。"]
    await decide(written, "taken")
    await decide(written, "taken")
    assert await quoted(written) == ["补贴发得<及时>。", "报账要跑几趟。　能不能一次讲清？"]
    page = (await written.get(REPORT)).text
    assert page.count("已收入") == 2
    assert "（二）" not in page.split("需要改进的方面")[0].split("意见建议</h3>")[0]


async def test_what_was_taken_in_is_edited_and_the_original_stays(
    written: Browser, owner_pool: Pool
) -> None:
    await decide(written, "fit", "4")
    await decide(written, "taken", "4")
    await written.fill(REPORT, REPORT, **{"@comments": "有一户的补贴没有发。"})
    assert await quoted(written) == ["有一户的补贴没有发。"]
    page = (await written.get(REPORT)).text
    assert "老王家" in page
    async with transaction(owner_pool) as conn:
        kept = await conn.fetchval(
            "select content from registrar.document where name = 'remarks.json'"
        )
        told = await conn.fetchval(
            "select array_agg(detail order by seq) from registrar.chronicle where action = $1",
            "review-remark",
        )
    assert "老王家" in kept.decode()
    assert [each.partition("》")[2] for each in told] == ["第 4 条：可以转告", "第 4 条：已收入"]


async def test_a_remark_about_another_department_is_not_there(written: Browser) -> None:
    assert await decide(written, "fit", "2") == 404
    assert await decide(written, "fit", "9") == 404
    assert await decide(written, "fit", "x") == 400
    assert await decide(written, "fit", "9" * 5000) == 400
    assert await decide(written, "praised", "1") == 404
    assert await decide(written, "fit", "1", f"{PAPERS}/circular") == 404


async def test_a_box_with_few_ballots_passes_no_remark_on(qian: Browser, owner_pool: Pool) -> None:
    rules = laochang_manifest().rules
    strict = msgspec.structs.replace(rules.publication, small_group=43)
    await hold(
        owner_pool, Stage.PUBLISHED, rules=msgspec.structs.replace(rules, publication=strict)
    )
    await keep_remarks(owner_pool)
    page = (await qian.get(REPORT)).text
    assert "收回的票太少" in page
    assert "报账" not in page
    assert await decide(qian, "fit", "1") == 404
