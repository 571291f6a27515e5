"""A clerk begins from a preset, pastes, edits line by line, tries, and starts the next version."""

import html
import io
import re
import threading

import openpyxl
import pytest

from service.database import Pool
from service.spreadsheets.questionnaire_template import write_template
from surveys.questionnaire.paste.reading import Reading, parse
from tests.service.boards.conftest import Browser

HERE = "/console/questionnaires"
TEXT = """# 村务问卷
1. 您满意吗（单选）
满意 / 不满意
2. 为什么（问答）（第1题选“不满意”时）
"""
SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')


async def written(qian: Browser, text: str = TEXT) -> str:
    """Save a new questionnaire; its address."""
    answer = await qian.fill(f"{HERE}/new", f"{HERE}/new", text=text, go="save")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def change(qian: Browser, address: str, path: str, **fields: str) -> int:
    """Post a form of the editor as its page wrote it."""
    page = (await qian.get(f"{address}/text" if path == "text" else address)).text
    seen = SEEN.search(page)
    assert seen is not None
    answer = await qian.fill(address, f"{address}/{path}", seen=seen[1], **fields)
    return answer.status_code


async def source(owner_pool: Pool, version: int = 1) -> str:
    return await owner_pool.fetchval(
        "select source from registrar.questionnaire where version = $1", version
    )


async def use(owner_pool: Pool) -> None:
    """What a poll does when it is prepared."""
    await owner_pool.execute("update registrar.questionnaire set frozen = true where ready")


async def test_an_empty_board_says_how_to_begin(qian: Browser) -> None:
    assert "还没有问卷" in (await qian.get(HERE)).text
    assert "村务公开满意度" in (await qian.get(f"{HERE}/new")).text


async def test_a_preset_stands_in_the_box_and_can_be_saved_as_it_is(
    qian: Browser, owner_pool: Pool
) -> None:
    page = (await qian.get(f"{HERE}/new?preset=voters")).text
    assert "可以使用" in page
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert text is not None
    await written(qian, html.unescape(text[1]).lstrip("\n"))
    assert await owner_pool.fetchval("select ready from registrar.questionnaire")
    assert "选民满意度问卷" in (await qian.get(HERE)).text


async def test_lines_that_were_not_read_are_told_by_number_and_kept_in_the_draft(
    qian: Browser, owner_pool: Pool
) -> None:
    text = TEXT.replace("满意 / 不满意\n", "满意 / 不满意\n还有一行看不懂\n")
    page = await qian.fill(f"{HERE}/new", f"{HERE}/preview", text=text)
    assert "第 4 行：看不出“还有一行看不懂”是题目" in page.text
    address = await written(qian, text)
    assert await source(owner_pool) == text
    assert not await owner_pool.fetchval("select ready from registrar.questionnaire")
    assert (await qian.get(address)).headers["location"] == f"{address}/text"


async def test_the_preview_is_the_voters_own_page(qian: Browser) -> None:
    page = await qian.fill(f"{HERE}/new", f"{HERE}/preview", text=TEXT)
    frame = re.search(r'srcdoc="([^"]*)"', page.text)
    assert frame is not None
    phone = html.unescape(frame[1])
    assert '<fieldset class="q"' in phone
    assert '<textarea class="entry long"' in phone  # shown although it has a condition
    assert "<script" not in phone


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", '"><img src=x>', "{{7*7}}"])
async def test_what_is_pasted_stays_text(qian: Browser, nasty: str) -> None:
    page = await qian.fill(f"{HERE}/new", f"{HERE}/preview", text=f"# {nasty}\n1. {nasty}\n{nasty}")
    frame = re.search(r'srcdoc="([^"]*)"', page.text)
    assert frame is not None
    for shown in (page.text, html.unescape(frame[1])):
        assert nasty not in shown or nasty == "{{7*7}}"
        assert "49" not in shown.split("<style>")[0]


