"""Weights: what they must reach, what they cost, and when there are none."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.statistics.cells import Margin, margin
from surveys.statistics.computable import NotComputable, Reason
from surveys.statistics.design import calibrated, design
from surveys.statistics.estimates import means, totals
from surveys.statistics.weighting import Weighted, calibrate, poststratify, rake

VILLAGES = ["马鹿塘", "龙华", "玉林"]
AGES = ["18–34", "35–59", "60+"]


def people(rng: np.random.Generator, number: int) -> tuple[list[str], list[str]]:
    """Villages and ages, each of them held by somebody."""
    villages = VILLAGES + [str(each) for each in rng.choice(VILLAGES, number)]
    return villages, AGES + [str(each) for each in rng.choice(AGES, number)]


def two_margins(villages: list[str], ages: list[str], rng: np.random.Generator) -> list[Margin]:
    """Totals that some weights of these people really have: so they can be reached."""
    weights = rng.uniform(0.5, 3, len(villages))
    return [
        margin(
            name,
            labels,
            {each: weights[np.array(labels) == each].sum() for each in dict.fromkeys(labels)},
        )
        for name, labels in (("village", villages), ("age", ages))
    ]


def known(found: Any) -> Weighted:
    """Weights that there are."""
    assert isinstance(found, Weighted), found
    return found


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(10, 120))
def test_raking_returns_the_margins(seed: int, number: int) -> None:
    rng = np.random.default_rng(seed)
    villages, ages = people(rng, number)
    margins = two_margins(villages, ages, rng)
    weighted = known(rake(np.ones(len(ages)), margins, trim=None))
    assert weighted.diagnostics.worst < 1e-11
    for each in weighted.diagnostics.margins:
        assert each.reached == pytest.approx(each.wanted, rel=1e-11)
    of = calibrated(design(np.ones(len(ages))), weighted)
    held = np.column_stack([[float(v == each) for v in villages] for each in VILLAGES])
    counted = totals(held, of)
    assert not isinstance(counted, NotComputable)
    assert np.abs(counted.covariance).max() < 1e-9


def test_no_weight_stays_above_the_declared_limit_and_the_margins_tell_what_it_cost() -> None:
    ages = ["60+"] + ["35–59"] * 60 + ["18–34"] * 60
    villages = (["龙华", "玉林"] * 61)[: len(ages)]
    margins = [
        margin("age", ages, {"60+": 60, "35–59": 120, "18–34": 120}),
        margin("village", villages, {"龙华": 150, "玉林": 150}),
    ]
    weighted = known(rake(np.ones(len(ages)), margins))
    found = weighted.diagnostics
    assert found.limit is not None
    assert weighted.weights.max() <= found.limit * (1 + 1e-8)
    assert found.trimmed >= 1
    assert weighted.weights.sum() == pytest.approx(300)
    assert found.worst > 0.1
    assert known(rake(np.ones(len(ages)), margins, trim=None)).diagnostics.worst < 1e-11


def test_what_is_cut_off_goes_to_others_where_the_margins_allow_it() -> None:
    rng = np.random.default_rng(7)
    villages, ages = people(rng, 200)
    uneven = np.where(np.arange(len(ages)) == 50, 40.0, 1.0)
    weighted = known(rake(uneven, two_margins(villages, ages, rng)))
    assert weighted.diagnostics.limit is not None
    assert weighted.weights.max() <= weighted.diagnostics.limit * (1 + 1e-8)
    assert weighted.diagnostics.worst < 1e-11
    assert weighted.diagnostics.trimmed == 1
    assert 1 < weighted.diagnostics.design_effect < 2
    assert weighted.diagnostics.effective < len(ages)


def test_margins_that_contradict_each_other_are_never_reached() -> None:
    labels = [("马鹿塘", "60+"), ("马鹿塘", "18–34"), ("龙华", "60+"), ("龙华", "18–34")] * 5
    villages, ages = [list(each) for each in zip(*labels, strict=True)]
    margins = [
        margin("village", villages, {"马鹿塘": 30, "龙华": 70}),
        margin("age", ages, {"60+": 40, "18–34": 50}),
    ]
    assert rake(np.ones(20), margins) == NotComputable(Reason.NOT_CONVERGED)


@pytest.mark.parametrize(
    ("labels", "weights", "reason"),
    [
        ([], [], Reason.NO_BALLOTS),
        (["60+", "60+"], [1, 1], Reason.EMPTY_MARGIN),
        (["60+", "18–34"], [0, 1], Reason.EMPTY_MARGIN),
        (["60+", "18–34", None], [1, 1, 1], Reason.UNKNOWN_CATEGORY),
        (["60+", "18–34", "35–59"], [1, 1, 1], Reason.UNKNOWN_CATEGORY),
        (["60+", "18–34"], [0, 0], Reason.NO_WEIGHT),
        (["60+", "18–34"], [np.nan, 1], Reason.NO_WEIGHT),
    ],
)
def test_weights_that_cannot_be_had(
    labels: list[Any], weights: list[float], reason: Reason
) -> None:
    margins = [margin("age", labels, {"60+": 40, "18–34": 60})]
    assert rake(np.array(weights, dtype=float), margins) == NotComputable(reason)


def test_no_margin_at_all_is_no_weighting() -> None:
    assert rake(np.ones(3), []) == NotComputable(Reason.EMPTY_MARGIN)


def test_calibration_to_numbers_leaves_no_error_in_what_is_known() -> None:
    rng = np.random.default_rng(11)
    known_of_all = np.column_stack([np.ones(80), rng.normal(40, 10, 80)])
    weighted = known(calibrate(np.full(80, 25.0), known_of_all, np.array([2100.0, 85_000.0])))
    assert weighted.weights @ known_of_all == pytest.approx([2100, 85_000])
    of = calibrated(design(np.full(80, 25.0)), weighted)
    told = means((2 + 3 * known_of_all[:, 1])[:, None], of)
    assert not isinstance(told, NotComputable)
    assert told.values[0] == pytest.approx(2 + 3 * 85_000 / 2100)
    assert told.errors[0] < 1e-6


def test_one_margin_gives_the_same_as_calibration_to_its_categories() -> None:
    ages = ["60+"] * 5 + ["18–34"] * 9
    one = known(poststratify(np.ones(14), margin("age", ages, {"60+": 40, "18–34": 60})))
    dummies = np.column_stack([[float(age == each) for age in ages] for each in ("60+", "18–34")])
    other = known(calibrate(np.ones(14), dummies, np.array([40.0, 60.0])))
    assert one.weights == pytest.approx(other.weights)


def test_totals_that_no_weights_reach_are_refused() -> None:
    twice = np.ones((5, 2))
    found = calibrate(np.ones(5), twice, np.array([10.0, 11.0]))
    assert found == NotComputable(Reason.SINGULAR)
    unknown = calibrate(np.ones(2), np.array([[1.0], [np.nan]]), np.array([10.0]))
    assert unknown == NotComputable(Reason.UNKNOWN_CATEGORY)
