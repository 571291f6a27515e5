"""A chart is a small picture: real text, exact numbers, nothing lost on grey paper."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reports.charts import (
    AnswerRow,
    Answers,
    Chart,
    GradeBars,
    GradeRow,
    Heat,
    Mark,
    ScoreRow,
    Scores,
    Tone,
    describe,
    draw,
    tabulate,
)
from reports.charts.bars import draw_bar, segments, shares, texture
from reports.charts.heat import lowest
from reports.charts.svg import FILLS
from tests.reports.rendering.sample import CHARTS, grade_bars, heat, ranks, scores, trend

ANSWERS = Answers(
    (
        AnswerRow("修路", 120, 240, "50.0%", (Decimal(46), Decimal(55))),
        AnswerRow("路灯", 3, 240, "1.3%"),
        AnswerRow("供水", 0, 240, "0.0%"),
    )
)
ALL = [*(make() for make in CHARTS), ANSWERS]


def the_texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter("text")]


def positions(svg: str, tag: str, name: str) -> list[str | None]:
    return [found.get(name) for found in ET.fromstring(svg).iter(tag)]


@pytest.mark.parametrize("chart", ALL)
def test_a_chart_is_a_picture_with_its_words_inside(chart: Chart) -> None:
    svg = draw(chart)
    root = ET.fromstring(svg)
    title = root.find("title")
    assert root.get("role") == "img"
    assert title is not None
    assert title.text == describe(chart)
    assert the_texts(svg)


@pytest.mark.parametrize("chart", ALL)
def test_a_chart_has_no_style_no_script_no_address(chart: Chart) -> None:
    assert re.search(r"style=|<style|<script|url\(|href|on[a-z]+=", draw(chart)) is None


@pytest.mark.parametrize("chart", ALL)
def test_every_row_of_the_data_is_as_wide_as_its_heads(chart: Chart) -> None:
    grid = tabulate(chart)
    assert grid.rows
    assert {len(row) for row in grid.rows} == {len(grid.heads)}


def test_numbers_are_written_with_the_digits_they_came_with() -> None:
    row = ScoreRow("甲", Decimal("98.50"), (Decimal("97.00"), Decimal("99.25")))
    svg = draw(Scores((row,), (Decimal(0), Decimal(100))))
    assert "98.50（97.00至99.25）" in the_texts(svg)


def test_a_dot_stands_where_its_number_is_on_the_scale() -> None:
    rows = tuple(ScoreRow(at, Decimal(at)) for at in ("80", "95", "100", "120"))
    svg = draw(Scores(rows, (Decimal(80), Decimal(100))))
    assert positions(svg, "circle", "cx") == ["0%", "75%", "100%", "100%"]


def test_who_was_not_voted_on_in_part_has_no_whisker() -> None:
    certain = Scores((ScoreRow("甲", Decimal(90)),), (Decimal(80), Decimal(100)))
    assert positions(draw(certain), "line", "stroke-width") == ["1"]
    assert positions(draw(scores()), "line", "stroke-width").count("3") == 2


def test_an_answer_nobody_gave_has_an_empty_bar_and_one_without_an_interval_no_whisker() -> None:
    bars = positions(draw(ANSWERS), "rect", "width")
    assert bars == ["100%", "50%", "100%", "1.25%", "100%"]
    assert len(positions(draw(ANSWERS), "line", "x1")) == 3


def test_the_places_that_are_possible_are_full() -> None:
    svg = draw(ranks())
    assert positions(svg, "rect", "class").count("f-good") == 2 + 3 + 1
    assert [text for text in the_texts(svg) if text.startswith("第")] == [
        "第1至2名",
        "第1至3名",
        "第4名",
    ]


def test_a_gap_between_two_years_is_not_bridged() -> None:
    joined = [line for line in positions(draw(trend()), "line", "stroke-width") if line == "2"]
    assert len(joined) == 2
    assert "2025年未测评" in describe(trend())


def test_the_lowest_cell_is_marked_by_more_than_its_colour() -> None:
    svg = draw(heat())
    assert positions(svg, "rect", "class").count("f-poor") == 1
    assert svg.count('stroke-dasharray="2 4"') == 1
    assert "最低的是镇自然资源所“办理代表建议、批评和意见情况”，52.4%" in describe(heat())


def test_where_all_are_equal_none_is_lowest() -> None:
    cells = ((Decimal(80), Decimal("80.0")),)
    assert lowest(Heat(("甲",), ("一", "二"), cells)) is None


@given(some.lists(some.integers(0, 200), min_size=1, max_size=8))
def test_a_bar_adds_up_to_a_hundred(numbers: list[int]) -> None:
    tenths = shares(numbers)
    assert sum(tenths) == (1000 if sum(numbers) else 0)
    assert all(bool(share) <= bool(number) for share, number in zip(tenths, numbers, strict=True))
    cut = segments([Mark(str(at), Tone.GOOD, number) for at, number in enumerate(numbers)])
    widths = sum(Fraction(part.width.rstrip("%")) for part in cut)
    assert widths == (100 if sum(numbers) else 0)


def test_what_nobody_marked_is_said_but_not_drawn() -> None:
    first = grade_bars().rows[0]
    assert "不了解 0 票（0.0%）" in describe(grade_bars())
    assert len(segments(first.marks)) == 3


def grey(tone: str) -> float:
    """Luminance as a black-and-white printer sees it."""
    red, green, blue = (int(FILLS[tone][at : at + 2], 16) for at in (1, 3, 5))
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


@pytest.mark.parametrize(
    ("one", "other"), [*combinations([(tone.value, at) for tone in Tone for at in (0, 1)], 2)]
)
def test_no_two_options_look_alike_on_grey_paper(
    one: tuple[str, int], other: tuple[str, int]
) -> None:
    looks = [texture(tone, again, x=("0", "1%"), bottom=36) for tone, again in (one, other)]
    same_fill = abs(grey(one[0]) - grey(other[0])) < 0.15
    assert not same_fill or looks[0] != looks[1]


def test_a_name_is_text_and_never_markup() -> None:
    evil = '"><script>alert(1)</script>'
    chart = GradeBars((GradeRow(evil, (Mark(evil, Tone.GOOD, 1),), evil),))
    for svg in (draw(chart), draw_bar(chart.rows[0].marks, evil)):
        assert "<script" not in svg
        ET.fromstring(svg)
