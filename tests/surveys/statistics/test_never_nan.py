"""However few, empty, alike or missing the answers are: a finite number, or a reason."""

import math
from typing import Any

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.statistics.bootstrap import bca
from surveys.statistics.cells import margin
from surveys.statistics.computable import NotComputable
from surveys.statistics.design import Design, Layer, Lonely, calibrated, design
from surveys.statistics.estimates import design_effect, means, ratios, shares, totals, weighted_mean
from surveys.statistics.intervals import (
    agresti_coull,
    clopper_pearson,
    jeffreys,
    proportion,
    wilson,
    wilson_corrected,
)
from surveys.statistics.means import bounds, mean
from surveys.statistics.quantiles import weighted_quantile
from surveys.statistics.regression import mean_test
from surveys.statistics.replicates import jackknife, replicated
from surveys.statistics.several_rates import goodman, newcombe
from surveys.statistics.weighted_rates import METHODS, weighted_rate
from surveys.statistics.weighted_tests import Scores, rank_test, rao_scott
from surveys.statistics.weighting import Weighted, calibrate, rake

MARKS = st.sampled_from([1.0, 2.0, 5.0, math.nan, math.inf])
WEIGHTS = st.sampled_from([0.0, 1.0, 3.0, math.inf])


def assert_sound(found: Any) -> None:
    """Every number in it is finite."""
    match found:
        case NotComputable() | str() | None:
            return
        case float() | int():
            assert math.isfinite(found)
        case np.ndarray():
            assert np.isfinite(found).all()
        case tuple() | list():
            for each in found:
                assert_sound(each)
        case _:
            for each in msgspec.structs.asdict(found).values():
                assert_sound(each)


@st.composite
def drawings(draw: st.DrawFn) -> tuple[np.ndarray, Design]:
    """Up to eight people with an answer each, and how they were drawn."""
    values = np.array(draw(st.lists(MARKS, max_size=8)), dtype=float)
    each = st.lists(st.integers(0, 2), min_size=values.size, max_size=values.size)
    weights = draw(st.lists(WEIGHTS, min_size=values.size, max_size=values.size))
    layer = Layer(
        clusters=draw(st.none() | each),
        strata=draw(st.none() | each),
        populations=draw(st.sampled_from([None, 3.0, 8.0, 100.0])),
    )
    lonely = draw(st.sampled_from(Lonely))
    return values, design(np.array(weights, dtype=float), layer, lonely=lonely)


@settings(max_examples=100, deadline=None)
@given(drawings(), st.data())
def test_people_drawn_in_any_way(drawn: tuple[np.ndarray, Design], data: st.DataObject) -> None:
    values, of = drawn
    each = st.lists(st.integers(-1, 2), min_size=values.size, max_size=values.size)
    groups, others = (np.array(data.draw(each), dtype=np.intp) for _ in range(2))
    said = np.where(np.isnan(values), np.nan, values > 1)
    columns = np.column_stack([values, said])
    assert_sound([weighted_mean(values, of), weighted_quantile(values, of)])
    assert_sound([means(columns, of), totals(columns, of), ratios(columns, columns[:, ::-1], of)])
    assert_sound([shares(groups, 3, of), design_effect(values, of), rao_scott(groups, others, of)])
    assert_sound([weighted_rate(said, of, method=method) for method in METHODS])
    assert_sound([rank_test(values, groups, of, scores=scores) for scores in Scores])
    assert_sound(mean_test(values, groups, of))
    left_out = jackknife(of)
    if not isinstance(left_out, NotComputable):
        assert_sound(replicated(lambda weights: weights.sum(), left_out))


@settings(max_examples=100, deadline=None)
@given(drawings(), st.data())
def test_people_weighted_in_any_way(drawn: tuple[np.ndarray, Design], data: st.DataObject) -> None:
    values, of = drawn
    each = st.lists(st.sampled_from(["a", "b"]), min_size=values.size, max_size=values.size)
    margins = [margin(name, data.draw(each), {"a": 10, "b": 30}) for name in ("village", "age")]
    known = np.column_stack([np.ones(values.size), np.nan_to_num(values, posinf=0)])
    for weighted in (
        rake(of.weights, margins),
        rake(of.weights, margins, trim=1.0),
        calibrate(of.weights, known, np.array([40.0, 90.0])),
    ):
        assert_sound(weighted)
        if isinstance(weighted, Weighted):
            assert_sound(weighted_mean(values, calibrated(of, weighted)))


@settings(deadline=None)
@given(st.lists(MARKS, max_size=6), st.sampled_from([None, 1, 6, 46]))
def test_plain_means_and_resampled_ones(values: list[float], roll: int | None) -> None:
    assert_sound(mean(values, population=roll, scale=(1, 5)))
    assert_sound(bounds(values, population=roll or 0, scale=(1, 5)))
    rng = np.random.default_rng(1)
    for reduced in (np.mean, np.median):
        assert_sound(bca(values, lambda rows, r=reduced: r(rows, axis=-1), rng=rng, resamples=99))


@settings(deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.5, 0.8, 0.95, 0.999]))
def test_rates_of_however_many(x: int, more: int, level: float) -> None:
    n = x + more
    for made in (wilson, wilson_corrected, agresti_coull, clopper_pearson, jeffreys, proportion):
        assert_sound(made(x, n, level=level))
    assert_sound([proportion(x, n, population=n + 5, level=level), newcombe((x, n), (more, n))])
    assert_sound(goodman([x, more, 0], level=level))
