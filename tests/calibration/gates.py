"""What each interval, test and prompt promises, and how often it keeps it in towns made up.

The truth of a pretend town is known (`surveys.statistics.synthetic`), so each run either kept its
promise or did not. A gate is the share of runs that must: conservative methods have one side only.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from scipy import stats

from surveys.statistics.against_average import Side, against_average
from surveys.statistics.bursts import Burst, burst
from surveys.statistics.cells import Margin
from surveys.statistics.comparisons import SameRaters, pairs, same_raters
from surveys.statistics.computable import NotComputable, Numbers
from surveys.statistics.design import Layer, calibrated, design
from surveys.statistics.estimates import weighted_mean
from surveys.statistics.identical import Identical, identical
from surveys.statistics.intervals import Interval, finite_counts
from surveys.statistics.latent import Judging
from surveys.statistics.means import bounds, mean
from surveys.statistics.ranking import Method, rank_raters
from surveys.statistics.synthetic import Response, Setting, Town, draw_town
from surveys.statistics.synthetic_voters import AGES, GENDERS, PLACES, Voters
from surveys.statistics.weighting import rake

NOMINAL = 0.05
DEPUTIES = (10, 9, 9, 9, 9)
ALIKE = Judging(quality=0, group=0)
"""No department better than another: whatever is found is a false alarm."""


class Plan(NamedTuple):
    """How many towns, and how many draws of chance in each where a method draws."""

    runs: int
    draws: int
    seed: int = 2026

    def seeds(self) -> range:
        """A seed for each town."""
        return range(self.seed * 1_000_000, self.seed * 1_000_000 + self.runs)


class Gate(NamedTuple):
    """The share of runs that must lie between the two."""

    name: str
    low: float
    high: float
    trial: Callable[[int, Plan], bool]
    dear: bool = False
    """Whether a run takes a tenth of a second."""

    def hits(self, plan: Plan) -> int:
        """How many runs did what is counted."""
        return sum(self.trial(seed, plan) for seed in plan.seeds())

    def admits(self, hits: int, plan: Plan, *, doubt: float = 1e-3) -> bool:
        """Whether so many hits are not rare at either edge of the gate: for few runs."""
        low_enough = float(stats.binom.cdf(hits, plan.runs, self.low)) > doubt
        return low_enough and float(stats.binom.sf(hits - 1, plan.runs, self.high)) > doubt


def hypergeometric_coverage(population: int, n: int) -> float:
    """The least coverage over every number on the roll who may think so, by enumeration."""
    ends = [finite_counts(x, n, population=population) for x in range(n + 1)]
    least = 1.0
    for number in range(population + 1):
        chance = stats.hypergeom.pmf(np.arange(n + 1), population, number, n)
        held = [low <= number <= high for low, high in ends]
        least = min(least, float(chance[held].sum()))
    return least


def _town(seed: int, **changes: object) -> Town:
    return draw_town(seed, Setting(**{"groups": DEPUTIES, "voters": 20, **changes}))  # type: ignore[arg-type]


def _scores(seed: int, *, raters: int, departments: int) -> Numbers:
    """Raters of departments that are alike; marks of 1 to 5 on six indicators, made a mean."""
    town = _town(
        seed, groups=(raters,), departments=departments, options=5, judging=ALIKE, indicators=6
    )
    return town.deputies.scores()


def mean_of_a_roll(n: int) -> Callable[[int, Plan], bool]:
    """Does t with the finite-population correction hold the mean mark of all 46?"""

    def trial(seed: int, _: Plan) -> bool:
        town = _town(seed, departments=1, indicators=1, options=5)
        marks = town.deputies.marks[:, 0, 0]
        marks = np.where(np.isnan(marks), 3.0, marks)
        drawn = np.random.default_rng(seed + 1).choice(marks, n, replace=False)
        found = mean(drawn, population=marks.size, scale=(1, 5))
        return not isinstance(found, NotComputable) and _holds(found.interval, marks.mean())

    return trial


def raked_mean(response: Response) -> Callable[[int, Plan], bool]:
    """Does the raked mean of who answered hold the mean of the whole frame?"""

    def trial(seed: int, _: Plan) -> bool:
        voters = draw_town(seed, Setting(departments=1, options=5, response=response)).voters
        came = voters.answered
        weighted = rake(np.ones(came.sum()), [*_margins(voters)])
        if isinstance(weighted, NotComputable):
            return False
        drawn = design(np.ones(came.sum()), Layer(populations=float(came.size)))
        found = weighted_mean(voters.marks[came, 0], calibrated(drawn, weighted))
        truth = float(np.nanmean(voters.marks[:, 0]))
        return not isinstance(found, NotComputable) and _holds(found.interval, truth)

    return trial


def _margins(voters: Voters) -> Iterator[Margin]:
    traits = (("place", PLACES), ("age", AGES), ("gender", GENDERS))
    for name, categories in traits:
        codes = getattr(voters, name)
        totals = np.bincount(codes, minlength=len(categories)).astype(np.float64)
        yield Margin(name, categories, totals, codes[voters.answered])


def _holds(interval: Interval | NotComputable, truth: float) -> bool:
    return isinstance(interval, Interval) and interval.low <= truth <= interval.high


def bounds_hold(seed: int, _: Plan) -> bool:
    """Do the bounds hold the mean of all, though the discontent stay away?"""
    deputies = _town(seed, departments=1, options=5, response=Response.BY_OPINION).deputies
    scores = np.nanmean(np.nan_to_num(deputies.marks, nan=3.0), axis=(1, 2))
    found = bounds(scores[deputies.voted], population=scores.size, scale=(1, 5))
    slack = 1e-9
    return isinstance(found, Interval) and found.low - slack <= scores.mean() <= found.high + slack


def rank_sets_hold(raters: int) -> Callable[[int, Plan], bool]:
    """Five departments alike: does each set hold every rank?"""

    def trial(seed: int, plan: Plan) -> bool:
        found = rank_raters(
            _scores(seed, raters=raters, departments=5),
            rng=np.random.default_rng(seed + 1),
            method=Method(draws=plan.draws),
        )
        assert not isinstance(found, NotComputable)
        return all((each.low, each.high) == (1, 5) for each in found)

    return trial


def friedman_alarms(seed: int, _: Plan) -> bool:
    """46 raters, four departments alike: does Friedman tell them apart?"""
    found = same_raters(_scores(seed, raters=46, departments=4))
    return isinstance(found, SameRaters) and found.p <= NOMINAL


def holm_alarms(seed: int, _: Plan) -> bool:
    """Does any pair differ after Holm?"""
    scores = _scores(seed, raters=46, departments=4)
    found = pairs(scores, rng=np.random.default_rng(seed + 1))
    assert not isinstance(found, NotComputable)
    return any(pair.p_adjusted <= NOMINAL for pair in found)


def average_alarms(seed: int, _: Plan) -> bool:
    """Is any department called better or worse than the average?"""
    scores = _scores(seed, raters=46, departments=5)
    found = against_average(scores, rng=np.random.default_rng(seed + 1))
    assert not isinstance(found, NotComputable)
    return any(each.side is not Side.LEVEL for each in found)


def copies_alarm(
    raters: int, indicators: int, *, departments: int = 4
) -> Callable[[int, Plan], bool]:
    """Honest ballots of three grades: is a group of them called copies?"""

    def trial(seed: int, _: Plan) -> bool:
        town = _town(seed, groups=(raters,), departments=departments, indicators=indicators)
        ballots = town.deputies.marks.reshape(raters, -1)
        found = identical(ballots, width=indicators, rng=np.random.default_rng(seed + 1))
        return isinstance(found, Identical) and found.p <= NOMINAL

    return trial


def bursts_alarm(seed: int, _: Plan) -> bool:
    """A poll that came in as four earlier ones did: is some hour called a burst?"""
    weeks = [
        draw_town(seed * 5 + week, Setting(departments=1, response=Response.BY_GROUP, voters=800))
        for week in range(5)
    ]
    earlier = np.sum([week.voters.turnout for week in weeks[1:]], axis=0)
    found = burst(weeks[0].voters.turnout, usual=earlier, rng=np.random.default_rng(seed))
    return isinstance(found, Burst) and found.p <= NOMINAL


def alarm(nominal: float, plan: Plan) -> float:
    """The nominal share and two standard errors of so many runs."""
    return nominal + 2 * float(np.sqrt(nominal * (1 - nominal) / plan.runs))


def gates(plan: Plan) -> tuple[Gate, ...]:
    """All of them."""
    prompt = alarm(NOMINAL, plan)
    return (
        *(Gate(f"mean of 46 from {n}, t and FPC", 0.93, 0.97, mean_of_a_roll(n))
          for n in (20, 30, 40)),
        Gate("raked mean, answers by trait", 0.93, 0.97, raked_mean(Response.BY_GROUP)),
        Gate("bounds, the discontent away", 1.0, 1.0, bounds_hold),
        Gate("rank sets of 15 raters", 0.93, 1.0, rank_sets_hold(15)),
        Gate("rank sets of 46 raters", 0.94, 1.0, rank_sets_hold(46)),
        Gate("Friedman rejects", 0.035, 0.065, friedman_alarms),
        Gate("Holm, any pair", 0.0, 0.06, holm_alarms),
        Gate("against the average, any", 0.0, 0.06, average_alarms, dear=True),
        Gate("copies among 46, 24 marks", 0.0, prompt, copies_alarm(46, 6), dear=True),
        Gate("copies among 46, 8 marks", 0.0, prompt, copies_alarm(46, 2), dear=True),
        Gate("copies among 46, 4 marks", 0.0, prompt, copies_alarm(46, 1)),
        Gate("copies among 46, 7 marks", 0.0, prompt, copies_alarm(46, 1, departments=7)),
        Gate("copies among 200, 24 marks", 0.0, prompt, copies_alarm(200, 6), dear=True),
        Gate("bursts in the turnout", 0.0, prompt, bursts_alarm, dear=True),
    )  # fmt: skip
