"""Pictures of every page and paper, taken from a running demo, laid out on contact sheets.

Run on purpose, with the demo up in another window:

    PYTHONPATH=. .venv/bin/python tests/pictures/take.py --ballot URL --result URL [--password WORD]

URL are the addresses the demo prints. The pictures land in docs/pictures/.
"""

import argparse
import asyncio
import subprocess
import tempfile
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page

from tests.browsers import launched

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZES = {"360": (360, 740), "1280": (1280, 800)}
CELL = {"360": 300, "1280": 620, "paper": 420, "screen": 620}


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


async def workbench_pages(browser: Browser, base: str, password: str, folder: Path) -> None:
    """The secretary's pages, signed in."""
    for size, (width, height) in SIZES.items():
        page = await browser.new_page(viewport={"width": width, "height": height})
        await page.goto(f"{base}/console/signin")
        taken = [await shoot(page, folder, f"signin-{size}")]
        await page.get_by_label("密码").fill(password)
        await page.get_by_role("button", name="登录").click()
        taken.append(await shoot(page, folder, f"workbench-{size}"))
        links = page.locator("a[href^='/console/appraisals/']:not([href$='/new'])")
        found = {
            str(await link.get_attribute("href")): str(await link.inner_text())
            for link in await links.all()
        }
        for number, path in enumerate(list(found)[:2], start=1):
            await page.goto(base + path)
            taken.append(await shoot(page, folder, f"evaluation-{number}-{size}"))
        for name, path in {"new": "/console/appraisals/new", "roll": "/console/roll"}.items():
            await page.goto(base + path)
            taken.append(await shoot(page, folder, f"{name}-{size}"))
        await page.close()
        await lay_out(browser, taken, f"console-{size}", CELL[size])


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


async def take(ballot: str, result: str, password: str, papers: Sequence[Path]) -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    base = "{0.scheme}://{0.netloc}".format(urlsplit(result))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with launched() as browser:
            await voter_pages(browser, ballot, folder)
            await public_pages(browser, result, ballot, folder)
            if password:
                await workbench_pages(browser, base, password, folder)
            files = {"notice": await asyncio.to_thread(fetch, f"{result}/report.pdf")}
            files |= {path.stem: path.read_bytes() for path in papers}
            await lay_out(browser, paper_pages(files, folder), "demo-papers", CELL["paper"])
            for picture, source in {
                "ballot": "department-360",
                "result": "result-1280",
                "notice": "notice-1",
            }.items():
                (PICTURES / f"{picture}.png").write_bytes((folder / f"{source}.png").read_bytes())


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--ballot", required=True)
    asked.add_argument("--result", required=True)
    asked.add_argument("--password", default="")
    asked.add_argument("papers", nargs="*", type=Path)
    given = asked.parse_args()
    asyncio.run(take(given.ballot, given.result, given.password, given.papers))
