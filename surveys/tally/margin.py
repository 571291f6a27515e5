"""What would change it: the fewest ballots that, marked otherwise, give another grade.

A grade is decided by which thresholds hold. To turn one threshold costs a least number of ballots,
found by taking the ballots that move it most; nothing does it with fewer. So the cheapest set of
thresholds whose turning changes the grade gives a lower bound, and a change carried out an upper
one. Where they meet the margin is exact; else both are told as bounds.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final, NamedTuple

from surveys.appraisal.plan import Appraisee
from surveys.rules.ladder import asked
from surveys.rules.ruleset import Comparison, RuleSet, Threshold
from surveys.tally.bases import Denominators
from surveys.tally.linear import lay_out
from surveys.tally.profiles import Profile, Profiles, of_tally
from surveys.tally.sums import Sum
from surveys.tally.tally import Tally
from surveys.values import Value

_MOST_THRESHOLDS: Final = 10
_RISING: Final = {Comparison.OVER, Comparison.AT_LEAST}
_WITH_EDGE: Final = {Comparison.AT_LEAST, Comparison.AT_MOST}


class Margin(Value, frozen=True):
    """The fewest ballots lie between the two; `high` is None where no change was found."""

    low: int
    high: int | None

    @property
    def exact(self) -> bool:
        """Whether both bounds meet."""
        return self.low == self.high


class _Move(NamedTuple):
    old: Profile
    new: Profile
    number: int


def flip_margin(
    rules: RuleSet,
    appraisee: Appraisee,
    *,
    tally: Tally,
    session: Denominators,
    profiles: Profiles | None = None,
) -> Margin | None:
    """The margin of one appraisee; None where it has no grade, or too many thresholds.

    `profiles` are needed where several items tell (`profiles.of_ballots`).
    """
    given = of_tally(tally, rules, appraisee.key) if profiles is None else profiles
    thresholds = tuple(dict.fromkeys(asked(rules)))
    layout = lay_out(rules, appraisee, tally=tally, session=session, profiles=given)
    if not rules.rungs or layout is None or len(thresholds) > _MOST_THRESHOLDS:
        return None
    search = _Search(rules, thresholds, layout.sums)
    low, high = search.run(layout.profiles)
    return Margin(low=low if layout.exact else min(low, 1), high=high)


class _Search:
    """Sets of thresholds to turn, cheapest first."""

    def __init__(
        self, rules: RuleSet, thresholds: tuple[Threshold, ...], sums: tuple[Sum, ...]
    ) -> None:
        self.rules, self.thresholds, self.sums = rules, thresholds, sums

    def run(self, profiles: Profiles) -> tuple[int, int | None]:
        now = self._truths(profiles)
        ways = sorted(self._ways(now, profiles))
        best: int | None = None
        for least, turned in ways:
            if best is not None and best <= least:
                break
            tried = [self._carry_out(turned, now, profiles, tie) for tie in (1, -1)]
            best = min([each for each in (*tried, best) if each is not None], default=None)
        return (ways[0][0] if ways else 0), best

    def _ways(
        self, now: tuple[bool, ...], profiles: Profiles
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """What turning each set of thresholds that changes the grade costs at least."""
        turns = [self._turn(at, profiles, up=not holds, tie=1) for at, holds in enumerate(now)]
        costs = [None if turn is None else sum(move.number for move in turn) for turn in turns]
        for pattern in product((False, True), repeat=len(now)):
            turned = tuple(at for at, holds in enumerate(pattern) if holds != now[at])
            known = [cost for cost in (costs[at] for at in turned) if cost is not None]
            changes = self._grade(pattern) != self._grade(now)
            if changes and len(known) == len(turned):
                yield max(known), turned

    def _carry_out(
        self, turned: tuple[int, ...], now: tuple[bool, ...], profiles: Profiles, tie: int
    ) -> int | None:
        """How many ballots a change takes that is really made; None where it fails."""
        state, number = profiles.copy(), 0
        for at in turned:
            if self.sums[at].holds(state) == now[at]:
                moves = self._turn(at, state, up=not now[at], tie=tie)
                if moves is None:
                    return None
                for move in moves:
                    state[move.old] -= move.number
                    state[move.new] += move.number
                    number += move.number
        return number if self._grade(self._truths(state)) != self._grade(now) else None

    def _turn(self, at: int, profiles: Profiles, *, up: bool, tie: int) -> list[_Move] | None:
        """The fewest ballots that turn one threshold; None where all of them do not."""
        each = self.sums[at]
        sign = 1 if (each.op in _RISING) == up else -1
        short = (0 if (each.op in _WITH_EDGE) == up else 1) - sign * each.value(profiles)
        moves: list[_Move] = []
        options = [
            (*each.best(profile, sign=sign, tie=tie), profile) for profile in [*profiles][::tie]
        ]
        for gain, new, old in sorted(options, key=lambda option: -option[0]):
            if short <= 0 or gain <= 0:
                break
            number = min(profiles[old], -(-short // gain))
            moves.append(_Move(old, new, number))
            short -= number * gain
        return moves if short <= 0 else None

    def _truths(self, profiles: Profiles) -> tuple[bool, ...]:
        return tuple(each.holds(profiles) for each in self.sums)

    def _grade(self, truths: tuple[bool, ...]) -> str:
        hold = dict(zip(self.thresholds, truths, strict=True))
        rungs = self.rules.rungs
        place = next(at for at, rung in enumerate(rungs) if all(hold[t] for t in rung.when))
        labels = [rung.label for rung in rungs]
        caps = [
            labels.index(veto.cap)
            for veto in self.rules.vetoes
            if veto.cap is not None and hold[veto.when]
        ]
        return labels[max(place, *caps, 0)]
