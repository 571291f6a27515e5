"""One rich document, kept in three depths: the value, the HTML, the PDF read back.

After a wanted change write them anew with `python -m tests.reports.rendering.test_snapshots` and
read the difference before it is committed.
"""

import os
import re
from pathlib import Path

import msgspec

from reports.document import Document, proofread
from reports.rendering.fonts import Fonts, locate_fonts
from reports.rendering.html import render_html
from reports.rendering.pdf import render_pdf
from service.settings import Settings
from tests.reports.rendering.reading import embedded_fonts, open_pdf, tags
from tests.reports.rendering.sample import the_sample

KEPT = Path(__file__).parent / "snapshots"


def the_value() -> str:
    return msgspec.json.format(msgspec.json.encode(the_sample()), indent=1).decode() + "\n"


def the_page() -> str:
    """A line for each element, so that a difference is read in lines."""
    return re.sub(r"(?<=>)(?=<(?!/))", "\n", render_html(the_sample(), styles="")) + "\n"


def the_print(fonts: Fonts) -> str:
    """The words of each page, the fonts, and the reading order in tags."""
    pdf = render_pdf(the_sample(), fonts)
    pages = (re.sub(r"\s+", "", page.extract_text()) for page in open_pdf(pdf).pages)
    order = re.sub(r"(\S+)( \1)+", r"\1…", " ".join(str(tag["/S"])[1:] for tag in tags(pdf)))
    faces = " ".join(sorted(embedded_fonts(pdf)))
    return "\n\n".join([*pages, faces, order]) + "\n"


def kept(name: str) -> str:
    return (KEPT / name).read_text("utf-8")


def test_the_value_is_the_one_that_was_kept() -> None:
    assert the_value() == kept("document.json")
    assert msgspec.json.decode(kept("document.json"), type=Document) == the_sample()


def test_the_sample_has_nothing_to_mend() -> None:
    assert proofread(the_sample()) == ()


def test_the_page_is_the_one_that_was_kept() -> None:
    assert the_page() == kept("document.html")


def test_the_print_reads_as_the_one_that_was_kept(fonts: Fonts) -> None:
    assert the_print(fonts) == kept("document.txt")


def test_printing_twice_gives_the_same_bytes(fonts: Fonts) -> None:
    small = msgspec.structs.replace(the_sample(draft=True), annexes=())
    assert render_pdf(small, fonts) == render_pdf(small, fonts)


if __name__ == "__main__":
    found = locate_fonts(Settings.from_environment(os.environ).home / "fonts")
    KEPT.mkdir(exist_ok=True)
    (KEPT / "document.json").write_text(the_value(), "utf-8")
    (KEPT / "document.html").write_text(the_page(), "utf-8")
    (KEPT / "document.txt").write_text(the_print(found), "utf-8")
