"""A result beside those before it: only what was counted alike, and no more said than it bears."""

import msgspec
import pytest

from reports.charts import Trend
from reports.document import Block, Figure, Heading, Paragraph, Table, proofread
from reports.wording.findings import FORBIDDEN
from reports.writing.years import Course, beside_earlier, name_periods, write_years
from surveys.rules.alike import counted_alike
from surveys.rules.ruleset import Base
from tests.reports.papers import course, sent, town


def words(blocks: tuple[Block, ...]) -> str:
    return "".join(block.words for block in blocks if isinstance(block, Paragraph))


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def without(known: Course, appraisee: str) -> Course:
    """The year before did not appraise this one."""
    *older, last = known.earlier
    kept = tuple(e for e in last.result.count.appraisees if e.appraisee != appraisee)
    count = msgspec.structs.replace(last.result.count, appraisees=kept)
    result = msgspec.structs.replace(last.result, count=count)
    changed = msgspec.structs.replace(last, result=result)
    return msgspec.structs.replace(known, earlier=(*older, changed))


def test_a_department_sees_the_years_that_were_counted_alike() -> None:
    blocks = tuple(beside_earlier(course(), "land"))
    (table,), (figure,) = tables(blocks), [b for b in blocks if isinstance(b, Figure)]
    assert table.rows == (
        ("2024年", "42", "35.71", "69.05", "基本满意"),
        ("2025年", "42", "42.86", "71.43", "基本满意"),
        ("2026年", "42", "47.62", "78.57", "基本满意"),
    )
    assert isinstance(figure.chart, Trend)
    assert (figure.chart.periods, figure.chart.scale) == (("2024年", "2025年", "2026年"), (0, 100))


def test_a_year_counted_otherwise_is_named_and_left_out() -> None:
    said = words(tuple(beside_earlier(course(), "land")))
    assert "2023年的测评，项目或者计票规则与本次不同，不能直接对照" in said


def test_where_every_earlier_year_was_counted_otherwise_nothing_stands_beside() -> None:
    now = course()
    alone = msgspec.structs.replace(now, earlier=now.other)
    part = words(tuple(beside_earlier(alone, "land")))
    assert part.endswith("不能直接对照，没有列入。")
    paper = words(write_years(alone, dispatch=sent()).blocks)
    assert "以前没有公布过可以对照的结果" in paper
    assert "下表" not in paper


def test_three_rising_years_are_not_called_a_rise() -> None:
    said = words(write_years(course(), dispatch=sent()).blocks)
    assert "只有3次结果，不说升降的规律" in said
    assert "本次一张票合2.4个百分点" in said
    assert not [word for word in (*FORBIDDEN, "上升", "提高", "进步") if word in said]


def test_a_year_that_left_the_department_out_leaves_a_gap() -> None:
    blocks = tuple(beside_earlier(without(course(), "land"), "land"))
    (table,) = tables(blocks)
    assert [row[0] for row in table.rows] == ["2024年", "2026年"]
    assert table.notes == ("2025年没有测评它。",)


def test_another_roll_is_told() -> None:
    known = course()
    manifest = msgspec.structs.replace(known.now.manifest, roll_fingerprint="c" * 64)
    now = msgspec.structs.replace(known.now, manifest=manifest)
    said = words(tuple(beside_earlier(msgspec.structs.replace(known, now=now), "land")))
    assert "名册不尽相同" in said
    assert "名册相同" not in said


def test_departments_are_the_same_by_name_whatever_their_keys() -> None:
    known = course()
    manifest = known.now.manifest
    renamed = tuple(
        msgspec.structs.replace(each, key="a" + each.key) for each in manifest.appraisees
    )
    results = tuple(
        msgspec.structs.replace(each, appraisee="a" + each.appraisee)
        for each in known.now.result.count.appraisees
    )
    count = msgspec.structs.replace(known.now.result.count, appraisees=results)
    now = msgspec.structs.replace(
        known.now,
        manifest=msgspec.structs.replace(manifest, appraisees=renamed),
        result=msgspec.structs.replace(known.now.result, count=count),
    )
    (table,) = tables(tuple(beside_earlier(msgspec.structs.replace(known, now=now), "aland")))
    assert len(table.rows) == 3


def test_the_first_year_stands_alone() -> None:
    first = Course(course().now)
    assert tuple(beside_earlier(first, "land")) == ()
    alone = write_years(first, dispatch=sent())
    assert words(alone.blocks) == "以前没有公布过可以对照的结果。"
    assert not [block for block in alone.blocks if isinstance(block, Heading)]
    assert proofread(alone) == ()


def test_two_of_one_year_are_told_apart_by_the_month() -> None:
    now = course().now
    assert name_periods((now,)) == ("2026年",)
    assert name_periods((now, now)) == ("2026年11月", "2026年11月")


@pytest.mark.parametrize(
    ("change", "alike"),
    [
        ({"title": "另一个名字", "source": "另一处", "consequences": ()}, True),
        ({"base": Base.ROSTER}, False),
        ({"rungs": ()}, False),
        ({"items": ()}, False),
    ],
)
def test_what_makes_figures_and_grades_decides(change: dict[str, object], *, alike: bool) -> None:
    rules = town()[0].rules
    assert counted_alike(rules, msgspec.structs.replace(rules, **change)) == alike
