"""A roll comes in as a table: looked over first, then taken over whole or not at all."""

import html
import re

import pytest

from service.boards.roll.importing import read_weightings
from service.database import Pool
from service.settings import Settings
from service.spreadsheets import reading
from surveys.refusals import Refusal
from tests.service.boards.conftest import Browser
from tests.service.boards.roll.spreadsheets import DEPUTIES, a_csv, a_workbook, with_parts

HIDDEN = re.compile(r'name="table" value="([^"]*)"')


async def take_over(qian: Browser, content: bytes, *, weightings: str = "代表") -> int:
    """Upload, look, agree."""
    preview = await qian.upload(content, weightings=weightings)
    assert preview.status_code == 200, preview.text
    table = HIDDEN.search(preview.text)
    assert table is not None
    answer = await qian.fill(
        "/console/roll/import", "/console/roll/take-over", table=html.unescape(table[1])
    )
    return answer.status_code


async def people(owner_pool: Pool) -> list[str]:
    rows = await owner_pool.fetch("select name from registrar.person order by person_id")
    return [row[0] for row in rows]


def test_weighting_groups_are_few() -> None:
    assert len(read_weightings("、".join(f"{at}组" for at in range(20)))) == 20
    for many in ("、".join(f"{at}组" for at in range(21)), "、" * 2001):
        with pytest.raises(Refusal) as refused:
            read_weightings(many)
        assert refused.value.code == "roll.too_many_weightings"


async def test_an_empty_roll_says_how_to_begin(qian: Browser) -> None:
    assert "名册里还没有人" in (await qian.get("/console/roll")).text


async def test_a_good_table_is_shown_first_and_taken_over_when_agreed(
    qian: Browser, owner_pool: Pool
) -> None:
    preview = await qian.upload(a_workbook(*DEPUTIES))
    assert "将新增 <b>3</b> 人、修改 <b>0</b> 人、删除 <b>0</b> 人" in preview.text
    assert await people(owner_pool) == []
    assert await take_over(qian, a_workbook(*DEPUTIES)) == 303
    assert await people(owner_pool) == ["赵德明", "孙立新", "李春梅"]
    page = (await qian.get("/console/roll")).text
    assert "138****0001" in page
    assert "13800000001" not in page


async def test_the_second_import_says_who_comes_changes_and_goes(qian: Browser) -> None:
    await take_over(qian, a_workbook(*DEPUTIES))
    zhao, sun, _ = DEPUTIES
    moved = (sun[0], "第二代表小组", sun[2], sun[3])
    new = ("吴清", "第二代表小组", "镇人大代表", "")
    preview = await qian.upload(a_workbook(zhao, moved, new))
    assert "将新增 <b>1</b> 人、修改 <b>1</b> 人、删除 <b>1</b> 人，1 人不变" in preview.text


async def test_whoever_stays_keeps_the_key_and_a_newcomer_never_gets_somebody_else_s(
    qian: Browser, owner_pool: Pool
) -> None:
    """A right, a printed code, a bound phone name their person by it, whatever row they move to."""

    async def keys() -> dict[str, str]:
        rows = await owner_pool.fetch("select name, person_id from registrar.person")
        return dict(rows)

    zhao, sun, li = DEPUTIES
    await take_over(qian, a_workbook(zhao, sun, li))
    before = await keys()
    await owner_pool.execute(
        "insert into registrar.bound_phone select sha256(who::bytea), town_id, who"
        " from registrar.town, unnest($1::text[]) as who",
        [before[sun[0]], before[zhao[0]]],
    )
    new = ("吴清", "第二代表小组", "镇人大代表", "")
    await take_over(qian, a_workbook(li, new, zhao))
    after = await keys()
    assert {name: after[name] for name in (li[0], zhao[0])} == {
        name: before[name] for name in (li[0], zhao[0])
    }
    assert after["吴清"] not in before.values()
    bound = await owner_pool.fetch("select person_id from registrar.bound_phone")
    assert [row[0] for row in bound] == [before[zhao[0]]], "whoever left has no phone bound"


