"""Printing a report on the warm machine, beside Chromium started for the same page. On purpose:

    .venv/bin/python -m tests.benchmarks.print_speed

Eleven pages, five tables, four charts. Both print in turn, seven times each; the ratio of the
medians has to stay within 0.8 and the machine's memory at its highest under 200 MB. A list of two
thousand rows across the sheet, which leaves the page and goes along as a workbook, may cost another
second. It exits with 1 otherwise.
"""

import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

import msgspec
from pypdf import PdfReader

from reports.document import (
    Align,
    Annex,
    Block,
    Closing,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    figure_of,
)
from reports.rendering.fonts import Fonts, font_files, locate_fonts
from reports.rendering.html import render_html
from service.press.orders import Order, order
from service.press.printer import Printer
from service.settings import Settings
from tests.browsers import QUIET
from tests.reports.rendering import sample

RUNS = 7
MOST = 0.8
PAGES = 11
MEGABYTES = 200
LONGER = 1.0
"""Seconds."""
ROWS = 2000
DATED = "2026-11-20T11:00:00+08:00"
SENTENCE = "对照测评结果，逐条研究措施、责任人和完成时限，改好一条、销号一条，结果向代表通报。"


def a_table(rows: int, place: int) -> Table:
    """Departments and their numbers."""
    columns = (
        Column("测评对象", align=Align.LEFT, width=30),
        *(Column(f"第{at}项") for at in range(1, 7)),
    )
    cells = tuple(
        (f"第{row}号部门", *(str((row * 7 + at * 5 + place) % 43) for at in range(1, 7)))
        for row in range(1, rows + 1)
    )
    return Table(f"统计表（{place}）", columns, cells, unit="票")


def a_report() -> Document:
    """Five parts with a table of twenty rows each, four of them with a chart."""
    charts = (sample.grade_bars(), sample.scores(), sample.heat(), sample.trend())
    blocks: list[Block] = []
    for place in range(1, 6):
        blocks += [Heading(1, f"第{place}部分"), Paragraph(SENTENCE * 4), a_table(20, place)]
        if place <= len(charts):
            blocks.append(figure_of(charts[place - 1], f"图{place}"))
        blocks += [Paragraph(SENTENCE * 2)]
    congress = "老厂镇人民代表大会主席团"
    return Document(
        title="民主测评结果报告",
        issuer=congress,
        blocks=tuple(blocks),
        dated=DATED,
        closing=Closing(congress, "2026年11月20日"),
    )


def the_page(document: Document, fonts: Fonts) -> str:
    """The same page and style sheet, its fonts where Chromium may read them."""
    faces = "".join(
        f'@font-face{{font-family:"{family}";src:url("{path.as_uri()}")}}'
        for family, path in font_files(fonts).items()
    )
    style = (files("reports") / "styles" / f"{document.paper.value}.css").read_text("utf-8")
    return render_html(document, styles=faces + style)


async def print_with_chromium(page: Path) -> bytes:
    """Start it, print, wait until it is gone."""
    program = os.environ.get("MINPING_CHROMIUM") or shutil.which("chromium")
    assert program is not None, "Chromium is not on this machine"
    out = page.with_suffix(".pdf")
    process = await asyncio.create_subprocess_exec(
        *(program, "--headless", *QUIET, f"--user-data-dir={page.parent / 'profile'}"),
        *("--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri()),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    await process.wait()
    return out.read_bytes()


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


def peak(process: int | None) -> int:
    """The most memory a process ever held, in megabytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def with_list(report: Document) -> Order:
    """The report with a long list as an attachment across the sheet."""
    annex = Annex("名单", (a_table(ROWS, 1),), landscape=True)
    return order(msgspec.structs.replace(report, annexes=(annex,)))


async def measure(folder: Path) -> bool:
    """Print in turn, say what came out, and whether it holds."""
    fonts = locate_fonts(Settings.from_environment(os.environ).fonts)
    report, printer, page = a_report(), Printer(fonts), folder / "page.html"
    page.write_text(the_page(report, fonts), "utf-8")
    sheets = [len(PdfReader(folder / "page.pdf").pages) for _ in [await print_with_chromium(page)]]
    ours = await printer.print(order(report))
    (folder / "ours.pdf").write_bytes(ours)
    sheets.append(len(PdfReader(folder / "ours.pdf").pages))

    async def print_with_list() -> bytes:
        return await printer.print(with_list(report))

    taken: dict[str, list[float]] = {"machine": [], "chromium": [], "list": []}
    for _ in range(RUNS):
        taken["machine"].append(await timed(lambda: printer.print(order(report))))
        taken["chromium"].append(await timed(lambda: print_with_chromium(page)))
        taken["list"].append(await timed(print_with_list))
    held = peak(printer.process)
    await printer.close()
    return say({name: statistics.median(each) for name, each in taken.items()}, held, sheets)


def say(medians: dict[str, float], held: int, sheets: list[int]) -> bool:
    """The figures, and whether they hold."""
    ratio = medians["machine"] / medians["chromium"]
    longer = medians["list"] - medians["machine"]
    sys.stdout.write(
        f"pages: {sheets[1]} on the machine, {sheets[0]} in Chromium\n"
        f"machine {medians['machine']:.2f} s, Chromium {medians['chromium']:.2f} s: {ratio:.2f}\n"
        f"memory at its highest: {held} MB\n"
        f"a list of {ROWS} rows inside it: {longer:+.2f} s\n"
    )
    return sheets[1] >= PAGES and ratio <= MOST and held < MEGABYTES and longer < LONGER


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.exit(not asyncio.run(measure(Path(name))))
