"""Chance -> a frame of voters: where they live, how old they are, what they think, who answers."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.statistics.computable import Numbers
from surveys.statistics.latent import Judging, Raters, marked, minds
from surveys.values import Value

FRAME: Final = 2500
PLACES: Final = ("community-1", "community-2", "village-1", "village-2", "village-3")
GROUPS_EACH: Final = 5
"""Village groups of a village; communities have none."""
GENDERS: Final = ("woman", "man")
AGES: Final = ("18-34", "35-59", "60+")
_SHARES: Final = (0.3, 0.22, 0.2, 0.16, 0.12)
_AGE_SHARES: Final = (0.27, 0.46, 0.27)
_BY_AGE: Final = (0.22, 0.15, 0.07)
_BY_PLACE: Final = (1.1, 0.9, 1.2, 1.0, 0.7)
"""How readily the young answer, and each place."""
_YOUNG_OR_OLD: Final = (-0.25, 0.0, 0.25)
_WELL_OR_BADLY_OFF: Final = (0.2, 0.1, 0.0, -0.1, -0.3)
"""What age and place add to every opinion: who ignores them while weighting is wrong."""
_SLOPE: Final = 0.3
"""Log-odds of answering by one grade of satisfaction, where opinion decides."""
_UNFAMILIAR: Final = 0.6
"""Without contact; about one mark in four of voters."""
_BUCKETS: Final = 7 * 24
"""Coarse buckets of the turnout: an hour each, for a week."""
_BY_HOUR: Final = np.array([1, 1, 1, 1, 1, 2, 6, 10, 12, 10, 9, 9, 12, 9, 7, 7, 8, 9, 11, 14, 16,
                            14, 8, 3], dtype=np.float64)  # fmt: skip


class Frame(Value, frozen=True):
    """How many voters, and how they judge."""

    size: int
    options: int
    judging: Judging


class Chances(Value, frozen=True):
    """What decides who answers, and how many come all at once."""

    by_trait: bool = False
    by_opinion: bool = False
    burst: int = 0


class Voters(Value, frozen=True, eq=False):
    """The frame (选民名册框); `answered` tells who answered, the others' marks nobody sees."""

    place: NDArray[np.intp]
    village_group: NDArray[np.intp]
    """0 to 14; -1 in a community."""
    gender: NDArray[np.intp]
    age: NDArray[np.intp]
    marks: Numbers
    """Voters × departments, the overall mark; NaN is 不了解."""
    answered: NDArray[np.bool_]
    turnout: NDArray[np.intp]
    """How many answers came in each hour of a week."""

    def minds(self) -> tuple[tuple[int | None, ...], ...]:
        """What everybody of the frame would mark, as plain numbers: None is 不了解."""
        return tuple(
            tuple(None if np.isnan(mark) else int(mark) for mark in row) for row in self.marks
        )


def draw(quality: Numbers, *, frame: Frame, chances: Chances, rng: np.random.Generator) -> Voters:
    """A frame of voters; a place judges alike in part, as a group of deputies does."""
    size = frame.size
    place = rng.choice(len(PLACES), size, p=_SHARES)
    age = rng.choice(len(AGES), size, p=_AGE_SHARES)
    raters = Raters(place, _UNFAMILIAR)
    mind, knows = minds(raters, quality, indicators=1, judging=frame.judging, rng=rng)
    shift = np.array(_YOUNG_OR_OLD)[age] + np.array(_WELL_OR_BADLY_OFF)[place]
    mind = mind[:, :, 0] + shift[:, None]
    answered = rng.random(size) < _chance(place, age, mind.mean(axis=1), chances)
    return Voters(
        place=place,
        village_group=_village_groups(place, rng),
        gender=rng.integers(0, len(GENDERS), size),
        age=age,
        marks=np.where(knows, marked(mind, options=frame.options), np.nan),
        answered=answered,
        turnout=_turnout(int(answered.sum()), chances.burst, rng),
    )


def _village_groups(place: NDArray[np.intp], rng: np.random.Generator) -> NDArray[np.intp]:
    communities = sum(each.startswith("community") for each in PLACES)
    group = (place - communities) * GROUPS_EACH + rng.integers(0, GROUPS_EACH, place.size)
    return np.where(place < communities, -1, group)


def _chance(
    place: NDArray[np.intp], age: NDArray[np.intp], content: Numbers, chances: Chances
) -> Numbers:
    if not chances.by_trait:
        return np.ones(place.size)
    chance = np.array(_BY_AGE)[age] * np.array(_BY_PLACE)[place]
    if not chances.by_opinion:
        return chance
    odds = chance / (1 - chance) * np.exp(_SLOPE * (content - content.mean()))
    return odds / (1 + odds)


def _turnout(number: int, burst: int, rng: np.random.Generator) -> NDArray[np.intp]:
    rhythm = np.tile(_BY_HOUR, _BUCKETS // _BY_HOUR.size)
    together = min(burst, number)
    turnout = rng.multinomial(number - together, rhythm / rhythm.sum())
    turnout[rng.integers(_BUCKETS)] += together
    return turnout
