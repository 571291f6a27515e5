"""The denominators (基数): over how many a share of marks is taken.

    roster    entitled (应到, 全体组成人员): everybody on the frozen roll
    invited   those asked to come (应邀), where that is not the roll
    present   present (实到)
    issued    slips issued that carry this appraisee (发出): printed less voided
    returned  ballots returned that carry this appraisee (收回), spoiled ones among them
    cast      ballots cast (投票数): returned less those on which nothing at all was marked
    valid     marks on this item that count as valid (有效票): options with `in_valid`, points
    responded marks on this item that give an opinion (已反馈): no 不了解 and no 弃权

The first three are numbers of the meeting and are the same for every weighting group.
"""

from collections.abc import Callable
from typing import Final

from surveys.ballots.validity import Spoiled
from surveys.keys import WHOLE, AppraiseeKey, GroupKey, UnitKey
from surveys.rules import scale
from surveys.rules.ruleset import Base, GradeOption, Role, RuleSet
from surveys.tally.tally import AppraiseeTally, Cell
from surveys.values import Value


class Denominators(Value, frozen=True):
    """The numbers that do not come from the ballots. Slips issued: group → unit → number."""

    entitled: int
    present: int
    issued: dict[GroupKey, dict[UnitKey, int]]
    invited: int = 0


class Votes(Value, frozen=True):
    """One item of one appraisee, in one weighting group or in all of them together."""

    tally: AppraiseeTally
    cell: Cell
    issued: int


_SILENT: Final = frozenset({Role.UNKNOWN, Role.ABSTAIN})


def base(kind: Base, votes: Votes, *, rules: RuleSet, session: Denominators) -> int:
    """The denominator of this kind."""
    return {
        Base.ROSTER: session.entitled,
        Base.INVITED: session.invited,
        Base.PRESENT: session.present,
        Base.ISSUED: votes.issued,
        Base.RETURNED: votes.tally.returned,
        Base.CAST: votes.tally.returned - unmarked(votes.tally),
        Base.VALID: _marks(votes.cell, rules, lambda option: option.in_valid),
        Base.RESPONDED: _marks(votes.cell, rules, lambda option: option.role not in _SILENT),
    }[kind]


def unmarked(tally: AppraiseeTally) -> int:
    """Ballots on which nothing was marked, whether they abstain or are spoiled."""
    return tally.abstained + tally.spoiled.get(Spoiled.BLANK.value, 0)


def issued(session: Denominators, appraisee: AppraiseeKey, group: GroupKey) -> int:
    """Slips issued in a group on which this appraisee stands."""
    slips = session.issued.get(group, {})
    return slips.get(WHOLE, 0) + slips.get(appraisee, 0)


def _marks(cell: Cell, rules: RuleSet, counts: Callable[[GradeOption], bool]) -> int:
    telling = [option.key for option in scale.words(rules) if counts(option)]
    return sum(cell.counts.get(mark, 0) for mark in (*telling, *scale.scores(rules)))
