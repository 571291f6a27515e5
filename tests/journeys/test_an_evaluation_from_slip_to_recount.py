"""One evaluation as a town holds it: from the drawn slip to a stranger's recount."""

import asyncio
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

import httpx
from playwright.async_api import Browser, Page, Request, expect

from service.settings import CHECKOUT
from surveys import publication
from surveys.ballots.receipt import Receipt
from surveys.canonical import decode
from surveys.statistics.reading import Reading
from surveys.statistics.verdicts import NotComputable, Reason
from tests.browsers import a_phone
from tests.journeys.meetings import Meeting, convene
from tests.journeys.phones import Form, Sent, bytes_of, count_by_hand, the_form, vote
from tests.journeys.sites import PATIENCE, Site
from tests.reports.rendering.reading import text

PEOPLE, PRESENT = 13, 11
LABELS = {
    "satisfied": "满意",
    "fairly_satisfied": "基本满意",
    "dissatisfied": "不满意",
    "unfamiliar": "不了解",
}
DEPARTMENTS = {
    "finance": "镇财政所",
    "agriculture": "镇农业农村服务中心",
    "society": "镇社会事务办公室",
    "land": "镇自然资源所",
}
REMARK = "希望把村口的路灯修一修"


async def fits_the_phone(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def sun_votes_with_the_page_s_script(
    chromium: Browser, meeting: Meeting, code: str, form: Form
) -> Sent:
    """孙立新 scans her card: slip, four departments, review, receipt."""
    async with a_phone(chromium, meeting.site.address) as page:
        await page.goto(f"{meeting.page}#{code.replace('-', '')}")
        await page.click("#next")
        for number in range(1, 5):
            await page.wait_for_selector(f"#d{number}:not([hidden])")
            await fits_the_phone(page)
            await mark_department(page, number, form)
            await page.click("#next")
        await page.wait_for_selector("#check:not([hidden])")
        await fits_the_phone(page)
        async with page.expect_request("**/cast") as posting:
            await page.click("#next")
        await page.wait_for_selector(".done")
        request = await posting.value
        await nothing_tells_who_sent_it(request)
        sent = dict(parse_qsl(request.post_data or ""))
        assert {name: grade for name, grade in sent.items() if name.startswith("m.")} == {
            name: grade for name, grade in form.items() if name.startswith("m.")
        }
        return await receipt_on(page, code, form)


async def mark_department(page: Page, number: int, form: Form) -> None:
    for name in await names_of(page, f"#d{number} input[type=radio]"):
        await page.check(f'#d{number} input[name="{name}"][value="{form[name]}"]', force=True)
    for name in await names_of(page, f"#d{number} textarea"):
        await page.fill(f'#d{number} textarea[name="{name}"]', form.get(name, ""))


async def names_of(page: Page, selector: str) -> list[str]:
    found = await page.eval_on_selector_all(selector, "(all) => all.map((at) => at.name)")
    return list(dict.fromkeys(found))


async def nothing_tells_who_sent_it(request: Request) -> None:
    """F006: the shipped page sends its ballot without cookie, token or referer."""
    told = await request.all_headers()
    assert not {"cookie", "authorization", "referer"} & set(told)


async def receipt_on(page: Page, code: str, form: Form) -> Sent:
    """The receipt a page shows, which says nothing of the choice."""
    await fits_the_phone(page)
    words = await page.inner_text("body")
    assert not any(label in words for label in LABELS.values())
    link = await page.get_attribute(".keep", "href") or ""
    receipt = decode(unquote(link.removeprefix("data:application/json,")), Receipt)
    assert await page.inner_text(".code") == receipt.code
    return Sent(code, form, receipt)


async def li_votes_by_keyboard_without_scripts(
    chromium: Browser, meeting: Meeting, code: str, form: Form
) -> Sent:
    """李春梅 has scripts switched off and touches nothing but keys."""
    async with a_phone(chromium, meeting.site.address, scripts=False) as page:
        posts: list[str] = []
        page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
        await page.goto(meeting.page)
        await page.keyboard.press("Tab")
        await tab_to(page, "code")
        await page.keyboard.type(code.replace("-", ""))
        await fill_in_by_keyboard(page, form)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/check")
        await fits_the_phone(page)
        assert REMARK in await page.inner_html("main")
        await tab_to(page, "确认投票")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".done")
        assert len(posts) == 2
        return await receipt_on(page, code, form)


FOCUSED = """() => {
  const at = document.activeElement;
  return [at.type || "", at.name || "", at.id || "", (at.innerText || "").trim()];
}"""


