"""Nothing that leaves the building tells how few people answered what."""

import json
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from surveys.statistics.disclosure import (
    Protected,
    Shown,
    Table,
    Why,
    Withheld,
    differs_safely,
    fold,
    lay_out,
    printed,
    protect,
)

REFERENCE = json.loads(Path("tests/data/statistics-reference.json").read_text("utf-8"))
SUPPRESSION = [case for case in REFERENCE["cases"] if case["topic"] == "disclosure.suppression"]
OTHERS = {case["id"]: case for case in REFERENCE["cases"] if case["id"].startswith("sdc")}


def a_table(*counts: tuple[int, ...], named: bool = True, **official: int) -> Table:
    """Groups g0, g1 … by answers a, b, c …; `official` totals where the groups are not all."""
    answers = "abcdefgh"[: len(counts[0])]
    rows = {f"g{at}": f"第{at}组" for at in range(len(counts))}
    table = lay_out(
        rows,
        {answer: answer.upper() for answer in answers},
        counts={
            row: dict(zip(answers, numbers, strict=True))
            for row, numbers in zip(rows, counts, strict=True)
        },
        official=official or None,
    )
    return msgspec.structs.replace(table, named=named)


def an_intruders_ranges(released: Protected) -> dict[tuple[int, int], tuple[int, int]]:
    """What linear programming makes of each withheld cell, from the published numbers alone."""
    shown = printed(released)
    width, unknown = len(released.columns), len(released.rows) * len(released.columns)
    equations, values = [], []
    for r, row in enumerate(released.rows):
        equations.append([float(cell // width == r) for cell in range(unknown)])
        values.append(row.total)
    for c, column in enumerate(released.columns):
        equations.append([float(cell % width == c) for cell in range(unknown)])
        values.append(column.total)
    known = list(chain.from_iterable(shown))
    bounds = [(0, None) if count is None else (count, count) for count in known]

    def extreme(cell: int, sign: int) -> int:
        aim = [float(sign * (at == cell)) for at in range(unknown)]
        found = linprog(aim, A_eq=equations, b_eq=values, bounds=bounds)
        assert found.success
        return round(sign * found.fun)

    return {
        divmod(cell, width): (extreme(cell, 1), extreme(cell, -1))
        for cell, count in enumerate(known)
        if count is None
    }


def withheld_people(table: Table, released: Protected) -> int:
    """How many people the withheld cells count."""
    return sum(
        count
        for counts, cells in zip(table.counts, released.cells, strict=True)
        for count, cell in zip(counts, cells, strict=True)
        if not isinstance(cell, Shown)
    )


tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.tuples(*[st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 8, 12, 30))] * width),
        min_size=2,
        max_size=5,
    ).map(lambda rows: a_table(*rows))
)


@pytest.mark.parametrize("case", SUPPRESSION, ids=lambda case: case["id"])
def test_suppression_agrees_with_the_reference(case: dict[str, Any]) -> None:
    asked, expected = case["inputs"], case["outputs"]
    table = a_table(*map(tuple, asked["table"]), named=False)
    width = asked["min_interval_width"]
    released = protect(table, minimum=asked["min_cell"], width=width)
    primary = [tuple(place) for place in expected["primary"]]
    if expected["optimal_extra_cost"] is None:
        assert released.margins_only
        return
    ranges = an_intruders_ranges(released)
    assert set(primary) <= ranges.keys()
    assert all(ranges[place][1] - ranges[place][0] >= width for place in primary)
    of_the_primary = sum(table.counts[row][column] for row, column in primary)
    assert withheld_people(table, released) - of_the_primary <= expected["optimal_extra_cost"]


def test_withholding_the_small_cell_alone_would_have_given_it_back() -> None:
    asked = OTHERS["sdc01_complementary"]["inputs"]
    table = a_table(*map(tuple, asked["table"]), named=False)
    released = protect(table, minimum=5)
    assert released.reasons == (Why.SMALL, Why.COMPLEMENTARY)
    assert printed(released)[0] == (12, None, None)


def test_a_group_of_one_mind_is_not_shown() -> None:
    """Seven of the presidium all marked the same: the row would tell what each of them marked."""
    presidium = tuple(OTHERS["sdc05_unanimous_group"]["inputs"]["counts"])
    alone = protect(a_table(presidium), minimum=5)
    assert alone.margins_only
    assert printed(alone) == ((None, None, None),)

    released = protect(a_table(presidium, (20, 12, 7), (9, 8, 11)), minimum=5)
    low, high = an_intruders_ranges(released)[0, 2]
    assert high == 7
    assert low <= 4


def test_a_group_taken_out_of_a_larger_body_is_measured_against_the_rest() -> None:
    """Official totals less the group's row would tell what the other three marked."""
    group = protect(a_table((20, 10, 8), a=20, b=10, c=11), minimum=5)
    assert printed(group) == ((20, None, None),)
    assert group.total == 41
    assert not protect(a_table((20, 10, 8), a=30, b=22, c=20), minimum=5).reasons


def test_two_releases_one_ballot_apart_are_not_both_published() -> None:
    asked = OTHERS["sdc06_differencing"]["inputs"]
    first, then = (
        protect(a_table(tuple(asked[name]["counts"])), minimum=5)
        for name in ("release_1", "release_2")
    )
    assert not differs_safely(first, then, minimum=5)
    assert not differs_safely(then, first, minimum=5)
    assert differs_safely(then, then, minimum=5)


