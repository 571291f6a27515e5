"""How far the marks, and the questionnaire that asked for them, can be relied on."""

import numpy as np
import pytest

from surveys.statistics.agreement import Components, components, icc
from surveys.statistics.carelessness import (
    Sensitivity,
    distances,
    longest_strings,
    sensitivity,
    variability,
)
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.factors import Factorability, Omega, factorability, omega
from surveys.statistics.importance import (
    Associations,
    ImportancePerformance,
    Quadrant,
    Shares,
    associations,
    importance_performance,
    shares,
)
from surveys.statistics.krippendorff import Alpha, Measure, krippendorff_alpha
from surveys.statistics.reliability import Reliability, cronbach_alpha, feldt
from tests.statistics_cases import assert_close, case


def rng() -> np.random.Generator:
    return np.random.default_rng(20260701)


def test_all_six_forms_of_shrout_and_fleiss_agree_with_psych() -> None:
    the = case("agree04")
    found = icc(np.array(the["inputs"]["ratings"]).T)
    assert isinstance(found, tuple)
    told = {
        "type": [each.model.value for each in found],
        "icc": [each.icc for each in found],
        "F": [each.f for each in found],
        "df1": [each.df1 for each in found],
        "df2": [each.df2 for each in found],
        "p": [each.p for each in found],
        "lower95": [each.low for each in found],
        "upper95": [each.high for each in found],
    }
    assert told.pop("type") == the["outputs"]["type"]
    assert_close({**told, "type": []}, {**the["outputs"], "type": []}, the["rel_tol"])


def test_the_components_are_those_the_forms_are_made_of() -> None:
    ratings = np.array(case("agree04")["inputs"]["ratings"]).T
    found, forms = components(ratings), icc(ratings)
    assert isinstance(found, Components)
    assert isinstance(forms, tuple)
    total = found.department + found.rater + found.residual
    by_model = {each.model.value: each.icc for each in forms}
    assert found.department / total == pytest.approx(by_model["ICC2"])
    assert found.g == pytest.approx(by_model["ICC3k"])


def test_raters_who_only_differ_in_leniency_leave_no_residual() -> None:
    found = components([[5, 4, 3], [4, 3, 2], [3, 2, 1]])
    assert isinstance(found, Components)
    assert (found.department, found.rater, found.residual, found.g) == (1, 1, 0, 1)
    assert icc([[5, 4, 3], [4, 3, 2]]) == NotComputable(Reason.NO_VARIATION)


@pytest.mark.parametrize("measure", ["nominal", "ordinal", "ratio"])
def test_krippendorffs_alpha_agrees_with_irr(measure: str) -> None:
    the = case(f"agree03_krippendorff_{measure}")
    codes = np.array(the["inputs"]["raters_by_units"], dtype=np.float64)
    found = krippendorff_alpha(codes, measure=Measure(measure))
    assert isinstance(found, Alpha)
    assert found.units == 11
    assert_close(found.alpha, the["outputs"]["alpha"], the["rel_tol"])


def test_krippendorffs_interval_alpha_is_the_published_one() -> None:
    """.849 in Krippendorff's own paper on these twelve units."""
    codes = np.array(case("agree03_krippendorff_ratio")["inputs"]["raters_by_units"], np.float64)
    found = krippendorff_alpha(codes, measure=Measure.INTERVAL)
    assert isinstance(found, Alpha)
    assert found.alpha == pytest.approx(0.849, abs=5e-4)


def test_cronbachs_alpha_agrees_with_psych() -> None:
    the = case("rel01")
    found = cronbach_alpha(the["inputs"]["items"])
    assert isinstance(found, Reliability)
    told = {
        "raw_alpha": found.alpha,
        "std_alpha": found.standardised,
        "lambda6": found.lambda6,
        "average_r": found.mean_correlation,
        "item_r_raw": [each.total for each in found.items],
        "item_r_drop": [each.rest for each in found.items],
        "alpha_if_dropped": [each.dropped for each in found.items],
    }
    assert_close(told, the["outputs"], the["rel_tol"])


def test_feldts_interval_covers_nineteen_of_twenty() -> None:
    """Parallel items of true alpha 0.8: 5 items that correlate 4/9."""
    chance, held = rng(), 0
    for _ in range(400):
        items = chance.normal(0, 2, (46, 1)) + chance.normal(0, np.sqrt(5), (46, 5))
        found = cronbach_alpha(items)
        assert isinstance(found, Reliability)
        held += found.low <= 0.8 <= found.high
    assert held / 400 == pytest.approx(0.95, abs=0.03)


