"""The reading (统计解读): what may be said beside the official result, as a value that is stored.

`Reading` is published; `Prompting` is for the presidium and never leaves it; `Findings` holds both.
A page reads them back without loading any arithmetic. Floats here are estimates, rounded to what
every machine agrees on; whatever is official is a count or a fraction.
"""

from enum import StrEnum
from fractions import Fraction

from surveys.keys import AppraiseeKey, GroupKey, IndicatorKey, Key, Label
from surveys.statistics.verdicts import NotComputable, Quadrant, Side
from surveys.values import Value


class Worth(StrEnum):
    """What a ballot gives a department in comparisons."""

    POINTS = "points"
    """The points the rule set gives its options, or that were given directly."""
    SHARE = "share"
    """Where it gives none: 100 for a satisfied mark, 0 for any other opinion."""


class Scale(Value, frozen=True):
    """What comparisons count in. `digits`: decimals that the number of raters carries."""

    worth: Worth
    low: float
    high: float
    digits: int


class Flip(Value, frozen=True, tag=True):
    """The fewest ballots whose change changes the grade lie between the two (改票数)."""

    low: int
    high: int | None
    """None where no change does."""


class Absence(Value, frozen=True, tag=True):
    """What those who did not vote could have made of it, whatever they think."""

    missing: int
    grades: tuple[str, ...]
    """Every grade met, best first."""
    metric: Key
    low: Fraction
    high: Fraction


class OnRoll(Value, frozen=True, tag=True):
    """How many of the whole roll would be satisfied, were the missing like those who came."""

    low: int
    high: int
    population: int


class Means(Value, frozen=True, tag=True):
    """The mean of those with an opinion, and what it would be had everybody rated everything."""

    simple: float
    adjusted: float
    flagged: bool
    """They differ by more than a hundredth of the scale."""


class Comparison(Value, frozen=True, tag=True):
    """The adjusted mean less the average of this year's departments; limits hold for all at once.

    `low` and `high` are limits of the difference.
    """

    side: Side
    difference: float
    low: float
    high: float


class Places(Value, frozen=True, tag=True):
    """The rank of the adjusted mean among the departments compared, never without its set."""

    rank: int
    low: int
    high: int


class DepartmentReading(Value, frozen=True):
    """One department."""

    appraisee: AppraiseeKey
    raters: int
    """Ballots with an opinion of it."""
    skipped: int
    """Valid ballots without one: 不了解, 弃权, left blank."""
    flip: Flip | NotComputable
    absence: Absence | NotComputable
    on_roll: OnRoll | NotComputable
    means: Means | NotComputable
    comparison: Comparison | NotComputable
    places: Places | NotComputable


class Agreement(Value, frozen=True, tag=True):
    """Whether raters order the departments alike: Kendall's W with Friedman's p, and G."""

    raters: int
    w: float
    p: float
    told_apart: bool
    g: float | NotComputable
    """How far the order would come back with other raters of the kind."""


class Different(Value, frozen=True):
    """Two departments whose ratings differ by more than chance: `better` above `worse`."""

    better: AppraiseeKey
    worse: AppraiseeKey
    difference: float
    p_adjusted: float


class PairsTold(Value, frozen=True, tag=True):
    """Of so many pairs, those that can be told apart (Holm)."""

    compared: int
    different: tuple[Different, ...]


class ItemHeat(Value, frozen=True):
    """One official figure per item and department; None where fewer than five marked it."""

    metric: Key
    items: tuple[IndicatorKey, ...]
    departments: tuple[AppraiseeKey, ...]
    cells: tuple[tuple[Fraction | None, ...], ...]
    """A row an item."""
    withheld: int


class Consistency(Value, frozen=True, tag=True):
    """Cronbach's alpha of the indicators with its limits."""

    raters: int
    items: int
    alpha: float
    low: float
    high: float


class ItemQuadrant(Value, frozen=True):
    """Where one indicator stands in the importance-performance cross."""

    item: IndicatorKey
    quadrant: Quadrant


class Importance(Value, frozen=True, tag=True):
    """重要性–表现分析 over the means of each rater."""

    raters: int
    items: tuple[ItemQuadrant, ...]


class Breakdown(Value, frozen=True):
    """Groups by marks of one department, as the disclosure gate lets it out; None is withheld."""

    appraisee: AppraiseeKey
    groups: tuple[Label, ...]
    options: tuple[Label, ...]
    cells: tuple[tuple[int | None, ...], ...]
    group_totals: tuple[int, ...]
    option_totals: tuple[int, ...]
    margins_only: bool
    """Nothing but totals is shown."""


class Method(Value, frozen=True):
    """How it was computed: with this, the same bytes come out again."""

    seed: str
    """Hexadecimal, from the fingerprint of the manifest."""
    level: float
    draws: int
    fewest: int
    """Raters below whom no department is set beside the average."""
    libraries: dict[str, str]
    """Name and version of what computed it."""


class Reading(Value, frozen=True):
    """The public part, stored as `reading.json`."""

    survey: Key
    manifest: str
    box: str
    """Fingerprint of the opened box it was computed from."""
    scale: Scale
    raters: int
    """Ballots that carried every department, which comparisons stand on."""
    average: float | NotComputable
    departments: tuple[DepartmentReading, ...]
    agreement: Agreement | NotComputable
    pairs: PairsTold | NotComputable
    heat: ItemHeat | None
    consistency: Consistency | NotComputable
    importance: Importance | NotComputable
    breakdowns: tuple[Breakdown, ...]
    method: Method


class Check(StrEnum):
    """What is looked at."""

    COPIES = "copies"
    """Ballots alike mark by mark, more than leniency explains."""


class Alarm(Value, frozen=True):
    """One check: the largest group alike among so many ballots, and whether it stands out."""

    check: Check
    group: GroupKey | None
    """None: all ballots together."""
    ballots: int
    largest: int
    p: float
    raised: bool


class Even(Value, frozen=True, tag=True):
    """Ballots that mark everything alike, and how far the means would move without them."""

    ballots: int
    alike: int
    shift: float
    """Of the department that moves most."""


class Prompting(Value, frozen=True):
    """What asks to be looked at (异常提示). It changes no score and names nobody."""

    alarms: tuple[Alarm, ...]
    left_out: dict[str, NotComputable]
    expected_false: float
    """At most so many alarms where nothing is amiss."""
    even: Even | NotComputable

    @property
    def raised(self) -> tuple[Alarm, ...]:
        """Those that stand out."""
        return tuple(alarm for alarm in self.alarms if alarm.raised)


class Findings(Value, frozen=True):
    """Everything, stored as `findings.json` for the presidium alone."""

    reading: Reading
    prompting: Prompting
