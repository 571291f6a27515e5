"""Whatever comes in, each statistic is a number or the reason why there is none."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.statistics.against_average import against_average, groups_against_average
from surveys.statistics.agreement import components, icc
from surveys.statistics.best import best_of_choices, best_of_rates
from surveys.statistics.bursts import burst
from surveys.statistics.carelessness import distances, longest_strings, sensitivity, variability
from surveys.statistics.choices import rank_choices
from surveys.statistics.comparisons import pairs, same_raters
from surveys.statistics.contingency import chi_square, fisher, linear_by_linear
from surveys.statistics.effects import effects
from surveys.statistics.factors import factorability, omega
from surveys.statistics.identical import identical
from surveys.statistics.importance import associations, importance_performance, shares
from surveys.statistics.kendall import kendall
from surveys.statistics.krippendorff import Measure, krippendorff_alpha
from surveys.statistics.leniency import leniency
from surveys.statistics.rank_sum import kruskal_wallis, rank_sum
from surveys.statistics.ranking import Method, rank_raters
from surveys.statistics.reliability import cronbach_alpha
from surveys.statistics.sign_flip import sign_flip
from surveys.statistics.signed_rank import signed_rank
from surveys.statistics.years import (
    cochran_armitage,
    paired_change,
    trend,
    trend_of_rates,
)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


QUICK = Method(draws=500)

OF_MARKS: dict[str, Callable[[np.ndarray], Any]] = {
    "same raters": same_raters,
    "pairs": lambda m: pairs(m, rng=rng()),
    "effects": effects,
    "against the average": lambda m: against_average(m, rng=rng(), fewest=2),
    "groups": lambda m: groups_against_average(list(m), rng=rng()),
    "rank sets": lambda m: rank_raters(m, rng=rng(), method=QUICK),
    "each rank": lambda m: rank_raters(
        m, rng=rng(), method=Method(draws=500, simultaneous=False, step_down=False)
    ),
    "kruskal": lambda m: kruskal_wallis(list(m)),
    "components": components,
    "icc": icc,
    "alpha": cronbach_alpha,
    "factorability": factorability,
    "omega": omega,
    "krippendorff": krippendorff_alpha,
    "krippendorff ratio": lambda m: krippendorff_alpha(m, measure=Measure.RATIO),
    "krippendorff ordinal": lambda m: krippendorff_alpha(m, measure=Measure.ORDINAL),
    "associations": lambda m: associations(m[:, 1:], m[:, :1]),
    "shares": lambda m: shares(m[:, 1:], m[:, :1]),
    "importance": lambda m: importance_performance(m[:, 1:], m[:, :1], rng=rng()),
    "sensitivity": sensitivity,
    "strings": longest_strings,
    "variability": variability,
    "distances": distances,
    "identical": lambda m: identical(m, width=2, rng=rng()),
    "leniency": lambda m: leniency(m, scale=(0, 5)),
}

OF_COLUMNS: dict[str, Callable[[np.ndarray, np.ndarray], Any]] = {
    "signed rank": lambda x, y: signed_rank(x - y),
    "sign flip": lambda x, y: sign_flip(x - y, rng=rng()),
    "rank sum": rank_sum,
    "paired change": paired_change,
    "kendall": kendall,
    "trend": trend,
    "associations": lambda x, y: associations(x[:, None], y),
}

OF_COUNTS: dict[str, Callable[[np.ndarray], Any]] = {
    "chi square": chi_square,
    "linear by linear": linear_by_linear,
    "fisher": lambda c: fisher(c, rng=rng(), draws=200),
    "choices": lambda c: rank_choices(c[0]),
    "each choice": lambda c: rank_choices(c[0], simultaneous=False),
    "best of rates": lambda c: best_of_rates(c[0], c.sum(axis=0)),
    "best of choices": lambda c: best_of_choices(c[0]),
    "burst": lambda c: burst(c[0], usual=c[-1], rng=rng()),
    "armitage": lambda c: cochran_armitage(c[0], c.sum(axis=0)),
    "trend of rates": lambda c: trend_of_rates(range(c.shape[1]), c[0], c.sum(axis=0)),
}

AWKWARD = {
    "nothing": np.empty((0, 0)),
    "no departments": np.empty((3, 0)),
    "nobody": np.empty((0, 3)),
    "one mark": np.array([[4.0]]),
    "one rater": np.array([[3.0, 1.0, 2.0]]),
    "one department": np.array([[3.0], [1.0], [2.0]]),
    "all equal": np.full((46, 4), 5.0),
    "all missing": np.full((46, 4), np.nan),
    "all but one missing": np.array([[np.nan, 5.0], [np.nan, np.nan]]),
    "an endless mark": np.array([[np.inf, 5.0], [4.0, 3.0], [2.0, -np.inf]]),
    "a department nobody rated": np.array([[5.0, np.nan, 3.0], [4.0, np.nan, 4.0]] * 15),
    "raters of one mind": np.array([[5.0, 4.0, 3.0, 1.0, 2.0]] * 40),
    "shifted alike": np.arange(40.0)[:, None] + np.array([5.0, 4.0, 3.0, 1.0, 2.0]),
    "a tenth that is no binary fraction": np.full((40, 5), 0.1),
    "two opposite halves": np.array([[5.0, 1.0, 5.0, 1.0, 5.0], [1.0, 5.0, 1.0, 5.0, 1.0]] * 20),
    "large": np.array([[1e12, 2e12, 1e12, 5e11, 1e12], [2e12, 1e12, 3e12, 1e12, 1e11]] * 20),
}

marks = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, 0.1, 3.3, float("nan")])
tables = st.tuples(st.integers(1, 8), st.integers(1, 6)).flatmap(
    lambda shape: st.lists(
        st.lists(marks, min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    ).map(np.array)
)
counts = st.tuples(st.integers(1, 4), st.integers(1, 6)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 40), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    ).map(lambda rows: np.array(rows, dtype=np.float64))
)


def assert_finite(found: Any) -> None:
    """Every number in it, however deep, is one."""
    for each in flat(found):
        assert not isinstance(each, float) or np.isfinite(each), found


def flat(found: Any) -> list[Any]:
    if isinstance(found, np.ndarray):
        return found.ravel().tolist()
    if isinstance(found, list | tuple):
        return [leaf for each in found for leaf in flat(each)]
    if isinstance(found, dict):
        return flat(list(found.values()))
    return flat(list(msgspec.structs.asdict(found).values())) if is_struct(found) else [found]


def is_struct(found: Any) -> bool:
    return isinstance(found, msgspec.Struct)


@pytest.mark.parametrize("awkward", AWKWARD)
@pytest.mark.parametrize("statistic", OF_MARKS)
def test_awkward_marks_get_an_answer(statistic: str, awkward: str) -> None:
    assert_finite(OF_MARKS[statistic](AWKWARD[awkward].copy()))


@pytest.mark.parametrize("awkward", AWKWARD)
@pytest.mark.parametrize("statistic", OF_COLUMNS)
def test_awkward_columns_get_an_answer(statistic: str, awkward: str) -> None:
    values = AWKWARD[awkward]
    first = values[:, 0] if values.size else values.ravel()
    second = values[:, -1] if values.size else values.ravel()
    with np.errstate(invalid="ignore"):
        assert_finite(OF_COLUMNS[statistic](first, second))


@settings(max_examples=30, deadline=None)
@given(table=tables)
def test_any_marks_get_an_answer(table: np.ndarray) -> None:
    for statistic in OF_MARKS.values():
        assert_finite(statistic(table))


@settings(max_examples=100, deadline=None)
@given(table=tables)
def test_any_columns_get_an_answer(table: np.ndarray) -> None:
    for statistic in OF_COLUMNS.values():
        assert_finite(statistic(table[:, 0], table[:, -1]))


@settings(max_examples=30, deadline=None)
@given(table=counts)
def test_any_counts_get_an_answer(table: np.ndarray) -> None:
    for statistic in OF_COUNTS.values():
        assert_finite(statistic(table))


@settings(max_examples=30, deadline=None)
@given(table=tables, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_the_ballots_says_nothing(table: np.ndarray, seed: int) -> None:
    """What is exact stays the same when the ballots are shuffled."""
    shuffled = np.random.default_rng(seed).permutation(table)
    for name in ("same raters", "effects", "components", "alpha"):
        first, second = (flat(OF_MARKS[name](each)) for each in (table, shuffled))
        assert len(first) == len(second)
        for one, other in zip(first, second, strict=True):
            near = isinstance(other, float)
            assert one == (pytest.approx(other, abs=1e-6, rel=1e-6) if near else other)
