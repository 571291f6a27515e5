"""The piles of a box become what the workbench shows while a vote runs: numbers, nothing more."""

from collections.abc import Callable, Sequence
from datetime import datetime

from service.boards.appraisals.door_view import DoorLines
from service.boards.appraisals.store import EvaluationRow
from service.box.gate import Turnout
from service.clock import CHINA
from service.dossier.small_groups import FEWEST, tellable
from surveys.keys import GroupKey, UnitKey
from surveys.values import Value


class Pile(Value, frozen=True):
    """The cards of one weighting group and unit."""

    label: str
    issued: int
    spent: int | None
    """None where it may not be told."""


class TurnoutView(Value, frozen=True, kw_only=True):
    """`console/turnout.html`."""

    survey: str
    stage: str
    cast: int
    issued: int
    printed: int
    voided: int
    piles: tuple[Pile, ...]
    closes_at: str
    over: bool
    """The announced time has passed; a person closes."""
    doors: DoorLines
    fewest: int = FEWEST
    cosigning: str = ""
    """`up` or `down`: the scrutineers' machine, where there is one."""


def turnout_view(
    row: EvaluationRow, turnout: Sequence[Turnout], *, doors: DoorLines, now: datetime
) -> TurnoutView:
    """What came in so far."""
    return TurnoutView(
        survey=row.survey_id,
        stage=row.stage,
        cast=sum(pile.spent for pile in turnout),
        issued=sum(pile.issued for pile in turnout),
        printed=sum(pile.printed for pile in turnout),
        voided=sum(pile.voided for pile in turnout),
        piles=piles_of(turnout, labels_of(row)),
        closes_at=row.closes_at.astimezone(CHINA).strftime("%H:%M") if row.closes_at else "",
        over=row.closes_at is not None and row.closes_at <= now,
        doors=doors,
    )


def labels_of(row: EvaluationRow) -> Callable[[GroupKey, UnitKey], str]:
    """What a pile is called."""
    groups = {group.key: group.label for group in row.rules.read().electorate.groups}
    units = {appraisee.key: appraisee.label for appraisee in row.plan.read().appraisees}

    def say(group: GroupKey, unit: UnitKey) -> str:
        named = (groups.get(group, group), units.get(unit, ""))
        return " · ".join(part for part in named if part)

    return say


def piles_of(
    turnout: Sequence[Turnout], say: Callable[[GroupKey, UnitKey], str]
) -> tuple[Pile, ...]:
    """Pile by pile; the few of a small group stay few in however many units they vote."""
    people: dict[GroupKey, int] = {}
    for pile in turnout:
        people[pile.weighting_group] = max(people.get(pile.weighting_group, 0), pile.issued)
    groups = tellable(people)
    piles = tellable({(pile.weighting_group, pile.unit): pile.issued for pile in turnout})
    return tuple(
        Pile(
            say(pile.weighting_group, pile.unit),
            pile.issued,
            pile.spent
            if pile.weighting_group in groups and (pile.weighting_group, pile.unit) in piles
            else None,
        )
        for pile in turnout
    )