async def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on the field or button so called."""
    for _ in range(60):
        if wanted in await page.evaluate(FOCUSED):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(wanted)


async def fill_in_by_keyboard(page: Page, form: Form) -> None:
    """Tab from question to question; arrows choose inside one; ends on the button."""
    for _ in range(100):
        await page.keyboard.press("Tab")
        kind, name, id_, _ = await page.evaluate(FOCUSED)
        if id_ == "next":
            return
        if kind == "radio":
            await page.keyboard.press("Space")
            for _ in range(list(LABELS).index(form[name])):
                await page.keyboard.press("ArrowRight")
        elif kind == "textarea":
            await page.keyboard.insert_text(form.get(name, ""))
    raise AssertionError("no button")


async def the_box_is_asked_for_receipts(chromium: Browser, site: Site, sent: Sent) -> None:
    """Yes for the code as it was given, no for one letter of it changed, and no word more."""
    code = sent.receipt.code
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    async with a_phone(chromium, site.address, scripts=False) as page:
        for asked, answer in ((code.lower(), "这张票在票箱里"), (wrong, "票箱里没有这张票")):
            await page.goto("/receipt")
            await page.fill("#code", asked)
            await page.get_by_text("查一查").click()
            await expect(page.get_by_role("status")).to_contain_text(answer)
            await fits_the_phone(page)
            words = await page.inner_text("body")
            assert not any(label in words for label in LABELS.values())


class ByHand(NamedTuple):
    """One department as counted from what the phones sent, and from nothing else."""

    label: str
    votes: Counter[str]
    returned: int

    def rate(self, *grades: str) -> str:
        """Percent, two digits half up, zeros at the end left out."""
        hundredths = Decimal(100 * sum(self.votes[grade] for grade in grades)) / self.returned
        shown = hundredths.quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"{shown:f}".rstrip("0").rstrip(".")

    @property
    def grade(self) -> str:
        if 2 * self.votes["satisfied"] >= self.returned:
            return "满意"
        approving = self.votes["satisfied"] + self.votes["fairly_satisfied"]
        return "基本满意" if 2 * approving >= self.returned else "不满意"

    @property
    def clause(self) -> str:
        """What the notice must say of it, zero grades left out."""
        rated = "".join(
            f"{LABELS[key]}票{self.votes[key]}票，{LABELS[key]}率{self.rate(key)}%，"
            for key in ("satisfied", "fairly_satisfied", "dissatisfied")
            if self.votes[key]
        )
        unfamiliar = f"不了解{self.votes['unfamiliar']}票，" if self.votes["unfamiliar"] else ""
        overall = self.rate("satisfied", "fairly_satisfied")
        return (
            f"{self.label}测评情况：发出测评表{self.returned}张，收回{self.returned}张，{rated}"
            f"{unfamiliar}总体满意率{overall}%，测评等次为“{self.grade}”。"
        )


def departments_by_hand(sent: list[Sent]) -> list[ByHand]:
    tally = count_by_hand([one.form for one in sent])
    return [ByHand(label, tally[key, "overall"], len(sent)) for key, label in DEPARTMENTS.items()]


async def the_result_page_agrees(
    chromium: Browser, meeting: Meeting, expected: list[ByHand]
) -> None:
    async with a_phone(chromium, meeting.site.address) as page:
        await page.goto(f"/results/{meeting.survey}")
        await fits_the_phone(page)
        articles = page.locator("article.dept")
        assert await articles.locator("h3").all_inner_texts() == [one.label for one in expected]
        assert await articles.locator(".grade").all_inner_texts() == [one.grade for one in expected]
        for at, one in enumerate(expected):
            bar = await articles.nth(at).locator("svg.stack").get_attribute("aria-label") or ""
            told = {label: int(n) for label, n in re.findall(r"([一-鿿]+) (\d+) 票", bar)}
            assert told == {LABELS[key]: one.votes[key] for key in LABELS}
            words = await articles.nth(at).inner_text()
            assert f"{one.rate('satisfied')}%" in re.sub(r"\s", "", words)
        facts = await page.locator("dl.facts dd").all_inner_texts()
        numbers = [int(re.sub(r"\D", "", fact)) for fact in facts]
        assert numbers == [PEOPLE, PRESENT, PRESENT, PRESENT, PRESENT, 0]


def the_notice_agrees(notice: str, expected: list[ByHand], sent: list[Sent]) -> None:
    for one in expected:
        assert one.clause in notice
    assert f"应到{PEOPLE}人，实到{PRESENT}人，发出测评表{PRESENT}张，收回{PRESENT}张" in notice
    assert len({one.grade for one in expected}) == 3, "a story in which everybody fares alike"
    assert not any(one.receipt.leaf in notice for one in sent)


async def download_all(web: httpx.AsyncClient, survey: str, folder: Path) -> dict[str, bytes]:
    """As a citizen saves them."""
    files = dict[str, bytes]()
    for name in (*publication.FILES, "report.pdf"):
        reply = await web.get(f"/results/{survey}/{name}")
        assert reply.status_code == 200
        files[name] = reply.content
        (folder / name).write_bytes(reply.content)
    return files


async def the_reading_stands_beside(web: httpx.AsyncClient, survey: str, notice: str) -> None:
    """So few voters are compared with nobody; what prompts the presidium is nobody else's."""
    reply = await web.get(f"/results/{survey}/{publication.READING}")
    reading = decode(reply.content, Reading)
    assert {each.comparison for each in reading.departments} == {NotComputable(Reason.TOO_FEW)}
    assert (await web.get(f"/results/{survey}/findings.json")).status_code == 404
    page = (await web.get(f"/results/{survey}")).text
    assert page.count("<b>数据不足</b>") == len(DEPARTMENTS)
    assert "统计方法说明" in notice
    assert "异常提示" not in page + notice


