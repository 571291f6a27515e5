r"""Pictures of every page and paper, taken from a running demo, laid out on contact sheets.

Run on purpose, with the demo up in another window:

    PYTHONPATH=. .venv/bin/python tests/pictures/take.py --ballot URL --result URL \
        [--poll URL --poll-result URL --letter URL --digest URL] \
        [--account NAME PASSWORD --account NAME PASSWORD]

URL, names and passwords are those the demo prints; the secretary's account comes first. The
pictures land in docs/pictures/.
"""

import argparse
import asyncio
import subprocess
import tempfile
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page

from tests.browsers import launched

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZES = {"360": (360, 740), "1280": (1280, 800)}
CELL = {"360": 300, "1280": 620, "paper": 420, "screen": 620}
NEW = {
    "new": "/console/appraisals/new",
    "poll-new": "/console/polls/new",
    "consultation-new": "/console/consultations/new",
    "questionnaire-new": "/console/questionnaires/new",
    "questionnaire-import": "/console/questionnaires/import",
    "roll": "/console/roll",
    "staff": "/console/staff",
}
"""Pages of the workbench that need nothing drafted."""


class Shown(NamedTuple):
    """Where the demo is to be looked at."""

    ballot: str
    result: str
    poll: str = ""
    poll_result: str = ""
    letter: str = ""
    digest: str = ""
    accounts: tuple[tuple[str, str], ...] = ()


async def shoot(page: Page, folder: Path, name: str) -> Path:
    """One picture of what fits the window."""
    path = folder / f"{name}.png"
    await page.wait_for_timeout(400)
    await page.screenshot(path=path)
    return path


async def lay_out(browser: Browser, pictures: Sequence[Path], name: str, width: int) -> None:
    """A contact sheet: every picture `width` pixels wide, its name under it."""
    cells = "".join(
        f'<figure><img src="{path.as_uri()}" width="{width}"><figcaption>{path.stem}</figcaption>'
        "</figure>"
        for path in pictures
    )
    sheet = pictures[0].with_name(f"{name}.html")
    sheet.write_text(
        "<style>body{margin:12px;width:1260px;background:#777;display:flex;flex-wrap:wrap;gap:12px}"
        "figure{margin:0}img{display:block;background:#fff}"
        f"figcaption{{color:#fff;font:14px sans-serif}}</style>{cells}",
        encoding="utf-8",
    )
    page = await browser.new_page(viewport={"width": 1284, "height": 400})
    await page.goto(sheet.as_uri())
    await page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    await page.close()


async def fill_ballot(page: Page, folder: Path, size: str) -> list[Path]:
    """From the first page to the receipt's threshold: start, a department, a gap, the review."""
    taken = [await shoot(page, folder, f"start-{size}")]
    await page.get_by_role("button", name="开始").click()
    await page.locator("#next").click()
    taken.append(await shoot(page, folder, f"missing-{size}"))
    for number in range(4):
        for group in await page.locator(".step:visible fieldset").all():
            grade = group.locator("label.opt").nth(0 if number else 1)
            await grade.click()
        if number == 0:
            await page.evaluate("scrollTo(0, 0)")
            taken.append(await shoot(page, folder, f"department-{size}"))
        await page.locator("#next").click()
    taken.append(await shoot(page, folder, f"review-{size}"))
    return taken


async def voter_pages(browser: Browser, ballot: str, folder: Path) -> None:
    """The ballot at both sizes, big type, and the receipt once."""
    for size, (width, height) in SIZES.items():
        page = await browser.new_page(viewport={"width": width, "height": height})
        await page.goto(ballot)
        taken = await fill_ballot(page, folder, size)
        if size == "360":
            await page.evaluate("document.documentElement.classList.add('big')")
            taken.append(await shoot(page, folder, "review-big-360"))
        else:
            await page.locator("#next").click()
            await page.locator(".done .code").wait_for()
            taken.append(await shoot(page, folder, "receipt-1280"))
        await page.close()
        await lay_out(browser, taken, f"voter-{size}", CELL[size])


