"""The page of GB/T 9704-2012, measured on the printed PDF."""

import pytest

from reports.document import Closing, Document, Heading, Paragraph
from reports.rendering.fonts import Fonts
from reports.rendering.pdf import render_pdf
from tests.reports.rendering.reading import Line, find, fonts_by_character, open_pdf, read_pages

DATED = "2026-11-20T11:00:00+08:00"
LINE = 225 / 22
"""Height of a line, in millimetres (5.2.3)."""
CHARACTER = 156 / 28


def an_official(*words: str, closing: Closing | None = None, issuer: str = "") -> Document:
    return Document(
        title="公告",
        issuer=issuer,
        dated=DATED,
        blocks=tuple(Paragraph(part, indent=False) for part in words),
        closing=closing,
    )


@pytest.fixture(scope="module")
def full(fonts: Fonts) -> bytes:
    return render_pdf(an_official("镇" * 28 * 60), fonts)


@pytest.fixture(scope="module")
def second_page(full: bytes) -> list[Line]:
    return read_pages(full)[1]


def test_the_paper_is_a4(full: bytes) -> None:
    box = open_pdf(full).pages[0].mediabox
    assert [round(float(side) * 25.4 / 72, 1) for side in box[2:]] == [210.0, 297.0]


def test_a_full_page_holds_22_lines_of_28_characters(second_page: list[Line]) -> None:
    assert [line.words for line in second_page[:-1]] == ["镇" * 28] * 22


def test_the_lines_fill_156_millimetres_between_margins_of_28_and_26(
    second_page: list[Line],
) -> None:
    for line in second_page[:-1]:
        assert line.left == pytest.approx(28, abs=0.1)
        assert line.right == pytest.approx(210 - 26, abs=0.1)


def test_the_lines_fill_225_millimetres_between_margins_of_37_and_35(
    second_page: list[Line],
) -> None:
    middles = [37 + LINE * (place + 0.5) for place in range(22)]
    found = [line.middle for line in second_page[:-1]]
    assert found == pytest.approx(middles, abs=0.5)
    assert found[-1] + LINE / 2 == pytest.approx(297 - 35, abs=0.5)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(full: bytes) -> None:
    first, second = (page[-1] for page in read_pages(full)[:2])
    one = 14 * 25.4 / 72
    assert (first.words, second.words) == ("— 1 —", "— 2 —")
    assert first.right == pytest.approx(210 - 26 - one, abs=0.5)
    assert second.left == pytest.approx(28 + one, abs=0.5)
    for number in (first, second):
        assert number.middle == pytest.approx(297 - 35 + 7, abs=0.5)


def test_the_red_head_begins_35_millimetres_into_the_type_area(fonts: Fonts) -> None:
    pdf = render_pdf(an_official("正文", issuer="老厂镇人大"), fonts)
    size = 48 * 25.4 / 72
    head = find(pdf, "老厂镇人大")
    assert head.middle == pytest.approx(37 + 35 + size * 1.1 / 2, abs=1)
    assert head.left - 28 == pytest.approx(210 - 26 - head.right, abs=1)


def test_a_shorter_date_starts_two_characters_after_the_issuer(fonts: Fonts) -> None:
    closing = Closing("老厂镇人民代表大会主席团", "2026年11月18日")
    pdf = render_pdf(an_official("正文", closing=closing), fonts)
    issuer, date = find(pdf, closing.issuer), find(pdf, closing.date)
    assert issuer.right == pytest.approx(210 - 26 - 2 * CHARACTER, abs=1)
    assert date.left - issuer.left == pytest.approx(2 * CHARACTER, abs=1)


def test_a_longer_date_ends_two_characters_before_the_margin(fonts: Fonts) -> None:
    closing = Closing("主席团", "2026年11月18日")
    pdf = render_pdf(an_official("正文", closing=closing), fonts)
    issuer, date = find(pdf, closing.issuer), find(pdf, closing.date)
    assert date.right == pytest.approx(210 - 26 - 2 * CHARACTER, abs=1)
    assert date.left - issuer.left == pytest.approx(2 * CHARACTER, abs=1)


def test_the_signature_never_stands_alone_on_a_page(fonts: Fonts) -> None:
    closing = Closing("老厂镇人民代表大会主席团", "2026年11月18日")
    for lines in range(15, 22):
        document = an_official(*["镇" * 28] * lines, closing=closing)
        last = read_pages(render_pdf(document, fonts))[-1]
        assert last[0].words == "公告" or last[0].words == "镇" * 28


def test_each_part_has_the_face_of_its_role(fonts: Fonts) -> None:
    blocks = (
        Heading(1, "甲"),
        Heading(2, "乙"),
        Heading(3, "丙"),
        Paragraph("丁"),
    )
    pdf = render_pdf(Document(title="戊", blocks=blocks, dated=DATED), fonts)
    faces = fonts_by_character(pdf)
    assert [faces[letter] for letter in "戊甲乙丙丁"] == [
        "FandolSong",
        "FandolHei",
        "FandolKai",
        "FandolFang",
        "FandolFang",
    ]


def test_characters_of_names_that_fandol_lacks_come_from_noto(fonts: Fonts) -> None:
    faces = fonts_by_character(render_pdf(an_official("王喆、李玥、赵㛃、陈𬭎"), fonts))
    assert {faces[letter] for letter in "喆玥㛃𬭎"} == {"Noto-Serif-SC"}
    assert faces["王"] == "FandolFang"
