"""What would change a grade, beside counting the same ballots. Run on purpose:

    .venv/bin/python -m tests.benchmarks.margin_speed

For 10,000 ballots of one appraisee, under the town's default and under points by item: median of
seven, in seconds and as a ratio to counting them in the same run. It exits with 1 where a margin
takes a second or more.
"""

import statistics
import sys
import time
from collections.abc import Callable

from surveys.rules.presets import preset
from surveys.tally.count import count
from surveys.tally.margin import flip_margin
from surveys.tally.profiles import of_ballots
from tests.tallies import FINANCE, ballots_of, form_of, mixed_votes, session_of

RUNS = 7
BALLOTS = 10_000
MOST = 1.0
"""Seconds."""


def timed(work: Callable[[], object]) -> float:
    """Median of seven, in seconds."""
    took: list[float] = []
    for _ in range(RUNS):
        before = time.perf_counter()
        work()
        took.append(time.perf_counter() - before)
    return statistics.median(took)


def measure(key: str) -> bool:
    """One preset; whether it stayed within the second."""
    rules = preset(key)
    ballots = ballots_of(mixed_votes(rules, BALLOTS), group=rules.electorate.groups[0].key)
    form = form_of(rules, FINANCE)
    tally, session = count(ballots, form, rules=rules), session_of(rules, ballots)
    profiles = of_ballots(ballots, form, rules=rules, appraisee=FINANCE.key)
    margin = timed(
        lambda: flip_margin(rules, FINANCE, tally=tally, session=session, profiles=profiles)
    )
    counting = timed(lambda: count(ballots, form, rules=rules))
    told = f"{key:22} margin {margin:.3f} s, {margin / counting:.2f} × counting\n"
    sys.stdout.write(told)
    return margin < MOST


if __name__ == "__main__":
    sys.exit(not all([measure("township-three-grade"), measure("points-by-item")]))
