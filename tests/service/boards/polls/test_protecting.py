"""What leaves the building of a poll: totals always, small cells never."""

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

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


def test_rare_answers_are_merged_so_that_the_rest_of_the_table_can_be_told() -> None:
    counts = {
        "upper": {"yes": 30, "no": 20, "unsure": 1, "other": 12},
        "lower": {"yes": 22, "no": 25, "unsure": 1, "other": 13},
    }
    table = PollTable("road", (), ("yes", "no", "unsure", "other"), counts)
    told = protect(table, minimum=MINIMUM)
    assert told.columns[2] == Column("unsure", 2), "the official number stands"
    assert told.answers == (("yes",), ("no",), ("unsure", "other"))
    assert [row.counts for row in told.rows] == [(30, 20, 13), (22, 25, 14)]


def test_merged_answers_that_only_one_group_gave_would_be_located() -> None:
    counts = {
        "upper": {"yes": 30, "no": 20, "unsure": 2, "other": 12},
        "lower": {"yes": 22, "no": 25, "unsure": 0, "other": 0},
    }
    table = PollTable("road", (), ("yes", "no", "unsure", "other"), counts)
    assert protect(table, minimum=MINIMUM).rows == ()


@st.composite
def poll_tables(draw: st.DrawFn) -> PollTable:
    """Village groups of any size, answers common and rare."""
    groups = [f"g{n}" for n in range(draw(st.integers(1, 4)))]
    answers = [f"a{n}" for n in range(draw(st.integers(2, 4)))]
    number = st.one_of(st.integers(0, 12), st.integers(10, 60))
    counts = {group: {answer: draw(number) for answer in answers} for group in groups}
    return PollTable("q", (), tuple(answers), counts)


@settings(max_examples=60)
@given(poll_tables())
def test_totals_stand_and_what_is_shown_is_true(table: PollTable) -> None:
    told = protect(table, minimum=MINIMUM)
    if told.columns:
        official = {a: sum(row[a] for row in table.counts.values()) for a in table.columns}
        assert {column.key: column.total for column in told.columns} == official
    for row in told.rows:
        for answers, count in zip(told.answers, row.counts, strict=True):
            true = sum(table.counts[group][answer] for group in row.groups for answer in answers)
            assert count in {None, true}
    if told.rows:
        assert sorted(g for row in told.rows for g in row.groups) == sorted(table.counts)
        assert sorted(a for answers in told.answers for a in answers) == sorted(table.columns)


@settings(max_examples=60, deadline=None)
@given(poll_tables())
def test_nobody_can_work_a_small_number_back_from_what_is_shown(table: PollTable) -> None:
    told = protect(table, minimum=MINIMUM)
    for at, row in enumerate(told.rows):
        for answers in told.answers:
            true = sum(table.counts[g][a] for g in row.groups for a in answers)
            if 0 < true < MINIMUM:
                assert spread(told, at, answers) >= 3
        for column in told.columns:
            few = sum(table.counts[group][column.key] for group in row.groups)
            if 0 < few < MINIMUM:
                assert spread(told, at, (column.key,)) >= min(3, column.total)


def spread(told: PublishedTable, row: int, answers: tuple[str, ...]) -> float:
    """How far a number may lie, by all that is published: the greatest less the least."""
    keys = [column.key for column in told.columns]
    equations: list[tuple[set[tuple[int, int]], int]] = [
        ({(at, n) for at in range(len(told.rows))}, column.total)
        for n, column in enumerate(told.columns)
    ]
    for at, each in enumerate(told.rows):
        equations.append(({(at, n) for n in range(len(keys))}, each.total))
        for merged, count in zip(told.answers, each.counts, strict=True):
            if count is not None:
                equations.append(({(at, keys.index(a)) for a in merged}, count))
    cells = [(at, n) for at in range(len(told.rows)) for n in range(len(keys))]
    left = [[float(cell in of) for cell in cells] for of, _ in equations]
    right = [total for _, total in equations]
    wanted = [float(at == row and keys[n] in answers) for at, n in cells]
    low, high = (
        float(linprog([sign * w for w in wanted], A_eq=left, b_eq=right)["fun"]) * sign
        for sign in (1, -1)
    )
    return round(high - low, 6)
