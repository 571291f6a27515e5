"""What leaves the building of a poll: totals always, small cells never."""

from service.boards.polls.protecting import protect
from surveys.tally.poll_results import Column, PublishedTable
from surveys.tally.poll_tables import PollTable

MINIMUM = 10


def a_table(**groups: tuple[int, int]) -> PollTable:
    return PollTable(
        question="visited",
        part=(),
        columns=("yes", "no"),
        counts={group: {"yes": yes, "no": no} for group, (yes, no) in groups.items()},
    )


def test_large_groups_are_told_as_they_are() -> None:
    told = protect(a_table(upper=(30, 20), lower=(15, 25)), minimum=MINIMUM)
    assert told.columns == (Column("yes", 45), Column("no", 45))
    assert [(row.groups, row.counts) for row in told.rows] == [
        (("upper",), (30, 20)),
        (("lower",), (15, 25)),
    ]


def test_a_small_group_is_merged_with_the_next_and_its_answers_are_in_the_totals() -> None:
    told = protect(a_table(upper=(30, 20), lower=(3, 1), middle=(14, 12)), minimum=MINIMUM)
    assert told.columns == (Column("yes", 47), Column("no", 33))
    assert {row.groups for row in told.rows} == {("upper",), ("lower", "middle")}


def test_a_small_cell_is_withheld_and_the_totals_do_not_give_it_back() -> None:
    table = a_table(upper=(40, 20), lower=(30, 4), middle=(25, 15))
    told = protect(table, minimum=MINIMUM)
    hidden = [(row.groups, at) for row in told.rows for at, n in enumerate(row.counts) if n is None]
    assert (("lower",), 1) in hidden
    assert len(hidden) >= 4, "one row and one column more"


def test_one_group_alone_has_no_rows() -> None:
    told = protect(a_table(participants=(40, 3)), minimum=MINIMUM)
    assert told.columns == (Column("yes", 40), Column("no", 3))
    assert told.rows == ()


def test_of_a_question_that_few_were_asked_nothing_is_told() -> None:
    told = protect(a_table(upper=(3, 2), lower=(2, 0)), minimum=MINIMUM)
    assert told == PublishedTable(question="visited", part=(), columns=(), rows=())