async def test_phones_are_sealed_and_found_nowhere_in_the_clear(
    qian: Browser, owner_pool: Pool
) -> None:
    await take_over(qian, a_workbook(*DEPUTIES))
    rows = await owner_pool.fetch("select phone_mark, phone_sealed from registrar.person")
    assert len({bytes(row[0]) for row in rows}) == 3
    assert not any(b"1380000" in bytes(row[1]) for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
async def test_a_csv_is_read_in_the_encodings_excel_writes(
    encoding: str, qian: Browser, owner_pool: Pool
) -> None:
    assert await take_over(qian, a_csv(*DEPUTIES, encoding=encoding)) == 303
    assert await people(owner_pool) == ["赵德明", "孙立新", "李春梅"]


async def test_two_bad_rows_are_named_with_row_and_column_and_nobody_is_imported(
    qian: Browser, owner_pool: Pool
) -> None:
    nameless = ("", "第一代表小组", "镇人大代表", "13800000009")
    short = ("周大勇", "第二代表小组", "镇人大代表", "1380000")
    answer = await qian.upload(a_workbook(*DEPUTIES, nameless, short))
    assert answer.status_code == 400
    assert "名册有 2 处要改，一个人也没有导入" in answer.text
    assert "“名册”第 5 行 A 列：没有填姓名。" in answer.text
    assert "“名册”第 6 行 D 列：“1380000”不是 11 位手机号。" in answer.text
    assert await people(owner_pool) == []


async def test_rows_changed_on_their_way_back_are_read_again(
    qian: Browser, owner_pool: Pool
) -> None:
    preview = await qian.upload(a_workbook(*DEPUTIES))
    table = HIDDEN.search(preview.text)
    assert table is not None
    forged = html.unescape(table[1]).replace("李春梅", "")
    where = ("/console/roll/import", "/console/roll/take-over")
    assert (await qian.fill(*where, table=forged)).status_code == 400
    assert (await qian.fill(*where, table="{")).status_code == 400
    assert await people(owner_pool) == []


async def test_the_template_is_a_table_the_import_reads(qian: Browser) -> None:
    template = await qian.get("/console/roll/template.xlsx")
    (roll, instructions) = reading.read_sheets(template.content)
    assert roll.rows[0][:2] == ("姓名", "代表小组")
    assert instructions.name == "填写说明"
    assert (await qian.upload(template.content)).status_code == 400  # nobody in it yet


async def test_a_search_finds_by_name_and_by_group(qian: Browser) -> None:
    await take_over(qian, a_workbook(*DEPUTIES))
    page = (await qian.get("/console/roll?q=孙")).text
    assert "孙立新" in page
    assert "李春梅" not in page
    assert "李春梅" in (await qian.get("/console/roll?q=第二代表小组")).text
    assert "没有找到" in (await qian.get("/console/roll?q=<b>")).text


async def test_several_weighting_groups_are_told_apart(qian: Browser, owner_pool: Pool) -> None:
    headings = ("姓名", "代表小组", "计票组")
    rows = (("孙立新", "第一代表小组", "代表"), ("周大勇", "上寨村", "群众"))
    content = a_workbook(*rows, headings=headings)
    assert await take_over(qian, content, weightings="代表、群众") == 303
    groups = await owner_pool.fetch("select weighting from registrar.person order by person_id")
    assert [row[0] for row in groups] == ["deputies", "public"]


async def test_what_a_bad_file_says_is_chinese_and_leaves_the_roll_alone(
    qian: Browser, owner_pool: Pool, settings: Settings
) -> None:
    await take_over(qian, a_workbook(*DEPUTIES))
    bomb = with_parts(a_workbook(), {"xl/media/a.xml": bytes(40 * 1024 * 1024)})
    answer = await qian.upload(bomb)
    assert answer.status_code == 400
    assert "文件解开后太大" in answer.text
    assert len(await people(owner_pool)) == 3


async def test_a_roll_of_thousands_goes_through_the_same_doors(
    qian: Browser, owner_pool: Pool
) -> None:
    voters = [(f"选民{n}", f"第{n % 15}村小组", "选民", f"139{n:08}") for n in range(2000)]
    assert await take_over(qian, a_csv(*voters)) == 303
    assert await owner_pool.fetchval("select count(*) from registrar.person") == 2000
    page = (await qian.get("/console/roll")).text
    assert "找到 2000 人，这里只列前 500 人" in page


async def everybody(owner_pool: Pool) -> list[tuple[object, ...]]:
    """The roll but for the keys of its people; a telephone by its mark, for sealings differ."""
    rows = await owner_pool.fetch(
        "select name, bodies, group_id, weighting, recused_from, eligible, phone_mark"
        " from registrar.person order by name"
    )
    return [tuple(row) for row in rows]


async def test_a_copy_kept_before_an_import_leads_back_to_the_roll_before(
    qian: Browser, owner_pool: Pool
) -> None:
    assert await take_over(qian, a_workbook(*DEPUTIES)) == 303
    before, offer = await everybody(owner_pool), "先下载现在的名册"
    assert offer not in (await qian.upload(a_workbook(*DEPUTIES))).text
    assert offer in (await qian.upload(a_workbook(*DEPUTIES[1:]))).text
    kept = await qian.fill("/console/roll", "/console/roll/copy")
    assert kept.status_code == 200
    assert "attachment" in kept.headers["content-disposition"]
    assert await take_over(qian, a_workbook(*DEPUTIES[1:])) == 303
    assert await everybody(owner_pool) != before
    assert await take_over(qian, kept.content) == 303
    assert await everybody(owner_pool) == before
    done = await owner_pool.fetch("select action, detail from registrar.chronicle order by seq")
    assert ("take-out-roll", "3") in [tuple(row) for row in done]