async def public_pages(browser: Browser, result: str, ballot: str, folder: Path) -> None:
    """Front page, result, receipt check, a refusal, the screen."""
    base = "{0.scheme}://{0.netloc}".format(urlsplit(result))
    open_survey, survey = urlsplit(ballot).path.split("/")[2], result.rsplit("/", 1)[-1]
    paths = {
        "front": "/",
        "result": f"/results/{survey}",
        "receipt-check": "/receipt",
        "closed": f"/v/{survey}",
        "unknown": "/nothing-here",
    }
    for size, (width, height) in SIZES.items():
        page = await browser.new_page(viewport={"width": width, "height": height})
        taken: list[Path] = []
        for name, path in paths.items():
            await page.goto(base + path)
            taken.append(await shoot(page, folder, f"{name}-{size}"))
            voters = page.locator("section.voters")
            if name == "result" and await voters.count():
                await voters.evaluate("(block) => block.scrollIntoView()")
                taken.append(await shoot(page, folder, f"voters-{size}"))
        await page.close()
        await lay_out(browser, taken, f"public-{size}", CELL[size])
    page = await browser.new_page(viewport={"width": 1920, "height": 1080})
    screens: list[Path] = []
    for name, path in {"voting": open_survey, "published": survey}.items():
        await page.goto(f"{base}/live/{path}/screen")
        screens.append(await shoot(page, folder, f"screen-{name}"))
    await page.keyboard.press("ArrowRight")
    screens.append(await shoot(page, folder, "screen-department"))
    await page.close()
    await lay_out(browser, screens, "screen", CELL["screen"])


async def form_pages(browser: Browser, shown: Shown, folder: Path) -> None:
    """What a voter sees of a poll and of a consultation, and what becomes of them."""
    paths = {
        "poll": shown.poll,
        "letter": shown.letter,
        "poll-result": shown.poll_result,
        "digest": shown.digest,
        "reply": f"{shown.digest}/reply" if shown.digest else "",
    }
    for size, (width, height) in SIZES.items():
        page = await browser.new_page(viewport={"width": width, "height": height})
        taken: list[Path] = []
        for name, address in paths.items():
            if address:
                await page.goto(address)
                taken.append(await shoot(page, folder, f"{name}-{size}"))
                if name == "poll-result":
                    await page.locator("details summary").first.click()
                    await page.locator(".asked").nth(6).scroll_into_view_if_needed()
                    taken.append(await shoot(page, folder, f"poll-questions-{size}"))
        await page.close()
        if taken:
            await lay_out(browser, taken, f"forms-{size}", CELL[size])


async def workbench_pages(browser: Browser, base: str, shown: Shown, folder: Path) -> None:
    """The secretary's pages, and after them what a member of the presidium sees."""
    for size, (width, height) in SIZES.items():
        taken: list[Path] = []
        for place, (name, password) in enumerate(shown.accounts):
            context = await browser.new_context(viewport={"width": width, "height": height})
            page = await context.new_page()
            page_taken = await sign_in(page, base, name, password, folder=folder, size=size)
            desk = secretary_pages if place == 0 else member_pages
            taken += [*(page_taken if place == 0 else []), *await desk(page, base, folder, size)]
            await context.close()
        await lay_out(browser, taken, f"console-{size}", CELL[size])


async def sign_in(
    page: Page, base: str, name: str, password: str, *, folder: Path, size: str
) -> list[Path]:
    """By name, where there is more than one account."""
    await page.goto(f"{base}/console/signin")
    taken = [await shoot(page, folder, f"signin-{size}")]
    if await page.get_by_label("姓名").count():
        await page.get_by_label("姓名").fill(name)
    await page.get_by_label("密码").fill(password)
    await page.get_by_role("button", name="登录").click()
    await page.get_by_role("link", name="名册").wait_for()
    return taken


async def secretary_pages(page: Page, base: str, folder: Path, size: str) -> list[Path]:
    """Every list, and one or two of what is in it."""
    taken = [await shoot(page, folder, f"workbench-{size}")]
    for room, most in {
        "appraisals": 2,
        "polls": 2,
        "consultations": 2,
        "questionnaires": 1,
    }.items():
        start = "/console" if room == "appraisals" else f"/console/{room}"
        await page.goto(base + start)
        if room != "appraisals":
            taken.append(await shoot(page, folder, f"{room}-{size}"))
        for number, path in enumerate(await entries(page, room, most), start=1):
            await page.goto(base + path)
            taken.append(await shoot(page, folder, f"{room}-{number}-{size}"))
            taken += await beside(page, base + path, folder, f"{room}-{number}", size)
    for name, path in NEW.items():
        await page.goto(base + path)
        taken.append(await shoot(page, folder, f"{name}-{size}"))
    return taken


