"""Who reads the name under an opinion, and who takes it out of the house."""

import csv
import html
import io
import zipfile

import httpx
import openpyxl
from litestar import Litestar

from tests.people import LI, ZHAO, ZHOU
from tests.service.boards.colleagues import seated, take_on
from tests.service.boards.conftest import Browser
from tests.service.boards.consultations.letterbox import letters, opened, review, write


async def test_names_are_for_the_secretary_and_words_for_the_presidium(
    qian: Browser, villager: Browser, app: Litestar
) -> None:
    page = await opened(qian)
    await write(villager, letters(page), w_s1="坡头路塌了", name=ZHOU.name, contact=ZHOU.phone)
    zhao = await seated(app, ZHAO.name, await take_on(qian, ZHAO.name))
    desk = (await zhao.get(f"{page}/opinions")).text
    assert "坡头路塌了" in desk
    assert ZHOU.name not in desk
    assert ZHOU.phone not in desk
    token = await zhao.token(page)
    refused = await zhao.send(f"{page}/opinions/1", csrf=token, step="accepted")
    assert refused.status_code == 403


async def test_the_secretary_takes_opinions_out_with_no_more_names_than_was_said(
    qian: Browser, villager: Browser, app: Litestar
) -> None:
    page = await opened(qian)
    assert "只有同意公布的人的姓名" in (await qian.get(page)).text
    who = {"name": ZHOU.name, "contact": ZHOU.phone}
    await write(villager, letters(page), w_s1="坡头路塌了", consented="1", **who)
    await write(villager, letters(page), w_="=HYPERLINK(1)", name=LI.name, contact=LI.phone)
    await review(qian, page, 1, "set_aside", reason="已经修好")
    table = the_table(await taken_out(qian, page, "csv"))
    assert [row["number"] for row in table] == ["1", "2"]
    assert [row["about"] for row in table] == ["s1", "other"]
    assert [row["name"] for row in table] == [ZHOU.name, ""]
    assert table[0]["became"] == "理由：已经修好"
    assert table[1]["words"] == "'=HYPERLINK(1)"
    assert "contact" not in table[0]
    book = openpyxl.load_workbook(io.BytesIO((await taken_out(qian, page, "xlsx")).content))
    assert [cell.value for cell in book.worksheets[0][2]][2] == "坡头路塌了"
    shown = (await qian.get(page)).text
    assert shown.count("取出全部意见") == 2
    assert (await qian.fill(page, f"{page}/opinions", format="exe")).status_code == 404
    zhao = await seated(app, ZHAO.name, await take_on(qian, ZHAO.name))
    token = await zhao.token(page)
    refused = await zhao.send(f"{page}/opinions", csrf=token, format="csv")
    assert refused.status_code == 403


async def test_names_leave_where_senders_were_told_and_never_where_none_were_asked(
    qian: Browser, villager: Browser
) -> None:
    told = await opened(qian, naming="optional", seen_by="镇人大主席")
    await write(villager, letters(told), w_s1="路窄", name=LI.name, contact=LI.phone)
    (row,) = the_table(await taken_out(qian, told, "csv"))
    assert (row["name"], row["contact"]) == (LI.name, LI.phone)
    nameless = await opened(qian, naming="open", seen_by="镇人大主席")
    await write(villager, letters(nameless), w_s1="路窄", name=LI.name, contact=LI.phone)
    (row,) = the_table(await taken_out(qian, nameless, "csv"))
    assert not {"name", "contact"} & row.keys()


async def taken_out(qian: Browser, page: str, wanted: str) -> httpx.Response:
    answer = await qian.fill(page, f"{page}/opinions", format=wanted)
    assert answer.status_code == 200, html.unescape(answer.text)
    return answer


def the_table(packed: httpx.Response) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert "answers.csv-metadata.json" in archive.namelist()
        return list(csv.DictReader(io.StringIO(archive.read("answers.csv").decode())))
