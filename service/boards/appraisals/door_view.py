"""The doors of an evaluation become a sentence each, true of the moment at which they are read."""

from collections.abc import Sequence
from typing import Final

from reports.wording.doors import say_doors, say_doors_so_far
from service.boards.appraisals.store import EvaluationRow
from service.box.gate import Turnout
from service.database import Connection
from service.stamping.doors import count_collected, count_printed, count_signin
from surveys.stages import Stage
from surveys.tally.conclusion import doors_of
from surveys.tally.results import Paper
from surveys.values import Value

_BEFORE: Final = frozenset({Stage.PREPARED, Stage.OPEN, Stage.PAUSED})


class DoorLines(Value, frozen=True):
    """A sentence for each door; none where all slips are drawn cards."""

    words: tuple[str, ...] = ()
    rights: bool = False
    """People may still sign in or stay away: how many ballots are given out nobody knows yet."""


async def look_at_doors(
    conn: Connection, row: EvaluationRow, turnout: Sequence[Turnout]
) -> DoorLines:
    """What there is by each door; what was given out, once that is known."""
    before, survey = row.stage in _BEFORE, row.survey_id
    signin, paper = await count_signin(conn, survey), await count_collected(conn, survey)
    collected = paper is not None
    if not collected and (printed := await count_printed(conn, survey)):
        paper = Paper(printed, printed, 0, 0)
    doors = doors_of(
        signin,
        paper,
        printed=sum(pile.printed for pile in turnout),
        voided=sum(pile.voided for pile in turnout),
    )
    if doors is None:
        return DoorLines()
    words = say_doors_so_far(doors, collected=collected) if before else say_doors(doors)
    return DoorLines(words, rights=before and signin is not None)
