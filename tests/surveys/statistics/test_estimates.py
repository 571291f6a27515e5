"""Estimates from people drawn or weighted: laws that hold for any of them, and the empty cases."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.design import Layer, design
from surveys.statistics.estimates import (
    Joint,
    design_effect,
    means,
    ratios,
    shares,
    totals,
    weighted_mean,
)
from surveys.statistics.intervals import Estimate, Interval, Method
from surveys.statistics.means import mean
from surveys.statistics.quantiles import weighted_quantile
from surveys.statistics.regression import mean_test, regress
from surveys.statistics.replicates import jackknife, replicated
from surveys.statistics.weighted_rates import METHODS, weighted_rate
from surveys.statistics.weighted_tests import Scores, rank_test, rao_scott

NOTHING = np.array([], dtype=float)
MISSING = np.full(6, np.nan)


def known(found: Any) -> Any:
    """A result that can be computed."""
    assert not isinstance(found, NotComputable), found
    return found


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=40))
def test_a_simple_draw_from_a_roll_gives_the_simple_mean_and_error(answers: list[int]) -> None:
    y = np.array(answers, dtype=float)
    drawn = design(np.ones(y.size), Layer(populations=100))
    found, simple = known(weighted_mean(y, drawn)), known(mean(y, population=100))
    assert found.value == pytest.approx(simple.value)
    assert found.error == pytest.approx(simple.error, abs=1e-12)


@settings(deadline=None)
@given(st.integers(0, 1000))
def test_a_missing_answer_is_a_person_outside_the_group(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, weights = rng.normal(4, 1, 60), rng.uniform(1, 3, 60)
    of = design(weights, Layer(clusters=[at % 12 for at in range(60)]))
    gone = rng.uniform(size=60) < 0.3
    blanked = known(means(np.where(gone, np.nan, y)[:, None], of))
    outside = known(means(y[:, None], of, domain=~gone))
    assert blanked.values == pytest.approx(outside.values)
    assert blanked.covariance == pytest.approx(outside.covariance)


@settings(deadline=None)
@given(st.integers(0, 1000), st.sampled_from([1, 2, 5]))
def test_the_jackknife_agrees_with_the_formula_for_totals(seed: int, strata: int) -> None:
    rng = np.random.default_rng(seed)
    clusters, y = np.repeat(np.arange(10), 4), rng.normal(4, 1, 40)
    layer = Layer(clusters=clusters, strata=clusters % strata, populations=30)
    of = design(rng.uniform(1, 2, 40), layer)
    left_out = known(jackknife(of))
    found = replicated(lambda weights: weights @ y, left_out)
    assert found == pytest.approx(known(totals(y[:, None], of)).covariance)


def test_a_second_drawing_within_clusters_adds_its_part() -> None:
    y = np.array([5, 4, 3, 1, 2, 2, 4, 5.0])
    villages, weights = np.repeat([1, 2], 4), np.ones(8)
    first = Layer(clusters=villages, populations=4)
    one = known(totals(y[:, None], design(weights, first))).covariance[0, 0]
    both = known(totals(y[:, None], design(weights, first, Layer(populations=8)))).covariance[0, 0]
    within = sum(4 / 3 * ((part - part.mean()) ** 2).sum() for part in (y[:4], y[4:]))
    assert both - one == pytest.approx(2 / 4 * (1 - 4 / 8) * within)
    whole = design(weights, first, Layer(populations=4))
    assert known(totals(y[:, None], whole)).covariance[0, 0] == pytest.approx(one)


def test_villages_may_number_their_households_alike() -> None:
    y = np.array([5, 4, 3, 1, 2, 2, 4, 5.0])
    strata, alike = np.repeat(["龙华", "玉林"], 4), np.tile([1, 1, 2, 2], 2)
    apart = np.array([1, 1, 2, 2, 3, 3, 4, 4])
    one = known(means(y[:, None], design(np.ones(8), Layer(clusters=alike, strata=strata))))
    other = known(means(y[:, None], design(np.ones(8), Layer(clusters=apart, strata=strata))))
    assert one.covariance == pytest.approx(other.covariance)
    assert one.freedom == 2


def test_a_ratio_of_totals_is_not_a_mean_of_ratios() -> None:
    made, asked = np.array([[1.0], [2.0], [6.0]]), np.array([[2.0], [2.0], [8.0]])
    found = known(ratios(made, asked, design(np.ones(3))))
    assert found.values[0] == pytest.approx(9 / 12)


@pytest.mark.parametrize("method", METHODS)
def test_a_weighted_rate_has_an_interval_around_it(method: Method) -> None:
    rng = np.random.default_rng(3)
    said, weights = (rng.uniform(size=300) < 0.7).astype(float), rng.uniform(1, 4, 300)
    found = known(weighted_rate(said, design(weights), method=method))
    assert isinstance(found.interval, Interval)
    assert 0 < found.interval.low < found.value < found.interval.high < 1
    width = found.interval.high - found.interval.low
    assert width == pytest.approx(4 * found.error, rel=0.1)


def test_a_rate_of_all_is_as_sure_as_so_many_answers_make_it() -> None:
    found = known(weighted_rate(np.ones(20), design(np.ones(20))))
    assert isinstance(found.interval, Interval)
    assert (found.value, found.interval.high) == (1, 1)
    assert found.interval.low == pytest.approx(0.025 ** (1 / 20))


def test_three_groups_are_compared_by_ranks_as_by_two_with_the_third_left_out() -> None:
    rng = np.random.default_rng(5)
    y, groups = rng.integers(1, 6, 90).astype(float), np.repeat([0, 1, 2], 30)
    of = design(rng.uniform(1, 2, 90))
    for scores in Scores:
        three = known(rank_test(y, groups, of, scores=scores))
        assert (three.ndf, three.ddf) == (2, 87)
        assert 0 < three.p < 1
    two = known(rank_test(y, np.where(groups == 2, -1, groups), of))
    alone = known(rank_test(y[:60], groups[:60], design(of.weights[:60])))
    assert two.statistic == pytest.approx(alone.statistic, rel=0.02)


def test_equal_weights_and_single_draws_give_pearsons_chi_squared() -> None:
    rows, columns = (
        np.repeat([0, 0, 1, 1], [30, 20, 15, 35]),
        np.repeat([0, 1, 0, 1], [30, 20, 15, 35]),
    )
    found = known(rao_scott(rows, columns, design(np.ones(100))))
    assert found.ndf == pytest.approx(1)
    assert found.statistic == pytest.approx(9.0909 * 99 / 100, rel=1e-4)


def test_nothing_comes_of_nothing() -> None:
    empty, none = design(NOTHING), NotComputable(Reason.NO_BALLOTS)
    codes = np.array([], dtype=np.intp)
    assert weighted_mean(NOTHING, empty) == none
    assert totals(NOTHING[:, None], empty) == none
    assert shares(codes, 3, empty) == none
    assert weighted_rate(NOTHING, empty) == none
    assert weighted_quantile(NOTHING, empty) == none
    assert regress(NOTHING, NOTHING[:, None], empty) == none
    assert rank_test(NOTHING, codes, empty) == none
    assert rao_scott(codes, codes, empty) == none
    assert design_effect(NOTHING, empty) == none


def test_answers_that_are_all_missing_say_nothing() -> None:
    of, none = design(np.ones(6)), NotComputable(Reason.NO_BALLOTS)
    groups = np.array([0, 0, 0, 1, 1, 1])
    assert weighted_mean(MISSING, of) == none
    assert weighted_quantile(MISSING, of) == none
    assert weighted_rate(MISSING, of) == none
    assert rank_test(MISSING, groups, of) == none
    assert rao_scott(np.full(6, -1), groups, of) == none


def test_one_answer_has_a_value_at_most() -> None:
    alone = design(np.ones(1))
    reason = NotComputable(Reason.ONE_RATER)
    assert weighted_mean(np.array([4.0]), alone) == reason
    among = np.array([4.0, np.nan, np.nan])
    found = known(weighted_mean(among, design(np.ones(3))))
    assert (found.value, found.interval) == (4, reason)
    assert design_effect(among, design(np.ones(3))) == reason


def test_answers_that_are_all_alike_have_no_interval() -> None:
    of, alike = design(np.ones(6)), np.full(6, 4.0)
    groups = np.array([0, 0, 0, 1, 1, 1])
    reason = NotComputable(Reason.NO_VARIATION)
    found = known(weighted_mean(alike, of))
    assert isinstance(found, Estimate)
    assert found.interval == reason
    assert known(weighted_quantile(alike, of)).interval == reason
    assert mean_test(alike, groups, of) == reason
    assert rank_test(alike, groups, of) == reason
    assert design_effect(alike, of) == reason


def test_weights_of_nothing_weigh_nothing() -> None:
    of, y = design(np.zeros(3)), np.array([1.0, 2.0, 3.0])
    assert weighted_mean(y, of) == NotComputable(Reason.NO_WEIGHT)
    assert weighted_quantile(y, of) == NotComputable(Reason.NO_BALLOTS)
    unknown = design(np.array([1.0, np.nan, 1.0]))
    assert weighted_mean(y, unknown) == NotComputable(Reason.NO_WEIGHT)


def test_one_group_and_one_option_are_not_compared() -> None:
    of, y = design(np.ones(4)), np.array([1.0, 2.0, 3.0, 5.0])
    reason = NotComputable(Reason.ONE_GROUP)
    assert rank_test(y, np.zeros(4, dtype=np.intp), of) == reason
    assert rao_scott(np.zeros(4, dtype=np.intp), np.array([0, 1, 0, 1]), of) == reason


def test_two_clusters_in_two_strata_are_lonely() -> None:
    of = design(np.ones(4), Layer(clusters=[1, 1, 2, 2], strata=[1, 1, 2, 2]))
    reason = NotComputable(Reason.LONELY_STRATUM)
    y = np.array([1.0, 2.0, 3.0, 5.0])
    assert weighted_mean(y, of) == reason
    assert weighted_rate((y > 2).astype(float), of) == reason
    assert jackknife(of) == reason
    assert rao_scott(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), of) == reason


def test_a_joint_estimate_carries_the_answers_behind_each() -> None:
    columns = np.array([[1.0, np.nan], [2.0, 4.0], [3.0, 5.0]])
    found = known(means(columns, design(np.array([1.0, 1.0, 2.0]))))
    assert isinstance(found, Joint)
    assert found.counts == (3, 2)
    assert found.effective == pytest.approx((16 / 6, 9 / 5))
