"""What a rule set may be blamed for. The sentences stand in `reports.wording.complaints`."""

import enum

from surveys.values import Value


class Fault(enum.Enum):
    """What is wrong; `where` of the complaint names the part."""

    NO_OPTION = "no_option"
    NO_ITEM = "no_item"
    NO_METRIC = "no_metric"
    NO_GROUP = "no_group"
    NO_DRIVER = "no_driver"  # no item decides, so there is nothing to grade or rank by
    TWICE = "twice"  # one key or label stands for two things
    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_METRIC = "unknown_metric"
    UNKNOWN_GROUP = "unknown_group"
    UNKNOWN_CLASS = "unknown_class"
    UNKNOWN_GRADE = "unknown_grade"  # a veto caps at a grade the ladder does not have
    EMPTY_METRIC = "empty_metric"
    NO_VALUES = "no_values"  # a mean, and no option is worth anything
    OUTSIDE_BASE = "outside_base"  # a share of marks its base does not contain
    NO_OTHERWISE = "no_otherwise"
    UNREACHABLE = "unreachable"
    OUT_OF_RANGE = "out_of_range"  # a threshold the metric can never meet or miss
    IDLE_VETO = "idle_veto"  # it caps at the best grade
    WEIGHT_MISSING = "weight_missing"
    WEIGHT_IDLE = "weight_idle"  # a weight nothing reads
    WEIGHT_SIGN = "weight_sign"
    WEIGHT_SUM = "weight_sum"
    PEOPLE_BY_GROUP = "people_by_group"  # weighted groups over a base no group has a share in
    QUORUM = "quorum"
    TELLERS = "tellers"
    OPTION_NOT_ON_FORM = "option_not_on_form"
    OPTION_NOT_IN_RULES = "option_not_in_rules"
    ITEM_NOT_ON_FORM = "item_not_on_form"
    ITEM_NOT_IN_RULES = "item_not_in_rules"
    OTHER_WORD = "other_word"  # one key, two labels
    BLANK_ALLOWED = "blank_allowed"  # the form lets a blank pass that the rule never expects
    NO_MATRIX = "no_matrix"


class Complaint(Value, frozen=True):
    """One thing to mend, and where: the labels or keys an author would look for."""

    fault: Fault
    where: str
    found: str = ""
