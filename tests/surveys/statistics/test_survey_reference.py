"""The reference cases of topic survey: the same people drawn, weighted and asked in R."""

from typing import Any

import numpy as np
import pytest

from surveys.statistics.cells import coded, margin
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.design import Design, Layer, Lonely, calibrated, design
from surveys.statistics.diagnostics import effective_n, kish
from surveys.statistics.estimates import (
    Joint,
    contrast,
    design_effect,
    estimate,
    means,
    shares,
    totals,
)
from surveys.statistics.intervals import Interval, Method
from surveys.statistics.quantiles import weighted_quantile
from surveys.statistics.regression import mean_test
from surveys.statistics.replicates import jackknife, replicated
from surveys.statistics.weighted_rates import weighted_rate
from surveys.statistics.weighted_tests import rank_test, rao_scott
from surveys.statistics.weighting import Weighted, poststratify, rake
from tests.statistics_cases import DATA, assert_close, case, column

METHODS = {
    "logit": Method.LOGIT,
    "xlogit": Method.LOGIT,
    "asin": Method.ARCSINE,
    "mean": Method.STUDENT,
    "likelihood": Method.LIKELIHOOD,
}


def drawn(inputs: dict[str, Any]) -> Design:
    """The design that a case names by columns of its data set."""
    data = DATA[inputs["dataset"]]
    layer = Layer(
        clusters=data[inputs["cluster"]] if "cluster" in inputs else None,
        strata=data[inputs["strata"]] if "strata" in inputs else None,
        populations=column(inputs["dataset"], inputs["fpc"]) if "fpc" in inputs else None,
    )
    return design(column(inputs["dataset"], inputs["weights"]), layer)


def asked(inputs: dict[str, Any]) -> Any:
    """The columns of numbers that a case asks about."""
    names = inputs["y"] if isinstance(inputs["y"], list) else [inputs["y"]]
    return np.column_stack([column(inputs["dataset"], name) for name in names])


def known(found: Any) -> Any:
    """A result that can be computed."""
    assert not isinstance(found, NotComputable), found
    return found


def assert_joint(found: Joint | NotComputable, outputs: dict[str, Any], rel_tol: float) -> None:
    """Estimates, their covariance, their errors and the degrees of freedom."""
    joint = known(found)
    one = not isinstance(outputs["estimate"], list)
    assert_close(joint.values[0] if one else joint.values, outputs["estimate"], rel_tol)
    if "vcov" in outputs:
        scale = max(1.0, abs(float(joint.values.max())) ** 2)
        assert np.allclose(joint.covariance, outputs["vcov"], rtol=rel_tol, atol=1e-12 * scale)
    errors = joint.errors[0] if one else joint.errors
    scale = max(1.0, abs(float(joint.values.max())))
    assert np.allclose(errors, outputs["se"], rtol=rel_tol, atol=1e-6 * scale * rel_tol)
    assert joint.freedom == outputs.get("df", joint.freedom)


@pytest.mark.parametrize("name", ["svy01", "svy02", "svy03", "svy09"])
def test_means_of_people_drawn_from_strata_and_clusters(name: str) -> None:
    each = case(name)
    found = means(asked(each["inputs"]), drawn(each["inputs"]))
    assert_joint(found, each["outputs"], each["rel_tol"])


def test_a_mean_has_its_intervals_and_its_design_effect() -> None:
    each = case("svy01")
    of, outputs = drawn(each["inputs"]), each["outputs"]
    found = known(means(asked(each["inputs"]), of))
    for freedom, wanted in ((None, "ci95_t"), (np.inf, "ci95_z")):
        interval = known(estimate(found, freedom=freedom).interval)
        assert_close((interval.low, interval.high), outputs[wanted], each["rel_tol"])
    effect = design_effect(asked(each["inputs"])[:, 0], of)
    assert_close(effect, outputs["deff"], each["rel_tol"])


