"""Intervals of rates and means: the reference cases, and the laws they are made for."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from surveys.statistics.bootstrap import acceleration, bca
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.intervals import (
    Interval,
    Method,
    agresti_coull,
    clopper_pearson,
    finite_counts,
    jeffreys,
    proportion,
    wilson,
    wilson_corrected,
)
from surveys.statistics.means import bounds, mean
from surveys.statistics.several_rates import goodman, newcombe
from tests.statistics_cases import assert_close, case

DEPUTIES = 46


def ends(interval: Any) -> tuple[float, float]:
    """The limits of an interval that there is."""
    assert isinstance(interval, Interval), interval
    return interval.low, interval.high


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("int01", clopper_pearson),
        ("int02", wilson),
        ("int03", wilson_corrected),
        ("int05", jeffreys),
    ],
)
def test_the_interval_of_a_rate(name: str, made: Any) -> None:
    each = case(name)
    found = [ends(made(x, n, level=each["inputs"]["level"])) for x, n in each["inputs"]["xn"]]
    assert_close(found, each["outputs"]["ci"], each["rel_tol"])


def test_all_options_of_a_question_at_once() -> None:
    each = case("int07")
    for counts, limits in zip(each["inputs"]["counts"], each["outputs"]["ci"], strict=True):
        found = goodman(counts, level=1 - each["inputs"]["alpha"])
        assert not isinstance(found, NotComputable)
        assert_close([ends(interval) for interval in found], limits, each["rel_tol"])


def test_the_mean_of_those_of_a_roll_who_answered() -> None:
    each = case("int08")
    inputs, outputs = each["inputs"], each["outputs"]
    found = mean(inputs["y"], population=inputs["N"], level=inputs["level"])
    assert not isinstance(found, NotComputable)
    assert_close((found.value, found.error), (outputs["mean"], outputs["se"]), each["rel_tol"])
    assert_close(ends(found.interval), outputs["ci"], each["rel_tol"])
    simple = mean(inputs["y"])
    assert not isinstance(simple, NotComputable)
    assert_close(simple.error, outputs["se_srs"], each["rel_tol"])


def test_a_resampled_interval_of_a_mean() -> None:
    each = case("boot01")
    y = np.array(each["inputs"]["y"], dtype=float)
    rng = np.random.default_rng(2019)
    found = bca(y, lambda rows: rows.mean(axis=-1), rng=rng, resamples=99_999)
    assert_close(ends(found), each["outputs"]["bca"], each["rel_tol"])
    speed = acceleration(y, lambda rows: rows.mean(axis=-1))
    assert_close(speed, each["outputs"]["acceleration"], 1e-9)


def test_resampling_finds_no_interval_where_all_say_the_same() -> None:
    rng = np.random.default_rng(1)
    for values, reason in (
        ([4, 4, 4], Reason.NO_VARIATION),
        ([4], Reason.ONE_RATER),
        ([], Reason.NO_BALLOTS),
        ([np.nan, np.nan], Reason.NO_BALLOTS),
    ):
        found = bca(values, lambda rows: rows.mean(axis=-1), rng=rng, resamples=99)
        assert found == NotComputable(reason)


@pytest.mark.parametrize("came", [1, 7, 25, 40, 45])
def test_whatever_46_deputies_think_the_exact_interval_covers_it_95_times_in_100(came: int) -> None:
    limits = [finite_counts(x, came, population=DEPUTIES) for x in range(came + 1)]
    for satisfied in range(DEPUTIES + 1):
        chances = stats.hypergeom.pmf(np.arange(came + 1), DEPUTIES, satisfied, came)
        covered = [low <= satisfied <= high for low, high in limits]
        assert chances[covered].sum() >= 0.95


@settings(deadline=None)
@given(st.data())
def test_the_exact_interval_holds_what_was_counted(data: st.DataObject) -> None:
    roll = data.draw(st.integers(2, 3000))
    n = data.draw(st.integers(1, roll - 1))
    x = data.draw(st.integers(0, n))
    low, high = finite_counts(x, n, population=roll)
    assert x <= low <= high <= roll - (n - x)
    assert low - 1 < x / n * roll < high + 1


def test_where_all_voted_nothing_is_left_to_estimate() -> None:
    assert proportion(40, 46, population=46) == NotComputable(Reason.EVERYONE_VOTED)
    found = mean([5, 4, 3], population=3)
    assert not isinstance(found, NotComputable)
    assert (found.error, found.interval) == (0, NotComputable(Reason.EVERYONE_VOTED))


def test_an_interval_of_scores_stays_on_their_scale() -> None:
    found = mean([5, 5, 5, 5, 3], scale=(1, 5))
    assert not isinstance(found, NotComputable)
    assert ends(found.interval)[1] == 5


@pytest.mark.parametrize(
    "of", [proportion, wilson, wilson_corrected, agresti_coull, clopper_pearson, jeffreys]
)
def test_a_rate_of_nobody_has_no_interval(of: Any) -> None:
    assert of(0, 0) == NotComputable(Reason.NO_BALLOTS)
    assert goodman([0, 0, 0]) == NotComputable(Reason.NO_BALLOTS)
    assert newcombe((0, 0), (3, 4)) == NotComputable(Reason.NO_BALLOTS)


@pytest.mark.parametrize(
    ("values", "value", "reason"),
    [
        ([4.0], 4.0, Reason.ONE_RATER),
        ([4.0, np.nan], 4.0, Reason.ONE_RATER),
        ([3.0, 3.0, 3.0], 3.0, Reason.NO_VARIATION),
    ],
)
def test_a_mean_may_have_no_interval(values: list[float], value: float, reason: Reason) -> None:
    found = mean(values)
    assert not isinstance(found, NotComputable)
    assert (found.value, found.interval) == (value, NotComputable(reason))


def test_no_answer_at_all_has_no_mean_but_bounds() -> None:
    assert mean([]) == NotComputable(Reason.NO_BALLOTS)
    assert mean([np.nan]) == NotComputable(Reason.NO_BALLOTS)
    assert ends(bounds([], population=46, scale=(0, 100))) == (0, 100)
    assert bounds([], population=0, scale=(0, 100)) == NotComputable(Reason.NO_BALLOTS)


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=46), st.data())
def test_the_bounds_hold_whatever_those_who_stayed_away_think(
    everybody: list[int], data: st.DataObject
) -> None:
    came = data.draw(st.integers(0, len(everybody)))
    low, high = ends(bounds(everybody[:came], population=len(everybody), scale=(1, 5)))
    assert low - 1e-9 <= np.mean(everybody) <= high + 1e-9


def test_bounds_call_themselves_so() -> None:
    found = bounds([5, 5], population=4, scale=(1, 5))
    assert found == Interval(3.0, 5.0, 1.0, Method.BOUNDS)
