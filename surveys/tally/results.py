"""The official result: what the scrutineers confirm and the presidium publishes."""

from fractions import Fraction

from surveys.keys import (
    AppraiseeKey,
    GroupKey,
    IndicatorKey,
    Key,
    OptionKey,
    SurveyKey,
    UnitKey,
)
from surveys.tally.tally import Tally
from surveys.values import Value


class ItemResult(Value, frozen=True):
    """One indicator of one appraisee: counts over all groups, and each metric, exact."""

    item: IndicatorKey
    counts: dict[OptionKey, int]
    blank: int
    overmarked: int
    base: int
    metrics: dict[Key, Fraction | None]


class AppraiseeResult(Value, frozen=True):
    """One appraisee: the slips of its unit, its marks, metrics, grade (等次) and standing."""

    appraisee: AppraiseeKey
    issued: int
    returned: int
    valid: int
    spoiled: dict[str, int]
    abstained: int
    items: tuple[ItemResult, ...]
    metrics: dict[Key, Fraction | None]
    """Metrics over the items that drive the grade."""
    grade: str | None
    """A rung's label; None where the rule set has no ladder or nothing valid was returned."""
    vetoed: bool = False
    standing: int | None = None
    top: bool = False
    """Among the first that the ranking names (前几名)."""
    bottom: bool = False


class SignedIn(Value, frozen=True):
    """Rights to sign in (登录资格): nothing was printed for them."""

    eligible: int
    handed: int
    """Given up for a card or paper at the desk (改领)."""
    untaken: int
    """Nobody took them before the close (没有领)."""

    @property
    def taken(self) -> int:
        """登录领取."""
        return self.eligible - self.handed - self.untaken


class Cards(Value, frozen=True):
    """Drawn cards (票卡), used on a phone or a tablet of the house, which nobody tells apart."""

    printed: int
    voided: int

    @property
    def issued(self) -> int:
        """发出."""
        return self.printed - self.voided


class Paper(Value, frozen=True):
    """Paper ballots (纸质票), as two scrutineers signed for them."""

    printed: int
    issued: int
    returned: int
    invalid: int

    @property
    def voided(self) -> int:
        """Never handed out."""
        return self.printed - self.issued

    @property
    def outstanding(self) -> int:
        """未收回: 发出 = 收回 + 未收回."""
        return self.issued - self.returned

    @property
    def valid(self) -> int:
        """有效: 收回 = 有效 + 无效."""
        return self.returned - self.invalid


class Doors(Value, frozen=True):
    """The meeting's slips by door (投票方式), where there is another than drawn cards."""

    cards: Cards
    signin: SignedIn | None = None
    paper: Paper | None = None


class Meeting(Value, frozen=True):
    """The meeting's numbers. issued = printed less voided; returned = spoiled + opened."""

    entitled: int  # 应到
    present: int  # 实到
    printed: int
    voided: int
    issued: int  # 发出
    returned: int  # 收回
    valid: int  # 有效
    spoiled: dict[str, int]  # 废票, by reason
    opened_at: str = ""
    closed_at: str = ""
    """When the vote opened and closed, RFC 3339 with the town's own offset."""
    invited: int = 0
    """Where the rule's base is the invited (应邀) rather than the roll."""
    doors: Doors | None = None
    """None where every slip was a drawn card."""


class StampCount(Value, frozen=True):
    """Stamps of one weighting group and unit, where voters sealed on their own device."""

    group: GroupKey
    unit: UnitKey
    eligible: int
    """Rights to a stamp."""
    inner: int
    """Inner stamps given: at most two for each right."""
    outer: int  # 领票
    sealed: int  # 投票

    @property
    def difference(self) -> int:
        """差额: outer stamps whose envelope never came."""
        return self.outer - self.sealed

    @property
    def replaceable(self) -> int:
        """Ballots a dishonest opener with a voter's help could swap in: stamped, not sealed."""
        return self.inner - self.outer


class Count(Value, frozen=True):
    """The frozen count, before anybody confirmed it."""

    survey: SurveyKey
    manifest: str
    """Fingerprint of the manifest."""
    sealed: int
    sealed_root: str
    box: str
    """Fingerprint of the opened box as published (`box.jsonl`)."""
    meeting: Meeting
    issued: dict[GroupKey, dict[str, int]]
    """Slips issued: weighting group → unit → number."""
    withheld: Tally
    """Totals of weighting groups too small to publish ballot by ballot."""
    unopened: dict[str, int]
    """Envelopes that held no valid ballot of this survey, by reason."""
    quorate: bool
    appraisees: tuple[AppraiseeResult, ...]
    unopened_by_group: dict[GroupKey, int] = {}
    """The same envelopes by the group they came in by: each group's envelopes are accounted for."""
    stamps: tuple[StampCount, ...] = ()


class Confirmation(Value, frozen=True):
    """Who signed the tally sheet (计票结果报告单)."""

    scrutineers: tuple[str, ...]
    tellers: tuple[str, ...]
    presiding: str
    confirmed_at: str


class Result(Value, frozen=True):
    """What is published as `result.json`; its fingerprint stands on the notice."""

    protocol: str
    count: Count
    confirmation: Confirmation
    published_at: str
    approved_by: str = ""
    """Such as 主席团第12次会议."""
