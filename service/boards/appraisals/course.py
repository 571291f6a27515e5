"""Where an evaluation stands becomes the one next step, told from its row and its work."""

import enum
from collections.abc import Sequence
from typing import Final

from service.boards.appraisals.store import EvaluationRow
from service.dossier.course import ProgressRow, Work, newest
from surveys.rules.quorum import reaches
from surveys.stages import Stage

COURSE: Final = ("drafted", "prepared", "open", "closed", "counted", "confirmed", "published")
"""The line of stages a page shows; paused stands where open does."""
ATTENDANCE_OPEN: Final = frozenset({Stage.PREPARED, Stage.OPEN, Stage.PAUSED, Stage.CLOSED})
"""While who came may still be noted, or put right."""

_KINDS: Final[dict[Stage, frozenset[str]]] = {
    Stage.PREPARED: frozenset({"stamps.prepare", "box.prepare"}),
    Stage.CLOSED: frozenset({"box.open", "box.take-opened", "evaluation.count"}),
    Stage.CONFIRMED: frozenset({"result.publish"}),
}


class Next(enum.Enum):
    """What to do next."""

    MEND = "mend"
    ROLL = "roll"
    PREPARE = "prepare"
    WORK = "work"  # nothing: a program is at it
    FAILED = "failed"  # ask again
    CARDS = "cards"
    ATTENDANCE = "attendance"
    QUORUM = "quorum"
    OPEN = "open"
    CLOSE = "close"
    RESUME = "resume"
    OPEN_BOX = "open-box"
    CONFIRM = "confirm"
    REDO = "redo"  # the count cannot be confirmed
    PUBLISH = "publish"
    PUBLISHED = "published"
    VOID = "void"


def work_of(row: EvaluationRow, jobs: Sequence[ProgressRow]) -> Work:
    """The newest piece of work that this stage waits for."""
    stage = row.stage
    if stage is Stage.PREPARED and row.box_key is not None:
        return Work()
    return newest(jobs, _KINDS.get(stage, frozenset()))


def next_of(row: EvaluationRow, work: Work, *, mistakes: bool, people: int) -> Next:
    """The one next step."""
    if work.running:
        return Next.WORK
    if work.failed:
        return Next.FAILED
    match row.stage:
        case Stage.DRAFTED:
            return Next.MEND if mistakes else Next.PREPARE if people else Next.ROLL
        case Stage.PREPARED:
            return _before_opening(row)
        case Stage.CLOSED:
            return Next.ATTENDANCE if row.present is None else Next.OPEN_BOX
        case Stage.COUNTED:
            return Next.CONFIRM if row.count.read().quorate else Next.REDO
        case stage:
            return _PLAIN[stage]


_PLAIN: Final[dict[Stage, Next]] = {
    Stage.OPEN: Next.CLOSE,
    Stage.PAUSED: Next.RESUME,
    Stage.CONFIRMED: Next.PUBLISH,
    Stage.PUBLISHED: Next.PUBLISHED,
    Stage.VOID: Next.VOID,
}


def _before_opening(row: EvaluationRow) -> Next:
    if row.box_key is None:
        return Next.FAILED
    if not row.manifest:
        return Next.CARDS
    if row.present is None:
        return Next.ATTENDANCE
    return Next.OPEN if is_quorate(row) else Next.QUORUM


def is_quorate(row: EvaluationRow) -> bool:
    """Whether enough are present by the rule set."""
    quorum = row.rules.read().session.quorum
    return reaches(quorum, came=row.present or 0, entitled=row.entitled or 0)
