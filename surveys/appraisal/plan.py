"""An appraisal plan (评议方案): appraisees, indicators, the grade scale."""

import enum

from surveys.keys import AppraiseeKey, Label
from surveys.questionnaire.questions import Indicator, Option, PointScale, Quota
from surveys.values import Value


class AppraiseeClass(enum.Enum):
    """Where a department belongs; classes may carry other weights and are ranked apart."""

    TOWN = "town"  # 镇属
    STATIONED = "stationed"  # 派驻
    MUNICIPAL = "municipal"  # 市级


class Appraisee(Value, frozen=True):
    """A department under appraisal (评议对象)."""

    key: AppraiseeKey
    label: Label
    kind: AppraiseeClass = AppraiseeClass.TOWN
    head: str = ""
    """The person in charge (负责人), shown under the name."""


class Plan(Value, frozen=True):
    """What a town decides before it asks: whom, on what, in which words."""

    title: Label
    appraisees: tuple[Appraisee, ...]
    indicators: tuple[Indicator, ...]
    grades: tuple[Option, ...]
    remarks: bool = True
    """Whether each appraisee may be given a remark (意见建议)."""
    required: bool = True
    """Whether every cell must be marked; otherwise a blank is counted as the rule set says."""
    points: PointScale | None = None
    """Points are given directly; there are no `grades` then."""
    quota: Quota | None = None
    rehearsal: bool = False
    """A rehearsal (模拟测评): the whole course, with ballots that count for nothing."""
    sealed: bool = False
    """Whether voters seal on their own device (无记名); otherwise the server seals on arrival."""