async def run_verify(*arguments: object) -> tuple[int | None, str]:
    """`minping verify`, as a citizen runs it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "verify", *map(str, arguments)),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, said.decode()


def one_field_changed(name: str, data: bytes) -> bytes:
    """The smallest forgery of each file, written as carefully as the original."""
    lines = data.splitlines()
    value: dict[str, Any] = json.loads(lines[0])
    match name:
        case publication.MANIFEST:
            value["entitled"] += 1
        case publication.SEALED:
            value["envelope"] = ("B" if value["envelope"][0] == "A" else "A") + value["envelope"][
                1:
            ]
        case publication.BOX:
            marks = value["answers"]["grades"]["marks"]["land"]
            marks["overall"] = "satisfied" if marks["overall"] != "satisfied" else "dissatisfied"
        case _:
            value["count"]["appraisees"][3]["grade"] = "满意"
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert written != lines[0]
    end = b"\n" if data.endswith(b"\n") else b""
    return b"\n".join([written, *lines[1:]]) + end


async def a_forged_copy_fails(
    folder: Path, files: Mapping[str, bytes], name: str, fingerprint: str
) -> None:
    forged = folder / f"forged-{name}"
    forged.mkdir()
    for other in publication.FILES:
        (forged / other).write_bytes(files[other])
    (forged / name).write_bytes(one_field_changed(name, files[name]))
    code, said = await run_verify(forged, "--fingerprint", fingerprint)
    assert code == 1, said
    assert "✗" in said, said


def fingerprint_on(report: bytes) -> str:
    """The fingerprint of the result as it stands on the paper, two lines of eight groups."""
    said = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=report, capture_output=True, check=True
    ).stdout.decode()
    (printed,) = re.findall(r"计票结果((?:\s+[0-9a-f]{4}){16})\s", said)
    return re.sub(r"\s", "", printed)


async def a_stranger_recounts(files: Mapping[str, bytes], sent: list[Sent], folder: Path) -> None:
    """The files, the fingerprint printed on the notice, and what the phones kept."""
    printed = fingerprint_on(files["report.pdf"])
    receipts = [folder / f"receipt-{number}" for number, _ in enumerate(sent)]
    for path, one in zip(receipts, sent, strict=True):
        path.write_bytes(bytes_of(one.receipt))
    named = [part for path in receipts for part in ("--receipt", path)]
    passed, as_pdf = await asyncio.gather(
        run_verify(folder, "--fingerprint", printed, *named),
        run_verify(folder / "report.pdf", "--fingerprint", printed),
    )
    assert passed[0] == 0, passed[1]
    assert as_pdf[0] == 0, as_pdf[1]
    assert "不能证明" in passed[1]
    await asyncio.gather(
        *(a_forged_copy_fails(folder, files, name, printed) for name in publication.FILES)
    )


async def test_from_the_slip_to_the_recount(
    site: Site, web: httpx.AsyncClient, chromium: Browser, tmp_path: Path
) -> None:
    meeting = await convene(site, people=PEOPLE)
    await meeting.print_cards()
    assert len(meeting.codes) == PEOPLE
    await meeting.open(PRESENT)
    forms = [await the_form(meeting, number) for number in range(PRESENT)]
    forms[1]["q.remark.2"] = REMARK

    sent = [
        await sun_votes_with_the_page_s_script(chromium, meeting, meeting.codes[0], forms[0]),
        await li_votes_by_keyboard_without_scripts(chromium, meeting, meeting.codes[1], forms[1]),
    ]
    for code, form in list(zip(meeting.codes, forms, strict=True))[2:]:
        sent.append(await vote(web, meeting, code, form))
    again = [await vote(web, meeting, one.code, one.form) for one in sent]
    assert [one.receipt for one in again] == [one.receipt for one in sent]
    assert len({one.receipt.leaf for one in sent}) == await meeting.cast() == PRESENT

    await the_box_is_asked_for_receipts(chromium, site, sent[0])
    await meeting.close()
    await meeting.count()
    await meeting.publish()
    await the_box_is_asked_for_receipts(chromium, site, sent[1])

    expected = departments_by_hand(sent)
    files = await download_all(web, meeting.survey, tmp_path)
    notice = re.sub(r"—\d+—", "", text(files["report.pdf"]))
    await the_result_page_agrees(chromium, meeting, expected)
    the_notice_agrees(notice, expected, sent)
    for one in sent:
        assert one.receipt.leaf.encode() not in files[publication.BOX]
    assert len({len(line) for line in files[publication.SEALED].splitlines()}) == 1
    await the_reading_stands_beside(web, meeting.survey, notice)
    await a_stranger_recounts(files, sent, tmp_path)