def test_a_correction_may_follow_when_enough_ballots_changed_in_every_group() -> None:
    first = protect(a_table((20, 30), (40, 12)), minimum=5)
    assert differs_safely(first, protect(a_table((26, 36), (40, 12)), minimum=5), minimum=5)
    assert not differs_safely(first, protect(a_table((24, 34), (41, 12)), minimum=5), minimum=5)
    changed_their_mind = protect(a_table((23, 27), (40, 12)), minimum=5)
    assert not differs_safely(first, changed_their_mind, minimum=5)


def test_late_comers_of_one_mind_are_not_told_apart_by_a_second_release() -> None:
    first = protect(a_table((20, 30)), minimum=5)
    assert not differs_safely(first, protect(a_table((32, 30)), minimum=5), minimum=5)


def test_the_same_ballots_are_not_shown_again_with_less_withheld_or_in_other_pieces() -> None:
    table = a_table((2, 20, 9), (15, 3, 30), (11, 12, 13), (30, 25, 40))
    careful, careless = protect(table, minimum=5), protect(table, minimum=1)
    assert not differs_safely(careful, careless, minimum=5)
    assert differs_safely(careless, careful, minimum=5)
    merged = protect(fold(a_table((2, 2), (1, 2), (20, 30)), minimum=5), minimum=5)
    assert not differs_safely(merged, protect(a_table((2, 2), (20, 30)), minimum=1), minimum=5)


def test_small_groups_and_rare_answers_are_merged_and_their_totals_stay() -> None:
    table = a_table((40, 22, 1), (3, 1, 0), (2, 4, 1), (30, 31, 2))
    folded = fold(table, minimum=10)
    assert [row.key for row in folded.rows] == ["g0", "g3", "g1+g2"]
    assert [row.total for row in folded.rows[-1].of] == [4, 7]
    assert [column.label for column in folded.columns] == ["A", "B、C"]
    assert folded.counts == ((40, 23), (30, 33), (5, 6))
    assert fold(folded, minimum=10) == folded


def test_counts_beyond_the_official_totals_are_a_fault_and_no_table() -> None:
    with pytest.raises(ValueError, match="-3"):
        a_table((5, 6), (4, 4), a=6, b=10)


@settings(max_examples=60, deadline=None)
@given(table=tables, minimum=st.sampled_from((3, 5, 10)))
def test_an_intruder_cannot_work_out_a_withheld_number(table: Table, minimum: int) -> None:
    released = protect(table, minimum=minimum)
    assert [line.total for line in released.columns] == [*map(sum, zip(*table.counts, strict=True))]
    assert [line.total for line in released.rows] == [sum(row) for row in table.counts]
    assert protect(table, minimum=minimum) == released
    for (row, column), cell in _cells(released):
        if isinstance(cell, Shown):
            counts = table.counts[row]
            assert cell.count == counts[column]
            assert cell.count == 0 or minimum <= cell.count < sum(counts)
    if not released.margins_only:
        for (row, column), (low, high) in an_intruders_ranges(released).items():
            needed = 3 if _must_not_be_known(released, row, column) else 1
            assert high - low >= needed
            assert low <= table.counts[row][column] <= high


def _cells(released: Protected) -> list[tuple[tuple[int, int], Any]]:
    return [((r, c), cell) for r, row in enumerate(released.cells) for c, cell in enumerate(row)]


def _must_not_be_known(released: Protected, row: int, column: int) -> bool:
    cell = released.cells[row][column]
    return not isinstance(cell, Shown) and cell.why is not Why.COMPLEMENTARY


@settings(max_examples=12, deadline=None)
@given(
    rows=st.lists(st.tuples(*[st.sampled_from((0, 2, 4, 5, 7, 9, 15))] * 3), min_size=2, max_size=2)
)
def test_no_cheaper_pattern_protects_a_small_table(rows: list[tuple[int, ...]]) -> None:
    """All patterns are tried by linear programming, beside the search that branches."""
    table = a_table(*rows, named=False)
    released = protect(table, minimum=5)
    found = [
        sum(table.counts[r][c] for r, c in cells)
        for cells in _all_patterns(table)
        if _protects(table, cells)
    ]
    if released.margins_only:
        assert not found
    else:
        assert withheld_people(table, released) == min(found)


def _all_patterns(table: Table) -> list[tuple[tuple[int, int], ...]]:
    places = [(r, c) for r, row in enumerate(table.counts) for c in range(len(row))]
    small = [(r, c) for r, c in places if 0 < table.counts[r][c] < 5]
    more = [place for place in places if place not in small]
    return [
        (*small, *chosen) for size in range(len(more) + 1) for chosen in combinations(more, size)
    ]


def _protects(table: Table, cells: tuple[tuple[int, int], ...]) -> bool:
    whole = protect(table, minimum=1)
    pattern = Protected(
        rows=whole.rows,
        columns=whole.columns,
        cells=tuple(
            tuple(Withheld(Why.SMALL) if (r, c) in cells else Shown(n) for c, n in enumerate(row))
            for r, row in enumerate(table.counts)
        ),
        minimum=5,
    )
    ranges = an_intruders_ranges(pattern)
    small = [(r, c) for r, c in cells if 0 < table.counts[r][c] < 5]
    return all(ranges[place][1] - ranges[place][0] >= 3 for place in small)
