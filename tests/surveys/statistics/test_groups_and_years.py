"""Deputies beside voters, this year beside the last: what differs and what must not be claimed."""

import numpy as np
import pytest
from scipy.stats import kendalltau

from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.contingency import Fisher, chi_square, fisher, linear_by_linear
from surveys.statistics.kendall import Kendall, kendall
from surveys.statistics.years import (
    Trend,
    change,
    cochran_armitage,
    paired_change,
    trend,
    trend_of_rates,
)
from tests.statistics_cases import assert_close, case


def rng() -> np.random.Generator:
    return np.random.default_rng(20260701)


def test_linear_by_linear_agrees_with_coin() -> None:
    the = case("grp04")
    table = the["inputs"]["table"]
    scored = linear_by_linear(
        table, rows=the["inputs"]["row_scores"], columns=the["inputs"]["col_scores"]
    )
    plain = linear_by_linear(table)
    assert not isinstance(scored, NotComputable)
    assert not isinstance(plain, NotComputable)
    told = {"Z": scored.z, "p": scored.p, "Z_default_1234": plain.z, "p_default": plain.p}
    assert_close(told, the["outputs"], the["rel_tol"])


def test_two_rates_agree_with_r() -> None:
    the = case("grp06")
    x, n = (np.array(the["inputs"][each]) for each in "xn")
    found = chi_square([x, n - x])
    assert not isinstance(found, NotComputable)
    rates = x / n
    errors = np.sqrt(rates * (1 - rates) / n)
    difference = change((rates[1], errors[1]), (rates[0], errors[0]))
    assert not isinstance(difference, NotComputable)
    told = {
        "chisq": found.chisq,
        "p": found.p,
        "diff_ci_wald": [difference.low, difference.high],
    }
    assert_close(told, the["outputs"], the["rel_tol"])


def test_drawn_tables_come_near_the_published_exact_p() -> None:
    """Agresti's job satisfaction: .7827 by the exact test."""
    found = fisher(case("grp04")["inputs"]["table"], rng=rng())
    assert isinstance(found, Fisher)
    assert not found.exact
    assert found.p == pytest.approx(0.7827, abs=0.01)


def test_the_lady_tasting_tea_is_counted_exactly() -> None:
    found = fisher([[3, 1], [1, 3]], rng=rng())
    assert isinstance(found, Fisher)
    assert found.exact
    assert found.p == pytest.approx(34 / 70)


def test_cochran_and_armitage_agree_with_r() -> None:
    the = case("trend01")
    found = cochran_armitage(the["inputs"]["x"], the["inputs"]["n"])
    assert not isinstance(found, NotComputable)
    assert_close({"chisq": found.chisq, "p": found.p}, the["outputs"], the["rel_tol"])


def test_three_rising_years_are_no_trend() -> None:
    the = case("trend03")
    years, scores = the["inputs"]["year"], the["inputs"]["score"]
    found = kendall(years, scores)
    assert isinstance(found, Kendall)
    assert_close({"tau": found.tau, "p_exact": found.p}, the["outputs"], the["rel_tol"])
    assert trend(years, scores) == NotComputable(Reason.TOO_FEW)
    assert trend_of_rates(years, [40, 41, 43], [46, 46, 46]) == NotComputable(Reason.TOO_FEW)


def test_a_year_without_a_score_is_no_year() -> None:
    years = [2021, 2022, 2023, 2024, 2025]
    assert trend(years, [80, 81, None, 83, 84]) == NotComputable(Reason.TOO_FEW)
    assert trend_of_rates(years, [4, 5, 0, 5, 6], [9, 9, 0, 9, 9]) == NotComputable(Reason.TOO_FEW)


def test_five_rising_years_have_a_slope_and_an_exact_p() -> None:
    found = trend([2021, 2022, 2023, 2024, 2025], [80, 81, 83, 84, 90])
    assert isinstance(found, Trend)
    assert (found.slope, found.tau) == (1.75, 1.0)
    assert found.p == pytest.approx(2 / 120)
    assert found.low <= found.slope <= found.high


@pytest.mark.parametrize("years", [6, 12, 30])
def test_kendall_counts_what_scipy_counts(years: int) -> None:
    chance = np.random.default_rng(years)
    x, y = chance.permutation(years) + 0.0, chance.permutation(years) + 0.0
    found, told = kendall(x, y), kendalltau(x, y, method="exact")
    assert isinstance(found, Kendall)
    assert (found.tau, found.p) == pytest.approx((told.statistic, told.pvalue), rel=1e-9)


def test_kendall_with_ties_is_scipys_normal_curve_when_years_are_many() -> None:
    chance = np.random.default_rng(5)
    x, y = chance.integers(0, 6, 40) + 0.0, chance.integers(0, 6, 40) + 0.0
    found, told = kendall(x, y), kendalltau(x, y, method="asymptotic")
    assert isinstance(found, Kendall)
    assert (found.tau, found.p) == pytest.approx((told.statistic, told.pvalue), rel=1e-9)


def test_the_same_deputies_in_two_years_are_compared_one_by_one() -> None:
    found = paired_change([80, 70, 60, 90], [84, 75, 63, 94])
    assert not isinstance(found, NotComputable)
    assert found.difference == pytest.approx(4)
    assert 0 < found.low < found.difference < found.high
