"""Why an envelope or a ballot is spoiled (废票). Nothing is ever dropped silently."""

import enum


class Spoiled(enum.Enum):
    """Reasons; the first seven are found when the box is opened, the rest by the rule set."""

    UNREADABLE = "unreadable"  # the envelope does not open, or holds no ballot
    WRONG_GROUP = "wrong_group"  # the ballot names another group than its envelope
    WRONG_UNIT = "wrong_unit"  # likewise another unit, where the envelope says one
    WRONG_SURVEY = "wrong_survey"
    WRONG_FORM = "wrong_form"  # answers that the form does not have
    UNSTAMPED = "unstamped"  # without the stamp of its group and unit
    DUPLICATE = "duplicate"  # the same ballot inside two envelopes spoils both
    BLANK = "blank"  # nothing marked at all
    OVERMARKED = "overmarked"  # 多选
    PARTIAL = "partial"  # an item left out where the rule wants all
    OVER_QUOTA = "over_quota"  # more appraisees marked so than the rule lets one ballot
