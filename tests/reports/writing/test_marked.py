"""A key explains every part of every bar: what was left unmarked is part of some."""

from reports.charts.bars import draw_key
from reports.writing.marked import marked
from surveys.tally.results import ItemResult
from tests.builders import a_rule_set


def an_item(*, blank: int = 0, over: int = 0) -> ItemResult:
    return ItemResult("overall", {"satisfied": 9}, blank, over, base=9 + blank + over, metrics={})


def names(*items: ItemResult) -> list[list[str]]:
    return [[mark.label for mark in row] for row in marked(a_rule_set(), [[one] for one in items])]


def test_nothing_is_named_that_nobody_left_out() -> None:
    options = [option.label for option in a_rule_set().options]
    assert names(an_item(), an_item()) == [options, options]


def test_what_one_department_lacks_every_row_names_and_the_key_explains() -> None:
    first, second = names(an_item(), an_item(blank=2))
    assert first == second
    assert second[-1] == "未填"
    rows = marked(a_rule_set(), [[an_item(over=1)], [an_item(blank=2)]])
    assert [mark.number for mark in rows[0]][-2:] == [0, 1]
    assert [label for label, _ in draw_key(rows[0])][-2:] == ["未填", "多填"]
    samples = [sample for _, sample in draw_key(rows[1])]
    assert len(set(samples)) == len(samples)
