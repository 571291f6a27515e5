"""No sentence about a finding says more than it may: looked for in everything that is generated."""

import re

import pytest

from reports.charts import Ranks, Scores, describe
from reports.document import Block, Clause, Document, Figure, Heading, Paragraph, Table
from reports.wording.estimates import shown_average, shown_mean
from reports.wording.findings import FORBIDDEN, REASONS, say_places
from reports.wording.methods import METHODS
from reports.wording.prompting import say_prompting
from reports.writing.reading import attach_reading, reading_annexes
from reports.writing.reading_methods import topics
from surveys.statistics.reading import (
    Comparison,
    DepartmentReading,
    Places,
    Reading,
)
from surveys.statistics.verdicts import NotComputable, Reason, Side
from tests.readings import a_result, a_town, an_evaluation, found_of

EVALUATIONS = {
    "four": lambda: an_evaluation(a_town()),
    "shares": lambda: an_evaluation(a_town(7), pointed=False),
    "alike": lambda: an_evaluation(a_town(3, quality=0.0, votes=46)),
    "ten": lambda: an_evaluation(a_town(5, departments=10), departments=10),
    "groups": lambda: an_evaluation(a_town(2), pointed=False, groups=("east", "west")),
    "few": lambda: an_evaluation(a_town(votes=9)),
    "apart": lambda: an_evaluation(a_town(), unit="d1"),
    "nobody": lambda: an_evaluation([]),
    "one": lambda: an_evaluation([[["satisfied"] * 9] * 4]),
}


@pytest.mark.parametrize("which", EVALUATIONS)
def test_the_public_part_keeps_to_the_white_and_the_black_list(which: str) -> None:
    evaluation = EVALUATIONS[which]()
    found = found_of(*evaluation)
    reading = found.reading
    spoken, methods = _spoken(evaluation, reading)
    for words in spoken:
        assert not [word for word in FORBIDDEN if word in words], words
        assert not re.search(r"\d\.\d", words), words
        assert not re.search(r"[pP]\s*[=<]", words), words
        for rank in re.finditer(r"第(\d+)名", words):
            single = [d.places for d in reading.departments if isinstance(d.places, Places)]
            assert any(p.low == p.high == int(rank[1]) for p in single), words
    for words in (*methods, *say_prompting(found.prompting, {})):
        assert "显著" not in words
        assert "nan" not in words.lower()


def _spoken(evaluation: object, reading: Reading) -> tuple[list[str], list[str]]:
    manifest, count, _ = evaluation  # type: ignore[misc]
    *public, last = reading_annexes(manifest, count, reading)
    return (
        [words for annex in public for block in annex.blocks for words in _words(block)],
        [words for block in last.blocks for words in _words(block)],
    )


def _words(block: Block) -> list[str]:
    match block:
        case Heading(_, words) | Paragraph(words):
            return [words]
        case Clause(_, lead, words):
            return [lead, words]
        case Figure(chart, caption, alternative):
            return [caption, alternative, describe(chart)]
        case Table():
            return [table for row in block.rows for table in row]
        case _:
            return []


def test_a_side_is_told_only_of_a_difference_held_to_chance_and_the_drawing_says_the_same() -> None:
    for seed in range(1, 9):
        reading = found_of(*an_evaluation(a_town(seed))).reading
        average = shown_average(reading)
        assert average is not None
        for each in reading.departments:
            assert isinstance(each.comparison, Comparison)
            shown = shown_mean(reading, each)
            assert shown is not None
            assert shown[1] is not None
            (low, high), side = shown[1], each.comparison.side
            assert low <= shown[0] <= high
            assert (low > average) == (side is Side.ABOVE)
            assert (high < average) == (side is Side.BELOW)


def test_every_reason_has_a_sentence_and_every_finding_a_method() -> None:
    assert REASONS.keys() == set(Reason)
    spoken = {*DepartmentReading.__struct_fields__, *Reading.__struct_fields__}
    silent = {"appraisee", "raters", "skipped", "survey", "manifest", "box", "average"}
    assert METHODS.keys() == spoken - silent - {"departments", "method"}


def test_a_rank_never_stands_without_its_range() -> None:
    assert "无法" in say_places(Places(4, 2, 4), 4)
    assert say_places(NotComputable(Reason.TOO_FEW), 4).startswith("名次范围：数据不足")


def test_the_official_block_is_untouched_and_first() -> None:
    manifest, count, ballots = an_evaluation(a_town())
    notice = Document(
        title="公告", blocks=(Paragraph("现予公布。"),), dated=a_result(count).published_at
    )
    reading = found_of(manifest, count, ballots).reading
    attached = attach_reading(notice, manifest, count=count, reading=reading)
    assert attached.blocks == notice.blocks
    assert [annex.title for annex in attached.annexes] == ["测评结果解读", "统计方法说明"]


def test_a_picture_of_ranks_is_drawn_only_where_it_tells_any_two_apart() -> None:
    told, untold = (
        reading_annexes(m, c, found_of(m, c, b).reading)[0].blocks
        for m, c, b in (EVALUATIONS["four"](), EVALUATIONS["alike"]())
    )
    assert [b for b in told if isinstance(b, Figure) and isinstance(b.chart, Ranks)]
    assert not [b for b in untold if isinstance(b, Figure) and isinstance(b.chart, Ranks)]
    assert [b for b in untold if isinstance(b, Figure) and isinstance(b.chart, Scores)]


def test_what_was_not_computed_is_not_on_the_methods_page() -> None:
    few = found_of(*EVALUATIONS["few"]()).reading
    assert "importance" not in topics(few)
    assert "breakdowns" in topics(found_of(*EVALUATIONS["groups"]()).reading)


def test_a_prompt_says_how_often_it_is_wrong_and_accuses_nobody() -> None:
    town = a_town(votes=38, quality=0.2)
    copied = next(b for b in town if len({mark for row in b for mark in row}) > 2)
    words = "".join(say_prompting(found_of(*an_evaluation([*town, *[copied] * 8])).prompting, {}))
    assert "9张逐项完全相同" in words
    assert "平均每20次测评也会误报1次" in words
    assert "不改变计票" in words
