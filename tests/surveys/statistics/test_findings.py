"""What is found beside a result: exact where it can be, a reason where it cannot, never NaN."""

import json
import math
import tomllib
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import canonical
from surveys.statistics.findings import VERSION, find, seed_of
from surveys.statistics.reading import (
    Absence,
    Comparison,
    Findings,
    Flip,
    ItemHeat,
    Means,
    OnRoll,
    Places,
    Worth,
)
from surveys.statistics.verdicts import NotComputable, Reason, Side
from tests.readings import a_town, an_evaluation, an_ordinary_one, found_of

MARKS = ("satisfied", "fairly_satisfied", "dissatisfied", "unfamiliar", None, ())


def _alike(mark: object, ballots: int = 30) -> list[list[list[object]]]:
    return [[[mark] * 9] * 4 for _ in range(ballots)]


def test_the_worst_and_the_best_case_stand_beside_the_interval_that_assumes_something() -> None:
    found = found_of(*an_ordinary_one())
    for each in found.reading.departments:
        assert isinstance(each.absence, Absence)
        assert isinstance(each.on_roll, OnRoll)
        assert each.absence.missing == 3
        assert each.absence.low * 46 <= each.on_roll.low <= each.on_roll.high
        assert each.on_roll.high <= each.absence.high * 46
        assert each.raters + each.skipped == 43


def test_when_everybody_voted_there_is_no_interval_but_the_order_may_still_be_chance() -> None:
    found = found_of(*an_evaluation(a_town(votes=46)))
    first = found.reading.departments[0]
    assert first.absence == first.on_roll == NotComputable(Reason.EVERYONE_VOTED)
    assert isinstance(first.comparison, Comparison)
    assert isinstance(first.places, Places)


def test_fewer_than_twenty_raters_are_set_beside_nothing() -> None:
    reading = found_of(*an_evaluation(a_town(votes=19))).reading
    assert {each.comparison for each in reading.departments} == {NotComputable(Reason.TOO_FEW)}
    assert {each.places for each in reading.departments} == {NotComputable(Reason.TOO_FEW)}
    assert reading.pairs == reading.agreement == NotComputable(Reason.TOO_FEW)


def test_departments_on_ballots_of_their_own_are_not_compared() -> None:
    reading = found_of(*an_evaluation(a_town(), unit="d1")).reading
    first, second = reading.departments[:2]
    assert first.comparison == NotComputable(Reason.SEPARATE_BALLOTS)
    assert isinstance(first.flip, Flip)
    assert (first.raters > 0, second.raters) == (True, 0)


def test_a_department_that_stands_out_is_above_and_others_are_told_from_it() -> None:
    ballots = [
        [
            ["satisfied"] * 9,
            *([[("satisfied", "dissatisfied")[(at + d) % 2]] * 9 for d in range(3)]),
        ]
        for at in range(40)
    ]
    reading = found_of(*an_evaluation(ballots)).reading
    best = reading.departments[0]
    assert isinstance(best.comparison, Comparison)
    assert best.comparison.side is Side.ABOVE
    assert best.places == Places(1, 1, 1)
    assert not isinstance(reading.pairs, NotComputable)
    assert {(pair.better, pair.worse) for pair in reading.pairs.different} == {
        ("d1", other) for other in ("d2", "d3", "d4")
    }


def test_without_points_a_ballot_is_worth_its_satisfaction_and_unknown_is_no_opinion() -> None:
    ballots = [
        [[mark] * 9] * 4 for mark in ["satisfied"] * 15 + ["unfamiliar"] * 5 + ["dissatisfied"] * 5
    ]
    reading = found_of(*an_evaluation(ballots, pointed=False)).reading
    means = reading.departments[0].means
    assert reading.scale.worth is Worth.SHARE
    assert isinstance(means, Means)
    assert (means.simple, reading.departments[0].raters, reading.departments[0].skipped) == (
        75,
        20,
        5,
    )


def test_the_same_evaluation_gives_the_same_bytes_in_whatever_order_the_box_was_opened() -> None:
    manifest, count, ballots = an_ordinary_one()
    seed = seed_of(count.manifest)
    forth = canonical.encode(find(manifest, count, ballots, seed=seed))
    back = canonical.encode(find(manifest, count, ballots[::-1], seed=seed))
    assert forth == back
    assert canonical.encode(canonical.decode(forth, Findings)) == forth


