"""Every paper of a sample town as PDF and PNG, and one contact sheet of their pages.

Run on purpose:

    PYTHONPATH=. .venv/bin/python tests/pictures/papers.py FOLDER [--only NAME ...] [--sheet]

`--sheet` lays all pages out as docs/pictures/document-set.png.
"""

import argparse
import asyncio
import os
from collections.abc import Collection
from pathlib import Path

from reports.document import proofread
from reports.rendering.fonts import locate_fonts
from reports.rendering.pdf import render_pdf
from service.settings import Settings
from tests.browsers import launched
from tests.pictures.take import lay_out, paper_pages
from tests.reports.papers import FORMS, OFFICIAL
from tests.reports.rendering.official_page import faults

WIDTH = 240
"""Pixels of a page on the contact sheet."""


def render(only: Collection[str]) -> dict[str, bytes]:
    """The PDFs by name; what is wrong with one is said."""
    fonts = locate_fonts(Settings.from_environment(os.environ).home / "fonts")
    made: dict[str, bytes] = {}
    for name, write in {**OFFICIAL, **FORMS}.items():
        if only and name not in only:
            continue
        document = write()
        made[name] = render_pdf(document, fonts)
        found = [*map(str, proofread(document))]
        found += faults(made[name], document) if name in OFFICIAL else []
        print(name, *(found or ["nothing to mend"]), sep="\n    ")  # noqa: T201
    return made


async def sheet(pages: list[Path]) -> None:
    """All pages on one picture."""
    async with launched() as browser:
        await lay_out(browser, pages, "document-set", WIDTH)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--only", nargs="*", default=[])
    asked.add_argument("--sheet", action="store_true")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    taken = paper_pages(render(given.only), given.folder)
    if given.sheet:
        asyncio.run(sheet(taken))
