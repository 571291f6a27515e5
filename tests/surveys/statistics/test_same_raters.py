"""What 46 deputies who rate the same departments may be said to have distinguished."""

import numpy as np
import pytest

from surveys.statistics.against_average import (
    Side,
    against_average,
    groups_against_average,
)
from surveys.statistics.comparisons import Pair, PairTest, SameRaters, pairs, same_raters
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.effects import Effects, effects
from surveys.statistics.rank_sum import RankSum, kruskal_wallis, rank_sum
from surveys.statistics.sign_flip import SignFlip, sign_flip
from surveys.statistics.signed_rank import SignedRank, signed_rank
from tests.statistics_cases import assert_close, case


def rng() -> np.random.Generator:
    return np.random.default_rng(20260701)


def forty_six(*qualities: float) -> np.ndarray:
    """Deputies of differing leniency on a 0–100 scale, the same chance every time."""
    chance = np.random.default_rng(7)
    lenient = chance.normal(0, 8, (46, 1))
    return np.array(qualities) + lenient + chance.normal(0, 5, (46, len(qualities)))


@pytest.mark.parametrize("name", ["same01", "same09"])
def test_friedman_agrees_with_r(name: str) -> None:
    the = case(name)
    found = same_raters(the["inputs"]["matrix"])
    assert isinstance(found, SameRaters)
    told = {"chisq": found.chisq, "df": found.df, "p": found.p, "kendall_W": found.w}
    assert_close(told, the["outputs"], the["rel_tol"])


def test_kendalls_w_agrees_with_irr() -> None:
    the = case("agree01")
    found = same_raters(np.array(the["inputs"]["ratings_subject_by_rater"]).T)
    assert isinstance(found, SameRaters)
    told = {
        "W_ties": found.w,
        "chisq": found.chisq,
        "p": found.p,
        "W_uncorrected": found.w_untied,
        "chisq_uncorrected": found.chisq_untied,
    }
    assert_close(told, the["outputs"], the["rel_tol"])


def test_one_deputy_and_equal_marks_give_no_test() -> None:
    assert same_raters(case("same03")["inputs"]["matrix"]) == NotComputable(Reason.ONE_RATER)
    assert same_raters(case("same04")["inputs"]["matrix"]) == NotComputable(Reason.NO_VARIATION)
    assert same_raters([[5], [4]]) == NotComputable(Reason.ONE_DEPARTMENT)


def test_signed_ranks_agree_with_r() -> None:
    the = case("same06")
    found = signed_rank(np.subtract(the["inputs"]["x"], the["inputs"]["y"]))
    assert isinstance(found, SignedRank)
    told = {
        "V": found.v,
        "p_greater": found.greater,
        "p_two_sided": found.exact,
        "hodges_lehmann": found.shift,
        "hl_ci95": [found.shift_low, found.shift_high],
    }
    assert_close(told, the["outputs"], the["rel_tol"])


def test_marks_that_are_nearly_all_ties_agree_with_scipy() -> None:
    from scipy.stats import wilcoxon

    differences = np.diff(np.round(forty_six(80, 77) / 5))[:, 0]
    found = signed_rank(differences)
    told = wilcoxon(differences, zero_method="wilcox", correction=False, method="asymptotic")
    assert isinstance(found, SignedRank)
    assert found.raters < 46
    assert found.p == pytest.approx(told.pvalue, rel=1e-12)
    assert found.exact == pytest.approx(found.p, abs=0.02)


def test_flipped_signs_agree_with_the_exact_permutation_test() -> None:
    the = case("same08")
    found = [
        sign_flip(np.subtract(each["x"], each["y"]), rng=rng())
        for each in (the["inputs"]["a"], the["inputs"]["b"])
    ]
    assert all(isinstance(each, SignFlip) and each.exact for each in found)
    assert_close([each.p for each in found], the["outputs"]["p"], the["rel_tol"])


def test_signs_off_every_grid_are_all_tried_or_drawn() -> None:
    differences = np.random.default_rng(3).normal(0.6, 1, 16)
    tried, drawn = sign_flip(differences[:12], rng=rng()), sign_flip(differences, rng=rng())
    assert isinstance(tried, SignFlip)
    assert tried.exact
    assert isinstance(drawn, SignFlip)
    assert not drawn.exact
    signs = 1 - 2 * (np.arange(2**16)[:, None] >> np.arange(16) & 1)
    exact = (np.abs(signs @ differences) >= abs(differences.sum()) - 1e-9).mean()
    assert drawn.p == pytest.approx(exact, abs=0.01)


def test_five_point_marks_are_flipped_and_fine_marks_are_ranked() -> None:
    coarse = pairs(np.round(forty_six(80, 60) / 20), rng=rng())
    fine = pairs(forty_six(80, 60), rng=rng())
    assert isinstance(coarse, tuple)
    assert isinstance(fine, tuple)
    assert [pair.test for pair in coarse + fine] == [PairTest.SIGN_FLIP, PairTest.SIGNED_RANK]


def test_of_three_pairs_only_the_different_ones_differ_after_holm() -> None:
    found = pairs(forty_six(80, 80, 70), rng=rng())
    assert isinstance(found, tuple)
    assert [(pair.first, pair.second, pair.p_adjusted < 0.05) for pair in found] == [
        (0, 1, False),
        (0, 2, True),
        (1, 2, True),
    ]
    assert all(pair.p_adjusted >= pair.p for pair in found)


