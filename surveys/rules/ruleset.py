"""The rule set (评议办法): every parameter a real rule was seen to need, and nothing implied.

Words such as 半数以上 never decide a comparison; each threshold carries its operator.
"""

import enum
from fractions import Fraction
from typing import Annotated, TypeAlias

import msgspec

from surveys.keys import IndicatorKey, Key, Label, OptionKey
from surveys.questionnaire.questions import PointScale, Quota
from surveys.rules.aftermath import Consequence, Rounds
from surveys.rules.ranking import Order, Ranking, Tiebreak
from surveys.rules.showing import Column, Display, Publication, Rounding
from surveys.rules.threshold import Comparison, Threshold
from surveys.rules.weighting import Electorate, Group, JointBody, MissingGroup
from surveys.values import Value

__all__ = [
    "Aggregate",
    "AggregationOrder",
    "Announce",
    "BallotHandling",
    "Base",
    "Blank",
    "Column",
    "Comparison",
    "Consequence",
    "Display",
    "Electorate",
    "GradeOption",
    "Group",
    "Item",
    "JointBody",
    "Mean",
    "Metric",
    "MissingGroup",
    "Multiple",
    "Order",
    "Partial",
    "PointScale",
    "PointSpan",
    "Publication",
    "Quorum",
    "Quota",
    "Ranking",
    "Role",
    "Rounding",
    "Rounds",
    "RuleSet",
    "Rung",
    "Session",
    "Share",
    "Threshold",
    "Tiebreak",
    "Veto",
]


class Role(enum.Enum):
    """What an option says."""

    POSITIVE = "positive"  # 满意
    MIDDLE = "middle"  # 基本满意
    NEGATIVE = "negative"  # 不满意
    UNKNOWN = "unknown"  # 不了解
    ABSTAIN = "abstain"  # 弃权


class PointSpan(Value, frozen=True):
    """Whole points from `low` to `high`, both included."""

    low: int
    high: int


class GradeOption(Value, frozen=True):
    """An option with its worth: `value` in points or none, and the bases it counts in."""

    key: OptionKey
    label: Label
    role: Role
    value: Fraction | None = None
    in_valid: bool = True
    """Whether a ballot with this mark is a valid mark (有效票) for the base `valid`."""
    points: PointSpan | None = None
    """Direct scores that count as this option (满意 80–100); nobody marks the option itself."""


class Item(Value, frozen=True):
    """An indicator as the rule counts it. Items that do not drive the grade are diagnostic."""

    key: IndicatorKey
    label: Label
    weight: Fraction | None = None
    required: bool = True
    drives_grade: bool = False
    options: tuple[OptionKey, ...] = ()
    """The options this item takes, where not all; a ballot form asks one scale for all items."""


class Blank(enum.Enum):
    """An unmarked cell."""

    ABSTAIN = "abstain"  # 弃权
    INVALID = "invalid"  # 无效
    REJECT = "reject_at_entry"  # refused before it is cast


class Multiple(enum.Enum):
    """A cell with several marks (only paper can carry one)."""

    INVALID = "invalid"
    REJECT = "reject_at_entry"


class Partial(enum.Enum):
    """A ballot on which some item is blank or invalid."""

    COUNT_ITEM = "count_item"
    INVALID_BALLOT = "invalid_ballot"


class BallotHandling(Value, frozen=True):
    """How a ballot is read."""

    blank: Blank = Blank.REJECT
    multiple: Multiple = Multiple.INVALID
    partial: Partial = Partial.COUNT_ITEM
    quota: Quota | None = None


class Quorum(Value, frozen=True):
    """The meeting may vote if `numerator` `op` `fraction` × entitled (应到)."""

    op: Comparison
    fraction: Fraction
    numerator: Annotated[str, msgspec.Meta(pattern=r"^(present|returned)\Z")] = "present"


class Announce(enum.Enum):
    """When the result is told."""

    ON_THE_SPOT = "on_the_spot"  # 当场公布
    AFTER_REVIEW = "after_review"


class Session(Value, frozen=True):
    """The meeting around the vote. More returned than issued always voids it."""

    quorum: Quorum | None = None
    tellers: int = 2
    """Least number of scrutineers (监票人) who confirm the count."""
    announce: Announce | None = None
    seal: bool = False
    """Ballots are sealed where they were cast and opened together elsewhere (现场封存)."""
    recuse: bool = False
    """Nobody counts or watches the count of a department of their own or of near relatives."""


class Base(enum.Enum):
    """The denominator of a share."""

    ROSTER = "roster"  # 全体组成人员
    INVITED = "invited"  # 应邀
    PRESENT = "present"  # 实到
    ISSUED = "issued"  # 发出
    RETURNED = "returned"  # 收回
    CAST = "cast"  # 投票数: returned less blank ballots
    VALID = "valid"  # 有效票
    RESPONDED = "responded"  # 已反馈: marks that give an opinion at all


class Share(Value, frozen=True, tag="share"):
    """A rate: marks for these options over the base (满意率, 总体满意率)."""

    key: Key
    label: Label
    options: tuple[OptionKey, ...]
    base: Base | None = None
    """Another base than the rule set's own."""


class Mean(Value, frozen=True, tag="mean"):
    """A score: values of the valued marks, averaged (得分)."""

    key: Key
    label: Label


Metric: TypeAlias = Share | Mean


class Rung(Value, frozen=True):
    """One step of the grade ladder; it holds when every threshold holds, the last has none."""

    label: Label
    when: tuple[Threshold, ...] = ()
    wording: str = ""
    """The rule's own words for it, such as 超过半数; they are compared with the operators."""


class Veto(Value, frozen=True):
    """When it holds, the grade is no better than `cap`; without a cap it is only flagged."""

    when: Threshold
    cap: Label | None = None
    wording: str = ""


class Aggregate(enum.Enum):
    """How groups combine."""

    POOLED = "pooled_counts"
    WEIGHTED = "weighted_mean"


class AggregationOrder(enum.Enum):
    """With weighted groups and several items: which of the two is averaged first."""

    GROUP_THEN_ITEM = "group_then_item"
    ITEM_THEN_GROUP = "item_then_group"


class RuleSet(Value, frozen=True):
    """A complete rule set."""

    key: Key
    title: Label
    options: tuple[GradeOption, ...]
    items: tuple[Item, ...]
    base: Base
    metrics: tuple[Metric, ...]
    rungs: tuple[Rung, ...]
    electorate: Electorate
    handling: BallotHandling = BallotHandling()
    session: Session = Session()
    aggregate: Aggregate = Aggregate.POOLED
    vetoes: tuple[Veto, ...] = ()
    ranking: Ranking | None = None
    display: Display = Display()
    publication: Publication = Publication()
    legal_basis: tuple[str, ...] = ()
    source: str = ""
    """Where the rule was seen; empty for a town's own."""
    presumed: tuple[str, ...] = ()
    """What in it is our presumption and not in the source, said in Chinese."""
    version: int = 1
    points: PointScale | None = None
    """Whole points are given directly; `options` then name bands of them, or words beside them."""
    aggregation_order: AggregationOrder = AggregationOrder.GROUP_THEN_ITEM
    consequences: tuple[Consequence, ...] = ()
    rounds: Rounds | None = None
    attested: bool = True
    """Whether a congress was seen to use it; a template to edit was not."""
