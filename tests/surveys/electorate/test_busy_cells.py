"""Cells made to keep the reader busy: read at a stroke, or not at all."""

from surveys.appraisal.plan import Appraisee
from surveys.electorate import cells
from surveys.electorate.columns import Column, meaning
from surveys.electorate.register import Register, Sheet, register
from surveys.electorate.roll import Body, WeightingGroup
from tests.effort import calls_of

FINANCE = Appraisee("finance", "镇财政所")


def test_a_word_longer_than_any_body_is_none() -> None:
    assert cells.bodies("省" * 500_000) == (frozenset(), "省" * 500_000)
    assert cells.bodies("四川省遂宁市船山区人大代表") == (frozenset({Body.HIGHER_DEPUTY}), "")


def test_a_heading_of_brackets_that_never_close_means_what_stands_before() -> None:
    assert meaning("（" * 500_000) is None
    assert meaning("姓名（必\n填") is Column.NAME


def the_mistakes(names: int) -> int:
    words = "、".join(f"部门{at}" for at in range(names))
    rows = (("姓名", "代表小组", "回避部门"), ("孙立新", "第一代表小组", words))
    weightings = (WeightingGroup(key="deputies", label="代表"),)
    read = register((Sheet("名册", rows),), weightings=weightings, appraisees=(FINANCE,))
    assert not isinstance(read, Register)
    return len(read)


def test_a_cell_of_a_thousand_unknown_departments_is_one_cell_to_mend() -> None:
    assert the_mistakes(3) == 3
    assert the_mistakes(1000) == the_mistakes(2000) < 30
    assert calls_of(lambda: the_mistakes(2000)) <= 2.6 * calls_of(lambda: the_mistakes(1000))
