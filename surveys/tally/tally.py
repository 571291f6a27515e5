"""A tally: counts of marks. Tallies of parts add up to the tally of the whole, in any order."""

from surveys.keys import AppraiseeKey, GroupKey, IndicatorKey, OptionKey
from surveys.values import Value


class Cell(Value, frozen=True):
    """One appraisee × indicator: marks by option, blanks, and cells marked more than once."""

    counts: dict[OptionKey, int]
    blank: int = 0
    overmarked: int = 0


class AppraiseeTally(Value, frozen=True):
    """One appraisee within one weighting group.

    `returned` ballots carried this appraisee; `spoiled` of them are invalid under the rule set,
    by reason; `abstained` marked nothing here although blank counts as abstaining.
    """

    returned: int
    cells: dict[IndicatorKey, Cell]
    spoiled: dict[str, int] = {}
    abstained: int = 0


class Tally(Value, frozen=True):
    """Weighting group → appraisee → counts."""

    groups: dict[GroupKey, dict[AppraiseeKey, AppraiseeTally]]