async def test_questions_move_and_conditions_follow_them(qian: Browser, owner_pool: Pool) -> None:
    address = await written(qian, TEXT + "3. 您贵姓（填空）\n")
    assert await change(qian, address, "list", do="up:2") == 303
    assert (await source(owner_pool)).splitlines()[1:] == [
        "",
        "1. 您满意吗（单选）",
        "满意 / 不满意",
        "",
        "2. 您贵姓（填空）",
        "",
        "3. 为什么（问答）（第1题选“不满意”时）",
    ]


async def test_renaming_adding_and_dropping_need_no_script(qian: Browser, owner_pool: Pool) -> None:
    address = await written(qian)
    fields = {"title": "新问卷", "q0.title": "您觉得怎样", "q0.must": "1", "q0.option0": "很好"}
    assert await change(qian, address, "list", do="add-option:0", **fields) == 303
    assert await change(qian, address, "list", do="add-question", kind="scale") == 303
    lines = (await source(owner_pool)).splitlines()
    assert lines[0] == "# 新问卷"
    assert "很好 / 不满意 / 选项3" in lines
    assert "3. 新题目3（量表1-5）" in lines
    assert await change(qian, address, "list", do="drop-option:0:2") == 303
    assert "很好 / 不满意" in await source(owner_pool)


async def test_what_a_condition_waits_for_cannot_be_removed(
    qian: Browser, owner_pool: Pool
) -> None:
    address = await written(qian)
    assert await change(qian, address, "list", do="delete:0") == 409
    assert await change(qian, address, "list", do="drop-option:0:1") == 409
    assert await change(qian, address, "list", do="drop-option:0:9") == 400
    assert "1. 您满意吗" in await source(owner_pool)


async def test_two_pages_open_at_once_do_not_overwrite_each_other(qian: Browser) -> None:
    address = await written(qian)
    old = SEEN.search((await qian.get(address)).text)
    assert old is not None
    assert await change(qian, address, "list", do="add-option:0") == 303
    late = await qian.fill(address, f"{address}/list", seen=old[1], do="add-option:0")
    assert late.status_code == 409
    assert "刚在别的页面改过" in late.text


async def test_a_used_version_never_changes_and_an_edit_becomes_the_next_one(
    qian: Browser, owner_pool: Pool
) -> None:
    address = await written(qian)
    await use(owner_pool)
    assert (await qian.fill(address, f"{address}/delete")).status_code == 409
    longer = "# 村务问卷\n1. 您贵姓（填空）\n2. 您满意吗（单选）\n满意 / 不满意\n"
    assert await change(qian, address, "text", text=longer, go="save") == 303
    assert "您贵姓" not in await source(owner_pool)
    assert "2. 您满意吗{#q1}（单选）" in await source(owner_pool, 2)
    form = await owner_pool.fetchval("select form from registrar.questionnaire where version = 2")
    assert '"version":2' in form
    assert "第 2 版，前一版已使用" in (await qian.get(HERE)).text
    assert (await qian.fill(address, f"{address}/delete")).status_code == 303
    assert await owner_pool.fetchval("select count(*) from registrar.questionnaire") == 1


async def test_the_database_itself_holds_a_used_version(qian: Browser, owner_pool: Pool) -> None:
    await written(qian)
    await use(owner_pool)
    for statement in (
        "update registrar.questionnaire set title = 'x'",
        "update registrar.questionnaire set frozen = false",
        "delete from registrar.questionnaire",
    ):
        with pytest.raises(Exception, match="frozen"):
            await owner_pool.execute(statement)


async def test_a_copy_begins_the_next_version(qian: Browser, owner_pool: Pool) -> None:
    address = await written(qian)
    await use(owner_pool)
    assert (await qian.fill(address, f"{address}/copy")).status_code == 303
    assert await source(owner_pool, 2) == await source(owner_pool)


async def test_trying_asks_what_a_voter_is_asked_and_keeps_nothing(
    qian: Browser, owner_pool: Pool
) -> None:
    address = await written(qian, TEXT.replace("（问答）", "（问答，必填）"))
    trying = f"{address}/try/1"
    assert "还有 1 项没填" in (await qian.fill(trying, trying)).text
    more = (await qian.fill(trying, trying, **{"q.q1": "dissatisfied"})).text
    assert "还有 1 项没填" in more
    assert 'name="shown" value="q2"' in more
    done = await qian.fill(trying, trying, **{"q.q1": "satisfied"})
    assert "可以提交" in done.text
    assert (await qian.fill(trying, trying, **{"q.q1": "other"})).status_code == 400
    assert await owner_pool.fetchval("select count(*) from registrar.questionnaire") == 1


