"""The frozen roll and who took a ballot become the desk's page; never what anybody voted.

During the vote the list is for whoever hands out ballots; members of the presidium see it after
the close. Of a group with fewer than five people the turnout is not told, nor can it be worked out
from the others.
"""

from collections.abc import Mapping
from typing import Final

from reports.wording.stages import STAGES
from service.boards.reception.store import ReceptionRow
from service.dossier.small_groups import FEWEST, tellable
from service.identity.roles import Office
from surveys.electorate.roll import Roll, by_group
from surveys.stages import Stage
from surveys.values import Value

MOST_SHOWN: Final = 200
"""People listed at once; a longer roll is searched."""
DURING: Final = frozenset({Stage.PREPARED, Stage.OPEN, Stage.PAUSED})


class Line(Value, frozen=True):
    """One person: 未领 or 已领, never more."""

    key: str
    name: str
    group: str
    taken: bool


class Sought(Value, frozen=True):
    """Whom the desk looks for: part of a name or of a group; and who was just handed a ballot."""

    words: str = ""
    handed: str = ""


EVERYBODY: Final = Sought()


class GroupTurnout(Value, frozen=True):
    """One deputy group; `taken` is none where it may not be told."""

    label: str
    people: int
    taken: int | None


class ReceptionView(Value, frozen=True, kw_only=True):
    """`console/reception.html`."""

    survey: str
    title: str
    stage: str
    stage_words: str
    signin: bool
    people: int
    taken: int
    lines: tuple[Line, ...]
    """Everybody; empty for those who may not see it yet."""
    asked: str
    found: tuple[Line, ...]
    """Those that were sought, as many as are shown at once."""
    matching: int
    handed: str
    """The name of whoever was just handed a ballot; or empty."""
    groups: tuple[GroupTurnout, ...]
    may_hand_out: bool
    fewest: int = FEWEST

    @classmethod
    def of(
        cls,
        row: ReceptionRow,
        taking: Mapping[str, bool],
        *,
        office: Office,
        sought: Sought = EVERYBODY,
    ) -> "ReceptionView":
        """What somebody of this office sees."""
        roll, stage = row.roll.read(), row.stage
        during = stage in DURING
        seen = office is not Office.MEMBER if during else office is not Office.TELLER
        lines = _lines(roll, taking) if seen else ()
        found = [line for line in lines if sought.words in line.name or sought.words in line.group]
        return cls(
            survey=row.survey_id,
            title=row.title,
            stage=row.stage,
            stage_words=STAGES[row.stage],
            signin=bool(taking),
            people=len(taking),
            taken=sum(taking.values()),
            lines=lines,
            asked=sought.words,
            found=tuple(found[:MOST_SHOWN]),
            matching=len(found),
            handed=next((e.name for e in lines if e.key == sought.handed and e.taken), ""),
            groups=turnout_by_group(roll, taking),
            may_hand_out=during and office is not Office.MEMBER,
        )


def _lines(roll: Roll, taking: Mapping[str, bool]) -> tuple[Line, ...]:
    groups = {group.key: group.label for group in roll.groups}
    return tuple(
        Line(person.key, person.name, groups.get(person.group, ""), taking[person.key])
        for person in roll.people
        if person.key in taking
    )


def turnout_by_group(roll: Roll, taking: Mapping[str, bool]) -> tuple[GroupTurnout, ...]:
    """Turnout of the groups that are large enough, and whose complement is."""
    groups = {
        key: [taking[person.key] for person in people if person.key in taking]
        for key, people in by_group(roll).items()
    }
    told = tellable({key: len(taken) for key, taken in groups.items() if taken})
    labels = {group.key: group.label for group in roll.groups}
    return tuple(
        GroupTurnout(labels[key], len(taken), sum(taken) if key in told else None)
        for key, taken in groups.items()
        if taken
    )
