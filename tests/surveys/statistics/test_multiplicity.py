"""Many tests side by side: the reference cases, and how the corrections stand to each other."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.statistics.multiplicity import (
    benjamini_hochberg,
    benjamini_yekutieli,
    bonferroni,
    hochberg,
    holm,
    hommel,
)
from tests.statistics_cases import assert_close, case

ALL = (holm, hochberg, hommel, benjamini_hochberg, benjamini_yekutieli, bonferroni)


@pytest.mark.parametrize(
    ("name", "adjust"),
    [
        ("mult_BH", benjamini_hochberg),
        ("mult_BY", benjamini_yekutieli),
        ("mult_bonferroni", bonferroni),
    ],
)
def test_adjusted_p_values(name: str, adjust: Any) -> None:
    each = case(name)
    found = [adjust(np.array(p, dtype=float)) for p in each["inputs"]["p"]]
    assert_close(found, each["outputs"]["adjusted"], each["rel_tol"])


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=6))
def test_no_correction_makes_a_p_value_smaller_and_holm_is_between(p: list[float]) -> None:
    for adjust in ALL:
        found = adjust(p)
        assert (found >= np.array(p)).all()
        assert (found <= 1).all()
    slack = 1e-12
    assert (holm(p) <= bonferroni(p) + slack).all()
    assert (hochberg(p) <= holm(p) + slack).all()
    assert (hommel(p) <= hochberg(p) + slack).all()


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.001, 0.01, 0.02, 0.03, 0.2, 0.9]), min_size=1, max_size=5))
def test_holm_and_hommel_close_the_tests_of_all_sets(p: list[float]) -> None:
    sets = [each for size in range(1, len(p) + 1) for each in combinations(range(len(p)), size)]
    for at in range(len(p)):
        mine = [sorted(p[i] for i in each) for each in sets if at in each]
        smallest = max(min(1, len(each) * each[0]) for each in mine)
        simes = max(min(len(each) * q / r for r, q in enumerate(each, 1)) for each in mine)
        assert_close(holm(p)[at], smallest, 1e-12)
        assert_close(hommel(p)[at], min(1, simes), 1e-12)