def test_the_change_between_two_years_uses_what_both_have_in_common() -> None:
    each = case("svy05")
    columns = np.column_stack([column("apistrat", "api00"), column("apistrat", "api99")])
    both = known(means(columns, drawn(each["inputs"])))
    change = contrast(both, np.array(each["inputs"]["contrast"], dtype=float))
    assert_joint(change, each["outputs"], each["rel_tol"])


def test_the_share_of_each_option() -> None:
    each = case("svy06")
    codes = coded(DATA["apistrat"][each["inputs"]["y"]])
    assert_joint(shares(codes, 2, drawn(each["inputs"])), each["outputs"], each["rel_tol"])


def test_a_total() -> None:
    each = case("svy07")
    found = totals(asked(each["inputs"]), drawn(each["inputs"]))
    assert_joint(found, each["outputs"], each["rel_tol"])


def test_a_group_is_part_of_the_same_drawing() -> None:
    each = case("svy10")
    of, labels = drawn(each["inputs"]), np.array(DATA["apiclus1"][each["inputs"]["by"]])
    for at, label in enumerate(each["outputs"]["by"]):
        found = known(means(asked(each["inputs"]), of, domain=labels == label))
        assert_close(found.values[0], each["outputs"]["estimate"][at], each["rel_tol"])
        assert_close(found.errors[0], each["outputs"]["se"][at], each["rel_tol"])


def assert_weighted(
    weighted: Weighted | NotComputable, before: Design, each: dict[str, Any]
) -> Design:
    """The weights, and the mean and the total that they give."""
    outputs, rel_tol = each["outputs"], each["rel_tol"]
    assert_close(known(weighted).weights, outputs["weights"], rel_tol)
    of = calibrated(before, known(weighted))
    mean = means(column("apiclus1", "api00")[:, None], of)
    assert_joint(mean, outputs["mean_api00"], rel_tol)
    total = totals(column("apiclus1", "enroll")[:, None], of)
    assert_joint(total, outputs["total_enroll"], rel_tol)
    return of


def test_post_stratified_people() -> None:
    each = case("svy12")
    before, by = drawn(each["inputs"]), each["inputs"]["by"]
    population = each["inputs"]["population"]
    weighted = poststratify(before.weights, margin(by, DATA["apiclus1"][by], population))
    of = assert_weighted(weighted, before, each)
    codes = coded(DATA["apiclus1"][by])
    counted = totals((codes[:, None] == np.arange(3)).astype(float), of)
    assert_joint(counted, each["outputs"]["total_stype"], each["rel_tol"])


def test_unequal_weights_cost_answers() -> None:
    each = case("svy14")
    weights = np.array(each["inputs"]["weights"])
    assert_close(kish(weights), each["outputs"]["deff_weights"], each["rel_tol"])
    assert_close(effective_n(weights), each["outputs"]["effective_n"], each["rel_tol"])


def test_raked_people() -> None:
    each = case("svy15")
    before = drawn(each["inputs"])
    margins = [
        margin(name, DATA["apiclus1"][name], population)
        for name, population in each["inputs"]["margins"].items()
    ]
    weighted = known(rake(before.weights, margins))
    assert weighted.diagnostics.worst < 1e-12
    assert_weighted(weighted, before, each)


@pytest.mark.parametrize("name", METHODS)
def test_the_interval_of_a_weighted_share(name: str) -> None:
    each = case(f"svy17_ciprop_{name}")
    said = (column("apiclus1", "ell") == 0).astype(float)
    freedom = each["inputs"]["df"]
    found = known(weighted_rate(said, drawn(each["inputs"]), method=METHODS[name], freedom=freedom))
    assert_close(found.value, each["outputs"]["estimate"], each["rel_tol"])
    assert isinstance(found.interval, Interval)
    limits = (found.interval.low, found.interval.high)
    assert_close(limits, each["outputs"]["ci95"], each["rel_tol"])


def test_two_questions_with_options() -> None:
    each = case("svy18")
    data, inputs = DATA["apiclus1"], each["inputs"]
    found = known(
        rao_scott(coded(data[inputs["rows"]]), coded(data[inputs["cols"]]), drawn(inputs))
    )
    got = {"F": found.statistic, "ndf": found.ndf, "ddf": found.ddf, "p": found.p}
    assert_close(got, each["outputs"], each["rel_tol"])


