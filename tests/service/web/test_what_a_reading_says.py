"""The result page says what the numbers may say, small enough for a phone, without statistics."""

import gzip
import subprocess
import sys

from service.web import pages
from service.web.views.reading import ReadingView
from service.web.views.result import ResultView
from tests.readings import a_result, a_town, an_evaluation, found_of


def the_page(departments: int) -> tuple[str, ReadingView]:
    manifest, count, ballots = an_evaluation(
        a_town(departments=departments), departments=departments
    )
    reading = ReadingView.of(manifest, count, found_of(manifest, count, ballots).reading)
    view = ResultView.of(manifest, a_result(count), rule_words=(), fingerprint="a" * 64)
    return pages.render("public/result.html", view=view, reading=reading), reading


def test_every_department_has_its_side_its_sentence_and_its_range() -> None:
    page, reading = the_page(4)
    for read in reading.departments:
        assert f"<b>{read.side}</b>{read.words}" in page
        assert "名次" in read.words
    assert page.count('class="chart scores"') == page.count('class="chart ranks"') == 1
    assert "不改变任何票数" in page


def test_ten_departments_still_travel_in_twenty_kilobytes() -> None:
    page, _ = the_page(10)
    assert len(gzip.compress(page.encode(), 6)) <= 20_000


def test_a_result_published_without_a_reading_has_a_page() -> None:
    _, count, _ = an_evaluation(a_town())
    manifest, _, _ = an_evaluation(a_town())
    view = ResultView.of(manifest, a_result(count), rule_words=(), fingerprint="a" * 64)
    assert "有多可靠" not in pages.render("public/result.html", view=view, reading=None)


def test_showing_a_reading_loads_no_arithmetic() -> None:
    told = "import sys, service.web.views.reading; print({'numpy', 'scipy'} & sys.modules.keys())"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
