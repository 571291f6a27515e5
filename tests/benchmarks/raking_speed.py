"""Findings of a whole town, beside numpy merely reading what they are made from. Run on purpose:

    .venv/bin/python -m tests.benchmarks.raking_speed

100,000 voters answer 20 items, some of them not; they are raked on three margins, and every item
gets its weighted mean with the error of calibrated weights. Beside it numpy reads answers, weights
and one margin once for every margin of every round. Both in turn, seven times each, in one process;
the ratio of the medians has to stay within ten, else it exits with 1.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from surveys.statistics.cells import Margin
from surveys.statistics.computable import Numbers
from surveys.statistics.design import calibrated, design
from surveys.statistics.estimates import weighted_mean
from surveys.statistics.intervals import Estimate
from surveys.statistics.weighting import Weighted, rake

RUNS = 7
MOST = 10.0
VOTERS, ITEMS = 100_000, 20
SIZES = {"community": 12, "gender": 2, "age": 6}


def three_margins(rng: np.random.Generator) -> list[Margin]:
    """Whoever answers is nowhere as frequent as in the whole."""
    return [
        Margin(
            name=name,
            categories=tuple(str(at) for at in range(size)),
            totals=250_000 * rng.dirichlet(np.full(size, 40.0)),
            codes=rng.choice(size, VOTERS, p=rng.dirichlet(np.full(size, 40.0))),
        )
        for name, size in SIZES.items()
    ]


def answers(rng: np.random.Generator) -> Numbers:
    """From 1 to 5; a tenth are missing. One column an item, as they are read."""
    given = rng.integers(1, 6, (VOTERS, ITEMS)).astype(np.float64)
    given[rng.uniform(size=given.shape) < 0.1] = np.nan
    return np.asfortranarray(given)


def findings(given: Numbers, weights: Numbers, margins: Sequence[Margin]) -> Weighted:
    """Everything that is told of the items."""
    weighted = rake(weights, margins)
    assert isinstance(weighted, Weighted)
    of = calibrated(design(weights), weighted)
    told = [weighted_mean(given[:, at], of) for at in range(ITEMS)]
    assert all(isinstance(each, Estimate) for each in told)
    return weighted


def read_only(given: Numbers, weights: Numbers, margins: Sequence[Margin], rounds: int) -> None:
    """Read the same and forget it."""
    for _ in range(rounds):
        for margin in margins:
            given.sum()
            weights.sum()
            margin.codes.sum()


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def main() -> int:
    """Print what was measured; 0 where it stays within its limits."""
    rng = np.random.default_rng(2026)
    margins, given, weights = three_margins(rng), answers(rng), rng.uniform(1, 2, VOTERS)
    rounds = findings(given, weights, margins).diagnostics.rounds
    pairs = [
        (
            seconds(lambda: read_only(given, weights, margins, rounds)),
            seconds(lambda: findings(given, weights, margins)),
        )
        for _ in range(RUNS)
    ]
    reading, finding = (statistics.median(column) for column in zip(*pairs, strict=True))
    sys.stdout.write(
        f"{VOTERS} voters, {ITEMS} items, {len(margins)} margins, {rounds} rounds, "
        f"median of {RUNS}\n"
        f"reading {reading * 1000:.0f} ms, findings {finding * 1000:.0f} ms: "
        f"{finding / reading:.2f} times\n"
    )
    return 0 if finding / reading <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