@pytest.mark.parametrize(("name", "test"), [("svy19", rank_test), ("svy21", mean_test)])
def test_two_groups_among_people_drawn(name: str, test: Any) -> None:
    each = case(name)
    inputs = each["inputs"]
    groups = coded(DATA["apiclus1"][inputs["group"]])
    found = known(test(column("apiclus1", inputs["y"]), groups, drawn(inputs)))
    got = {
        "t": found.statistic,
        "df": found.ddf,
        "p": found.p,
        "difference": found.differences[0],
    }
    assert_close(got, each["outputs"], each["rel_tol"])


def test_the_jackknife_checks_the_formula() -> None:
    each = case("svy22")
    of, y = drawn(each["inputs"]), asked(each["inputs"])[:, 0]
    found = replicated(lambda weights: weights @ y / weights.sum(), known(jackknife(of)))
    assert_close(found, each["outputs"]["vcov"], each["rel_tol"])


def test_a_whole_census_has_no_sampling_error() -> None:
    each = case("svy25")
    y = np.array(each["inputs"]["y"], dtype=float)
    of = design(np.ones(y.size), Layer(populations=each["inputs"]["population"]))
    found = known(means(y[:, None], of))
    assert_joint(found, each["outputs"], each["rel_tol"])
    assert estimate(found).interval == NotComputable(Reason.EVERYONE_VOTED)


def test_quantiles_and_their_intervals() -> None:
    each = case("svy26")
    of, y = drawn(each["inputs"]), asked(each["inputs"])[:, 0]
    for at, share in enumerate(each["inputs"]["p"]):
        found = known(weighted_quantile(y, of, share=share))
        assert_close(found.value, each["outputs"]["quantile"][at], each["rel_tol"])
        limits = (found.interval.low, found.interval.high)
        assert_close(limits, each["outputs"]["ci"][at], each["rel_tol"])


@pytest.mark.parametrize(
    ("said", "lonely"), [("adjust", Lonely.CENTRE), ("remove", Lonely.LEAVE_OUT)]
)
def test_a_lonely_stratum_where_a_rule_for_it_was_declared(said: str, lonely: Lonely) -> None:
    each = case("svy27")
    inputs = {name: np.array(values) for name, values in each["inputs"].items()}
    of = design(inputs["weights"].astype(float), Layer(strata=inputs["strata"]), lonely=lonely)
    found = means(inputs["y"].astype(float)[:, None], of)
    assert_joint(found, each["outputs"][said], each["rel_tol"])


def test_a_lonely_stratum_is_refused_where_none_was() -> None:
    each = case("svy27")
    inputs = {name: np.array(values) for name, values in each["inputs"].items()}
    of = design(inputs["weights"].astype(float), Layer(strata=inputs["strata"]))
    refused = means(inputs["y"].astype(float)[:, None], of)
    assert refused == NotComputable(Reason.LONELY_STRATUM)


def test_schools_within_districts_as_published_in_the_help_of_survey() -> None:
    """`svymean(~api00)` is 670.81 (30.099), `svytotal(~enroll)` 2639273 (799638)."""
    data, districts = DATA["apiclus2"], column("apiclus2", "fpc1")
    schools, chosen = column("apiclus2", "fpc2"), coded(DATA["apiclus2"]["dnum"])
    weights = districts / (chosen.max() + 1) * schools / np.bincount(chosen)[chosen]
    layers = Layer(data["dnum"], None, districts), Layer(data["snum"], None, schools)
    of = design(weights, *layers)
    mean = known(means(column("apiclus2", "api00")[:, None], of))
    assert (round(mean.values[0], 2), round(mean.errors[0], 3)) == (670.81, 30.099)
    total = known(totals(column("apiclus2", "enroll")[:, None], of))
    assert (round(total.values[0]), round(total.errors[0])) == (2_639_273, 799_638)