async def member_pages(page: Page, base: str, folder: Path, size: str) -> list[Path]:
    """What somebody sees who looks and is the second of two."""
    taken: list[Path] = []
    for name, path in {"member": "/console", "member-staff": "/console/staff"}.items():
        await page.goto(base + path)
        taken.append(await shoot(page, folder, f"{name}-{size}"))
    return taken


async def entries(page: Page, room: str, most: int) -> list[str]:
    """Where the first so many of a list lead."""
    links = page.locator(f"a[href^='/console/{room}/']:not([href*='/new'],[href*='/import'])")
    found = [str(await link.get_attribute("href")) for link in await links.all()]
    return [path for path in dict.fromkeys(found) if "?" not in path][:most]


async def beside(page: Page, path: str, folder: Path, name: str, size: str) -> list[Path]:
    """The desks of comments, of opinions, of papers and of a poll beside, where there is one."""
    taken: list[Path] = []
    for desk in ("texts", "opinions", "papers", "voters"):
        found = page.locator(f"a[href^='{urlsplit(path).path}/{desk}']")
        if await found.count():
            await page.goto(f"{path}/{desk}")
            taken.append(await shoot(page, folder, f"{name}-{desk}-{size}"))
            await page.goto(path)
    return taken


def paper_pages(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Every page of every PDF as a picture."""
    taken: list[Path] = []
    for name, data in files.items():
        source = folder / f"{name}.pdf"
        source.write_bytes(data)
        subprocess.run(["pdftoppm", "-r", "70", "-png", source, folder / name], check=True)
        taken += sorted(folder.glob(f"{name}-*.png"))
    return taken


def fetch(address: str) -> bytes:
    """What stands at an address."""
    with urllib.request.urlopen(address) as answer:
        return answer.read()


def copy_first(folder: Path, source: str, picture: str) -> None:
    """The picture of a page, or of a paper's first page, on its own."""
    taken = min(folder.glob(f"{source}*.png"))
    (PICTURES / f"{picture}.png").write_bytes(taken.read_bytes())


async def take(shown: Shown, papers: Sequence[Path]) -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    base = "{0.scheme}://{0.netloc}".format(urlsplit(shown.result))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with launched() as browser:
            await voter_pages(browser, shown.ballot, folder)
            await public_pages(browser, shown.result, shown.ballot, folder)
            await form_pages(browser, shown, folder)
            if shown.accounts:
                await workbench_pages(browser, base, shown, folder)
            files = {"notice": await asyncio.to_thread(fetch, f"{shown.result}/report.pdf")}
            files |= {path.stem: path.read_bytes() for path in papers}
            await lay_out(browser, paper_pages(files, folder), "papers", CELL["paper"])
            if shown.poll_result:
                report = await asyncio.to_thread(fetch, f"{shown.poll_result}/report.pdf")
                printed = paper_pages({"poll-report": report}, folder)
                await lay_out(browser, printed, "poll-report", CELL["paper"])
            for picture, source in {
                "ballot": "department-360",
                "result": "result-1280",
                "notice": "notice-",
            }.items():
                await asyncio.to_thread(copy_first, folder, source, picture)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    for option in ("ballot", "result"):
        asked.add_argument(f"--{option}", required=True)
    for option in ("poll", "poll-result", "letter", "digest"):
        asked.add_argument(f"--{option}", default="")
    asked.add_argument(
        "--account", nargs=2, action="append", default=[], metavar=("NAME", "PASSWORD")
    )
    asked.add_argument("papers", nargs="*", type=Path)
    given = asked.parse_args()
    shown_by_demo = Shown(
        ballot=given.ballot,
        result=given.result,
        poll=given.poll,
        poll_result=given.poll_result,
        letter=given.letter,
        digest=given.digest,
        accounts=tuple((name, password) for name, password in given.account),
    )
    asyncio.run(take(shown_by_demo, given.papers))