def test_the_public_part_carries_no_prompt() -> None:
    found = found_of(*an_ordinary_one())
    public = canonical.encode(found.reading).decode()
    assert "alarms" not in public
    assert "expected_false" not in public
    assert found.prompting.alarms


def test_planted_copies_are_prompted_and_even_ballots_are_not() -> None:
    honest = a_town(votes=38, quality=0.2)
    copied = next(b for b in honest if len({mark for row in b for mark in row}) > 2)
    planted = found_of(*an_evaluation([*honest, *[copied] * 8])).prompting
    even = found_of(*an_evaluation([*honest, *_alike("satisfied", 8)])).prompting
    assert [alarm.largest for alarm in planted.raised] == [9]
    assert even.raised == ()
    assert planted.expected_false == pytest.approx(0.05)


def test_a_group_breakdown_shows_no_cell_of_fewer_than_five() -> None:
    evaluation = an_evaluation(a_town(votes=46), pointed=False, groups=("east", "west"))
    tables = found_of(*evaluation).reading.breakdowns
    assert len(tables) == 4
    shown = [cell for table in tables for row in table.cells for cell in row]
    assert all(cell is None or cell == 0 or cell >= 5 for cell in shown)
    assert any(cell is None for cell in shown)


def test_the_heat_is_official_and_leaves_out_what_few_marked() -> None:
    ballots = [*_alike("satisfied", 3), *([[["satisfied"] * 9] + [[None] * 9] * 3] * 20)]
    manifest, count, cast = an_evaluation(ballots, pointed=False)
    heat = found_of(manifest, count, cast).reading.heat
    assert isinstance(heat, ItemHeat)
    assert {row[0] for row in heat.cells} == {1}
    assert {cell for row in heat.cells for cell in row[1:]} == {None}
    assert heat.withheld == 27


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("votes", [0, 1, 2, 30])
def test_empty_constant_and_single_boxes_are_read_without_a_number_made_up(
    mark: object, votes: int
) -> None:
    for pointed in (True, False):
        _demand_finite(found_of(*an_evaluation(_alike(mark, votes), pointed=pointed)))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.lists(st.sampled_from(MARKS), min_size=9, max_size=9), min_size=3, max_size=3),
        max_size=24,
    ),
    st.booleans(),
)
def test_nothing_is_ever_nan_and_nothing_raises(ballots: list[object], pointed: bool) -> None:  # noqa: FBT001
    _demand_finite(found_of(*an_evaluation(ballots, departments=3, pointed=pointed)))


def _demand_finite(found: Findings) -> None:
    data = canonical.encode(found)
    numbers: list[float] = []
    json.loads(data, parse_float=lambda text: numbers.append(float(text)))
    assert all(math.isfinite(number) for number in numbers)
    assert b"null" not in canonical.encode(found.reading.departments).replace(b'"high":null', b"")
    assert canonical.decode(data, Findings) == found


def test_one_department_has_no_average_and_two_identical_ones_are_level() -> None:
    alone = found_of(*an_evaluation([[b[0]] for b in a_town()], departments=1)).reading
    assert alone.departments[0].comparison == NotComputable(Reason.ONE_DEPARTMENT)
    twins = found_of(*an_evaluation([[b[0], b[0]] for b in a_town()], departments=2)).reading
    for each in twins.departments:
        assert isinstance(each.comparison, Comparison)
        assert each.comparison.side is Side.LEVEL
        assert isinstance(each.places, Places)
        assert (each.places.rank, each.places.low, each.places.high) == (1, 1, 2)


def test_the_version_told_is_the_one_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION


def test_every_department_keeps_its_own_place_whatever_the_number_of_groups() -> None:
    for departments, votes in product((2, 10), (25, 46)):
        reading = found_of(
            *an_evaluation(a_town(departments=departments, votes=votes), departments=departments)
        ).reading
        assert [each.appraisee for each in reading.departments] == [
            f"d{at}" for at in range(1, departments + 1)
        ]
