"""A threshold as a whole-number sum over ballots: the side of zero it is on says if it holds."""

from typing import NamedTuple, TypeAlias

from surveys.keys import GroupKey, OptionKey
from surveys.rules.ruleset import Comparison
from surveys.tally.profiles import Profile, Profiles

Cells: TypeAlias = tuple[GroupKey, int]
"""A weighting group and the position of a telling item."""


class Sum(NamedTuple):
    """A threshold: it holds where start + Σ worth of the marks `op` 0."""

    start: int
    worth: dict[Cells, dict[OptionKey, int]]
    targets: tuple[tuple[OptionKey, ...], ...]
    """For each telling item, the marks a ballot may move to; only these move at all."""
    free: bool
    """Whether blanks and other marks may move too."""
    op: Comparison

    def value(self, profiles: Profiles) -> int:
        return self.start + sum(n * self._of(profile) for profile, n in profiles.items())

    def holds(self, profiles: Profiles) -> bool:
        value = self.value(profiles)
        return {
            Comparison.OVER: value > 0,
            Comparison.AT_LEAST: value >= 0,
            Comparison.UNDER: value < 0,
            Comparison.AT_MOST: value <= 0,
        }[self.op]

    def best(self, profile: Profile, *, sign: int, tie: int) -> tuple[int, Profile]:
        """How far one ballot can move it, and how the ballot is marked then."""
        group, marks = profile
        gain, new = 0, list(marks)
        for at, mark in enumerate(marks):
            worth = self.worth.get((group, at))
            if worth is None or not (self.free or mark in self.targets[at]):
                continue
            values = {m: sign * worth.get(m, 0) for m in self.targets[at][::tie]}
            target = max(values, key=values.__getitem__)
            step = sign * (worth.get(target, 0) - worth.get(mark, 0))
            if step > 0:
                gain, new[at] = gain + step, target
        return gain, (group, tuple(new))

    def _of(self, profile: Profile) -> int:
        group, marks = profile
        return sum(self.worth.get((group, at), {}).get(m, 0) for at, m in enumerate(marks))