async def test_a_text_is_read_beside_the_loop_so_that_voters_do_not_wait(
    qian: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: list[threading.Thread] = []

    def read(text: str) -> Reading:
        readers.append(threading.current_thread())
        return parse(text)

    monkeypatch.setattr("service.boards.questionnaires.routes.parse", read)
    monkeypatch.setattr("service.boards.questionnaires.actions.parse", read)
    text = "# 问卷\n\n1. 路灯亮吗（单选）\n亮 / 不亮"
    assert "路灯" in (await qian.fill(f"{HERE}/new", f"{HERE}/preview", text=text)).text
    kept = await qian.fill(f"{HERE}/new", f"{HERE}/new", text=text, go="save")
    assert "路灯" in (await qian.get(kept.headers["location"])).text
    assert len(readers) == 3
    assert threading.main_thread() not in readers


async def test_a_stranger_is_shown_the_door(browser: Browser) -> None:
    assert (await browser.get(HERE)).headers["location"].startswith("/console/signin")


async def upload(qian: Browser, content: bytes) -> tuple[int, str]:
    answer = await qian.http.post(
        f"{HERE}/upload",
        data={"csrf": await qian.token(f"{HERE}/new")},
        files={"file": ("问卷.xlsx", content)},
    )
    return answer.status_code, html.unescape(answer.text)


def filled_in(**cells: str) -> bytes:
    """The template with some cells written over, as Excel would."""
    book = openpyxl.load_workbook(io.BytesIO(write_template()))
    for place, words in ({"B1": "村务问卷"} | cells).items():
        book["问卷"][place] = words
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


async def test_the_template_filled_in_becomes_a_text_to_look_over(
    qian: Browser, owner_pool: Pool
) -> None:
    cells = {"B2": "村委会", "B8": "各方面", "C8": "矩阵", "D8": "及时\n看得懂", "E8": "好 / 不好"}
    status, page = await upload(qian, filled_in(**cells))
    assert status == 200
    assert "读出 4 题，可以使用" in page
    assert "2. 不满意的原因（多选，最多选2项）（第1题选“不满意”时）" in page
    assert "对象：村委会\n等次：好 / 不好\n- 及时\n- 看得懂" in page
    assert await owner_pool.fetchval("select count(*) from registrar.questionnaire") == 0


async def test_every_mistake_of_a_table_is_told_with_its_cell(qian: Browser) -> None:
    cells = {
        "B1": "",
        "C5": "选一选",
        "F6": "也许",
        "G6": "最多9选",
        "H6": "第9题选“是”时",
        "B7": "",
    }
    status, page = await upload(qian, filled_in(**cells))
    assert status == 400
    for sentence in (
        "“问卷”：没有写问卷标题。",
        "“问卷”第 5 行 C 列：题型“选一选”不认识。",
        "“问卷”第 6 行 F 列：“也许”看不懂，请填“是”或“否”。",
        "“问卷”第 6 行 G 列：括号里的“最多9选”看不懂，没有采用。",
        "“问卷”第 6 行 H 列：显示条件里的第 9 题不存在。",
        "“问卷”第 7 行 B 列：没有写题目。",
    ):
        assert sentence in page, sentence


async def test_a_file_that_is_no_table_is_refused_in_chinese(qian: Browser) -> None:
    assert await upload(qian, b"%PDF-1.4") == (400, (await upload(qian, b"%PDF-1.4"))[1])
    assert "这不是 Excel" in (await upload(qian, b"%PDF-1.4"))[1]


async def test_a_text_beyond_all_measure_is_refused(qian: Browser) -> None:
    answer = await qian.fill(f"{HERE}/new", f"{HERE}/preview", text="一" * 60_001)
    assert answer.status_code == 400
