"""A chart in a PDF is a figure with words and a caption, where a screen reader finds it."""

from typing import Any

import pytest

from reports.charts import describe
from reports.document import Document, figure_of
from reports.rendering.fonts import Fonts
from reports.rendering.pdf import render_pdf
from tests.reports.rendering.reading import find, tags, text
from tests.reports.rendering.sample import CHARTS, DATED

DOCUMENT = Document("图", tuple(figure_of(make(), make.__name__) for make in CHARTS), DATED)


@pytest.fixture(scope="module")
def printed(fonts: Fonts) -> bytes:
    return render_pdf(DOCUMENT, fonts)


def kids(tag: Any) -> list[Any]:
    return [kid.get_object() for kid in tag["/K"] if isinstance(kid.get_object(), dict)]


def test_every_chart_is_a_figure_that_says_what_it_shows(printed: bytes) -> None:
    figures = [tag for tag in tags(printed) if tag["/S"] == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == [describe(make()) for make in CHARTS]


def test_a_caption_belongs_to_its_figure(printed: bytes) -> None:
    figures = [tag for tag in tags(printed) if tag["/S"] == "/Figure"]
    for figure in figures:
        (caption,) = [kid for kid in kids(figure) if kid.get("/S") == "/Caption"]
        assert caption["/P"].get_object() == figure


def test_a_figure_says_where_it_stands_in_points_from_below(printed: bytes) -> None:
    first = next(tag for tag in tags(printed) if tag["/S"] == "/Figure")
    left, bottom, right, top = (float(side) * 25.4 / 72 for side in first["/A"]["/BBox"])
    words = find(printed, "grade_bars")
    assert (left, right) == pytest.approx((28, 184), abs=0.1)
    assert 297 - bottom < words.top + 1
    assert 37 < 297 - top < 297 - bottom


def test_the_words_of_a_chart_are_text(printed: bytes) -> None:
    words = text(printed)
    for shown in ("98.5（97.1至99.2）", "第1至3名", "8／9人（88.9%）", "52.4", "平均94.6分"):
        assert shown in words
