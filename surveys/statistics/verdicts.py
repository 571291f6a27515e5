"""What statistics may conclude, as words: whoever only reads a finding loads no arithmetic."""

from enum import StrEnum

from surveys.values import Value


class Reason(StrEnum):
    """Why a number does not exist for the answers at hand."""

    NO_BALLOTS = "no_ballots"
    ONE_RATER = "one_rater"
    ONE_DEPARTMENT = "one_department"
    ONE_GROUP = "one_group"
    ONE_ITEM = "one_item"
    NO_VARIATION = "no_variation"
    TOO_FEW = "too_few"
    NO_PAIRS = "no_pairs"
    LONELY_STRATUM = "lonely_stratum"
    NOT_CONVERGED = "not_converged"
    EMPTY_MARGIN = "empty_margin"
    UNKNOWN_CATEGORY = "unknown_category"
    EVERYONE_VOTED = "everyone_voted"
    NO_WEIGHT = "no_weight"
    NO_DEGREES_OF_FREEDOM = "no_degrees_of_freedom"
    SINGULAR = "singular"
    NOT_INSTALLED = "not_installed"
    UNRELIABLE = "unreliable"
    SEPARATE_BALLOTS = "separate_ballots"
    """Every department on a ballot of its own: nobody can be seen to rate two of them."""
    SEVERAL_ITEMS = "several_items"
    """No single item decides, so there is no one mark to count."""
    WEIGHTED_GROUPS = "weighted_groups"
    NO_GRADE = "no_grade"
    NO_OVERALL = "no_overall"
    """No single overall mark beside the indicators."""
    ROLL_UNKNOWN = "roll_unknown"
    """More slips than people, in several groups: who is missing from which cannot be told."""


class NotComputable(Value, frozen=True, tag=True):
    """The number does not exist, and why: 无法计算."""

    reason: Reason


class Side(StrEnum):
    """高于平均, 与平均相当, 低于平均."""

    ABOVE = "above"
    LEVEL = "level"
    BELOW = "below"


class Quadrant(StrEnum):
    """优先改进, 继续保持, 低优先, 可能过度, and 未分区 where chance decides."""

    IMPROVE = "improve"
    KEEP = "keep"
    LOW_PRIORITY = "low_priority"
    POSSIBLE_OVERKILL = "possible_overkill"
    UNPLACED = "unplaced"
