"""How long the findings of an evaluation take after import. Run on purpose:

    .venv/bin/python -m tests.benchmarks.findings_speed

For 46 raters, ten departments and nine items, three of the roll missing: median of seven, in
seconds. It exits with 1 where that is a second or more.
"""

import statistics
import sys
import time

from tests.readings import a_town, an_evaluation, found_of

RUNS = 7
MOST = 1.0
"""Seconds."""


def main() -> int:
    """Measure and say."""
    evaluation = an_evaluation(a_town(departments=10), departments=10)
    took: list[float] = []
    for _ in range(RUNS):
        before = time.perf_counter()
        found_of(*evaluation)
        took.append(time.perf_counter() - before)
    median = statistics.median(took)
    sys.stdout.write(f"findings of 43 ballots, 10 departments, 9 items: {median:.3f} s\n")
    return int(median >= MOST)


if __name__ == "__main__":
    sys.exit(main())
