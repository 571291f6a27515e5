"""A model of how people judge, and chance -> what is in their heads, and the grade they mark.

y = level + quality of the department + what a group holds of it + leniency of the rater + halo of
the rater for the department + own experience, where there was contact + the whim of the moment.
All spreads are on a scale from 1 to 5. They describe no real people.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.statistics.computable import Numbers
from surveys.values import Value

_CUTS: Final = {3: (2.0, 3.0), 4: (1.8, 2.5, 3.2), 5: (1.2, 2.0, 3.0, 4.2)}
"""Between the grades; four in five marks fall on the better half, as in tallies towns publish."""


class Judging(Value, frozen=True):
    """Standard deviations of what moves a grade, and where it starts."""

    level: float = 3.9
    quality: float = 0.2
    group: float = 0.15
    leniency: float = 0.6
    halo: float = 0.45
    experience: float = 0.3
    whim: float = 0.7
    contact: float = 0.6
    """Share of raters who had to do with a department in the year."""


class Raters(Value, frozen=True, eq=False):
    """Who judges: the group of each, and how often one without contact cannot judge."""

    groups: NDArray[np.intp]
    unfamiliar: float


def qualities(departments: int, judging: Judging, rng: np.random.Generator) -> Numbers:
    """What each department is truly worth, about 0."""
    return rng.normal(0, judging.quality, departments) if judging.quality else np.zeros(departments)


def minds(
    raters: Raters,
    quality: Numbers,
    *,
    indicators: int,
    judging: Judging,
    rng: np.random.Generator,
) -> tuple[Numbers, NDArray[np.bool_]]:
    """Raters × departments × indicators, before any mark; and which departments one knows."""
    people, departments = raters.groups.size, quality.size
    groups = int(raters.groups.max(initial=0)) + 1
    held = rng.normal(0, judging.group, (groups, departments))[raters.groups]
    own = rng.normal(0, judging.halo, (people, departments))
    met = rng.random((people, departments)) < judging.contact
    lived = met * rng.normal(0, judging.experience, (people, departments))
    lenient = rng.normal(0, judging.leniency, (people, 1))
    whim = rng.normal(0, judging.whim, (people, departments, indicators))
    knows = met | (rng.random((people, departments)) >= raters.unfamiliar)
    return (judging.level + quality + held + own + lived + lenient)[:, :, None] + whim, knows


def marked(mind: Numbers, *, options: int) -> Numbers:
    """The grade marked: 1 the worst, `options` the best.

    >>> marked(np.array([1.0, 2.5, 4.0]), options=3).tolist()
    [1.0, 2.0, 3.0]
    """
    return 1.0 + np.searchsorted(_CUTS[options], mind).astype(np.float64)
