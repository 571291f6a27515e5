"""Papers of the set printed and read back: to the standard, in order, each on sheets of its own."""

import pytest

from reports.rendering.fonts import Fonts
from reports.rendering.pdf import render_pdf
from tests.reports.papers import FORMS, OFFICIAL, opinion
from tests.reports.rendering.official_page import faults
from tests.reports.rendering.reading import open_pdf, text

PRINTED = ("opinion", "poll-report", "sign-in", "nanxiong-2019", "zhenhai-2022", "zhanyi-2019")
"""Those that are read back here; the rest are looked at with tests/pictures/papers.py."""


@pytest.mark.parametrize("name", PRINTED)
def test_a_paper_is_printed_to_the_standard(name: str, fonts: Fonts) -> None:
    paper = OFFICIAL[name]()
    assert faults(render_pdf(paper, fonts), paper) == []


def test_the_opinion_read_back_has_its_five_parts_in_order(fonts: Fonts) -> None:
    words = text(render_pdf(opinion(), fonts))
    parts = ("一、基本评价", "二、主要成绩", "三、存在问题", "四、意见建议", "五、整改要求")
    places = [words.index(part) for part in parts]
    assert places == sorted(places)
    assert words.index("镇自然资源所：") < places[0]
    assert "测评等次为“基本满意”" in words
    assert "抄送：镇党委，县人大常委会，县自然资源局。" in words


def test_the_board_fits_one_sheet_and_ballots_bear_no_page_number(fonts: Fonts) -> None:
    assert len(open_pdf(render_pdf(FORMS["board"](), fonts)).pages) == 1
    ballot = render_pdf(FORMS["paper-ballot"](), fonts)
    assert len(open_pdf(ballot).pages) == 2
    assert "—1—" not in text(ballot)


def test_a_tally_sheet_of_ten_departments_and_every_door_is_signed_on_one_page(
    fonts: Fonts,
) -> None:
    (page,) = open_pdf(render_pdf(FORMS["tally-of-ten"](), fonts)).pages
    words = page.extract_text()
    assert "监票人：" in words
    assert "联署机报数" in words
    assert "第1页，共1页" in words


def test_what_is_signed_on_a_second_page_has_its_fingerprints_there_and_both_are_numbered(
    fonts: Fonts,
) -> None:
    first, second = open_pdf(render_pdf(FORMS["tally-of-thirty"](), fonts)).pages
    assert "第1页，共2页" in first.extract_text()
    assert "监票人：" not in first.extract_text()
    assert all(words in second.extract_text() for words in ("封票清单", "监票人：", "第2页，共2页"))


def test_a_second_ballot_begins_on_a_sheet_of_its_own(fonts: Fonts) -> None:
    pages = open_pdf(render_pdf(FORMS["numbered-ballots"](), fonts)).pages
    firsts = [at for at, page in enumerate(pages) if "票号" in page.extract_text()[:200]]
    assert len(firsts) == 2
    assert all(at % 2 == 0 for at in firsts)
