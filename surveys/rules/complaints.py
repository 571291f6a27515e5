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
    TWO_MATRICES = "two_matrices"  # one appraisee on one form twice: which marks would count?
    POINTS_DIFFER = "points_differ"  # the form takes other points than the rule set
    POINTS = "points"  # a scale whose end no step reaches, or that is called like an option
    SPAN_IDLE = "span_idle"  # a span of points, and no points are given
    SPAN_OUTSIDE = "span_outside"
    SPAN_OVERLAP = "span_overlap"
    SPAN_GAP = "span_gap"
    SPAN_ROLE = "span_role"  # points that are worth something else, or no opinion
    UNKNOWN_ITEM_OPTION = "unknown_item_option"
    UNKNOWN_ITEM = "unknown_item"
    ITEM_SCALE = "item_scale"  # an item takes some options only, a form asks all of them
    QUOTA_OPTION = "quota_option"
    QUOTA_DIFFERS = "quota_differs"  # the form does not hold voters to it
    UNKNOWN_BODY = "unknown_body"
    BODY_IDLE = "body_idle"
    SAMPLING = "sampling"
    LEAST_IDLE = "least_idle"  # a least number of ballots that nothing reads
    ORDER_IDLE = "order_idle"
    TIEBREAK_IDLE = "tiebreak_idle"
    GATE_IDLE = "gate_idle"
    CONSEQUENCE_OF = "consequence_of"  # of a grade and an outcome, or of neither
    CONSEQUENCE_GRADE = "consequence_grade"
    CONSEQUENCE_IDLE = "consequence_idle"
    NO_TERM = "no_term"
    ROUND_GRADE = "round_grade"
    ROUND_MISSING = "round_missing"  # retested after a grade for which the rounds say no
    COLUMN_IDLE = "column_idle"
    AMBIGUOUS = "ambiguous"  # 半数以上 and its like, which do not say what holds at the edge
    OTHER_EDGE = "other_edge"  # the words include the edge, the operator does not, or vice versa


class Complaint(Value, frozen=True):
    """One thing to mend, and where: the labels or keys an author would look for."""

    fault: Fault
    where: str
    found: str = ""
