"""A whole official document is measured against GB/T 9704-2012, and the measure itself is tried."""

from importlib.resources import files

import msgspec
import pytest

from reports.document import Annex, Closing, Document, Heading, Paragraph, Record
from reports.rendering.fonts import Fonts
from reports.rendering.html import render_html
from reports.rendering.pdf import print_html, render_pdf
from tests.reports.rendering.official_page import faults, rules
from tests.reports.rendering.reading import open_pdf, read_pages, text
from tests.reports.rendering.sample import DATED, the_sample

SMALL = Document(
    title="关于部门工作民主测评结果的通报",
    issuer="老厂镇人大",
    number="老人大发〔2026〕3号",
    addressee="各有关单位",
    dated=DATED,
    blocks=(
        Heading(1, "甲"),
        Heading(2, "乙"),
        Heading(1, "丁"),
        *(Paragraph("镇" * 80) for _ in range(2)),
    ),
    closing=Closing("老厂镇人大", "2026年11月20日"),
    annexes=(Annex("附表", (Paragraph("丙"),)),),
    record=Record("镇人大办公室", "2026年11月20日", copies=("镇党委", "市人大常委会")),
)
STYLES = (files("reports") / "styles" / "official.css").read_text("utf-8")


def print_with(fonts: Fonts, *, old: str = "", new: str = "") -> bytes:
    assert old in STYLES
    styles = STYLES.replace(old, new) if old else STYLES
    return print_html(render_html(SMALL), fonts, styles=styles, dated=DATED)


@pytest.fixture(scope="module")
def sample(fonts: Fonts) -> bytes:
    return render_pdf(the_sample(), fonts)


DRAFT = msgspec.structs.replace(SMALL, draft=True)


@pytest.fixture(scope="module")
def draft(fonts: Fonts) -> bytes:
    return render_pdf(DRAFT, fonts)


def test_a_whole_document_is_as_the_standard_has_it(sample: bytes) -> None:
    assert faults(sample, the_sample()) == []


def test_a_draft_is_too(draft: bytes) -> None:
    assert faults(draft, DRAFT) == []


def test_a_small_document_is_as_the_standard_has_it(fonts: Fonts) -> None:
    assert faults(print_with(fonts), SMALL) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("margin: 37mm 26mm 35mm 28mm", "margin: 38mm 26mm 34mm 28mm", "head below"),
        ("margin: 37mm 26mm 35mm 28mm", "margin: 37mm 26mm 35mm 29mm", "red line from the left"),
        ("font: 15.75pt/10.2272mm", "font: 15.75pt/10.4mm", "line "),
        ("font: 15.75pt/10.2272mm", "font: 15.5pt/10.2272mm", "end of"),
        ("padding: 35mm 0 4mm", "padding: 36mm 0 4mm", "head below"),
        ("padding: 4.6mm 14pt 0 0", "padding: 5.6mm 14pt 0 0", "number of page 1"),
        (".closing .date { padding-left: 2em; }", "", "date after the issuer"),
        ("margin-right: 2em", "margin-right: 2.2em", "closing from the right"),
        ('.level1 { font-family: "方正黑体_GBK", "SimHei", "黑体", "FandolHei"', ".l1 {", "一、甲"),
        ("border-width: 0.35mm 0", "border-width: 0.6mm 0", "a line of the record"),
        ("@footnote { margin: 0;", "@footnote { margin: 0 0 1mm;", "foot of"),
        ("border-bottom: 0.5mm solid #c8102e", "border-bottom: 0.5mm solid black", "0 red lines"),
    ],
)
def test_a_millimetre_is_found(fonts: Fonts, old: str, new: str, found: str) -> None:
    told = faults(print_with(fonts, old=old, new=new), SMALL)
    assert any(fault.startswith(found) for fault in told), told


def test_a_draft_says_so_on_every_page_and_a_signed_document_on_none(
    sample: bytes, draft: bytes
) -> None:
    for page in read_pages(draft):
        words = "".join(line.words for line in page)
        assert "未经签发，不得公布" in words
        assert words.count("草") == 2
    assert "草稿" not in text(sample)
    assert str(open_pdf(draft).metadata.title).startswith("草稿：")


def test_only_a_draft_marks_the_place_of_the_seal(sample: bytes, draft: bytes) -> None:
    assert "（印章）" in text(draft)
    assert "印章" not in text(sample)


def test_a_table_across_lies_on_a_page_across_and_the_next_page_is_upright(sample: bytes) -> None:
    sizes = [
        tuple(round(float(side) * 25.4 / 72) for side in page.mediabox[2:])
        for page in open_pdf(sample).pages
    ]
    across = sizes.index((297, 210))
    assert sizes.count((297, 210)) == 1
    words = "".join(line.words for line in read_pages(sample)[across])
    assert "附件2" in words
    assert "指标17" in words.replace(" ", "") or "17" in words
    assert sizes[across + 1] == (210, 297)


def test_the_number_of_a_page_across_is_at_the_head_of_its_left_edge(sample: bytes) -> None:
    """Turned upright, that is below the text to the left, as on every even page."""
    pages = read_pages(sample)
    at = next(place for place, page in enumerate(pages) if any(line.right > 215 for line in page))
    assert at % 2, "the sample has its table on an even page"
    (number,) = [
        line for line in pages[at] if set(line.words) <= set("— 0123456789") and line.left < 30
    ]
    assert (number.left + number.right) / 2 == pytest.approx(35 - 7, abs=0.9)
    assert number.top == pytest.approx(28 + 14 * 25.4 / 72, abs=0.9)


def test_the_heads_of_a_long_table_stand_on_every_page_of_it(sample: bytes) -> None:
    pages = [" ".join(line.words for line in page) for page in read_pages(sample)]
    with_rows = [page for page in pages if "1380000" in page]
    assert len(with_rows) == 3
    assert all("电话" in page for page in with_rows)


def test_a_record_stands_at_the_foot_of_the_last_page_only(sample: bytes) -> None:
    pages = read_pages(sample)
    told = [place for place, page in enumerate(pages) if any("印发" in line.words for line in page)]
    assert told == [len(pages) - 1]
    assert [rule.thick for rule in rules(sample, len(pages))][-3:] == pytest.approx(
        [0.35, 0.25, 0.35], abs=0.11
    )
