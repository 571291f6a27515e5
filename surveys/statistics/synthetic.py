"""A seed -> a whole town with its truth: deputies, voters, what they think, and who says so.

The demonstration shows it, and calibration asks of it whether the intervals keep what they promise:
here, and nowhere else, the truth is known. (合成数据)
"""

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.statistics import synthetic_voters
from surveys.statistics.computable import Numbers
from surveys.statistics.contamination import Contamination, contaminate
from surveys.statistics.latent import Judging, Raters, marked, minds, qualities
from surveys.statistics.synthetic_voters import Voters
from surveys.values import Value

GROUPS: Final = (10, 9, 9, 9, 9, 7)
"""Five groups of deputies, 46 in all, and seven deputies of a higher congress."""
_COMING: Final = (0.95, 0.95, 0.9, 0.85, 0.7, 0.6)
_CONTENT: Final = 0.95
_DISCONTENT: Final = 0.6
"""How often the content come, and those who on the whole think no better than the middle."""
_MIDDLE: Final = 3.0
_UNFAMILIAR: Final = 0.12
"""Without contact; about one mark in twenty of deputies."""


class Response(StrEnum):
    """Who answers."""

    EVERYBODY = "everybody"
    BY_GROUP = "by_group"
    """At random within groups, ages and villages: weighting can repair it (MAR)."""
    BY_OPINION = "by_opinion"
    """Besides, the content answer more readily: nothing repairs it (MNAR)."""


class Setting(Value, frozen=True):
    """What is to be drawn."""

    departments: int = 10
    indicators: int = 6
    options: int = 3
    groups: tuple[int, ...] = GROUPS
    voters: int = synthetic_voters.FRAME
    judging: Judging = Judging()
    response: Response = Response.EVERYBODY
    plant: Contamination = Contamination()


class Deputies(Value, frozen=True, eq=False):
    """The roll of deputies: marks of all, and who cast a ballot."""

    groups: NDArray[np.intp]
    marks: Numbers
    """Raters × departments × indicators, 1 the worst; NaN is 不了解."""
    voted: NDArray[np.bool_]

    def ballots(self) -> tuple[tuple[tuple[int | None, ...], ...], ...]:
        """Those that were cast, as plain numbers: department by department, None is 不了解."""
        return tuple(
            tuple(tuple(None if np.isnan(mark) else int(mark) for mark in row) for row in ballot)
            for ballot in self.marks[self.voted]
        )

    def scores(self) -> Numbers:
        """Raters who voted × departments: the mean mark over the indicators."""
        return mean_marks(self.marks[self.voted])


class Truth(Value, frozen=True, eq=False):
    """What nobody knows in a real town."""

    quality: Numbers
    """Of each department, about 0."""
    deputies: Numbers
    """Mean mark of each department, had every deputy voted."""
    ranks: NDArray[np.intp]
    """By quality, 1 the best; equal qualities share the better rank."""
    voters: Numbers
    """Mean mark of each department, had every voter of the frame answered."""


class Town(Value, frozen=True, eq=False):
    """One pretend town."""

    truth: Truth
    deputies: Deputies
    voters: Voters


def draw_town(seed: int, setting: Setting = Setting()) -> Town:  # noqa: B008 -- frozen
    """The same town for the same seed.

    >>> town = draw_town(2026)
    >>> town.deputies.marks.shape, town.voters.marks.shape
    ((53, 10, 6), (2500, 10))
    """
    rng = np.random.default_rng(seed)
    quality = qualities(setting.departments, setting.judging, rng)
    groups = np.repeat(np.arange(len(setting.groups)), setting.groups)
    mind, honest = _honest(setting, groups, quality, rng)
    marks = contaminate(honest, groups, plant=setting.plant, rng=rng)
    deputies = Deputies(groups, marks, _voted(setting, groups, mind, rng))
    voters = _voters(setting, quality, rng)
    truth = Truth(
        quality=quality,
        deputies=np.nanmean(mean_marks(honest), axis=0),
        ranks=1 + (quality[None, :] > quality[:, None]).sum(axis=1),
        voters=np.nanmean(voters.marks, axis=0),
    )
    return Town(truth, deputies, voters)


def mean_marks(marks: Numbers) -> Numbers:
    """Raters × departments, over the indicators that were marked; NaN where none was."""
    given = ~np.isnan(marks)
    number = given.sum(axis=-1)
    total = np.where(given, marks, 0.0).sum(axis=-1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def _honest(
    setting: Setting, groups: NDArray[np.intp], quality: Numbers, rng: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """What deputies think, and what they would mark."""
    raters = Raters(groups, _UNFAMILIAR)
    mind, knows = minds(
        raters, quality, indicators=setting.indicators, judging=setting.judging, rng=rng
    )
    return mind, np.where(knows[:, :, None], marked(mind, options=setting.options), np.nan)


def _voted(
    setting: Setting, groups: NDArray[np.intp], mind: Numbers, rng: np.random.Generator
) -> NDArray[np.bool_]:
    chance = np.ones(groups.size)
    if setting.response is not Response.EVERYBODY:
        chance *= np.array(_COMING)[groups % len(_COMING)]
    if setting.response is Response.BY_OPINION:
        chance *= np.where(mind.mean(axis=(1, 2)) <= _MIDDLE, _DISCONTENT, _CONTENT)
    return rng.random(groups.size) < chance


def _voters(setting: Setting, quality: Numbers, rng: np.random.Generator) -> Voters:
    chances = synthetic_voters.Chances(
        by_trait=setting.response is not Response.EVERYBODY,
        by_opinion=setting.response is Response.BY_OPINION,
        burst=setting.plant.burst,
    )
    frame = synthetic_voters.Frame(setting.voters, setting.options, setting.judging)
    return synthetic_voters.draw(quality, frame=frame, chances=chances, rng=rng)
