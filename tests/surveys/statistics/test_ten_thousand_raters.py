"""What a vote of ten thousand costs to read: drawn part by part, and no digit is another."""

import tracemalloc
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from surveys.statistics import importance, sign_flip

CHANCE = np.random.default_rng(5)
ITEMS = CHANCE.integers(1, 6, (2_000, 5)).astype(np.float64)
OVERALL = ITEMS[:, 0] + CHANCE.integers(0, 2, 2_000)
UNEVEN = CHANCE.normal(0.01, 1, 2_000)
MOST = 100_000_000
"""Bytes; all at once, each of the two held several times as much."""


def placed() -> object:
    return importance.importance_performance(ITEMS, OVERALL, rng=np.random.default_rng(1))


def flipped() -> object:
    return sign_flip.sign_flip(UNEVEN, rng=np.random.default_rng(1))


@pytest.mark.parametrize(("module", "find"), [(importance, placed), (sign_flip, flipped)])
def test_parts_say_what_all_at_once_says_and_hold_less(
    module: ModuleType, find: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    tracemalloc.start()
    in_parts = find()
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held < MOST
    monkeypatch.setattr(module, "_AT_ONCE", 10**9)
    assert find() == in_parts