def test_a_pair_nobody_rated_both_of_is_left_out() -> None:
    found = pairs([[5, None, 4], [4, None, 4], [None, 5, 3]], rng=rng())
    assert isinstance(found, tuple)
    assert [(pair.first, pair.second) for pair in found] == [(0, 2)]
    assert found[0] == Pair(0, 2, 2, 0.5, PairTest.SIGN_FLIP, 1.0, 1.0)


def test_departments_stand_above_at_and_below_the_average() -> None:
    found = against_average(forty_six(84, 80, 80, 76), rng=rng())
    assert isinstance(found, tuple)
    assert [each.side for each in found] == [Side.ABOVE, Side.LEVEL, Side.LEVEL, Side.BELOW]
    assert sum(each.difference for each in found) == pytest.approx(0)
    assert all(each.low < each.difference < each.high for each in found)


def test_fewer_than_twenty_raters_call_nobody_better_or_worse() -> None:
    marks = forty_six(90, 60)[:19]
    assert against_average(marks, rng=rng()) == NotComputable(Reason.TOO_FEW)
    assert isinstance(against_average(marks, rng=rng(), fewest=2), tuple)


def test_two_departments_against_their_average_are_a_paired_t_test() -> None:
    """With one contrast there is nothing to adjust: the drawn t must be Student's."""
    from scipy.stats import ttest_rel

    marks = forty_six(80, 78.5)
    found = against_average(marks, rng=rng())
    exact = ttest_rel(marks[:, 0], marks[:, 1]).pvalue
    assert isinstance(found, tuple)
    assert [each.p_adjusted for each in found] == pytest.approx([exact, exact], abs=0.005)


def test_two_communities_against_everybody_are_a_pooled_t_test() -> None:
    from scipy.stats import ttest_ind

    first, second = forty_six(80)[:20].ravel(), forty_six(75)[20:].ravel()
    found = groups_against_average([first, second], rng=rng())
    exact = ttest_ind(first, second).pvalue
    assert isinstance(found, tuple)
    assert [each.p_adjusted for each in found] == pytest.approx([exact, exact], abs=0.005)
    assert found[0].difference == pytest.approx(first.mean() - np.r_[first, second].mean())


def test_one_mind_without_spread_counts_by_the_number_of_minds() -> None:
    of = {n: against_average([[5, 4]] * n, rng=rng(), fewest=2) for n in (3, 46)}
    sides = {n: [each.side for each in found] for n, found in of.items() if found}
    assert sides == {3: [Side.LEVEL] * 2, 46: [Side.ABOVE, Side.BELOW]}


def test_where_nobody_skips_the_adjusted_mean_is_the_simple_one() -> None:
    marks = forty_six(80, 70, 90)
    found = effects(marks)
    assert isinstance(found, Effects)
    assert [mean.adjusted for mean in found.means] == pytest.approx(marks.mean(axis=0))
    centred = marks - marks.mean(axis=1, keepdims=True)
    assert np.array(found.covariance) == pytest.approx(np.cov(centred.T) / 46, abs=1e-12)


def test_a_department_only_lenient_deputies_rated_is_flagged() -> None:
    marks = forty_six(80, 80, 80)
    harsh = marks.mean(axis=1) < np.median(marks.mean(axis=1))
    marks[harsh, 2] = np.nan
    found = effects(marks)
    assert isinstance(found, Effects)
    assert [mean.flagged for mean in found.means] == [False, False, True]
    first, second, skipped = found.means
    fair = (first.simple + second.simple) / 2
    assert skipped.simple > fair + 4
    assert skipped.adjusted == pytest.approx(fair, abs=2)


def test_weights_of_groups_give_the_composite_of_their_means() -> None:
    marks = forty_six(80, 70)
    weights = np.repeat([0.6 / 16, 0.4 / 30], [16, 30])
    found = effects(marks, weights=weights)
    composite = 0.6 * marks[:16].mean(axis=0) + 0.4 * marks[16:].mean(axis=0)
    assert isinstance(found, Effects)
    assert [mean.adjusted for mean in found.means] == pytest.approx(composite)


def test_departments_without_a_common_rater_cannot_be_compared() -> None:
    marks = [[5, 4, None, None], [4, 4, None, None], [None, None, 3, 4], [None, None, 5, 2]]
    assert effects(marks) == NotComputable(Reason.SINGULAR)


def test_a_department_without_a_ballot_is_left_out_and_the_others_stay() -> None:
    marks = np.insert(forty_six(80, 70), 1, np.nan, axis=1)
    found = against_average(marks, rng=rng())
    assert isinstance(found, tuple)
    assert [each.department for each in found] == [0, 2]


def test_mann_and_whitney_agree_with_r() -> None:
    the = case("grp01")
    found = rank_sum(the["inputs"]["x"], the["inputs"]["y"])
    assert isinstance(found, RankSum)
    told = {"W": found.w, "p_cc": found.p_corrected, "p_no_cc": found.p, "p_exact": found.exact}
    assert_close(told, the["outputs"], the["rel_tol"])


def test_kruskal_and_wallis_agree_with_r() -> None:
    the = case("grp02")
    y, g = (np.array(the["inputs"][each]) for each in "yg")
    found = kruskal_wallis([y[g == group] for group in np.unique(g)])
    assert not isinstance(found, NotComputable)
    told = {"H": found.h, "df": found.df, "p": found.p}
    assert_close(told, the["outputs"], the["rel_tol"])