def test_feldts_limits_lie_on_both_sides() -> None:
    low, high = feldt(0.84, respondents=30, items=7)
    assert low < 0.84 < high < 1


def test_alpha_is_not_computed_without_variation_or_with_one_respondent() -> None:
    equal, single = (each["items"] for each in case("rel06")["inputs"]["cases"])
    assert cronbach_alpha(equal) == NotComputable(Reason.NO_VARIATION)
    assert cronbach_alpha(single) == NotComputable(Reason.ONE_RATER)
    assert cronbach_alpha([[5], [4]]) == NotComputable(Reason.ONE_ITEM)


def test_sampling_adequacy_agrees_with_psych_and_is_not_for_print_below_a_hundred() -> None:
    the = case("rel04")
    found = factorability(the["inputs"]["items"])
    assert isinstance(found, Factorability)
    told = {
        "msa": found.kmo,
        "msa_item": list(found.items),
        "bartlett_chisq": found.chisq,
        "bartlett_df": found.df,
        "bartlett_p": found.p,
    }
    assert_close(told, the["outputs"], the["rel_tol"])
    assert not found.printable


def test_omega_agrees_with_psych() -> None:
    the = case("rel05")
    found = omega(the["inputs"]["items"])
    assert isinstance(found, Omega)
    told = {"loadings": list(found.loadings), "omega": found.omega}
    assert_close(told, the["outputs"], the["rel_tol"])


def test_derived_importance_agrees_with_r() -> None:
    the = case("ipa01")
    items, overall = the["inputs"]["items"], the["inputs"]["y"]
    plain, parts = associations(items, overall), shares(items, overall)
    assert isinstance(plain, Associations)
    assert isinstance(parts, Shares)
    told = {
        "pearson": plain.pearson,
        "spearman": plain.spearman,
        "std_beta": parts.beta,
        "r2": parts.r2,
        "lmg": parts.parts,
        "performance": plain.performance,
    }
    assert_close(told, the["outputs"], the["rel_tol"])


def test_items_that_chance_could_move_stand_in_no_quadrant() -> None:
    chance = np.random.default_rng(11)
    cause, idle = chance.normal(0, 1, (200, 2)), chance.normal(0, 1, (200, 3))
    overall = cause.sum(axis=1) + chance.normal(0, 0.5, 200)
    items = np.add(np.column_stack([cause, idle]), [80, 60, 80, 60, 70])
    found = importance_performance(items, overall, rng=rng())
    assert isinstance(found, ImportancePerformance)
    assert [each.quadrant for each in found.items] == [
        Quadrant.KEEP,
        Quadrant.IMPROVE,
        Quadrant.POSSIBLE_OVERKILL,
        Quadrant.LOW_PRIORITY,
        Quadrant.UNPLACED,
    ]


def test_importance_is_shown_from_thirty_raters_and_four_items_on() -> None:
    the = case("ipa01")
    items, overall = np.array(the["inputs"]["items"]), np.array(the["inputs"]["y"])
    few, narrow = items[1:], items[:, :3]
    assert isinstance(importance_performance(items, overall, rng=rng()), ImportancePerformance)
    for marks, whole in ((few, overall[1:]), (narrow, overall)):
        assert importance_performance(marks, whole, rng=rng()) == NotComputable(Reason.TOO_FEW)


def test_runs_and_spread_of_a_ballot_agree_with_careless() -> None:
    the = case("care01")
    longest, mean = longest_strings(the["inputs"]["answers"])
    told = {
        "longstring": longest,
        "avgstr": mean,
        "irv": variability(the["inputs"]["answers"]),
    }
    assert_close(told, the["outputs"], the["rel_tol"])


def test_mahalanobis_distances_agree_with_r() -> None:
    the = case("care02")
    found = distances(the["inputs"]["items"])
    assert isinstance(found, tuple)
    assert_close({"d2": found[0], "p": found[1]}, the["outputs"], the["rel_tol"])


def test_the_score_is_told_with_and_without_even_ballots_but_never_of_a_few() -> None:
    varied = [[5, 3, 4], [4, 5, 2], [3, 3, 5], [5, 4, 4], [2, 4, 3]]
    found = sensitivity([[5, 5, 5]] * 6 + varied)
    assert isinstance(found, Sensitivity)
    assert (found.ballots, found.alike) == (11, 6)
    assert found.without == pytest.approx(np.mean(varied, axis=0))
    assert sensitivity([[5, 5, 5]] * 4 + varied) == NotComputable(Reason.TOO_FEW)
    assert sensitivity(varied) == NotComputable(Reason.NO_VARIATION)
