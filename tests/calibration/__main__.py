"""Do the statistics keep their promises? Each gate over thousands of pretend towns, on purpose:

    .venv/bin/python -m tests.calibration                 2,000 towns a gate
    .venv/bin/python -m tests.calibration --runs 10000

It prints the share of runs and the gate, and exits with 1 where one is missed.
"""

import argparse
import sys
import time

from tests.calibration.gates import Gate, Plan, gates, hypergeometric_coverage

RUNS = 2_000
DRAWS = 20_000


def told(name: str, share: float, *, low: float, high: float) -> bool:
    """One line; whether the gate holds."""
    held = low <= share <= high
    sys.stdout.write(f"{name:34} {share:7.2%}   {low:6.1%} – {high:6.1%}  {'' if held else '✗'}\n")
    sys.stdout.flush()
    return held


def run(gate: Gate, plan: Plan) -> bool:
    """One gate and how long it took."""
    before = time.perf_counter()
    held = told(gate.name, gate.hits(plan) / plan.runs, low=gate.low, high=gate.high)
    sys.stdout.write(f"{'':34} {time.perf_counter() - before:6.1f} s\n")
    return held


def main() -> int:
    """All gates; 1 where one is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.calibration")
    parser.add_argument("--runs", type=int, default=RUNS)
    plan = Plan(parser.parse_args().runs, DRAWS)
    least = min(hypergeometric_coverage(46, n) for n in range(1, 46))
    enumerated = told("hypergeometric, 46, every n", least, low=0.95, high=1.0)
    return 0 if all([enumerated, *(run(gate, plan) for gate in gates(plan))]) else 1


if __name__ == "__main__":
    sys.exit(main())
