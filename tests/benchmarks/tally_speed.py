"""Counting a box as it streams by, beside merely decoding the same lines. Run on purpose:

    .venv/bin/python -m tests.benchmarks.tally_speed                      20,000 ballots
    .venv/bin/python -m tests.benchmarks.tally_speed --ballots 1000000    a province

Both are timed in turn, seven times each; the ratio of the medians has to stay within eight, and
the memory at its highest must not grow with the number of ballots. It exits with 1 otherwise.
"""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec

from surveys import canonical
from surveys.appraisal.plan import Appraisee
from surveys.ballots.ballot import Ballot
from surveys.questionnaire.questions import Indicator
from surveys.rules.fitting import fit
from surveys.rules.presets import preset
from surveys.tally.count import count
from tests.builders import a_ballot, a_form, a_plan

RUNS = 7
MOST = 8.0
MEGABYTES = 1024
"""`ru_maxrss` is in kilobytes."""

PLAN = a_plan(
    appraisees=tuple(Appraisee(key=f"department-{n}", label=f"部门{n}") for n in range(20)),
    indicators=tuple(Indicator(key=f"indicator-{n}", label=f"指标{n}") for n in range(10)),
    remarks=False,
)
FORM = a_form(appraisees=PLAN.appraisees, indicators=PLAN.indicators, remarks=False)
RULES = fit(preset("township-three-grade"), PLAN)


def different_lines(number: int = 500) -> list[bytes]:
    """Lines of a box in which no two ballots are alike."""
    grades = [grade.key for grade in PLAN.grades]
    return [
        canonical.encode(
            a_ballot(
                "satisfied",
                number=at,
                form=FORM,
                but={
                    (appraisee.key, indicator.key): grades[(at * (i + 3) + j) % len(grades)]
                    for i, appraisee in enumerate(PLAN.appraisees)
                    for j, indicator in enumerate(PLAN.indicators)
                },
            )
        )
        for at in range(number)
    ]


def stream(lines: list[bytes], number: int) -> Iterator[bytes]:
    """So many lines, one at a time."""
    return islice((line for _ in iter(int, 1) for line in lines), number)


def decode_only(lines: list[bytes], number: int) -> None:
    """Read every ballot and forget it."""
    decoder = msgspec.json.Decoder(Ballot)
    for line in stream(lines, number):
        decoder.decode(line)


def decode_and_count(lines: list[bytes], number: int) -> None:
    """Read every ballot and count it."""
    decoder = msgspec.json.Decoder(Ballot)
    tally = count((decoder.decode(line) for line in stream(lines, number)), FORM, rules=RULES)
    (appraisees,) = tally.groups.values()
    assert all(part.returned == number for part in appraisees.values())


def seconds(work: Callable[[list[bytes], int], None], lines: list[bytes], number: int) -> float:
    """How long it takes."""
    before = time.perf_counter()
    work(lines, number)
    return time.perf_counter() - before


def main() -> int:
    """Print what was measured; 0 where it stays within its limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=20_000)
    number = parser.parse_args().ballots
    lines = different_lines()
    decode_and_count(lines, len(lines))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pairs = [
        (seconds(decode_only, lines, number), seconds(decode_and_count, lines, number))
        for _ in range(RUNS)
    ]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / MEGABYTES
    decoding, counting = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = counting / decoding
    sys.stdout.write(
        f"{number} ballots of {len(lines[0])} bytes, 20 departments x 10 items, median of {RUNS}\n"
        f"decoding {decoding:.2f} s, decoding and counting {counting:.2f} s: {ratio:.2f} times\n"
        f"memory grew by {grown:.1f} MB\n"
    )
    return 0 if ratio <= MOST and grown < 8 else 1


if __name__ == "__main__":
    sys.exit(main())
